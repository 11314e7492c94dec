"""Feeds of every make: what they announce, and where older entries are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit

from lxml.etree import XMLParser, XMLSyntaxError, fromstring
from scrapy.http import Response

from newsspider.discovery.documents import document_bytes, without_doctype
from newsspider.discovery.feed_records import Entry
from newsspider.discovery.json_feeds import JsonFeed, parse_json_feed
from newsspider.discovery.types import Door, Found, Kind
from newsspider.discovery.xml_feeds import XmlFeed, parse_xml_feed
from newsspider.processors.urls import absolute_url, canonical_url

_MAX_BYTES = 10_485_760  # a feed of 10 MB holds some 2,000 articles in full
_MAX_TAGS = 100_000  # of some 5,000 entries; feedparser takes 2.5 s
# Of a feed that is no XML: feedparser reads such a megabyte in 0.3 s, and one that is made to take long in 5 s.
_MAX_UNSOUND_BYTES, _MAX_UNSOUND_TAGS = 1_048_576, 50_000
_LARGE_BYTES = 262_144  # below, the worst feeds take a second
_MAX_ENTRIES = 10_000
_HEAD_BYTES = 4_096  # in front of the first element stand comments, style sheets, and what PHP complains of
_ROOT = re.compile(rb"<((?:[\w-]{1,20}:)?(?:rss|feed|rdf))[\s>/]", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype\s{1,20}html|html|head|body)\b", re.IGNORECASE)
_TAG = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: the pages that its entries announce, in its order, and other feeds that hold older entries."""

    entries: tuple[Found, ...] = ()
    more: tuple[Found, ...] = ()
    title: str | None = None
    hub: str | None = None  # where a subscriber asks to be told of new entries (WebSub)


def read_feed(response: Response) -> Feed | None:
    """Return the feed that a response holds, whatever its type says; None where it holds none. Never raises."""
    body = document_bytes(response, _MAX_BYTES + 1)
    parsed: XmlFeed | JsonFeed | None = None
    if body[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        parsed = parse_json_feed(body, response.url)
    else:
        markup = without_doctype(body)
        root = _ROOT.search(markup, 0, _HEAD_BYTES)
        if root is not None and not _HTML.search(markup, 0, root.start()):
            parsed = parse_xml_feed(_bounded(markup, root[1]), response.url)
    if parsed is None:
        return None
    return Feed(
        entries=_pages(islice(parsed.entries(), _MAX_ENTRIES), response.url),
        more=_older_feeds(parsed.more, response.url),
        title=parsed.title,
        hub=parsed.hub,
    )


def _bounded(markup: bytes, root: bytes) -> bytes:
    """Return the part of a feed's markup that can be read in time, cut behind an entry, and closed there."""
    if len(markup) <= _LARGE_BYTES:
        return markup
    found = _cut(markup, root, _MAX_BYTES, _MAX_TAGS)
    return found if _is_xml(found) else _cut(markup, root, _MAX_UNSOUND_BYTES, _MAX_UNSOUND_TAGS)


def _cut(markup: bytes, root: bytes, max_bytes: int, max_tags: int) -> bytes:
    """Return the whole entries among the first bytes and tags; tags in CDATA take no time and do not count."""
    end = max_bytes if len(markup) > max_bytes else None
    if markup.count(b"<", 0, max_bytes) > max_tags:
        tags = (match.start() for match in _TAG.finditer(markup, 0, max_bytes) if len(match[0]) == 1)
        end = next(islice(tags, max_tags, None), end)
    if end is None:
        return markup
    place, closing = max((markup.rfind(closing, 0, end), closing) for closing in (b"</item>", b"</entry>"))
    if place < 0:
        return b""
    channel = b"</channel>" if root.lower() == b"rss" else b""
    return markup[: place + len(closing)] + channel + b"</" + root + b">"


def _is_xml(markup: bytes) -> bool:
    """Return whether markup is valid XML, which feedparser reads at a known pace. Takes 10 ms a megabyte."""
    parser = XMLParser(resolve_entities=False, no_network=True, encoding="utf-8")
    try:
        fromstring(markup, parser)
    except (XMLSyntaxError, ValueError):
        return False
    return True


def _pages(entries: Iterable[Entry], base: str) -> tuple[Found, ...]:
    """Return the pages of entries, each once.

    Entries that share a page, or lead to a place on one, are comments on it or parts of it: what they say is not
    of the page.
    """
    pages: dict[str, Found] = {}
    for entry in entries:
        url = canonical_url(entry.address, base)
        if url is None:
            continue
        bare = Found(url=url, kind=Kind.ARTICLE, door=Door.FEEDS)
        known = pages.get(url)
        if _leads_into_page(entry.address) or (known and known.announcement != entry.announcement):
            pages[url] = bare
        elif known is None:
            text = entry.announcement.headline or ""
            pages[url] = replace(bare, text=text, announcement=entry.announcement)
    return tuple(pages.values())


def _leads_into_page(address: str) -> bool:
    """Return whether an address ends in a place on its page.

    >>> _leads_into_page("https://example.org/a#comment-7"), _leads_into_page("https://example.org/a#xtor=RSS-1")
    (True, False)
    """
    fragment = urlsplit(address).fragment
    return "=" not in fragment and any(map(str.isalpha, fragment))


def _older_feeds(addresses: Iterable[str], base: str) -> tuple[Found, ...]:
    urls = dict.fromkeys(absolute_url(address, base) for address in addresses)
    return tuple(
        Found(url=url, kind=Kind.FEED, door=Door.FEEDS, is_next=True) for url in urls if url and url != base
    )
