"""The pages of an article that its site has cut into several: the later ones, the first one, and all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from urllib.parse import quote

from lxml.etree import _Element
from scrapy.http import HtmlResponse
from scrapy.utils.response import get_base_url

from newsspider.discovery.pager_labels import page_number, plain_label, says
from newsspider.discovery.part_addresses import (
    WORDS,
    Form,
    PartAddress,
    is_whole_address,
    numbered_addresses,
    plain_address,
)
from newsspider.language.word_lists import any_of, word_sets
from newsspider.processors.urls import absolute_url

# A pager's box is near its links; classes of the whole page ("has-comments") tell nothing of them.
_PAGER_LEVELS, _OTHERS_LEVELS = 3, 8
# Longer series are lists and threads of forums; the longest article among 1,778 pages has 9 pages.
MAX_PARTS = 30
_WHOLE_PAGE = frozenset(("html", "body", "main", "article"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleParts:
    """Which page of an article this is, and where the others are."""

    stem: str  # what the addresses of all pages have in common: see PartAddress
    number: int  # of this page, from 1
    later: Mapping[int, str] = field(default_factory=dict)  # numbers and addresses of later pages, ascending
    first: str | None = None  # of a later page: the address of the first, or of one before it that leads there
    whole: str | None = None  # the address of the version on one page


def article_parts(response: HtmlResponse, known: ArticleParts | None = None) -> ArticleParts | None:
    """Return where the other pages of the article are; None where the page seems to be all of it.

    Addresses must differ in the page's number alone, and a pager must link them: rel=next, a number, "next page".
    Whether they are really parts of one article shows only when they are read. `known` is what was found on an
    earlier page that led to this one.
    """
    if known is None and not may_have_parts(response):
        return None
    readings = [own for own in _readings(response.url) if known is None or own.stem == known.stem]
    links = list(_links(response, frozenset(own.stem for own in readings)))
    for own in readings:
        parts = _parts(own, links)
        if known is not None or _is_credible(parts):
            return parts
    return None


def is_later_part(response: HtmlResponse) -> bool:
    """Return whether a page says that it is a later one of an article whose first page is another.

    Of most pages the address says that they are not.
    """
    if not any(reading.number > 1 for reading in numbered_addresses(response.url)):
        return False
    parts = article_parts(response)
    return parts is not None and parts.first is not None


def _readings(url: str) -> Iterator[PartAddress]:
    plain = plain_address(url)
    if plain is not None:
        yield plain
    yield from numbered_addresses(url)


def _is_credible(parts: ArticleParts) -> bool:
    """Return whether the page's address may be read like this: /archives/12 is an article, not page 12 of one."""
    if max(parts.later, default=0) > MAX_PARTS:
        return False
    return parts.first is not None if parts.number > 1 else 2 in parts.later


@dataclass(frozen=True, slots=True)
class _Link:
    """A link to an address that may be that of another page of the article, by one reading of it."""

    url: str
    address: PartAddress | None  # None of the version on one page
    stem: str
    label: str
    rel: frozenset[str]
    in_pager: bool

    def leads_back_from(self, own: PartAddress) -> bool:
        """Return whether it leads to an earlier page. "/storm" before "/storm-2" may be another article."""
        if page_number(self.label) == 1 or "canonical" in self.rel:
            return True
        back = bool(self.rel & {"prev", "previous", "first"}) or says(self.label, "previous")
        return back and own.form is not Form.SUFFIX

    def leads_on_from(self, own: PartAddress) -> bool:
        """Return whether it leads to the next page. "/storm-2" may be another article, and chapter 2 one."""
        if self.address is None or (self.address.form is Form.SUFFIX is own.form):
            return False
        is_page = self.address.form is not Form.SUFFIX
        return says(self.label, "next") or ("next" in self.rel and is_page) or (self.in_pager and not self.label)


def _parts(own: PartAddress, links: Sequence[_Link]) -> ArticleParts:
    """Return what the links of a pager say of the pages of an article."""
    links = [link for link in links if link.stem == own.stem]
    from_zero = _counts_from_zero(own, links)
    number = _page(own, from_zero)
    pages: dict[int, str] = {}
    for link in links:
        if link.address is not None:
            page = _page(link.address, from_zero)
            if (
                page_number(link.label) == page
                or (page == number + 1 and link.leads_on_from(own))
                or link.leads_back_from(own)
            ):
                pages.setdefault(page, link.url)
    return ArticleParts(
        stem=own.stem,
        number=number,
        later={page: url for page, url in sorted(pages.items()) if page > number},
        first=next((url for page, url in sorted(pages.items()) if page < number), None),
        whole=next((link.url for link in links if link.address is None), None),
    )


def _page(address: PartAddress, from_zero: int) -> int:
    return address.number + from_zero if address.form is Form.WORD else address.number


