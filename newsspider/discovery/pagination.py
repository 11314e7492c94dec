"""The following pages of a listing: what `rel=next`, pagers, "older" and "load more" lead to; never calendars."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from urllib.parse import unquote_plus, urlsplit

from lxml.etree import _Element
from scrapy.http import HtmlResponse
from scrapy.utils.response import get_base_url

from newsspider.discovery.types import Found, Kind
from newsspider.language.word_lists import any_of, word_sets, words_of
from newsspider.processors.text import one_line
from newsspider.processors.urls import canonical_url, same_site

_MARKS, _WORDS = "discovery/data/listing_pages", "language/data/pagination"
_MAX_LINKS = 5_000  # of a page that are looked at
_MAX_TEXT_CHARS, _MAX_PIECES = 60, 20
_LINK_TAGS = frozenset({"a", "link"})
_MAX_FOUND = 10
_ANCESTORS = 4  # of a link that may be the pager: list, item, wrapper
_NUMBER = re.compile(r"[0-9]{1,5}")
_ARROWS = re.compile(r"[›»→>❯▶⟩▸⇒]{1,3}")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
# Of a path: a month or a year, behind which a number is a month or a day.
_DATE = re.compile(r"/(?:19|20)[0-9]{2}(?:[/-](?:0?[1-9]|1[0-2]))?(?=[/-]|$)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:\d{2}){0,2}(?!\d)", re.ASCII)
_DATE_VALUE = re.compile(r"(?:19|20)\d{2}(?:[-/.]?(?:0?[1-9]|1[0-2])(?:[-/.]?\d{1,2})?)?", re.ASCII)
_BARE_NUMBER = re.compile(r"(?P<rest>.*/[^/]*[^/\d][^/]*|)/(?P<number>[1-9][0-9]{0,3})(?:\.[a-z]{3,5})?/?")


@dataclass(frozen=True, slots=True)
class _Link:
    """A link of a page that may be a pager's: its address, and how it calls itself."""

    element: _Element
    url: str
    text: str  # one line, casefolded; else the element's label for screen readers
    words: str  # the text without arrows and numbers at its ends
    is_marked: bool  # by a class or the like of its own, or of what is around it alone

    @property
    def is_declared(self) -> bool:
        """Whether it says `rel=next`."""
        return "next" in (self.element.get("rel") or "").lower().split()

    @property
    def is_in_pager(self) -> bool:
        """Whether it or one of its ancestors is called a pager."""
        ancestors = islice(self.element.iterancestors(), _ANCESTORS)
        return _pager().search(_marks(self.element) + "".join(map(_marks, ancestors))) is not None

    @property
    def is_in_table(self) -> bool:
        """Whether it stands in a table, as a calendar's days do."""
        return any(ancestor.tag == "td" for ancestor in islice(self.element.iterancestors(), _ANCESTORS))


@dataclass(frozen=True, slots=True)
class _Listing:
    """The page that is looked at: its address, and the forms of that without a number, with the number of each."""

    url: str
    numbers: Mapping[str, int]

    def leads_on(self, url: str) -> bool:
        """Return whether an address is a later page of this listing, by its number."""
        return any(number > self.numbers[rest] for rest, number in _numbered(url) if rest in self.numbers)

    def leads_back(self, url: str) -> bool:
        """Return whether an address is this page, or an earlier one of its listing."""
        forms = {**{_rest(url): 0}, **dict(_numbered(url))}
        return url == self.url or any(
            number <= self.numbers[rest] for rest, number in forms.items() if rest in self.numbers
        )


def next_pages(response: HtmlResponse) -> list[Found]:
    """Return what leads to the following page of a listing, best first: mostly one address, none on its last page.

    Of numbered pages the next one is named, which names the one after it.
    """
    links = list(islice(_links(response), _MAX_LINKS))
    if not links:
        return []
    url = canonical_url(response.url) or response.url
    here = _Listing(url, {_rest(url): 0, **dict(_numbered(url))})
    found: dict[str, str] = {}
    declared = (link for link in links if link.is_declared)
    for link in (*declared, *_by_words(links, here), *_by_marks(links, here), *_by_number(links, here)):
        if link.url != url and same_site(link.url, url) and not _is_of_calendar(link.url, url):
            found.setdefault(link.url, link.text)
    return [Found(url=url, kind=Kind.LISTING, text=text, is_next=True) for url, text in found.items()][:_MAX_FOUND]


def _links(response: HtmlResponse) -> Iterator[_Link]:
    """Yield the links that say by a word, a number, an arrow, a class or `rel` that they may be a pager's."""
    base, root = get_base_url(response), response.selector.root
    attributes = word_sets(_MARKS)["address_attributes"]
    for element in root.iter("a", "link", "button", "div", "span"):
        if element.tag in _LINK_TAGS:
            href = (element.get("href") or "").strip()
            if href and not href.startswith(("#", "javascript:")):
                yield from _link(element, [href], base)
        elif not attributes.isdisjoint(element.attrib):
            yield from _link(element, [element.get(name) for name in sorted(attributes)], base)


def _link(element: _Element, addresses: list[str | None], base: str) -> Iterator[_Link]:
    text = _text(element)
    words = _bare(text)
    parent = element.getparent()
    marks = _marks(element) + (_marks(parent) if parent is not None and len(parent) == 1 else "")
    is_marked = bool(_next_mark().search(marks)) and element.tag != "link"
    is_wanted = is_marked or words in _words() or _NUMBER.fullmatch(text) or _ARROWS.fullmatch(text)
    if is_wanted or "next" in (element.get("rel") or "").lower():
        # Resolving an address takes longer than all else, and a page has hundreds.
        url = next((url for address in addresses if address and (url := canonical_url(address, base))), None)
        if url:
            yield _Link(element, url, text, words, is_marked)


