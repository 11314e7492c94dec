"""A moment that a page tells machines in as its readers see it: in the time zone of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import chain, islice

from newsspider.fields.authors.name_lines import name_beside_date
from newsspider.fields.dates.declared_dates import FoundDate, found_date
from newsspider.fields.dates.time_elements import read_times
from newsspider.fields.facts import PageFacts
from newsspider.language.bylines import words_pattern
from newsspider.language.calendars import half_of_day, is_weekday, month_number
from newsspider.language.places import is_place
from newsspider.language.scripts import TOUCHING, TOUCHING_CHAR
from newsspider.language.tags import base_language, usual_country
from newsspider.language.time_zones import is_zone, offsets_in
from newsspider.lines.bylines import is_byline
from newsspider.lines.date_labels import without_label
from newsspider.lines.wording import is_label
from newsspider.processors.headlines import name_key
from newsspider.processors.text import one_line

_IN_UTC = re.compile(r"T.*\+00:00$")
_LOCAL = re.compile(r"T[\d:.]{5,20}$")
_LOCAL_CHARS = len("2031-05-04T10:20")
_OFFSET = re.compile(r"(?<=:\d\d)[+-]\d\d:\d\d$")
_ZONE = re.compile(r"\d.*(?:[A-Za-z]{2}|[+−-]\d)")  # what a zone has at the least
_MAX_TIME_CHARS = 80
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
_UNITS = frozenset("年月日号號时時点點分秒년월일시분초")
_NUMBER = re.compile(r"\d+")
_BARS = re.compile(r"\s?[|｜•·⋅●∙]\s?|\s/\s|\s(?=[–—-]\s)")
_DASH = re.compile("[–—-]")
_ASIDE = re.compile(rf"(?<=[\d{''.join(sorted(_UNITS))}])\s(?=[{TOUCHING}])")  # "2031-05-04 06:30 来源：海港日报"
# "Paris, le 4 mai 2031", "항구신문 2031.05.04": what stands before a date, and a small word.
_ORIGIN = re.compile(r"(?P<name>[^\d,]{2,40}?)\s?(?:[,，]\s?(?:[^\W\d_A-Z]{2,3}\s)?|\s)(?=\d)")
_ROUND_MINUTES = 5
_MAX_CLOCKS = 3  # Spain has two, with the Canary Islands, Portugal too, Mexico four
_EDGES = " ,|·•/-–—"
_MAX_SMALL_CHARS = 4  # "at", "um", "à", "las", "kl"
# What a date begins with where nothing else introduces it: "Le 4 mai 2031 à 10:30", "Il 4 maggio 2031, ore 10:30".
_BEFORE_DATE = frozenset({"le", "il"})
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
    times = [*_times_with_offset(facts), *_times_with_zone_shown(facts)]
    minutes = next((_minutes(time) for time in times if time == moment), None)
    if minutes is None:  # to look for dates takes longer
        minutes = _minutes_shown(moment, (one.iso for one in islice(shown, _MAX_SHOWN)), times)
    return _moved(found, minutes) if minutes else found


def with_shown_offset(facts: PageFacts, found: FoundDate, shown: Iterable[FoundDate]) -> FoundDate:
    """Return a local time with the offset that the page shows beside the same time: "17/8/2031, 09:15 (GMT+7)"."""
    if len(found.iso) < _LOCAL_CHARS or not _LOCAL.search(found.iso):
        return found
    times = chain((one.iso for one in shown), (time.isoformat() for time in _times_with_zone_shown(facts)))
    same = (iso for iso in islice(times, _MAX_SHOWN) if iso.startswith(found.iso[:_LOCAL_CHARS]))
    offset = next((match[0] for iso in same if (match := _OFFSET.search(iso))), None)
    return replace(found, iso=found.iso + offset) if offset else found


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


def tells_own_time(line: str, language: str | None, own_keys: Set[str] = frozenset()) -> bool:
    """Return whether a line is a date, beside a byline, a place or a site perhaps, and names no other occasion.

    What stands behind a bar or slash says nothing of the date. `own_keys` are the keys of the site's names.

    >>> tells_own_time("By Ana Ruiz | Published: 4 May 2031, 10:00 am EDT", "en")
    True
    >>> [tells_own_time(line, "en") for line in ("Deadline: 4 May 2031, 17:00", "4 May 2031, 20:00, Harbour Hall")]
    [False, False]
    >>> tells_own_time("Lisbon, 4 May 2031, 10:00 | 3 comments", "en")
    True
    """
    name = name_beside_date(line, language)
    text = line.replace(name, " ", 1) if name and is_byline(name, language) else line
    parts = [part.strip() for part in _BARS.split(text.strip(_EDGES))]
    dated = [place for place, part in enumerate(parts) if _is_dated(part, language)]
    return bool(dated) and all(
        _is_date(part, language, own_keys)
        if place in dated
        else (place > dated[0] and not _DASH.match(part)) or _names_origin(part, language, own_keys)
        for place, part in enumerate(parts)
    )


def is_on_own_clock(facts: PageFacts, found: FoundDate, shown: str) -> bool:
    """Return whether a time that the page shows is the moment that was found, as clocks of its country show it.

    Whatever else the line says, "Hamburg, 05.05.2031, 00:30 Uhr", the offset is then right. Countries with many
    clocks are left out: there are some for any two times.
    """
    country = facts.country or usual_country(base_language(facts.language))
    if country is None or not _IN_UTC.search(found.iso):
        return False
    moment = datetime.fromisoformat(found.iso)
    offsets = offsets_in(country, moment)
    return len(offsets) <= _MAX_CLOCKS and _minutes_between(moment, shown) in offsets


def is_odd_time(iso: str) -> bool:
    """Return whether a time of day is none at which an event begins: 9:37."""
    return "T" in iso and datetime.fromisoformat(iso).minute % _ROUND_MINUTES != 0


def _is_dated(piece: str, language: str | None) -> bool:
    """Return whether a piece of a line is of a date: it holds two numbers, or its words are a date's."""
    numbers, base = len(_NUMBER.findall(piece)), base_language(language)
    return numbers > 1 or (numbers == 1 and all(_is_of_date(word, base) for word in _WORD.findall(piece)))


