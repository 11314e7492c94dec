"""The words of dates: month names, halves of the day, time-zone abbreviations."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+−-])\s?(\d{1,2}?):?(\d{2})?(?::?00)?")


def month_number(word: str, language: str = "") -> int | None:
    """Return the month, 1 to 12, that a word names in `language`, else in every language that knows it.

    A word that means two months in two languages (Croatian and Czech "listopad") needs its language.

    >>> month_number("März"), month_number("listopad", "hr"), month_number("listopad", "cs")
    (3, 10, 11)
    >>> month_number("listopad")
    """
    key = word.casefold().rstrip(".").strip()
    own, everywhere = _months()
    number = own.get((language, key))
    if number is None:
        number = everywhere.get(key)
    return number or None


def half_of_day(word: str) -> str | None:
    """Return "am" or "pm" if a word is one of the marks for it.

    >>> half_of_day("P.M."), half_of_day("Uhr")
    ('pm', None)
    """
    return _halves().get(word.casefold().strip())


def zone_of(abbreviation: str, country: str | None = None) -> tzinfo | None:
    """Return the time zone of an abbreviation as used in `country` (ISO 3166, upper-case), None if not known.

    >>> zone_of("IST", "IN").utcoffset(None), zone_of("IST")
    (datetime.timedelta(seconds=19800), None)
    """
    table = _zones()
    name = abbreviation.upper()
    minutes = table["fixed"].get(name)
    if minutes is None:
        by_country = table["by_country"].get(name, {})
        minutes = by_country.get(country or "any", by_country.get("any"))
    if minutes is not None:
        return timezone(timedelta(minutes=minutes))
    area = table["zones"].get(name)
    try:
        return ZoneInfo(area) if area else None
    except (ZoneInfoNotFoundError, OSError):  # a machine without time zone data: the offset is then not known
        return None


def with_zone(moment: datetime, zone: str | None, country: str | None = None) -> datetime:
    """Return a local time with the offset that `zone` says ("Z", "+05:30", "GMT+2", "CET"), if it can be known."""
    if not zone:
        return moment
    match = _OFFSET.fullmatch(zone.strip())
    if match:
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes > 14 * 60:  # no place on earth is further from UTC
            return moment
        return moment.replace(tzinfo=timezone(timedelta(minutes=-minutes if match[1] != "+" else minutes)))
    known = zone_of(zone, country)
    offset = moment.replace(tzinfo=known).utcoffset() if known else None
    return moment.replace(tzinfo=timezone(offset)) if offset is not None else moment


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("newsspider.processors").joinpath(f"data/{name}").read_text(encoding="utf-8"))


@cache
def _months() -> tuple[Mapping[tuple[str, str], int], Mapping[str, int]]:
    """Return (language, word) -> month, and word -> month for all languages together (0: they differ)."""
    own: dict[tuple[str, str], int] = {}
    everywhere: dict[str, int] = {}
    for language, rows in _table("calendar.toml")["months"].items():
        for number, words in enumerate(rows, start=1):
            for word in words:
                own.setdefault((language, word), number)
                if everywhere.setdefault(word, number) != number:
                    everywhere[word] = 0
    return own, everywhere


@cache
def _halves() -> Mapping[str, str]:
    return {word: half for half, words in _table("calendar.toml")["meridiem"].items() for word in words}


@cache
def _zones() -> Mapping[str, Any]:
    return _table("timezones.toml")
