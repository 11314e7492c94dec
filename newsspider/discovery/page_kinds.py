"""Why a page that reads like an article is none: a list with teasers, an error page, a page of legal text.

What articles look like is for the probability that is learned (`metadata.probability`). Here are pages that look
like them, and that their links and what they say of themselves give away. Words alone refuse nothing: a page that
states when it was published is taken at its word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from functools import cache, cached_property
from urllib.parse import urlsplit

from scrapy.http import Response

from newsspider.discovery.links import MAX_TEXT_CHARS
from newsspider.discovery.part_addresses import Form, numbered_addresses
from newsspider.discovery.types import Found, Place
from newsspider.items import Article
from newsspider.language.word_lists import word_set, words_of
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
    page = _Page(response.url, article, links)
    return next((code for code, holds in _REFUSALS.items() if holds(page)), None)


class _Page:
    """What is known of a page that reads like an article, told as it is asked for: most need little."""

    def __init__(self, url: str, article: Article, links: Sequence[Found]) -> None:
        self.url, self._article, self._links = url, article, links
        self.is_dated, self.is_signed = bool(article.datePublished), bool(article.authors)

    @cached_property
    def headline(self) -> str:
        """Words in lower case, with single spaces between them."""
        return _plain(self._article.headline or "")

    @cached_property
    def states_date(self) -> bool:
        """Whether the page says in its metadata when it was published."""
        sources = self._article.metadata.fieldSources if self._article.metadata is not None else None
        source = (sources or {}).get("datePublished", "")
        return source.startswith(_STATED) and not source.endswith("WebPage")

    @property
    def words(self) -> int:
        """The number of words of the text."""
        return sum(self._lengths)

    @property
    def longest(self) -> int:
        """The number of words of the longest paragraph."""
        return max(self._lengths)

    @property
    def teasers(self) -> int:
        """The number of paragraphs that are links to other pages."""
        return len(self._teasers)

    @property
    def linked_share(self) -> float:
        """The share of the words that are those of teasers."""
        linked = sum(self._lengths[number] for number in self._teasers)
        return linked / max(1, self.words)

    @cached_property
    def _paragraphs(self) -> list[str]:
        return (self._article.articleBody or "")[:_MAX_BODY_CHARS].split("\n\n")

    @cached_property
    def _lengths(self) -> list[int]:
        return [len(_WORD.findall(paragraph)) for paragraph in self._paragraphs]

    @cached_property
    def _teasers(self) -> list[int]:
        """The numbers of the paragraphs that are links to other pages."""
        texts = {text for link in self._links if link.place is Place.CONTENT and (text := _plain(link.text))}
        headlines = {text for text in texts if len(text) >= _HEADLINE_CHARS or _is_dense(text)}
        if not headlines:
            return []
        return [number for number, text in enumerate(self._paragraphs) if _is_one_of(headlines, text)]


def _is_numbered(url: str) -> bool:
    """Return whether an address is that of a later page: /page/2/, ?page=2, also of a list at the site's root."""
    parts = urlsplit(url)
    in_folder = parts._replace(path=f"/list{parts.path}").geturl()
    return any(part.form is Form.WORD for part in numbered_addresses(in_folder))


def _is_one_of(headlines: Set[str], paragraph: str) -> bool:
    # No link's text is longer; most paragraphs are.
    return len(paragraph) <= 2 * MAX_TEXT_CHARS and _plain(paragraph) in headlines


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _is_dense(text: str) -> bool:
    """Return whether a text is of a script of which a few characters say much."""
    return len(text) >= _HEADLINE_CHARS // 2 and text > "\u2e80"


def _is_of_topic(page: _Page) -> bool:
    """Return whether a page that states no date has the address of a topic: /tags/weather/."""
    steps = urlsplit(page.url).path.casefold().strip("/").split("/")
    return len(steps) > 1 and steps[-2] in word_set("fields/data/topics", "paths") and not page.states_date


def _is_list(page: _Page) -> bool:
    """Return whether a page's text is that of links to other pages, with or without a line below each."""
    if _is_of_topic(page):
        return True
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
    is_worded_so = page.headline.startswith(_words("not_found"))
    return is_worded_so and not page.states_date and page.words <= _MAX_NOTICE_WORDS


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
