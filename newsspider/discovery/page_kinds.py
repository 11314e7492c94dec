"""Why a page that reads like an article is none: a list with teasers, an error page, a page of legal text.

What articles look like is for the probability that is learned (`metadata.probability`). Here are pages that look
like them, and that their links and what they say of themselves give away. Words alone refuse nothing: a page that
states when it was published is taken at its word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from scrapy.http import Response

from newsspider.discovery.links import MAX_TEXT_CHARS
from newsspider.discovery.part_addresses import Form, numbered_addresses
from newsspider.discovery.types import Found, Place
from newsspider.items import Article
from newsspider.language.word_lists import words_of
from newsspider.processors.urls import is_home_url

_WORDS = "discovery/data/page_kinds"
_WORD = re.compile(r"\w+")
_MAX_BODY_CHARS = 200_000
# Sources of dates that a page states of itself; those of a WebPage node are of any page.
_STATED = ("json-ld", "microdata", "meta")
# Shorter texts of links are names of sections, authors and tags.
_HEADLINE_CHARS = 20
# Error pages and notices are short; pages of legal text may be long.
_MAX_NOTICE_WORDS = 150
# Of 1,246 articles of the development corpus these refuse one, a list of cameras.
_TEASERS, _TEASERS_OF_SHORT, _SHORT_WORDS = 4, 3, 200
_TEASERS_OF_NUMBERED = 2
_LINKED_SHARE, _TEASER_SHARE, _TEASER_WORDS = 0.3, 0.1, 90


def page_refusal(response: Response, article: Article, links: Sequence[Found]) -> str | None:
    """Return why a page is no article although it reads like one (a short stable code), or None.

    `links` are all those of the page (`page_links`), of other sites too.
    """
    page = _read_page(response.url, article, links)
    return next((code for code, holds in _REFUSALS.items() if holds(page)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What is known of a page that reads like an article."""

    url: str
    headline: str  # words in lower case, with single spaces between them
    words: int
    longest: int  # words of the longest paragraph
    teasers: int  # paragraphs that are links to other pages
    linked_share: float  # of the words, those of teasers
    is_dated: bool
    states_date: bool  # in its metadata
    is_signed: bool


def _read_page(url: str, article: Article, links: Sequence[Found]) -> _Page:
    paragraphs = (article.articleBody or "")[:_MAX_BODY_CHARS].split("\n\n")
    lengths = [len(_WORD.findall(paragraph)) for paragraph in paragraphs]
    headlines = {text for link in links if link.place is Place.CONTENT and (text := _plain(link.text))}
    headlines = {text for text in headlines if len(text) >= _HEADLINE_CHARS or _is_dense(text)}
    teasers = [
        length for paragraph, length in zip(paragraphs, lengths, strict=True) if _is_one_of(headlines, paragraph)
    ]
    sources = article.metadata.fieldSources if article.metadata is not None else None
    source = (sources or {}).get("datePublished", "")
    return _Page(
        url=url,
        headline=_plain(article.headline or ""),
        words=sum(lengths),
        longest=max(lengths),
        teasers=len(teasers),
        linked_share=sum(teasers) / max(1, sum(lengths)),
        is_dated=bool(article.datePublished),
        states_date=source.startswith(_STATED) and not source.endswith("WebPage"),
        is_signed=bool(article.authors),
    )


def _is_numbered(url: str) -> bool:
    """Return whether an address is that of a later page: /page/2/, ?page=2, also of a list at the site's root."""
    parts = urlsplit(url)
    in_folder = parts._replace(path=f"/list{parts.path}").geturl()
    return any(part.form is Form.WORD for part in numbered_addresses(in_folder))


def _is_one_of(headlines: Set[str], paragraph: str) -> bool:
    # No link's text is longer; most paragraphs are, and most pages have links to few articles.
    return bool(headlines) and len(paragraph) <= 2 * MAX_TEXT_CHARS and _plain(paragraph) in headlines


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _is_dense(text: str) -> bool:
    """Return whether a text is of a script of which a few characters say much."""
    return len(text) >= _HEADLINE_CHARS // 2 and text > "\u2e80"


def _is_list(page: _Page) -> bool:
    """Return whether a page's text is that of links to other pages, with or without a line below each."""
    if page.teasers >= _TEASERS_OF_SHORT and page.words < _SHORT_WORDS:
        return page.linked_share > _TEASER_SHARE
    # A later page of an article has its text; that of a list of whole texts has their headlines as links.
    if page.teasers >= _TEASERS_OF_NUMBERED and not page.states_date and _is_numbered(page.url):
        return True
    if page.teasers < _TEASERS or page.states_date:
        return False
    if page.linked_share > _LINKED_SHARE:
        return True
    return not page.is_dated and page.linked_share > _TEASER_SHARE and page.longest < _TEASER_WORDS


def _is_notice(page: _Page) -> bool:
    """Return whether a page says that there is nothing."""
    is_short = page.words <= _MAX_NOTICE_WORDS and not page.states_date
    return is_short and page.headline.startswith(_words("not_found"))


def _is_own_page(page: _Page) -> bool:
    """Return whether a page is one of the site about itself: its terms, its imprint, a form."""
    return not (page.is_dated or page.is_signed) and page.headline in _words("own_pages")


def _is_front_page(page: _Page) -> bool:
    return is_home_url(page.url) and not page.states_date and (page.teasers > 0 or page.words < _SHORT_WORDS)


@cache
def _words(kind: str) -> tuple[str, ...]:
    return tuple(_plain(word) for word in words_of(_WORDS, kind))


_REFUSALS: Mapping[str, Callable[[_Page], bool]] = {
    "front-page": _is_front_page,
    "not-found": _is_notice,
    "own-page": _is_own_page,
    "list": _is_list,
}