def _is_date(piece: str, language: str | None, own_keys: Set[str]) -> bool:
    """Return whether a piece of a line is a date and at most says from where or whom: "Lisbon, 4 May 2031"."""
    piece = piece.strip(_EDGES)
    date_text, base = without_label(piece), base_language(language)
    if date_text == piece:
        date_text = _without_origin(piece, language, own_keys)
    behind = _ASIDE.search(date_text)
    if behind and _names_origin(date_text[behind.end() :], language, own_keys):
        date_text = date_text[: behind.start()]
    digit = _DIGIT.search(date_text)
    # "until 4 May" is no date of publication, "published on 4 May" and "Paris, le 4 mai" are.
    start = digit.start() if digit and date_text == piece[: len(date_text)] else 0
    in_front, others = _WORD.findall(date_text[:start]), _WORD.findall(date_text[start:])
    in_front = in_front[1:] if in_front[:1] and in_front[0].casefold() in _BEFORE_DATE else in_front
    return not any(map(is_zone, in_front)) and all(
        _is_of_date(word, base) for word in (*in_front, *(word for word in others if not _is_small(word)))
    )


def _without_origin(piece: str, language: str | None, own_keys: Set[str]) -> str:
    """Return a date without the place or site before it, and without a small word behind it: "Paris, le 4 mai"."""
    origin = _ORIGIN.match(piece)
    if origin is None or not _names_origin(origin["name"], language, own_keys):
        return piece
    return piece[origin.end() :]


def _names_origin(text: str, language: str | None, own_keys: Set[str]) -> bool:
    """Return whether a text says from where or whom an article is: a place, the site, "来源：海港日报"."""
    text = text.strip(_EDGES)
    return (
        is_place(text, language)
        or name_key(text) in own_keys
        or is_label("credits", text)
        or (TOUCHING_CHAR.match(text) is not None and words_pattern("organizations").search(text) is not None)
        or all(is_weekday(word, base_language(language)) for word in _WORD.findall(text))
    )


def _is_small(word: str) -> bool:
    return len(word) == 1 or (len(word) <= _MAX_SMALL_CHARS and word.islower()) or word.casefold() in _UNIT_WORDS


def _is_of_date(word: str, language: str) -> bool:
    """Return whether a word is part of dates: a month, a weekday, "PM", "EDT", "年"."""
    return (
        _UNITS.issuperset(word)
        or half_of_day(word) is not None
        or is_weekday(word, language)
        or is_zone(word)
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


def _times_with_zone_shown(facts: PageFacts) -> Iterator[datetime]:
    """Yield what the article's <time> elements show with a zone: <time>June 12, 2031 5:00 AM CDT</time>."""
    for element, _ in islice(facts.times, _MAX_SHOWN):
        text = one_line("".join(element.itertext()))
        told = (element.get("datetime") or "").strip()
        if len(text) <= _MAX_TIME_CHARS and _ZONE.search(text) and not _OFFSET.search(told):
            found = found_date(facts, text, "time")
            yield from (datetime.fromisoformat(one.iso) for one in found if _OFFSET.search(one.iso))


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


def _minutes_shown(moment: datetime, dates: Iterator[str], times: Sequence[datetime]) -> int | None:
    """Return by how much the first date that is the moment is ahead of it, else what the first day tells."""
    first = None
    for iso in dates:
        first = first or iso
        minutes = _minutes_between(moment, iso)
        if minutes is not None:
            return minutes
    return _minutes_of_day(moment, first, times) if first else None


def _minutes_of_day(moment: datetime, first: str, times: Sequence[datetime]) -> int | None:
    """Return the offset of all <time> elements if with it the moment is of the first day that the page shows."""
    offsets = {_minutes(time) for time in times}
    if len(offsets) != 1:
        return None
    (minutes,) = offsets
    return minutes if (moment + timedelta(minutes=minutes)).date() == date.fromisoformat(first[:10]) else None
