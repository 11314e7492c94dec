"""Days of other calendars: Persian and Ethiopian dates, Buddhist years, years of Japanese eras and of Taiwan.

Names of eras and months are in data/calendar.toml; Persian days are counted by persiantools, which is
imported where the first is met.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from newsspider.language.word_lists import any_of, word_table

_FIRST_YEAR = 1800  # no page is older
_BUDDHIST_YEARS, _BUDDHIST = range(2401, 2700), 543  # Thailand counts from 543 BC
_PERSIAN_YEARS = range(1250, 1500)  # 1871 to 2120
_ETHIOPIAN_YEARS, _LAST_ETHIOPIAN = range(1900, 2100), 13  # 1907 to 2107
_BEFORE_ETHIOPIAN = date(8, 8, 26).toordinal()  # the day before its first, which is 29 August in Caesar's calendar
_TABLE = "language/data/calendar"


def gregorian_day(year: int, month: int, day: int) -> date:
    """Return a day whose year may be Buddhist; ValueError if there is no such day, or it lies before 1800.

    >>> gregorian_day(2567, 3, 5)
    datetime.date(2024, 3, 5)
    """
    found = date(year - _BUDDHIST if year in _BUDDHIST_YEARS else year, month, day)
    if found.year < _FIRST_YEAR:
        raise ValueError(f"{found} is too long ago")
    return found


def persian_day(year: int, month: int, day: int) -> date:
    """Return a day of the Persian calendar (Solar Hijri); ValueError for no day, and for an unlikely year.

    >>> persian_day(1402, 12, 15)
    datetime.date(2024, 3, 5)
    """
    if year not in _PERSIAN_YEARS:
        raise ValueError(f"{year} is no year of the Persian calendar that news have")
    from persiantools.jdatetime import JalaliDate  # noqa: PLC0415  (see above)

    day_of: Callable[..., Any] = JalaliDate  # whose constructor has no types
    found: date = day_of(year, month, day).to_gregorian()
    return found


def is_persian_year(year: int) -> bool:
    """Return whether a year is a likely one of the Persian calendar."""
    return year in _PERSIAN_YEARS


def persian_month(word: str) -> int | None:
    """Return the month, 1 to 12, of the Persian calendar that a word names in Persian, Dari or Pashto.

    Of several words the last counts, and "month" behind it does not.

    >>> persian_month("اسفند"), persian_month("اسفندماه"), persian_month("مارس")
    (12, 12, None)
    """
    name = word.replace("ي", "ی").replace("ك", "ک").removesuffix("ماه").rsplit(maxsplit=1)
    return _persian_months().get(name[-1].strip("\u200c")) if name else None


def ethiopian_day(year: int, month: int, day: int) -> date:
    """Return a day of the Ethiopian calendar; ValueError for no day, and for an unlikely year.

    Twelve months have 30 days, and the thirteenth has 5, or 6 in the year before a leap year's.

    >>> ethiopian_day(2016, 8, 27), ethiopian_day(2016, 1, 1)
    (datetime.date(2024, 5, 5), datetime.date(2023, 9, 12))
    """
    days = 30 if month < _LAST_ETHIOPIAN else 6 if year % 4 == 3 else 5
    if year not in _ETHIOPIAN_YEARS or not 1 <= day <= days:
        raise ValueError(f"{day}.{month}.{year} is no day of the Ethiopian calendar that news have")
    return date.fromordinal(_BEFORE_ETHIOPIAN + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day)


def ethiopian_month(word: str) -> int | None:
    """Return the month, 1 to 13, of the Ethiopian calendar that a word names in Amharic.

    >>> ethiopian_month("ሚያዝያ"), ethiopian_month("ኤፕሪል")
    (8, None)
    """
    name = word.rsplit(maxsplit=1)
    return _ethiopian_months().get(name[-1]) if name else None


def era_year(era: str, year: int) -> int:
    """Return the Gregorian year of a year of an era; KeyError for a name that is none.

    >>> era_year("令和", 6)
    2024
    """
    starts: Mapping[str, int] = word_table(_TABLE)["eras"]
    return starts[era] + year - 1


@cache
def eras() -> str:
    """Return a pattern of the names of eras."""
    return any_of(word_table(_TABLE)["eras"])


@cache
def _persian_months() -> Mapping[str, int]:
    return _numbers_of("persian_months")


@cache
def _ethiopian_months() -> Mapping[str, int]:
    return _numbers_of("ethiopian_months")


def _numbers_of(table: str) -> Mapping[str, int]:
    months = word_table(_TABLE)[table].values()
    return {name: number for names in months for number, name in enumerate(names, start=1)}
