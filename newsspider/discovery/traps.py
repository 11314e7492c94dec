"""Traps: endless spaces of addresses, recognized by what they did, and at worst by what they look like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from newsspider.discovery.url_shapes import Address, Part

# Sitemaps allow 2,048 characters (sitemaps.org); slugs in scripts other than Latin take nine for a letter.
_MAX_URL_CHARS = 2_048
# The deepest of 1,778 paths of articles and other pages had 9 segments.
_MAX_SEGMENTS = 12
_MAX_QUERY_KEYS = 8
_MAX_REPEATED_STEPS = 2

# How many pages in a row may bring nothing before the rest of a shape is refused. What is counted up is endless,
# words seldom are. On simulated sites with nine kinds of traps these took 1.6 requests an article.
_OF_DATES = 6
_OF_SEVERAL_KEYS = 6
_OF_NUMBERS = 10
_OF_NEXT_PAGES = 30  # what feeds announced is on the first pages of lists, and not new there
_OF_WORDS = 20
_OF_TITLES = 30
_TAIL_OF_SLUG = 4  # segments from a title to the end of the path
_COUNTABLE = frozenset((Part.NUMBER, Part.COUNTED, Part.TOKEN))
_OF_TIME = frozenset((Part.YEAR, Part.DATE))


def hostile_reason(url: str, address: Address) -> str | None:
    """Return why an address is not to be requested whatever the site is like, or None.

    >>> from newsspider.discovery.url_shapes import read_address
    >>> url = "https://example.org/a/b/a/b/a/b"
    >>> hostile_reason(url, read_address(url))
    'trap'
    """
    if not url.startswith(("http://", "https://")):
        return "not-http"
    if len(url) > _MAX_URL_CHARS:
        return "too-long"
    if len(address.keys) > _MAX_QUERY_KEYS or address.query.count("&") > 2 * _MAX_QUERY_KEYS:
        return "too-many-parameters"
    return "trap" if address.depth > _MAX_SEGMENTS or _is_repeating(address.segments) else None


def _is_repeating(segments: tuple[str, ...]) -> bool:
    """Return whether a path goes in circles (/a/b/a/b/a/b, /a/a/a/a), as relative links without a slash do."""
    steps = list(pairwise(segment for segment in segments if not segment.isdigit()))
    return len(steps) - len(set(steps)) >= _MAX_REPEATED_STEPS


def patience(address: Address, *, is_next: bool) -> int:
    """Return how many pages of an address's shape may bring nothing, one after the other, before it is a trap."""
    if is_next:
        return _OF_NEXT_PAGES
    if len(address.keys) > 1:
        return _OF_SEVERAL_KEYS
    return _OF_NUMBERS if address.keys else _patience_with_path(address)


def _patience_with_path(address: Address) -> int:
    if address.slug is not None and address.slug >= len(address.parts) - _TAIL_OF_SLUG:
        return _OF_TITLES  # /storm-hits-the-coast/2026/03, /storm-hits-the-coast/4711
    last = address.parts[-1] if address.parts else Part.WORD
    if last in _OF_TIME or (last is Part.NUMBER and _OF_TIME.intersection(address.parts)):
        return _OF_DATES
    if last in _COUNTABLE:
        return _OF_NUMBERS
    # At the root are a site's sections, and pages of its own.
    return _OF_WORDS if len(address.parts) > 1 else 2 * _OF_WORDS


class Parameters:
    """Which parameters of a site's addresses make no other page: orders of lists, sessions, replies.

    After "Do not crawl in the DUST: different URLs with similar text" (Bar-Yossef et al., WWW 2007): where pages
    that differ in one parameter alone bring nothing new again and again, it makes no other page.
    """

    # Of pages seen before with another value of the parameter, or without it, and nothing new on them.
    _ENOUGH = 5
    # One page in so many that brings something keeps the parameter.
    _SHARE = 20
    _MAX_KEYS = 64

    __slots__ = ("_counts",)

    def __init__(self, counts: Mapping[str, Sequence[int]] | None = None) -> None:
        """Go on with what `counts` gave before."""
        # key -> repeated pages, and those that brought something
        self._counts = {key: (pages, fruitful) for key, (pages, fruitful) in (counts or {}).items()}

    def count(self, key: str, *, brought: bool) -> None:
        """Note what a page brought that had been fetched before with another value of `key`."""
        if key in self._counts or len(self._counts) < self._MAX_KEYS:
            repeated, fruitful = self._counts.get(key, (0, 0))
            self._counts[key] = (repeated + 1, fruitful + brought)

    def counts(self) -> Mapping[str, Sequence[int]]:
        """Return everything that was counted, by key."""
        return self._counts

    def is_idle(self, key: str) -> bool:
        """Return whether `key` makes no other page, as far as known."""
        repeated, fruitful = self._counts.get(key, (0, 0))
        return repeated - fruitful >= self._ENOUGH and fruitful * self._SHARE < repeated

    def may_be_idle(self, key: str) -> bool:
        """Return whether `key` made no other page whenever it was tried, once at least."""
        repeated, fruitful = self._counts.get(key, (0, 0))
        return repeated > 0 and not fruitful


def page_without(address: Address, keys: frozenset[str]) -> int:
    """Return a hash of an address without some of its parameters."""
    pairs = (pair for pair in address.query.split("&") if pair and pair.partition("=")[0].lower() not in keys)
    return hash((address.host, address.segments, address.suffix, tuple(sorted(pairs))))


def page_of(address: Address) -> int:
    """Return a hash of an address."""
    return page_without(address, frozenset())


def pages_of(address: Address) -> Iterator[int]:
    """Yield the hashes of an address as it is, without any of its parameters, and without all of them."""
    yield page_of(address)
    if address.keys:
        yield page_without(address, frozenset(address.keys))
    if len(address.keys) > 1:
        for key in address.keys:
            yield page_without(address, frozenset((key,)))
