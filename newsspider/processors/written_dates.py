"""Dates as people write them, in any language: "12. März 2021, 9.40 Uhr", "2021年3月12日", "3 hours ago"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from newsspider.processors.bylines import base_language
from newsspider.processors.calendars import half_of_day, month_number, with_zone

# A month's name: no digits, no separators; Thai and Greek ones hold dots ("มี.ค."), Arabic ones a space.
_MONTH = r"([^\W\d_][^\s\d,;:/()|\-]{1,20}?(?:\s[^\W\d_][^\s\d,;:/()|.\-]{2,10})?)"
_YEAR = r"(\d{4})(?!\d)"
_DAY = r"(?<![\d:])(\d{1,2})"
_OF = r"(?:(?:de|del|of|d['’]|di|da|ng|ta['’]|ngày)\s{0,2})?"
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]?")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/-])")
_VIETNAMESE = re.compile(r"(\d{1,2})\s{1,2}tháng\s{1,2}(\d{1,2}),?\s{1,2}(?:năm\s{1,2})?(\d{4})", re.IGNORECASE)
_DAY_FIRST = re.compile(
    rf"{_DAY}(?:st|nd|rd|th|er|º|ª|\.|-?[а-яa-z]{{1,2}}(?=\s))?[\s/,.\-]{{1,3}}{_OF}{_MONTH}\.?[\s/,.\-]{{1,3}}{_OF}{_YEAR}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w){_MONTH}\.?[\s\-]{{1,2}}(\d{{1,2}})(?:st|nd|rd|th|\.)?(?:[,،]\s{{0,2}}|\s{{1,2}}|-){_OF}{_YEAR}",
    re.IGNORECASE,
)
_YEAR_MONTH = re.compile(
    rf"(?<!\d){_YEAR}\.?,?\s{{1,2}}(?:(?:m|metų|gada|ko|urteko)\.?\s{{1,2}})?{_MONTH}\.?\s{{1,2}}(\d{{1,2}})(?!\d)",
    re.IGNORECASE,
)
_HALF = r"(?:[ap]\.?\s?m\b\.?|[πμ]\.?μ\.?|午前|午後|上午|下午|凌晨|早上|晚上|오전|오후|صباحا|مساءً?|[صم](?!\w)|पूर्वाह्न|अपराह्न|ق\.ظ|ب\.ظ|(?:SA|CH|ÖÖ|ÖS)\b)"
_TIME = re.compile(
    rf"(?<![\d./-])({_HALF})?\s?(\d{{1,2}})\s?(?:[::.︰]|[hH時时시点點]|น)\s?(\d{{2}})(?!\d)\s?[分분]?(?:[::]\s?(\d{{2}})(?!\d))?\s?({_HALF})?",
    re.IGNORECASE,
)
_HOUR = re.compile(rf"(?<![\d./:-])(\d{{1,2}})\s?(?:({_HALF})|(?:h|Uhr|uur|時|时|시|点|點)(?!\w))", re.IGNORECASE)
_ZONE = re.compile(
    r"\s{0,2}[(\[,]?\s{0,2}((?:UTC|GMT)?\s?[+−-]\s?\d{1,2}(?::?\d{2})?(?![\d:])|[A-ZМСК]{1,5}(?![\w.]))"
)
_MONTH_FIRST_COUNTRIES = frozenset({"US", "PH", "PW", "FM", "MH", "PR", "GU", "VI", "AS"})
_RELATIVE = re.compile(r"\d|[^\W\d_]")
_MAX_RELATIVE_CHARS = 40
_BUDDHIST = 543  # years by which Thailand's era is ahead


def western_digits(text: str) -> str:
    """Return `text` with the decimal digits of all scripts as 0 to 9.

    >>> western_digits("١٢ مارس ٢٠٢١")
    '12 مارس 2021'
    """
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def written_date(
    text: str, *, language: str | None = None, country: str | None = None, captured: datetime | None = None
) -> date | None:
    """Return the first date of `text`, a datetime where a time stands beside it, or None."""
    base = base_language(language)
    for read in _READERS:
        found = read(text, base, country)
        if found:
            day, start, end = found
            return _with_time(day, text, start, end, country)
    return None


def _with_time(day: date, text: str, start: int, end: int, country: str | None) -> date:
    """Return a day with the time that stands behind it, or before it, and that time's zone."""
    for part in (text[end : end + 60], text[:start][-30:]):
        found = _time_in(part)
        if found:
            clock, after = found
            zone = _ZONE.match(part, after)
            return with_zone(datetime.combine(day, clock), zone[1] if zone else None, country)
    return day


