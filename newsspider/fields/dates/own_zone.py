"""A moment that a page tells machines in as its readers see it: in the time zone of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import islice

from newsspider.fields.dates.declared_dates import FoundDate
from newsspider.fields.dates.time_elements import read_times
from newsspider.fields.facts import PageFacts

_IN_UTC = re.compile(r"T.*\+00:00$")
_WITH_OFFSET = re.compile(r"T.*[+-](?!00:?00$)\d\d:?\d\d$")
# The offsets that clocks have somewhere, in minutes: whole hours, and the odd ones of the IANA database.
_ODD_OFFSETS = (-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825)
_OFFSETS = frozenset((*range(-720, 841, 60), *_ODD_OFFSETS))
_MINUTE = timedelta(minutes=1)
_MAX_SHOWN = 8  # dates near the headline


def in_own_zone(facts: PageFacts, found: FoundDate, shown: Iterable[FoundDate]) -> FoundDate:
    """Return a moment in UTC with the offset of the site's own time, if the page tells that; else as it is.

    Near midnight the two are of different days. `shown` are the dates that the page shows, and local times that
    it declares. The moment is never another: the page gives the same one with an offset, or as local time, or it
    shows the day, and the offset is the only one of its <time> elements.
    """
    if not _IN_UTC.search(found.iso):
        return found
    moment = datetime.fromisoformat(found.iso)
    times = list(_times_with_offset(facts))
    dates = [one.iso for one in islice(shown, _MAX_SHOWN)]
    same = (_minutes(time) for time in times if time == moment)
    told = (minutes for iso in dates if (minutes := _minutes_between(moment, iso)) is not None)
    minutes = next(same, None) or next(told, None) or _minutes_of_day(moment, dates, times)
    if not minutes:
        return found
    return replace(found, iso=moment.astimezone(timezone(timedelta(minutes=minutes))).isoformat())


def _times_with_offset(facts: PageFacts) -> Iterator[datetime]:
    """Yield what <time> elements, those of other stories too, tell with an offset that is not that of UTC."""
    for element in read_times(facts.page):
        told = (element.get("datetime") or "").strip()
        if _WITH_OFFSET.search(told):
            try:
                yield datetime.fromisoformat(told)
            except ValueError:
                continue


def _minutes(time: datetime) -> int:
    """Return how far a time's clock is ahead of UTC."""
    offset = time.utcoffset()
    return int(offset.total_seconds()) // 60 if offset is not None else 0


def _minutes_between(moment: datetime, iso: str) -> int | None:
    """Return by how much a date that the page shows is ahead of the moment, None where it is of another one.

    0 is an answer as well: the page shows UTC.
    """
    if "T" not in iso:
        return None
    shown = datetime.fromisoformat(iso)
    if shown.tzinfo is not None:
        return _minutes(shown) if abs(shown - moment) < _MINUTE else None
    ahead = shown - moment.replace(tzinfo=None, second=0 if shown.second == 0 else moment.second)
    minutes, seconds = divmod(int(ahead.total_seconds()), 60)
    return minutes if not seconds and minutes in _OFFSETS else None


def _minutes_of_day(moment: datetime, dates: Sequence[str], times: Sequence[datetime]) -> int | None:
    """Return the offset of all <time> elements if with it the moment is of the first day that the page shows."""
    offsets = {_minutes(time) for time in times}
    if len(offsets) != 1 or not dates:
        return None
    (minutes,) = offsets
    return minutes if (moment + timedelta(minutes=minutes)).date() == date.fromisoformat(dates[0][:10]) else None
