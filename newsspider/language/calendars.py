"""The words of dates: months, halves of the day, time-zone abbreviations; and which comes first, day or month.

Month names and orders are dateparser's (from the Unicode CLDR, for 205 languages), which is imported where the
first written date is met: it takes 0.13 s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsspider.language.word_lists import word_table

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+−-])\s?(\d{1,2}?):?(\d{2})?(?::?00)?")


def month_number(word: str, language: str = "") -> int | None:
    """Return the month, 1 to 12, that a word names in `language`, else in English, else in all that know it.

    A word that means two months in two languages (Croatian and Czech "listopad") needs its language.

    >>> month_number("März"), month_number("listopad", "hr"), month_number("listopad", "cs")
    (3, 10, 11)
    >>> month_number("listopad")
    """
    key = word.casefold().replace(".", "").strip()
    return _months(language).get(key) or _months("en").get(key) or _months_everywhere().get(key) or None


def is_month_first(language: str, country: str | None = None) -> bool:
    """Return whether 04/05/2031 is April in `language` (base subtag), as it is written in `country` (ISO 3166).

    >>> is_month_first("en"), is_month_first("en", "GB"), is_month_first("en", "IE"), is_month_first("de")
    (True, False, False, False)
    """
    order = _locale(f"{language}-{country}").get("date_order") if country else None
    if order is None and country:  # a language that is not at home there follows the country's own
        order = _locale(f"en-{country}").get("date_order", "DMY")
    return (order or _locale(language).get("date_order")) == "MDY"


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
    table = word_table("language/data/time_zones")
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
def _locale(name: str) -> Mapping[str, Any]:
    """Return what dateparser knows of a locale: "de", "en-GB"; nothing if it does not know it."""
    from dateparser.languages.loader import default_loader  # noqa: PLC0415  (see above)

    try:
        return default_loader.get_locale(name).info
    except (ValueError, ImportError):
        return {}


@cache
def _months(language: str) -> Mapping[str, int]:
    """Return the month that each word of a language names: casefolded, without dots."""
    return dict(_month_names(language))


@cache
def _months_everywhere() -> Mapping[str, int]:
    """Return word -> month for all languages together, 0 where they differ; made in 0.13 s, once."""
    from dateparser.data.languages_info import language_order  # noqa: PLC0415  (see above)

    everywhere: dict[str, int] = {}
    for language in language_order:
        for word, number in _month_names(language):
            if everywhere.setdefault(word, number) != number:
                everywhere[word] = 0
    return everywhere


def _month_names(language: str) -> Iterator[tuple[str, int]]:
    known, more = _locale(language), word_table("language/data/calendar")["months"].get(language, {})
    for number, name in enumerate(_MONTHS, start=1):
        for word in (*known.get(name, ()), *more.get(name, ())):
            yield word.casefold().replace(".", ""), number


@cache
def _halves() -> Mapping[str, str]:
    return {
        word: half for half, words in word_table("language/data/calendar")["meridiem"].items() for word in words
    }
