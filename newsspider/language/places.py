"""Which names are those of places: of countries, and of the cities that time zones are named after."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache, lru_cache

from newsspider.language.tags import base_language
from newsspider.language.word_lists import word_set

_NO_ZONE = "Etc/Unknown"
# What names of towns, lakes and mountains begin with, and no person's: "Port Mary", "Bad Homburg", "Los Angeles".
_TOWN = re.compile(
    r"(?:Port|Porto|Puerto|Fort|San|Santa|Santo|São|Saint|Sainte|St|Sankt|Bad|New|Neu|Nueva|Nova|Los|Las|Les|Le|La"
    r"|El|Lake|Mount|Cape|Cabo|North|South|East|West|Villa|Ville|Rio|Grand|Great|Upper|Lower|Mont|Monte"
    r"|Lac|Lago|Kap|Schloss|Insel|Isla|Isle|Île)[.\s-]"
)

# Of these, what people's names do not begin with: not as "Isla Reed", "Le Minh Hoa", "Les Carter", "Ville Hakala".
_TOWN_ALONE = re.compile(
    r"^(?:Port|Porto|Puerto|Fort|San|São|Saint|Sankt|Bad|New|Los|Las|Mount|Cape|Cabo|North|South|East|West|Upper|Lower)"
    r"[.\s-]|^Santa\s(?:Ana|Barbara|Clara|Cruz|Fe|Maria|Marta|Monica|Rosa)$"
)
_ENDS_AS_TOWN = re.compile(r"\s(?:City|Town|Springs|Island|Islands|County|Heights)$")


def is_place(name: str, language: str | None = None) -> bool:
    """Return whether a name is a country's or that of a city with a time zone, in `language` or English.

    >>> is_place("Lisbon"), is_place("Spanien", "de"), is_place("Москва", "ru"), is_place("Madonna")
    (True, True, True, False)
    """
    key = name.casefold()
    own = base_language(language)
    return any(key in names for names in (_cities(), _countries("en"), _countries(own), _cities_in(own)))


def begins_like_town(name: str) -> bool:
    """Return whether a name begins as those of towns, lakes and mountains do, and no person's.

    >>> [begins_like_town(name) for name in ("Bad Homburg", "Lake Geneva", "Ana Ruiz", "Portia Gil")]
    [True, True, False, False]
    """
    return _TOWN.match(name) is not None


def is_city_of_words(name: str) -> bool:
    """Return whether a name of several words is a city's and, behind that of a person, hardly one more person's.

    >>> is_city_of_words("Buenos Aires"), is_city_of_words("San Luis Potosí"), is_city_of_words("Ana Ruiz")
    (True, True, False)
    """
    is_known = name.casefold() in word_set("language/data/cities", "cities") or is_place(name)
    return is_known or any(pattern.search(name) for pattern in (_TOWN_ALONE, _ENDS_AS_TOWN))


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


@lru_cache(maxsize=32)  # as above; only what is written in another way than the zone is
def _cities_in(language: str) -> Set[str]:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  (as above)

    try:
        zones = Locale.parse(language).time_zones
    except (ValueError, UnknownLocaleError):
        return frozenset()
    return {told["city"].casefold() for zone, told in zones.items() if "city" in told and zone != _NO_ZONE}
