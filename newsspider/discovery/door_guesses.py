"""Feeds and sitemaps that nothing names: where many sites have one, asked for one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from newsspider.discovery.site_doors import common_doors
from newsspider.discovery.types import Door, Found, Kind

DOORS = {Kind.SITEMAP: Door.SITEMAPS, Kind.FEED: Door.FEEDS}
# Requests in vain may cost this share of what a site gives without them: the likeliest place of each kind is asked
# always, the next one from 40 articles on, all ten of a site's root from 200 on, and of a site that gives nothing.
_ARTICLES_FOR_A_GUESS = 40
# Where so many sites in a row have nothing, only one in ten is still asked. If one site in twenty has something
# there, 50 misses in a row come once in thirteen crawls.
_MANY_MISSES, _ONE_IN = 50, 10


class DoorGuesses:
    """Where sites that name no feed or sitemap are asked for one, and whether that is worth a request.

    What was found at a place on other sites of the crawl counts. Memory holds a number for each place, and one
    start URL for each site.
    """

    def __init__(self, doors: frozenset[Door]) -> None:
        self._doors = doors
        self._starts: dict[str, str] = {}  # a start URL of each site, whose folder may have doors of its own
        self._misses: Counter[tuple[Kind, int]] = Counter()  # in a row, by kind and number of the place

    def first(self, site: str, url: str, named: Collection[Kind]) -> list[Found]:
        """Return the first places for a site with this start URL that names these kinds of doors.

        Where a sitemap is named nothing is guessed: it holds whatever a feed does.

        >>> guesses = DoorGuesses(frozenset(Door))
        >>> [found.url for found in guesses.first("example.org", "https://example.org/", ())]
        ['https://example.org/sitemap.xml', 'https://example.org/feed/']
        >>> guesses.first("example.org", "https://example.org/", {Kind.SITEMAP})
        []
        """
        self._starts.setdefault(site, url)
        if Kind.SITEMAP in named:
            return []
        return [guess for kind in DOORS if kind not in named for guess in self._places(site, url, kind)[:1]]

    def following(self, site: str, url: str, kind: Kind, articles: int) -> list[Found]:
        """Return the place to ask after `url`, which has nothing, of a site that has given so many articles."""
        places = self._places(site, url, kind)
        number = _number_of(url, places) + 1
        return list(places[number : number + 1]) if _is_within_cost(number, articles) else []

    def is_worth_asking(self, site: str, url: str, kind: Kind, articles: int) -> bool:
        """Return whether a place is worth a request, to be asked once right before it."""
        number = _number_of(url, self._places(site, url, kind))
        if number < 0 or not _is_within_cost(number, articles):
            return number < 0
        misses = self._misses[kind, number]
        if misses < _MANY_MISSES:
            return True
        self._misses[kind, number] += 1
        return misses % _ONE_IN == 0

    def answered(self, site: str, url: str, kind: Kind, *, is_door: bool) -> None:
        """Note whether there was a feed or sitemap at a place."""
        number = _number_of(url, self._places(site, url, kind))
        if number >= 0:
            self._misses[kind, number] = 0 if is_door else self._misses[kind, number] + 1

    def _places(self, site: str, url: str, kind: Kind) -> tuple[Found, ...]:
        return _guesses(self._starts.get(site, url), kind) if DOORS[kind] in self._doors else ()


@lru_cache(maxsize=1024)  # a site's places are asked about some six times
def _guesses(start_url: str, kind: Kind) -> tuple[Found, ...]:
    return tuple(replace(one, is_guess=True) for one in common_doors(start_url, frozenset((DOORS[kind],))))


def _number_of(url: str, places: Collection[Found]) -> int:
    """Return at which of the places an address is; -1 for none of them."""
    return next((number for number, place in enumerate(places) if place.url == url), -1)


def _is_within_cost(number: int, articles: int) -> bool:
    return not articles or number <= articles // _ARTICLES_FOR_A_GUESS
