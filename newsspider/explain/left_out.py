"""What a crawl or a replay does with a page that gives no article in a feed, and why, in one line."""

from __future__ import annotations

from scrapy.http import HtmlResponse, Response

from newsspider.discovery.links import page_links
from newsspider.discovery.page_kinds import page_refusal
from newsspider.discovery.withheld_pages import withheld
from newsspider.display.reasons import in_words
from newsspider.items import Article

_OK = 200
_BOTH = "crawls and replays"


def left_out(response: Response | None, article: Article, min_probability: float) -> str:
    """Return what becomes of a page instead of an article in the feed; `""` if it becomes one.

    The checks and their order are those of a crawl. `response` is None for a line of a feed, which is an article
    already. What a crawl does is not said of a page whose address is not known: a saved one, that of a dump.
    """
    if response is not None and response.status != _OK:
        status = f"status-{response.status}"
        return f"{_line('crawls', 'rejected', status)}; replays skip it, but for -a statuses={response.status}"
    page = response if isinstance(response, HtmlResponse) else None
    has_address = response is None or bool(response.url)
    who = _BOTH if has_address else "replays"
    if page is not None and (why := withheld(page, article)) is not None:
        return _line(who, "rejected", why.value)
    probability = article.metadata.probability if article.metadata is not None else None
    is_likely = probability is None or probability >= min_probability
    kind = page_refusal(page, article, page_links(page)) if page is not None and has_address else None
    if kind is not None:
        return _line("crawls", "dropped", kind) + ("" if is_likely else "; replays as not-article")
    return "" if is_likely else _line(who, "dropped", "not-article")


def _line(who: str, done: str, code: str) -> str:
    """Return who leaves a page out, how and why.

    >>> _line("crawls", "dropped", "list")
    'crawls drop the page as list: a list of links to other pages'
    """
    verb = {"dropped": "drop", "rejected": "reject"}[done]
    return f"{who} {verb} the page as {code}: {in_words(done, code)}"