def _text(element: _Element) -> str:
    pieces = element.text or "" if not len(element) else "".join(islice(element.itertext(), _MAX_PIECES))
    text = one_line(pieces[: 4 * _MAX_TEXT_CHARS]) or element.get("aria-label") or element.get("title") or ""
    return one_line(text[:_MAX_TEXT_CHARS]).casefold()


def _by_words(links: list[_Link], here: _Listing) -> Iterator[_Link]:
    """Yield links that say "next" or "older".

    Words that lead to several addresses are no pager's, unless they stand in one: "Show more" below each teaser.
    """
    targets: defaultdict[str, set[str]] = defaultdict(set)
    wanted = [link for link in links if link.words in _words() and not here.leads_back(link.url)]
    for link in wanted:
        targets[link.words].add(link.url)
    yield from (link for link in wanted if len(targets[link.words]) == 1 or link.is_in_pager)


def _by_marks(links: list[_Link], here: _Listing) -> Iterator[_Link]:
    """Yield links whose class says "next", and the arrow that leads least far: "»" may be the last page."""
    arrows: list[tuple[int, int, _Link]] = []
    for place, link in enumerate(links):
        if link.is_marked and not here.leads_back(link.url):
            is_alone = not link.words and not link.is_in_table and (link.is_in_pager or link.element.tag != "a")
            if here.leads_on(link.url) or is_alone:
                yield link
        elif _ARROWS.fullmatch(link.text) and here.leads_on(link.url):
            arrows.append((min(number for _, number in _numbered(link.url)), place, link))
    yield from (link for _, _, link in sorted(arrows, key=lambda one: one[:2])[:1])


def _by_number(links: list[_Link], here: _Listing) -> Iterator[_Link]:
    """Yield the link to the page behind this one by its number."""
    numbered = [
        (number, place, link)
        for place, link in enumerate(links)
        if _NUMBER.fullmatch(link.text) and int(link.text) > 1 and not link.is_in_table
        for rest, number in _numbered(link.url)
        if rest in here.numbers and number > here.numbers[rest]
    ]
    yield from (link for _, _, link in sorted(numbered, key=lambda one: one[:2])[:1])


def _numbered(url: str) -> Iterator[tuple[str, int]]:
    """Yield an address without a page's number, and that number, for each number in it that may be one.

    >>> list(_numbered("https://example.org/world/page/3/"))
    [('example.org/world?', 3)]
    """
    parts = urlsplit(url)
    pairs = parts.query.split("&") if parts.query else []
    names = word_sets(_MARKS)["number_names"] | word_sets(_MARKS)["offset_names"]
    for i, pair in enumerate(pairs):
        name, _, value = pair.partition("=")
        if unquote_plus(name).lower() in names and value.isascii() and value.isdigit() and len(value) < 8:
            yield _form(parts.netloc, parts.path, "&".join(pairs[:i] + pairs[i + 1 :])), int(value)
    path = unquote_plus(parts.path)
    named = _page_path().search(path)
    if named:
        yield _form(parts.netloc, path[: named.start()] + path[named.end() :], parts.query), int(named["number"])
    bare = _BARE_NUMBER.fullmatch(path)
    if bare and not named and not _DATE.search(bare["rest"] + "/"):
        yield _form(parts.netloc, bare["rest"], parts.query), int(bare["number"])


def _rest(url: str) -> str:
    parts = urlsplit(url)
    return _form(parts.netloc, unquote_plus(parts.path), parts.query)


def _form(host: str, path: str, query: str) -> str:
    return f"{host}{path.rstrip('/')}?{query}"


def _is_of_calendar(url: str, here: str) -> bool:
    """Return whether an address names a day, month or year that the page's own address does not."""
    parts, own = urlsplit(url), urlsplit(here)
    added = set(parts.path.split("/")) - set(own.path.split("/"))
    if any(_YEAR.search(unquote_plus(segment)) for segment in added):
        return True
    pairs = {*parts.query.lower().split("&")} - {*own.query.lower().split("&")}
    return any(_is_date(*map(unquote_plus, pair.partition("=")[::2])) for pair in pairs)


def _is_date(name: str, value: str) -> bool:
    """Return whether a parameter is a date's: by its name, or by its value where that is no page's number."""
    table = word_sets(_MARKS)
    if name in table["calendar_names"]:
        return True
    return _DATE_VALUE.fullmatch(value) is not None and name not in table["number_names"] | table["offset_names"]


def _marks(element: _Element) -> str:
    return f" {element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}".lower()[:400]


def _bare(text: str) -> str:
    """Return a text without arrows and numbers at its ends; vowel signs there go as well, on both sides."""
    return _EDGES.sub("", text)


@cache
def _words() -> frozenset[str]:
    return frozenset(_bare(word.casefold()) for kind in ("next", "older") for word in words_of(_WORDS, kind))


@cache
def _pager() -> re.Pattern[str]:
    return re.compile(any_of(word_sets(_MARKS)["pager_marks"], ignore_case=False))


@cache
def _next_mark() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{any_of(word_sets(_MARKS)['next_marks'], ignore_case=False)})(?![a-z])")


@cache
def _page_path() -> re.Pattern[str]:
    names = any_of(word_sets(_MARKS)["number_names"])
    return re.compile(
        rf"/(?:{names})[/_-]?(?P<number>\d{{1,5}})(?:\.[a-z]{{3,5}})?(?=/|$)", re.IGNORECASE | re.ASCII
    )
