"""Which names are those of places: of countries, and of the cities that time zones are named after."""

from __future__ import annotations

from collections.abc import Set
from functools import cache, lru_cache

from newsspider.language.tags import base_language


def is_place(name: str, language: str | None = None) -> bool:
    """Return whether a name is a country's, in `language` or English, or that of a city with a time zone.

    >>> is_place("Lisbon"), is_place("Spanien", "de"), is_place("Madonna")
    (True, True, False)
    """
    key = name.casefold()
    return key in _cities() or key in _countries("en") or key in _countries(base_language(language))


@cache
def _cities() -> Set[str]:
    from babel.core import get_global  # noqa: PLC0415  (read where a place is asked for: few pages do)

    zones = (zone for zones in get_global("territory_zones").values() for zone in zones)
    return {zone.rpartition("/")[2].replace("_", " ").casefold() for zone in zones}


@lru_cache(maxsize=32)  # CLDR's lists, one a language
def _countries(language: str) -> Set[str]:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  (as above)

    try:
        return {name.casefold() for name in Locale.parse(language).territories.values()}
    except (ValueError, UnknownLocaleError):
        return frozenset()
