"""Filters for the pages of archives, applied before extraction: by capture date, domain, URL and type."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from urllib.parse import urlsplit

from scrapy.http import HtmlResponse, TextResponse

from newsspider.content_types import mime_type_in

# Matches nearly every URL, in a quarter of the time of `urlsplit`.
_SIMPLE_HOST = re.compile(r"https?://([A-Za-z0-9.-]{1,253})(?:[/?#]|$)")
_YEAR_OR_MONTH = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")
# Why `PageFilter` does not want a page: all that its methods return.
FILTER_REASONS = frozenset({"no-date", "date", "domain", "url-pattern", "mime-type"})
_DATE_EXAMPLES = "2013, 2013-05, 2013-05-06 or 2013-05-06T09:00:00+02:00"


@dataclass(frozen=True, slots=True)
class PageFilter:
    """The conditions on a page, if not None or empty. Times are aware, domains and types lower-case."""

    since: datetime | None = None
    until: datetime | None = None
    domains: frozenset[str] = frozenset()  # including their subdomains
    url_pattern: re.Pattern[str] | None = None  # found anywhere in the URL
    mime_types: frozenset[str] = frozenset()

    def reason_against(self, response: TextResponse, captured: datetime | None) -> str | None:
        """Return why a page is not wanted, for stats; None if it is wanted.

        A page without the property that is filtered by (no capture date, no URL) is not wanted.
        """
        reason = self.reason_against_capture(response.url, captured)
        if reason or not self.mime_types:
            return reason
        return self.reason_against_type(_mime_type(response))

    @property
    def asks_for_capture(self) -> bool:
        """Return whether there is a condition on the URL or the capture time."""
        return bool(self.since or self.until or self.domains or self.url_pattern)

    def reason_against_capture(self, url: str, captured: datetime | None) -> str | None:
        """Return why a page with this URL and capture time is not wanted; None if nothing is against it."""
        if (self.since or self.until) and captured is None:
            return "no-date"
        if captured and not self._in_range(captured):
            return "date"
        if self.domains and not any(domain in self.domains for domain in _domains_above(url)):
            return "domain"
        if self.url_pattern and not self.url_pattern.search(url):
            return "url-pattern"
        return None

    def reason_against_type(self, mime_type: str) -> str | None:
        """Return why a page of this MIME type (lower-case, without parameters) is not wanted; None if it is."""
        return "mime-type" if self.mime_types and mime_type not in self.mime_types else None

    def _in_range(self, captured: datetime) -> bool:
        return not ((self.since and captured < self.since) or (self.until and captured > self.until))


def range_start(written: str) -> datetime:
    """Return the start of a year, month, day or time of ISO 8601, in UTC if it has no zone.

    Raises ValueError.

    >>> range_start("2024-05-06").isoformat(), range_end("2024-05-06").isoformat()
    ('2024-05-06T00:00:00+00:00', '2024-05-06T23:59:59.999999+00:00')
    >>> range_start("2013").isoformat(), range_end("2013-02").isoformat()
    ('2013-01-01T00:00:00+00:00', '2013-02-28T23:59:59.999999+00:00')
    """
    partial = _YEAR_OR_MONTH.fullmatch(written)
    day = f"{partial[1]}-{partial[2] or '01'}-01" if partial else written
    try:
        when = datetime.fromisoformat(day)
    except ValueError:
        raise ValueError(f"{written!r} is not a date: write it as {_DATE_EXAMPLES}") from None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def range_end(written: str) -> datetime:
    """Return the end of the same. Raises ValueError."""
    when = range_start(written)
    if partial := _YEAR_OR_MONTH.fullmatch(written):
        month = when.month if partial[2] else 12
        when = when.replace(month=month, day=monthrange(when.year, month)[1])
    elif len(written) > len("2024-05-06"):
        return when
    return datetime.combine(when, time.max, UTC)


def _domains_above(url: str) -> Iterator[str]:
    """Yield a URL's host and every domain above it.

    >>> list(_domains_above("https://News.example.org/a"))
    ['news.example.org', 'example.org', 'org']
    """
    simple = _SIMPLE_HOST.match(url)
    try:
        host = (simple[1].lower() if simple else urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return
    yield host
    while "." in host:
        host = host.partition(".")[2]
        yield host


def _mime_type(response: TextResponse) -> str:
    """Return the page's Content-Type without parameters; without headers, the type that it was read as."""
    declared = mime_type_in((response.headers.get(b"Content-Type") or b"").decode("latin-1"))
    return declared or ("text/html" if isinstance(response, HtmlResponse) else "text/plain")
