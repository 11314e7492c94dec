"""A moment that a page tells machines in as its readers see it: in the time zone of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import islice

from newsspider.fields.authors.name_lines import name_beside_date
from newsspider.fields.dates.declared_dates import FoundDate
from newsspider.fields.dates.labels import without_label
from newsspider.fields.dates.time_elements import read_times
from newsspider.fields.facts import PageFacts
from newsspider.language.calendars import half_of_day, is_weekday, month_number
from newsspider.language.tags import base_language
from newsspider.language.time_zones import zone_of
from newsspider.lines.bylines import is_byline

_IN_UTC = re.compile(r"T.*\+00:00$")
_WITH_OFFSET = re.compile(r"T.*[+-](?!00:?00$)\d\d:?\d\d$")
# The offsets that clocks have somewhere, in minutes: whole hours, and the odd ones of the IANA database.
_ODD_OFFSETS = (-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825)
_OFFSETS = frozenset((*range(-720, 841, 60), *_ODD_OFFSETS))
_HALF_DAY = 12 * 60  # in minutes: the offset of New Zealand, or a time of which the half of the day is missing
_LAST_OF_HALF = 12  # the hours of a clock without halves of the day begin behind this
_MINUTE = timedelta(minutes=1)
_MAX_SHOWN = 8  # dates near the headline
_MAX_DAYS_APART = 7  # of two moments in the same half of the year, in summer time or not
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_EDGES = " ,|·•/-–—"
_UNITS = frozenset("年月日号號时時点點分秒년월일시분초")
_MAX_SMALL_CHARS = 4  # "at", "um", "à", "las", "kl"
_UNIT_WORDS = frozenset({"uhr", "hrs", "ore", "horas", "heures", "tháng"})


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
    minutes = next(same, None)
    minutes = next(told, None) if minutes is None else minutes
    minutes = _minutes_of_day(moment, dates, times) if minutes is None else minutes
    return _moved(found, minutes) if minutes else found


def beside(published: str | None, declared: Iterable[FoundDate], found: FoundDate) -> FoundDate:
    """Return a moment in UTC with the offset that the publication date has, if that was `declared` in UTC as well.

    Summer time may lie between moments that are further apart.
    """
    if not (published and _WITH_OFFSET.search(published) and _IN_UTC.search(found.iso)):
        return found
    moment = datetime.fromisoformat(published)
    was_moved = any(_IN_UTC.search(one.iso) and datetime.fromisoformat(one.iso) == moment for one in declared)
    is_near = abs(datetime.fromisoformat(found.iso) - moment) <= timedelta(days=_MAX_DAYS_APART)
    return _moved(found, _minutes(moment)) if was_moved and is_near else found


def _moved(found: FoundDate, minutes: int) -> FoundDate:
    """Return the same moment on a clock that is ahead of UTC."""
    moment = datetime.fromisoformat(found.iso).astimezone(timezone(timedelta(minutes=minutes)))
    return replace(found, iso=moment.isoformat())


def tells_own_time(line: str, language: str | None) -> bool:
    """Return whether a line is a date, beside a byline perhaps, and names no other occasion.

    >>> tells_own_time("By Ana Ruiz | Published: 4 May 2031, 10:00 am EDT", "en")
    True
    >>> [tells_own_time(line, "en") for line in ("Deadline: 4 May 2031, 17:00", "4 May 2031, 20:00, Harbour Hall")]
    [False, False]
    """
    name = name_beside_date(line, language)
    text = line.replace(name, " ", 1) if name and is_byline(name, language) else line
    text = text.strip(_EDGES)
    date_text = without_label(text)
    base, digit = base_language(language), _DIGIT.search(date_text)
    # "until 4 May" is no date of publication, "published on 4 May" is.
    start = digit.start() if digit and date_text == text else 0
    in_front, others = _WORD.findall(date_text[:start]), _WORD.findall(date_text[start:])
    return all(_is_of_date(word, base) for word in (*in_front, *(word for word in others if not _is_small(word))))


def _is_small(word: str) -> bool:
    return len(word) == 1 or (len(word) <= _MAX_SMALL_CHARS and word.islower()) or word.casefold() in _UNIT_WORDS


def _is_of_date(word: str, language: str) -> bool:
    """Return whether a word is part of dates: a month, a weekday, "PM", "EDT", "年"."""
    return (
        _UNITS.issuperset(word)
        or half_of_day(word) is not None
        or is_weekday(word, language)
        or (word.isupper() and zone_of(word) is not None)
        or month_number(word, language) is not None
    )


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

    0 is an answer as well: the page shows UTC. Half a day is one where no half of the day can be missing: "10:00"
    may be said of the evening.
    """
    if "T" not in iso:
        return None
    shown = datetime.fromisoformat(iso)
    if shown.tzinfo is not None:
        return _minutes(shown) if abs(shown - moment) < _MINUTE else None
    ahead = shown - moment.replace(tzinfo=None, second=0 if shown.second == 0 else moment.second)
    minutes, seconds = divmod(int(ahead.total_seconds()), 60)
    if (
        abs(minutes) == _HALF_DAY
        and (minutes < 0 or shown.hour <= _LAST_OF_HALF)
        and shown.date() <= moment.date()
    ):
        return None
    return minutes if not seconds and minutes in _OFFSETS else None


def _minutes_of_day(moment: datetime, dates: Sequence[str], times: Sequence[datetime]) -> int | None:
    """Return the offset of all <time> elements if with it the moment is of the first day that the page shows."""
    offsets = {_minutes(time) for time in times}
    if len(offsets) != 1 or not dates:
        return None
    (minutes,) = offsets
    return minutes if (moment + timedelta(minutes=minutes)).date() == date.fromisoformat(dates[0][:10]) else None
