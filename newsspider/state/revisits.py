"""When a page is requested again."""

from __future__ import annotations

from urllib.parse import urlsplit

from newsspider.discovery.types import Found, Kind, Outcome, Place
from newsspider.state.limits import Limits
from newsspider.state.types import NextVisit, Revisit, Status, Task, Visit

NO_DOOR = "no-door"  # the reason of a visit to where a feed or a sitemap might have been
# Between two visits of a listing that is not asked for in every run, or that is gone.
_FIRST_INTERVAL_S, _LONGEST_FAILING_S, _LONGEST_INTERVAL_S = 3_600.0, 86_400.0, 604_800.0
MAX_ATTEMPTS = 5  # of a page that failed by what may be over, in as many runs


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
    if not (is_listing or task.revisit is not Revisit.NEVER) or visit.status is Status.SKIPPED:
        return NextVisit(revisit=task.revisit, interval_s=task.interval_s)
    if visit.status is Status.FAILED:
        return _next_try(visit, limits, now)
    shortest_s = limits.shortest_interval_s
    is_quick = limits.keeps_going or task.revisit is Revisit.SECTION
    interval_s = shortest_s if is_quick else _FIRST_INTERVAL_S
    if task.interval_s is not None and task.outcome is not Outcome.FAILED:
        interval_s = task.interval_s * (0.5 if visit.new_urls else 2.0)
        interval_s = min(max(interval_s, shortest_s), _LONGEST_INTERVAL_S)
    return NextVisit(
        revisit=Revisit.ADAPTIVE if task.revisit is Revisit.NEVER else task.revisit,
        interval_s=interval_s,
        due=now + interval_s if limits.keeps_going else None,
    )


def _next_try(visit: Visit, limits: Limits, now: float) -> NextVisit:
    """Return when a page is requested again that failed, unless it is for good, as an article that is gone.

    The menu of a site, or its robots.txt, may name what is not there: that is asked for less and less often. What
    may be over is tried as often as other pages that failed, and only then in such intervals.
    """
    task = visit.task
    if task.revisit is Revisit.NEVER:
        return NextVisit(revisit=task.revisit, interval_s=task.interval_s)
    may_recover = may_be_over(visit.http_status)
    tries_before = task.attempts - (MAX_ATTEMPTS - 1 if may_recover else 0)
    interval_s = task.interval_s
    if tries_before >= 0:
        longest_s = _LONGEST_INTERVAL_S
        if may_recover:
            longest_s = _FIRST_INTERVAL_S if task.revisit is Revisit.ALWAYS else _LONGEST_FAILING_S
        interval_s = min(_FIRST_INTERVAL_S * 2.0 ** min(tries_before, 16), longest_s)
    # With its front page and feeds a site is back: these are tried as often as they are read.
    tries_s = limits.shortest_interval_s * (
        1.0 if task.revisit is Revisit.ALWAYS else 2.0 ** min(task.attempts, 16)
    )
    due = now + max(interval_s or 0.0, min(tries_s, _LONGEST_FAILING_S)) if limits.keeps_going else None
    return NextVisit(revisit=task.revisit, interval_s=interval_s, due=due)


def may_be_over(http_status: int | None) -> bool:
    """Return whether a page that failed may be there the next time: no answer, 429, errors of the server."""
    return http_status is None or http_status == 429 or http_status >= 500