def _counts_from_zero(own: PartAddress, links: Sequence[_Link]) -> int:
    """Return 1 where the second page is "?page=1", as in Drupal, else 0."""
    found = [(link, link.address.number) for link in links if link.address and link.address.form is Form.WORD]
    said = {(page_number(link.label) or number) - number for link, number in found}
    if said - {0}:
        return int(said - {0} == {1})
    return int(own.form is Form.PLAIN and any(number == 1 and link.leads_on_from(own) for link, number in found))


def _links(response: HtmlResponse, stems: frozenset[str]) -> Iterator[_Link]:
    """Yield the page's links of these series that belong to no list of comments or of other articles."""
    base = get_base_url(response)
    names = tuple(_own_names(response.url))
    for element in response.selector.root.iter("a", "link"):
        href = element.get("href")
        if not href or not (_RELATIVE_START.match(href) or any(name in href for name in names)):
            continue  # making all of a page's addresses absolute takes 5 ms
        url = absolute_url(href, base)
        if url is None:
            continue
        readings, label = tuple(_readings(url)), ""
        for stem in stems:
            address = next((address for address in readings if address.stem == stem), None)
            if address is not None or is_whole_address(url, stem):
                label = label or _label(element)
            if address is None and not says(label, "whole"):
                continue
            if not _is_under(element, "other_pagers", _OTHERS_LEVELS):
                rel = frozenset((element.get("rel") or "").lower().split())
                yield _Link(url, address, stem, label, rel, _is_under(element, "pagers", _PAGER_LEVELS))


def _label(element: _Element) -> str:
    """Return what a link says in small letters, without the arrows around it."""
    text = "".join(islice(element.itertext(), 20))[:200]
    for said in (text, element.get("aria-label"), element.get("title")):
        label = plain_label(said or "")
        if label:
            return label
    return ""


def _is_under(element: _Element, kind: str, levels: int) -> bool:
    """Return whether the element, or one of those around it, has a class or id of this kind."""
    words = word_sets(WORDS)[kind]
    around = (element, *islice(element.iterancestors(), levels))
    names = (
        f"{one.get('class') or ''} {one.get('id') or ''}"[:200].lower()
        for one in around
        if one.tag not in _WHOLE_PAGE
    )
    return any(word in name for name in names for word in words)


@cache
def _number_after() -> re.Pattern[bytes]:
    """Return what stands behind the article's own address where it is another page's: see numbered_addresses()."""
    words, keys = (any_of(word_sets(WORDS)[kind]) for kind in ("path_words", "query_keys"))
    path = (
        rf"(?:\.[a-z]{{2,5}})?/?(?:[/_.,-]|%2C)(?:(?:{words})[/_.,-]?)?[0-9]{{1,2}}(?:\.[a-z]{{2,5}})?/?[\"'\s>?#]"
    )
    query = rf"[^\"'<>\s?]{{0,10}}\?(?:[^\"'<>\s]{{0,200}}[&;])?(?:{keys})=[0-9]{{1,3}}[\"'\s>&#]"
    return re.compile(f"{path}|{query}".encode(), re.IGNORECASE)


# Relative addresses that do not repeat it: "?page=2", "2/", "./2.html".
# (Ignoring letter case would take 1 ms, not 0.15: the engine then looks at each byte.)
_RELATIVE = re.compile(
    rb"href=[\"']?(?:\./)?(?:\?(?:[^\"'<>\s]{0,200}[&;])?[a-zA-Z_]{1,20}=[0-9]{1,2}|2(?:\.[a-z]{2,5})?/?)[\"'\s>&]"
)
_RELATIVE_START = re.compile(r"\s*(?:\./)?[?0-9]")
_MAX_FINDS = 200
_SHORT_NAME_CHARS = 6


def may_have_parts(response: HtmlResponse) -> bool:
    """Return whether a page's address has a number, or its bytes hold its own address with a number behind it.

    This takes 0.15 ms for 100 kB where a look at all links takes 5 ms; of 1,778 pages it leaves out none that the
    links show to be one of several, and lets 1 of 35 pass that is not.
    """
    if any(reading.number > 1 for reading in numbered_addresses(response.url)):
        return True
    body = response.body
    return _RELATIVE.search(body) is not None or any(
        _has_number_after(body, name.encode()) for name in _own_names(response.url)
    )


def _own_names(url: str) -> Iterator[str]:
    """Yield the end of the page's address, without the number of a page, in each spelling of a link."""
    reading = next(numbered_addresses(url), None) or plain_address(url)
    if reading is None:
        return
    path = reading.stem.partition("?")[0]
    folder, _, name = path.rpartition("/")
    if len(name) < _SHORT_NAME_CHARS:  # with the folder before it, where that is not the host
        name = f"{folder.rpartition('/')[2] if '/' in folder else ''}/{name}"
    yield from dict.fromkeys((name, name.lower(), quote(name), quote(name).lower()))


def _has_number_after(body: bytes, name: bytes) -> bool:
    number = _number_after()
    at = body.find(name)
    for _ in range(_MAX_FINDS):
        if at < 0:
            return False
        if number.match(body, at + len(name)):
            return True
        at = body.find(name, at + 1)
    return False
