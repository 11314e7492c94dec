"""Where a site's feeds and sitemaps are: what its pages name, and where publishing systems keep them."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import islice
from urllib.parse import unquote_plus, urljoin, urlsplit

from lxml.etree import _Element
from scrapy.http import HtmlResponse
from scrapy.utils.response import get_base_url

from newsspider.discovery.types import Door, Found, Kind
from newsspider.language.word_lists import word_sets, word_table
from newsspider.processors.text import one_line
from newsspider.processors.urls import absolute_url, same_site

_NAMES = "discovery/data/doors"
_FEED_TYPES = frozenset({
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "text/rss+xml",
    "application/x-rss+xml", "application/x-atom+xml", "text/atom+xml", "application/rss",
})  # fmt: skip
_MAX_LINKS, _MAX_FOUND = 5_000, 500
_MAX_TEXT_CHARS = 200


def page_doors(response: HtmlResponse) -> list[Found]:
    """Return the feeds, sitemaps and pages of such that a page links to, those that it declares first.

    To be asked of front pages and listings: an article's page declares the feed of its comments as well. Feeds
    that call themselves one of comments are left out. What a link's address says may be wrong: a "/rss" may be a
    page that lists feeds.
    """
    base = get_base_url(response)
    found: dict[str, Found] = {}
    root = response.selector.root
    for element in islice(root.iter("link"), _MAX_LINKS):
        url = absolute_url(element.get("href") or "", base)
        if url and (kind := _declared_kind(element, url)):
            found.setdefault(url, _found(url, kind, element))
    for element in islice(root.iter("a", "area"), _MAX_LINKS):
        href = (element.get("href") or "").partition("#")[0].strip()
        kind = _linked_kind(element, href) if href else None  # resolving all addresses would take most of the time
        url = absolute_url(href, base) if kind else None
        if url and kind and same_site(url, response.url):
            found.setdefault(url, _found(url, kind, element))
    own = response.url
    return [one for url, one in found.items() if url != own and not _is_of_comments(url)][:_MAX_FOUND]


def common_doors(site_url: str, doors: frozenset[Door]) -> list[Found]:
    """Return the addresses at which publishing systems keep a site's feeds and sitemaps, best first.

    To be tried one after the other, until one of a door answers, where neither robots.txt nor the front page names
    any. They are those of the site's root, and then those of the folder of `site_url`, where a site has only that.

    >>> [found.url for found in common_doors("https://example.org/", frozenset({Door.SITEMAPS}))][:2]
    ['https://example.org/sitemap.xml', 'https://example.org/sitemap_index.xml']
    """
    root = absolute_url("/", site_url)
    folder = urljoin(site_url, ".") if root else ""
    bases = [root] if root else []
    if urlsplit(folder).path.strip("/") and (inside := absolute_url(folder)):
        bases.append(inside)
    kinds = [(door, kind, word_table(_NAMES)[key]) for door, kind, key in _COMMON if door in doors]
    return [
        Found(url=f"{base}{path.removeprefix('/')}", kind=kind, door=door)
        for base in bases
        for door, kind, paths in kinds
        for path in paths
    ]


_COMMON = ((Door.SITEMAPS, Kind.SITEMAP, "sitemap_paths"), (Door.FEEDS, Kind.FEED, "feed_paths"))


def _found(url: str, kind: Kind, element: _Element) -> Found:
    door = {Kind.FEED: Door.FEEDS, Kind.SITEMAP: Door.SITEMAPS}.get(kind, Door.LINKS)
    written = element.get("title") or "".join(islice(element.itertext(), 10))
    return Found(url=url, kind=kind, door=door, text=one_line(written[:_MAX_TEXT_CHARS]))


def _declared_kind(link: _Element, url: str) -> Kind | None:
    """Return what a <link> in a page's head says that it leads to."""
    rels = (link.get("rel") or "").lower().split()
    if "sitemap" in rels:
        return Kind.SITEMAP
    if "feed" in rels:
        return Kind.FEED
    return Kind.FEED if "alternate" in rels and _is_feed_type(link, url) else None


def _is_feed_type(element: _Element, url: str) -> bool:
    kind = (element.get("type") or "").partition(";")[0].strip().lower()
    # Version 1.0 of JSON Feed; content systems declare their interfaces with that type as well.
    return kind in _FEED_TYPES or (kind == "application/json" and "feed" in url.lower())


def _linked_kind(link: _Element, href: str) -> Kind | None:
    """Return what a link's type or address say that it leads to, None where they say nothing."""
    if _is_feed_type(link, href):
        return Kind.FEED
    path, _, query = href.lower().partition("?")
    last, names = path.rstrip("/").rpartition("/")[2], word_sets(_NAMES)
    if last in names["feed_names"] or last.endswith(tuple(names["feed_endings"])):
        return Kind.FEED
    if query and not names["feed_parameters"].isdisjoint(query.split("&")):
        return Kind.FEED
    if "sitemap" in last and last.endswith(tuple(names["sitemap_endings"])):
        return Kind.SITEMAP
    return Kind.LISTING if last in names["page_names"] else None


def _is_of_comments(url: str) -> bool:
    names: Set[str] = word_sets(_NAMES)["comment_names"]
    return any(name in names for name in _parts(url))


def _parts(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    yield from unquote_plus(parts.path).lower().split("/")
    yield from (unquote_plus(pair.partition("=")[2]).lower() for pair in parts.query.split("&"))
