"""When a page is requested again."""

from __future__ import annotations

from urllib.parse import urlsplit

from newsspider.discovery.types import Found, Kind, Outcome, Place
from newsspider.state.limits import Limits
from newsspider.state.types import NextVisit, Revisit, Status, Task, Visit

NO_DOOR = "no-door"  # the reason of a visit to where a feed or a sitemap might have been
# Between two visits of a listing that is not asked for in every run.
_FIRST_INTERVAL_S, _LONGEST_INTERVAL_S = 3_600.0, 604_800.0


def first_revisit(found: Found, depth: int, parent: Task | None) -> Revisit:
    """Return when a page that is found is requested again, as far as its address and place tell."""
    if found.is_next:
        return Revisit.NEVER
    if found.kind is Kind.SITEMAP and parent is not None and parent.kind is Kind.SITEMAP:
        return Revisit.SECTION  # one of many that an index names
    if found.kind in (Kind.FEED, Kind.SITEMAP):
        return Revisit.ALWAYS
    return Revisit.SECTION if depth <= 1 and _is_section(found) else Revisit.NEVER


def _is_section(found: Found) -> bool:
    """Return whether a link stands in a site's menu and names no page of a list, as in "1 2 3 next"."""
    if found.place is not Place.NAVIGATION or found.kind is Kind.ARTICLE:
        return False
    end = urlsplit(found.url).path.rstrip("/").rpartition("/")[2]
    return not any(char.isdigit() for char in end + found.text)


def next_visit(visit: Visit, limits: Limits, now: float) -> NextVisit:
    """Return when a page is requested again that was requested.

    The interval of a listing is halved by a visit that brought something and doubled by one that did not.
    """
    task = visit.task
    if visit.reason == NO_DOOR:  # a site may get a feed or a sitemap that it does not have today
        return NextVisit(revisit=Revisit.ADAPTIVE, interval_s=_LONGEST_INTERVAL_S)
    is_listing = task.kind in (Kind.FEED, Kind.SITEMAP) or visit.outcome is Outcome.LISTING
    if visit.status is Status.FAILED or not (is_listing or task.revisit is not Revisit.NEVER):
        return NextVisit(revisit=task.revisit, interval_s=task.interval_s)
    shortest_s = limits.shortest_interval_s
    is_quick = limits.keeps_going or task.revisit is Revisit.SECTION
    interval_s = shortest_s if is_quick else _FIRST_INTERVAL_S
    if task.interval_s is not None:
        interval_s = task.interval_s * (0.5 if visit.new_urls else 2.0)
        interval_s = min(max(interval_s, shortest_s), _LONGEST_INTERVAL_S)
    return NextVisit(
        revisit=Revisit.ADAPTIVE if task.revisit is Revisit.NEVER else task.revisit,
        interval_s=interval_s,
        due=now + interval_s if limits.keeps_going else None,
    )