def _time_in(text: str) -> tuple[time, int] | None:
    match = _TIME.search(text)
    if match:
        half = match[1] or match[5]
        hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    else:
        match = _HOUR.search(text)
        if not match:
            return None
        half, hour, minute, second = match[2], int(match[1]), 0, 0
    hour = _hour_of_day(hour, half)
    return (time(hour, minute, second), match.end()) if hour < 24 and minute < 60 and second < 60 else None


def _hour_of_day(hour: int, half: str | None) -> int:
    name = half_of_day(half) if half else None
    if name == "pm" and hour < 12:
        return hour + 12
    return 0 if name == "am" and hour == 12 else hour


Found = tuple[date, int, int]


def _numeric(
    pattern: re.Pattern[str], order: tuple[int, int, int]
) -> Callable[[str, str, str | None], Found | None]:
    def read(text: str, language: str, country: str | None) -> Found | None:
        for match in pattern.finditer(text):
            day = _date(int(match[order[0]]), int(match[order[1]]), int(match[order[2]]))
            if day:
                return day, match.start(), match.end()
        return None

    return read


def _named(
    pattern: re.Pattern[str], order: tuple[int, int, int]
) -> Callable[[str, str, str | None], Found | None]:
    def read(text: str, language: str, country: str | None) -> Found | None:
        for match in pattern.finditer(text):
            month = _month(match[order[1]], language)
            day = _date(int(match[order[0]]), month, int(match[order[2]])) if month else None
            if day:
                return day, match.start(), match.end()
        return None

    return read


def _month(words: str, language: str) -> int | None:
    return month_number(words, language) or month_number(words.split()[-1], language)


def _year_last(text: str, language: str, country: str | None) -> Found | None:
    """Read 12.03.2021 and 12/03/2021: which is the month, where both can be, the country or language says."""
    for match in _YEAR_LAST.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if len(match[4]) == 2:
            if match[2] == "." and not _is_two_digit_date(text, match):
                continue
            year += 2000 if year < 70 else 1900
        month_first = match[2] != "." and (country in _MONTH_FIRST_COUNTRIES if country else language == "en")
        if first > 12:
            month_first = False
        elif second > 12:
            month_first = True
        day = _date(year, first, second) if month_first else _date(year, second, first)
        if day:
            return day, match.start(), match.end()
    return None


def _is_two_digit_date(text: str, match: re.Match[str]) -> bool:
    """Return whether 12.03.21 is a date and not a time or a version: it has two digits everywhere."""
    return len(match[1]) == 2 and len(match[3]) == 2 and text[match.end() : match.end() + 1] != "."


def _date(year: int, month: int, day: int) -> date | None:
    if 2400 < year < 2700:
        year -= _BUDDHIST
    try:
        return date(year, month, day) if year >= 1800 else None
    except ValueError:
        return None


_READERS = (
    _numeric(_EAST_ASIAN, (1, 2, 3)),
    _numeric(_YEAR_FIRST, (1, 3, 4)),
    _numeric(_VIETNAMESE, (3, 2, 1)),
    _named(_DAY_FIRST, (3, 2, 1)),
    _named(_MONTH_FIRST, (3, 1, 2)),
    _named(_YEAR_MONTH, (1, 2, 3)),
    _year_last,
)


def relative_date(text: str, *, language: str | None, captured: datetime) -> date | None:
    """Return the day that a relative date ("3 hours ago", "gestern") names, seen from the capture time."""
    if len(text) > _MAX_RELATIVE_CHARS or not _RELATIVE.search(text):
        return None
    from dateparser.date import DateDataParser  # noqa: PLC0415  (takes 0.1 s, and few pages need it)

    languages = list(dict.fromkeys([base_language(language) or "en", "en"]))
    settings = {
        "RELATIVE_BASE": captured.replace(tzinfo=None),
        "PARSERS": ["relative-time"],
        "PREFER_DATES_FROM": "past",
    }
    try:
        found = DateDataParser(languages=languages, settings=settings).get_date_data(text).date_obj
    except ValueError:  # a language that the library does not know
        return None
    return found.date() if found else None
