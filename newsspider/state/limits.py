"""What a run of a crawl keeps to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from urllib.parse import urlsplit

from newsspider.discovery.types import Door, Found, Kind
from newsspider.http import Announcement
from newsspider.processors.dates import iso_date, timestamp_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLimits:
    """What holds for one site in place of a run's limits; None is the run's own."""

    doors: frozenset[Door] | None = None
    max_pages: int | None = None
    sections: tuple[str, ...] = ()  # beginnings of paths; empty: all
    since: str | None = None


_NO_LIMITS = SiteLimits()
# An index of sitemaps names no other index (sitemaps.org), but some do; those that go on name each other.
_MAX_SITEMAP_DEPTH = 4
OFF_SITE = "off-site"
TOO_OLD = "older"
_DAY_CHARS = len("2026-11-28")
_DEAD_STATUSES, _MAX_DEAD = frozenset({404, 410}), 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a run keeps to; 0 is no limit."""

    sites: frozenset[str]
    of_site: Mapping[str, SiteLimits] = field(default_factory=dict)
    doors: frozenset[Door] = frozenset(Door)
    max_pages: int = 0
    max_pages_per_site: int = 0
    max_depth: int = 0
    requests_per_host: int = 1  # at once
    sections: tuple[str, ...] = ()  # beginnings of paths; empty: all
    since: str | None = None  # ISO 8601: older articles are left out
    keeps_going: bool = False  # listings are requested again when they are due, until the crawl is stopped
    shortest_interval_s: float = 900.0  # between two visits of a listing

    def max_pages_of(self, site: str) -> int:
        """Return how many pages of a site may be requested; 0 is no limit."""
        own = self.of_site.get(site, _NO_LIMITS).max_pages
        return self.max_pages_per_site if own is None else own

    def since_of(self, site: str) -> str | None:
        """Return the date from which on articles of a site are wanted, ISO 8601; None is no limit."""
        return self.of_site.get(site, _NO_LIMITS).since or self.since

    def reach_of(self, site: str) -> str:
        """Return a short text that is another one if other pages of a site are to be found than in an earlier run.

        >>> from dataclasses import replace
        >>> limits = Limits(sites=frozenset({"example.org"}))
        >>> limits.reach_of("example.org") == replace(limits, sections=("/sea/",)).reach_of("example.org")
        False
        """
        own = self.of_site.get(site, _NO_LIMITS)
        doors = self.doors if own.doors is None else own.doors
        parts = (sorted(doors), own.sections or self.sections, self.since_of(site), self.max_depth)
        return blake2b(repr(parts).encode(), digest_size=4).hexdigest()

    def refusal(self, found: Found, site: str, depth: int) -> str | None:
        """Return why an address is left out that was found so deep in a site, or None."""
        if site not in self.sites:
            return OFF_SITE
        own = self.of_site.get(site, _NO_LIMITS)
        if found.door not in (self.doors if own.doors is None else own.doors):
            return "door"
        if self.max_depth and depth > self.max_depth:
            return "depth"
        if found.kind is Kind.SITEMAP and depth > _MAX_SITEMAP_DEPTH:
            return "trap"
        is_door = found.kind in (Kind.FEED, Kind.SITEMAP)
        sections = own.sections or self.sections
        if sections and not is_door and not urlsplit(found.url).path.startswith(sections):
            return "section"
        return TOO_OLD if self.too_old_date(found.announcement, site) else None

    def too_old_date(self, announcement: Announcement | None, site: str) -> str | None:
        """Return when a page was published as it is announced, ISO 8601, if that is too old; else None."""
        if announcement is None or self.since_of(site) is None:
            return None
        date = _announced_date(announcement)
        return date if self.is_too_old(date, site) else None

    def announces_recent(self, announcement: Announcement | None, site: str) -> bool:
        """Return whether articles from a date on are wanted, and a page is announced as one of them."""
        if announcement is None or self.since_of(site) is None:
            return False
        date = _announced_date(announcement)
        return date is not None and not self.is_too_old(date, site)

    def is_too_old(self, published: str | None, site: str) -> bool:
        """Return whether an article of a site was published before the date from which on articles are wanted.

        `published` is ISO 8601. Where one of the two is a day, days are compared as they are written.

        >>> limits = Limits(sites=frozenset(), since="2026-11-02")
        >>> [limits.is_too_old(date, "") for date in ("2026-11-01", "2026-11-02T00:30:00+09:00", None)]
        [True, False, False]
        """
        since = self.since_of(site)
        if since is None or published is None:
            return False
        if _DAY_CHARS in (len(since), len(published)):
            return published[:_DAY_CHARS] < since[:_DAY_CHARS]
        timestamp, earliest = timestamp_of(published), timestamp_of(since)
        return timestamp is not None and earliest is not None and timestamp < earliest

    def future_since(self, now: datetime) -> str | None:
        """Return a date from which on articles are wanted, if it is to come, as one that is mistyped; else None.

        A day later than `now` is none to come: it may have begun somewhere, and clocks of sites are wrong.

        >>> limits = Limits(sites=frozenset({"example.org"}), since="2027-01-01")
        >>> limits.future_since(datetime.fromisoformat("2026-12-30T08:00Z"))
        '2027-01-01'
        >>> limits.future_since(datetime.fromisoformat("2026-12-31T08:00Z"))
        """
        latest = (now + timedelta(days=1)).isoformat(timespec="seconds")
        return next((self.since_of(site) for site in sorted(self.sites) if self.is_too_old(latest, site)), None)


def _announced_date(announced: Announcement) -> str | None:
    """Return when a page was published, as ISO 8601; feeds write that in many forms."""
    if announced.published is None:
        return None
    return iso_date(announced.published, language=announced.language)


class DeadDoors:
    """The doors of sites whose pages are all gone, as of a sitemap that nobody keeps: they are left."""

    def __init__(self) -> None:
        self._in_a_row: dict[tuple[str, Door], int] = {}

    def note(self, site: str, door: Door, http_status: int | None) -> None:
        """Take note of what the server said to a request for a page."""
        place = (site, door)
        self._in_a_row[place] = self._in_a_row.get(place, 0) + 1 if http_status in _DEAD_STATUSES else 0

    def is_dead(self, site: str, door: Door) -> bool:
        """Return whether too many pages in a row are not there."""
        return self._in_a_row.get((site, door), 0) >= _MAX_DEAD
