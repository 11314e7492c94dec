"""The links of a page, with their texts and places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import urlsplit

from lxml.etree import _Element
from scrapy.http import HtmlResponse
from scrapy.utils.response import get_base_url

from newsspider.blocks.types import HEADING_TAGS
from newsspider.discovery.types import Found, Place
from newsspider.language.word_lists import word_table
from newsspider.page import Page
from newsspider.processors.urls import USUAL_ORIGIN, canonical_url, registered_domain

_DATA = "discovery/data/links"
MAX_TEXT_CHARS = 300
_MAX_NAME_CHARS = 200
_WORD = re.compile(r"[a-z]{2,30}")
_OTHER_SCHEME = re.compile(
    r"\s{0,9}(?!https?:)[a-z][a-z0-9+.-]{1,20}:(?!\d)", re.IGNORECASE
)  # mailto:, javascript:
_EXTENSION = re.compile(r"\.([a-z0-9]{2,11})$")
_PLACES_BY_TAG = {
    "nav": Place.NAVIGATION, "menu": Place.NAVIGATION, "aside": Place.ASIDE, "footer": Place.FOOTER,
    "main": Place.CONTENT, "article": Place.CONTENT,
}  # fmt: skip
# The better place of an address that stands in several.
_RANKS = {Place.CONTENT: 3, Place.ASIDE: 2, Place.NAVIGATION: 1, Place.FOOTER: 0}


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The links of a page, in the order in which they stand, each address once."""

    pages: list[Found]
    # Addresses of links to pictures, documents and downloads. What a page shows or loads itself is no link.
    assets: list[str]


def page_links(source: HtmlResponse | Page) -> list[Found]:
    """Return the links of a page to other pages: `pages` of `read_links`."""
    return read_links(source).pages


def read_links(source: HtmlResponse | Page) -> PageLinks:
    """Return the links of a page with their texts and places, and apart from them those to assets.

    Of an address that stands several times (the picture, then the headline) the longest text and the best place
    count. Assets are told by their extensions; the page itself is left out. Of a response the tree of its selector
    is taken, which others ask too, and a page that was read has its own: parsing takes as long as all the rest.
    """
    if isinstance(source, Page):
        root, base = source.root, source.base_url or ""
    else:
        root, base = source.selector.root, get_base_url(source)
    found: dict[str, Found] = {}
    assets: dict[str, None] = {}
    itself = canonical_url(source.url) if source.url else None
    for url, element, place in _placed_links(root, base) if root is not None else ():
        if place is None:
            assets[url] = None
        elif url != itself:
            link = _link(url, element, place)
            known = found.get(url)
            found[url] = link if known is None else _merged(known, link)
    return PageLinks(list(found.values()), list(assets))


def is_asset(url: str) -> bool:
    """Return whether an address is an image, a film, a document or a download by its extension.

    >>> is_asset("https://example.org/a.PDF?x=1"), is_asset("https://example.org/feed.xml")
    (True, False)
    """
    end = url.partition("?")[0][-12:].lower()
    extension = _EXTENSION.search(end)
    return extension is not None and extension[1] in _assets() and url.count("/") > 2


def site_of(url: str) -> str:
    """Return the registered domain of a URL, or its host with port where it has none (an address, localhost).

    >>> site_of("https://news.example.co.uk/a"), site_of("http://127.0.0.1:8000/a")
    ('example.co.uk', '127.0.0.1:8000')
    """
    usual = USUAL_ORIGIN.match(url)
    return _site_of(url) if usual is None else _site_of_origin(usual[0])


@lru_cache(maxsize=1024)  # asked three times of each address that is found
def _site_of_origin(origin: str) -> str:
    return _site_of(origin)


