"""Items to figures: what is counted of an article, of a dropped item, of a reject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from scrapy.crawler import Crawler

from newsspider.discovery.links import site_of
from newsspider.items import Article, Reject
from newsspider.pipelines.fieldnames import ARTICLE_FIELDS, ArticleView, article_view, field_of
from newsspider.pipelines.rejects import RejectedItem, drop_reason, failed_item_reject
from newsspider.report.figures import NO_SITE, Figures, PageToCheck, SiteFigures, count, keep_page

# Every article has these, or another field says the same.
_NOT_COUNTED = frozenset(
    {"url", "id", "metadata", "datePublishedRaw", "dateModifiedRaw", "articleBodyHtml", "wordCount"}
)
COUNTED_FIELDS = tuple(name for name in ARTICLE_FIELDS if name not in _NOT_COUNTED)
# Articles that are surer, and other pages that are less sure, need no look.
_SURE, _HOPELESS = 0.75, 0.2
# Pages that are none of their own need no look; others read like articles, and something else speaks against it.
_PLAIN_REASONS = frozenset({"copy", "not-html", "not-modified", "unchanged"})
_RANK_OF_REFUSED = -0.5


class ItemCounter:
    """Counts items in `figures`, which may be replaced at any time.

    `names` maps a project's field names to ours, `extra` are fields that it adds.
    """

    def __init__(self, figures: Figures, names: Mapping[str, str], extra: Iterable[str] = ()) -> None:
        self.figures, self._names = figures, names
        self._fields = (*COUNTED_FIELDS, *(name for name in extra if name not in ARTICLE_FIELDS))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return a counter of a crawl's items, with no figures yet."""
        settings = crawler.settings
        names, extra = settings.getdict("NEWSSPIDER_FIELD_NAMES"), settings.getdict("NEWSSPIDER_FIELDS")
        return cls(Figures(), names, extra)

    def add_article(self, item: Any, door: str | None = None) -> None:
        """Count an item that has left the pipelines; one with neither headline nor body is none of ours."""
        view = article_view(item, self._names)
        if view is None and not isinstance(item, Article):
            return
        view = view or ArticleView(item, self._names)
        site = self._site_of_item(view)
        site.articles += 1
        metadata = view.get("metadata")
        site.new += field_of(metadata, "previousDigest") is None
        for name in self._fields:
            value = view.get(name)
            if value is not None and value != "":
                site.fields[name] += 1
        if isinstance(language := view.get("inLanguage"), str):
            count(site.languages, language)
        if isinstance(published := view.get("datePublished"), str):
            site.published.add(published)
        if door:
            count(site.doors, str(door))
        probability = field_of(metadata, "probability")
        if isinstance(probability, float) and probability < _SURE:
            keep_page(site.unlikely, _page(view, probability, f"probability {probability:.2f}"))

    def add_dropped(self, item: Any, exception: BaseException) -> None:
        """Count an item that a pipeline dropped or rejected."""
        if isinstance(exception, RejectedItem):
            self.add_reject(exception.reject)
            return
        view = ArticleView(item, self._names)
        site, reason = self._site_of_item(view), drop_reason(exception)
        count(site.dropped, reason)
        probability = field_of(view.get("metadata"), "probability")
        if reason == "not-article" and isinstance(probability, float) and probability >= _HOPELESS:
            keep_page(site.nearly, _page(view, -probability, f"probability {probability:.2f}"))

    def add_refused(self, url: str, reason: str, site: str) -> None:
        """Count a page that was fetched and gives no item."""
        figures = self.figures.site(site or NO_SITE)
        count(figures.dropped, reason)
        if reason not in _PLAIN_REASONS:
            keep_page(figures.nearly, PageToCheck(_RANK_OF_REFUSED, url, "", reason))

    def add_failed(self, item: Any, error: BaseException | None) -> None:
        """Count an item on which a pipeline failed."""
        self.add_reject(failed_item_reject(item, error))

    def add_reject(self, reject: Reject) -> None:
        """Count a page that was rejected."""
        site = self.figures.site(site_name(reject.url))
        count(site.rejected, reject.code)
        place = _place(reject.path, reject.offset)
        page = PageToCheck(0.0, reject.url or "", place, reject.code, offset=reject.offset)
        keep_page(site.failed, page)

    def _site_of_item(self, view: ArticleView) -> SiteFigures:
        return self.figures.site(site_name(view.get("url")))


def site_name(url: Any) -> str:
    """Return the site of a URL as the figures name it.

    >>> site_name("https://news.example.co.uk/storm"), site_name(None)
    ('example.co.uk', '(no address)')
    """
    return (site_of(url) if isinstance(url, str) else "") or NO_SITE


def _page(view: ArticleView, rank: float, note: str) -> PageToCheck:
    source = field_of(view.get("metadata"), "source")
    is_live = field_of(source, "kind") == "live"
    offset = field_of(source, "offset")
    place = "" if is_live else _place(field_of(source, "path"), offset)
    url = view.get("url")
    address = url if isinstance(url, str) else ""
    return PageToCheck(rank, address, place, note, offset=offset if isinstance(offset, int) else None)


def _place(path: Any, offset: Any) -> str:
    if not isinstance(path, str):
        return ""
    return f"{path} at byte {offset}" if isinstance(offset, int) else path
