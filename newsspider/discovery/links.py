"""The links of a page that lead to articles, best first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from urllib.parse import SplitResult, parse_qsl, urlsplit

from scrapy.http import HtmlResponse
from scrapy.linkextractors import LinkExtractor

from newsspider.language.word_lists import word_sets
from newsspider.processors.urls import canonical_url, registered_domain

_WORDS = "discovery/data/links"
# Longer addresses, deeper paths and more parameters are what endless spaces of links are made of.
_MAX_URL_CHARS, _MAX_SEGMENTS, _MAX_QUERY_KEYS = 400, 10, 3
# A headline in a link's text has this many words or more; names of sections have one to three.
_HEADLINE_WORDS = 5
_SLUG_WORDS = 4

_DATE_PATH = re.compile(r"/(?:19|20)[0-9]{2}[/-](?:0?[1-9]|1[0-2])(?:[/-](?:0?[1-9]|[12][0-9]|3[01]))?(?=/|$)")
_ARTICLE_NUMBER = re.compile(r"[0-9]{5,20}|[0-9a-f]{16,40}")
_PAGE_FILE = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$")
_WORD_BREAKS = re.compile(r"[-_+]|%20")


class Likeness(IntEnum):
    """What a link probably leads to; the greater, the sooner it is followed."""

    SECTION = 0
    UNSURE = 5
    ARTICLE = 10


@dataclass(frozen=True, slots=True)
class RankedLink:
    """A link worth following."""

    url: str
    likeness: Likeness


def ranked_links(response: HtmlResponse, sites: frozenset[str]) -> list[RankedLink]:
    """Return the links of a page to follow within `sites` (see `site_of`), article-like ones first.

    Each address stands once, without its fragment and tracking parameters.
    """
    ranked: dict[str, RankedLink] = {}
    for url, text in _links(response):
        likeness = link_likeness(url, text)
        if likeness is not None and site_of(url) in sites:
            known = ranked.get(url)
            if known is None or known.likeness < likeness:  # the picture's link, then the headline's
                ranked[url] = RankedLink(url, likeness)
    return sorted(ranked.values(), key=lambda link: -link.likeness)


def link_likeness(url: str, text: str) -> Likeness | None:
    """Return what a link with this text probably leads to, or None if it is not worth following.

    >>> link_likeness("https://example.org/2026/03/storm-hits-the-north-coast", "Storm hits the north coast")
    <Likeness.ARTICLE: 10>
    >>> link_likeness("https://example.org/politics/", "Politics")
    <Likeness.SECTION: 0>
    >>> link_likeness("https://example.org/login?next=/politics/", "Sign in")
    """
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.lower().split("/") if segment]
    if _is_junk(url, parts, segments) or _is_trap(parts.path, segments):
        return None
    points = _slug_points(segments) + (len(text.split()) >= _HEADLINE_WORDS)
    points += 2 * bool(_DATE_PATH.search(parts.path))  # a date with something behind it, or it was a trap
    if points >= 2:
        return Likeness.ARTICLE
    return Likeness.UNSURE if points else Likeness.SECTION


def site_of(url: str) -> str:
    """Return the registered domain of a URL, or its host with port where it has none (an address, localhost).

    >>> site_of("https://news.example.co.uk/a"), site_of("http://127.0.0.1:8000/a")
    ('example.co.uk', '127.0.0.1:8000')
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return registered_domain(host) or parts.netloc.lower()


def _links(response: HtmlResponse) -> Iterator[tuple[str, str]]:
    """Yield the URLs and texts of a page's links; assets and schemes other than http are left out."""
    for link in LinkExtractor(unique=False, canonicalize=False).extract_links(response):
        url = canonical_url(link.url)
        if url is not None:
            yield url, link.text


def _is_junk(url: str, parts: SplitResult, segments: list[str]) -> bool:
    if len(url) > _MAX_URL_CHARS or parts.scheme not in {"http", "https"}:
        return True
    keys = {key.lower() for key, _ in parse_qsl(parts.query, keep_blank_values=True)}
    words = word_sets(_WORDS)
    return (
        len(keys) > _MAX_QUERY_KEYS
        or not keys.isdisjoint(words["junk_query_keys"])
        or not words["junk_segments"].isdisjoint(segments)
    )


def _is_trap(path: str, segments: list[str]) -> bool:
    """Return whether a path looks like one of endlessly many: lists of lists, calendars, /a/b/a/b/a/b."""
    if len(segments) > _MAX_SEGMENTS or not word_sets(_WORDS)["trap_segments"].isdisjoint(segments):
        return True
    dated = _DATE_PATH.search(path)
    if dated and dated.end() >= len(path.rstrip("/")):  # a day or month, and no article of it
        return True
    steps = list(pairwise(segments))
    return len(steps) - len(set(steps)) >= 2


def _slug_points(segments: list[str]) -> int:
    """Return how much the last segment looks like an article's: words, a number, a page's file name."""
    if not segments:
        return 0
    last = segments[-1]
    slug = _PAGE_FILE.sub("", last)
    words = [word for word in _WORD_BREAKS.split(slug) if word]
    # Slugs in scripts other than Latin are long runs of escapes: several of their words are many characters.
    points = 2 if len(words) >= _SLUG_WORDS or len(slug) >= 60 else 0
    return points + bool(_ARTICLE_NUMBER.search(slug)) + (slug != last)