def _site_of(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return registered_domain(host) or parts.netloc.lower()


def _placed_links(root: _Element, base: str) -> Iterator[tuple[str, _Element, Place | None]]:
    """Yield the cleaned addresses of links, their elements and places; no place for those of assets."""
    origin = _origin(base)
    places: dict[_Element, Place] = {}
    cleaned: dict[str, str | None] = {}
    assets: set[str] = set()
    for element in root.iter("a", "area"):
        href = element.get("href")
        if not href or href[0] == "#":
            continue  # names a place on this page
        if href not in cleaned:
            cleaned[href] = url = _cleaned(href, origin, base)
            if url is not None and is_asset(url):
                assets.add(href)
        url = cleaned[href]
        if url is not None:
            yield url, element, None if href in assets else _place(element, places)


def _cleaned(href: str, origin: str, base: str) -> str | None:
    # Joining and splitting take 20 µs each; most addresses on news pages begin at the root, and resolve nothing.
    if origin and href[0] == "/" and href[1:2] != "/" and "/." not in href:
        href = origin + href
    elif _OTHER_SCHEME.match(href):
        return None
    return canonical_url(href.partition("#")[0], base)


def _origin(base: str) -> str:
    """Return scheme and host of an address that is clean already, else nothing."""
    clean = canonical_url(base)
    return "/".join(clean.split("/", 3)[:3]) if clean is not None else ""


def _link(url: str, element: _Element, place: Place) -> Found:
    return Found(
        url=url,
        text=_text(element),
        place=place,
        is_headline=_is_headline(element),
        is_nofollow=_is_nofollow(element),
    )


def _text(element: _Element) -> str:
    text = " ".join("".join(element.itertext()).split())
    if not text:
        text = element.get("title") or element.get("aria-label") or _alt(element)
        text = " ".join(text.split())
    return text[:MAX_TEXT_CHARS]


def _alt(element: _Element) -> str:
    if element.tag == "area":
        return element.get("alt") or ""
    return next((alt for image in element.iter("img") if (alt := image.get("alt"))), "")


def _is_headline(element: _Element) -> bool:
    """Return whether the link stands in a heading, or has one in it."""
    parent = element.getparent()
    if parent is not None and (parent.tag in HEADING_TAGS or _tag_above(parent) in HEADING_TAGS):
        return True
    return len(element) > 0 and next(element.iter(*HEADING_TAGS), None) is not None


def _tag_above(element: _Element) -> str:
    above = element.getparent()
    return "" if above is None else str(above.tag)


def _is_nofollow(element: _Element) -> bool:
    rel = element.get("rel")
    return rel is not None and not {"nofollow", "ugc", "sponsored"}.isdisjoint(rel.lower().split())


def _merged(known: Found, other: Found) -> Found:
    return Found(
        url=known.url,
        text=other.text if len(other.text) > len(known.text) else known.text,
        place=max(known.place, other.place, key=_RANKS.__getitem__),
        is_headline=known.is_headline or other.is_headline,
        is_nofollow=known.is_nofollow and other.is_nofollow,
    )


def _place(element: _Element, known: dict[_Element, Place]) -> Place:
    """Return where an element stands, by its nearest container that tells; `known` keeps each container's."""
    path: list[_Element] = []
    place = Place.CONTENT
    container = element.getparent()
    while container is not None:
        if container in known:
            place = known[container]
            break
        path.append(container)
        told = _told_place(container)
        if told is not None:
            place = told
            break
        container = container.getparent()
    for container in path:
        known[container] = place
    return place


def _told_place(element: _Element) -> Place | None:
    """Return the place that a container's tag, role, id or class names; `html` and `body` name none."""
    tag = str(element.tag)
    if tag in _PLACES_BY_TAG:
        return _PLACES_BY_TAG[tag]
    if tag in {"body", "html"}:
        return None
    attributes = element.attrib
    if not attributes:
        return None
    names = [attributes[key][:_MAX_NAME_CHARS] for key in ("role", "id", "class") if key in attributes]
    return _place_of_name(" ".join(names)) if names else None


@lru_cache(maxsize=1024)  # names of one template come back on every page of a site
def _place_of_name(name: str) -> Place | None:
    words = _places()
    return next((words[word] for word in _WORD.findall(name.lower()) if word in words), None)


@cache
def _places() -> dict[str, Place]:
    table = word_table(_DATA)["places"]
    return {word: Place(place) for place, words in table.items() for word in words}


@cache
def _assets() -> frozenset[str]:
    return frozenset(word_table(_DATA)["assets"]["extensions"])
