"""Dates as pages write them, converted to ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache

from newsspider.language.han_numerals import western_numerals
from newsspider.language.time_zones import with_zone
from newsspider.processors.text import one_line, without_entities
from newsspider.processors.written_dates import relative_date, set_apart, western_digits, written_date

_MAX_CHARS = 200  # the longest date line seen, with weekday and "Last updated at", has some 100
_YEARS = range(1800, 2101)
# RFC 3339 and what pages make of it: blanks, other separators, missing zeros, "GMT", "24:00".
_ISO = re.compile(
    r"((?:1[89]|20)\d{2})([-/.]?)(\d{1,2})\2(\d{1,2})"
    r"(?:(?:\s?T\s?|,?\s+|:)(\d{1,2})[:.]?(\d{2})(?:[:.]?(\d{2})(?:[.,:]\d{1,9})?)?"
    r"\s?(Z|(?:UTC|GMT)?\s?[+−-]\s?\d{1,2}:?(?:\d{2})?(?::?00)?|(?![AaPp]\.?[Mm]\b)[A-Za-z]{2,5})?(?:\s?\[[\w/+-]{1,40}\])?)?Z?",
)
# RFC 3339 as nine programs of ten write it, and nothing that has to be mended.
_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)?", re.ASCII
)
# What RFC 5322, HTTP (RFC 9110), and the clocks of C and Java write.
_RFC5322 = re.compile(
    r"(?:[A-Z][a-z]{2,8},\s?)?\d{1,2}[ -][A-Z][a-z]{2}[ -](?:\d{4}|\d{2})\s\d{1,2}:\d{2}(?::\d{2})?"
    r"\s(?:[+-]\d{4}|GMT|UTC?)"
)
_RFC850 = re.compile(
    r"[A-Z][a-z]{2,8},?\s(\d{1,2}[ -][A-Z][a-z]{2}[ -]\d{2}\s\d{1,2}:\d{2}(?::\d{2})?)\s([A-Z]{1,5})"
)
_ASCTIME = re.compile(
    r"[A-Z][a-z]{2}\s([A-Z][a-z]{2})\s(\d{1,2})\s(\d{2}:\d{2}:\d{2})(?:\s([A-Z]{1,5}|(?:GMT)?[+-]\d{2}:?\d{2}))?\s(\d{4})"
)
_SCRIPT_DATE = re.compile(r"/Date\((1\d{12})(?:[+-]\d{4})?\)/")  # as .NET writes it
_COMPACT_DATE = re.compile(r"\d{8}|(?:19|20)\d{10}(?:\d{2})?")
_UNIX = re.compile(
    r"1\d{9}(?:\d{3})?(?:\.\d{1,6})?"
)  # from 2001 to 2033: other numbers of ten digits count things


def iso_date(
    raw: str, *, language: str | None = None, country: str | None = None, captured: datetime | None = None
) -> str | None:
    """Return a date as ISO 8601: with the offset if it is given, else local time, else the date alone.

    `language` (BCP 47) and `country` (ISO 3166) decide what "04/05/2021" and "IST" mean. What lies more
    than a day after `captured` (aware), before 1800, or is a computer's zero, is no date: None.
    Relative dates ("3 hours ago") need `captured` and give the day.

    >>> iso_date("2021-03-12T09:40:00.000Z"), iso_date("March 12, 2021 9:40 am"), iso_date("0000-00-00")
    ('2021-03-12T09:40:00+00:00', '2021-03-12T09:40:00', None)
    >>> iso_date("12. März 2021, 9.40 Uhr (MEZ)", language="de"), iso_date("am Freitag")
    ('2021-03-12T09:40:00+01:00', None)
    """
    return _iso_date(raw[:_MAX_CHARS], language, country, captured, captured.tzinfo if captured else None)


# A page tells its date in many places, and each is read by its rule and by the loader. The zone is there since
# moments that are equal may be of two days.
@lru_cache(maxsize=256)
def _iso_date(
    raw: str,
    language: str | None,
    country: str | None,
    captured: datetime | None,
    zone: tzinfo | None,  # noqa: ARG001
) -> str | None:
    written = without_entities(raw) if "&" in raw else raw  # linked data in a script may hold "&#x2B;02:00"
    text = set_apart(western_digits(western_numerals(one_line(written))))
    if not text:
        return None
    if country is None and language and "-" in language:
        country = language.rpartition("-")[2].upper()
    try:
        found = (
            _machine_date(text, country)
            or written_date(text, language=language, country=country, captured=captured)
            or (relative_date(text, language=language, captured=captured) if captured else None)
        )
    except (ValueError, OverflowError):  # 31 February, hour 25, and times at the edges of what can be computed
        return None
    return found.isoformat() if found and is_possible(found, captured) else None


def timestamp_of(text: str) -> float | None:
    """Return the seconds from 1970 to a date or time, in UTC where it has no offset; None for what is no date.

    >>> timestamp_of("2026-11-28T10:00:00+01:00"), timestamp_of("Sat, 28 Nov 2026 09:00:00 GMT")
    (1795856400.0, 1795856400.0)
    """
    iso = iso_date(text)
    if iso is None:
        return None
    moment = datetime.fromisoformat(iso)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def is_possible(found: date, captured: datetime | None = None) -> bool:
    """Return whether a date is plausible on a page captured then; `found` may be a datetime."""
    if found.year not in _YEARS or (found.year, found.month, found.day) == (1970, 1, 1):
        return False
    if captured is None:
        return True
    try:
        latest = captured + timedelta(days=1)
    except OverflowError:  # the last day that can be computed
        return True
    if isinstance(found, datetime):
        return (found if found.tzinfo else found.replace(tzinfo=UTC)) <= latest
    return found <= latest.date()


def _machine_date(text: str, country: str | None) -> date | None:
    """Return the date in a text written by a program: ISO 8601, RFC 5322, seconds since 1970."""
    if _RFC3339.fullmatch(text):
        return datetime.fromisoformat(text).replace(microsecond=0)
    match = _ISO.fullmatch(text)
    if match and (match[2] or len(match[3] + match[4]) == 4):
        return _from_iso(match, country)
    if match := _SCRIPT_DATE.fullmatch(text):
        text = match[1]
    if _UNIX.fullmatch(text):
        seconds = float(text if len(text.partition(".")[0]) == 10 else text[:10])
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)
    if _COMPACT_DATE.fullmatch(text):
        return datetime.strptime(text, "%Y%m%d%H%M%S"[: len(text) - 2]) if len(text) > 8 else None
    return _mail_date(text, country) if text[:1].isascii() else None


def _mail_date(text: str, country: str | None) -> date | None:
    if _RFC5322.fullmatch(text):
        return parsedate_to_datetime(text)
    if match := _RFC850.fullmatch(text):
        return with_zone(parsedate_to_datetime(match[1].replace("-", " ")), match[2], country)
    if match := _ASCTIME.fullmatch(text):
        month, day, clock, zone, year = match.groups()
        return with_zone(parsedate_to_datetime(f"{day} {month} {year} {clock}"), zone, country)
    return None


def _from_iso(match: re.Match[str], country: str | None) -> date:
    day = date(int(match[1]), int(match[3]), int(match[4]))
    if match[5] is None:
        return day
    hour, minute, second = int(match[5]), int(match[6]), min(int(match[7] or 0), 59)
    if hour > 24 or minute > 59:
        return day
    moment = datetime(day.year, day.month, day.day, hour % 24, minute, second) + timedelta(days=hour // 24)
    return with_zone(moment, match[8], country)
