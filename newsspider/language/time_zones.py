"""The offset that a time zone's abbreviation stands for, in the country where it is used.

Abbreviations are dateparser's; data/time_zones.toml has what it lacks, and what needs the country to be known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsspider.language.word_lists import any_of, word_table

_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+−-])\s?(\d{1,2}?):?(\d{2})?(?::?00)?")
_MAX_OFFSET_MINUTES = 14 * 60  # no place on earth is further from UTC
_QUARTER_S = 15 * 60
_AMERICAN = frozenset((None, "US", "CA", "MX"))
_TABLE = "language/data/time_zones"


def with_zone(moment: datetime, zone: str | None, country: str | None = None) -> datetime:
    """Return a local time with the offset that `zone` says ("Z", "+05:30", "GMT+2", "CET"), if it can be known.

    >>> with_zone(datetime(2031, 7, 12, 9, 40), "ET").isoformat(), with_zone(datetime(2031, 7, 12), "xyz").tzinfo
    ('2031-07-12T09:40:00-04:00', None)
    """
    if not zone:
        return moment
    match = _OFFSET.fullmatch(zone.strip())
    if match:
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes > _MAX_OFFSET_MINUTES:
            return moment
        return moment.replace(tzinfo=timezone(timedelta(minutes=-minutes if match[1] != "+" else minutes)))
    known = zone_of(zone, country)
    offset = moment.replace(tzinfo=known).utcoffset() if known else None
    return moment.replace(tzinfo=timezone(offset)) if offset is not None else moment


def zone_of(abbreviation: str, country: str | None = None) -> tzinfo | None:
    """Return the time zone of an abbreviation as used in `country` (ISO 3166, upper-case), None if not known.

    >>> zone_of("IST", "IN").utcoffset(None), zone_of("IST"), zone_of("WIB").utcoffset(None)
    (datetime.timedelta(seconds=19800), None, datetime.timedelta(seconds=25200))
    """
    own, name = word_table(_TABLE), abbreviation.upper()
    if "/" in name:  # as zone_written_out() gives it
        return _area(abbreviation) if abbreviation in own["written"].values() else None
    if name in own["zones"]:
        return _area(own["zones"][name])
    by_country = own["by_country"].get(name)
    if by_country is not None:
        minutes = by_country.get(country or "any", by_country.get("any"))
    else:
        minutes = own["fixed"].get(name)
        minutes = _dateparser_minutes().get(name) if minutes is None else minutes
    return None if minutes is None else timezone(timedelta(minutes=minutes))


def is_zone(word: str) -> bool:
    """Return whether a word names a time zone somewhere: an abbreviation, or written out, as in "6 PM Eastern".

    >>> is_zone("IST"), is_zone("Eastern"), is_zone("Concert")
    (True, True, False)
    """
    return _is_abbreviation(word) or word.casefold() in word_table(_TABLE)["words"]["written_out"]


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and (word in word_table(_TABLE)["by_country"] or zone_of(word) is not None)


def zone_written_out(text: str, country: str | None = None) -> str | None:
    """Return the area of the zone that a text begins with in words, None without one; `country` as in zone_of().

    Australia has an Eastern time of its own.

    >>> zone_written_out(" Eastern Time, May 4"), zone_written_out(" Eastern Shore")
    ('America/New_York', None)
    """
    match = _written().match(text)
    if match is None or (match["american"] and country not in _AMERICAN):
        return None
    areas: Mapping[str, str] = word_table(_TABLE)["written"]
    return areas[(match["zone"] or match["american"] or match["phrase"]).casefold()]


@cache
def _written() -> re.Pattern[str]:
    american: Sequence[str] = word_table(_TABLE)["words"]["american"]
    others = [name for name in word_table(_TABLE)["written"] if name not in american]
    # The phrases of other languages hold their word for "time".
    zones = [name for name in others if name.isascii() and not name.startswith(("hora", "ora", "czasu"))]
    phrases = [name for name in others if name not in zones]
    time = r"\s(?:(?:standard|daylight|summer|prevailing)\s)?time(?!\w)"
    return re.compile(
        rf"\s{{0,2}}[(（\[,]?\s{{0,2}}(?:(?P<zone>{any_of(zones)}){time}"
        rf"|(?P<american>{any_of(american)})(?:{time}|\s?[)\].,;|]|\s?$)|(?P<phrase>{any_of(phrases)})(?!\w))",
        re.IGNORECASE,
    )


def is_of_day_first(word: str) -> bool:
    """Return whether a word is a time zone's abbreviation that is used where dates begin with the day.

    >>> is_of_day_first("AEST"), is_of_day_first("EST"), is_of_day_first("GMT"), is_of_day_first("TIME")
    (True, False, False, False)
    """
    return word not in word_table(_TABLE)["words"]["month_first"] and _is_abbreviation(word)


def offsets_in(country: str, moment: datetime) -> Set[int]:
    """Return by how many minutes the clocks of a country (ISO 3166) are ahead of UTC at a moment.

    >>> moment = datetime(2031, 5, 5, tzinfo=ZoneInfo("UTC"))
    >>> offsets_in("DE", moment), offsets_in("XX", moment)
    (frozenset({120}), frozenset())
    """
    from babel.core import get_global  # noqa: PLC0415  (read where a page shows a local time: few do)

    areas = filter(None, map(_area, get_global("territory_zones").get(country, ())))
    try:
        offsets = [offset for area in areas if (offset := moment.astimezone(area).utcoffset()) is not None]
    except OverflowError:  # the first and last hours of all
        return frozenset()
    return frozenset(int(offset.total_seconds()) // 60 for offset in offsets)


@cache  # there are some 400; zoneinfo keeps eight, and the United States have 29
def _area(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError):  # a machine without time zone data: the offset is then not known
        return None


@cache
def _dateparser_minutes() -> Mapping[str, int]:
    from dateparser.timezones import timezone_info_list  # noqa: PLC0415  (see data/time_zones.toml)

    left_out = word_table(_TABLE)["words"]["left_out"]
    groups = (cast("list[tuple[str, int]]", group["timezones"]) for group in timezone_info_list)
    seconds = {name.upper(): offset for group in groups for name, offset in group}
    return {
        name: offset // 60
        for name, offset in seconds.items()
        if name.isalpha() and name not in left_out and offset % _QUARTER_S == 0
    }
