"""The words of dates: months and halves of the day; and which comes first, day or month.

Month names and orders are dateparser's (from the Unicode CLDR, for 205 languages), which is imported where the
first written date is met: it takes 30 ms. It has one set of names a language; those of the Levant, the Maghreb, or
Serbian in Latin letters are Babel's, asked on pages of these languages alone, and data/calendar.toml has what both
lack.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any

from newsspider.language.scripts import TOUCHING_CHAR, usual_language
from newsspider.language.word_lists import any_of, word_table

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")  # as the dates of news have it

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TABLE = "language/data/calendar"
_NUKTA = re.compile("[\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc]")  # NFC takes it apart from its letter


def month_number(word: str, language: str = "") -> int | None:
    """Return the month, 1 to 12, that a word names in `language`, else in English, else in all that know it.

    A word that means two months in two languages (Croatian and Czech "listopad") needs its language.

    >>> month_number("März"), month_number("listopad", "hr"), month_number("listopad", "cs")
    (3, 10, 11)
    >>> month_number("listopad")
    """
    key = _key(word)
    own = language or usual_language(word)
    return _months(own).get(key) or _months("en").get(key) or _months_everywhere().get(key) or None


def is_weekday(word: str, language: str = "") -> bool:
    """Return whether a word names a day of the week in `language`, or in English.

    >>> is_weekday("Wednesday"), is_weekday("Mittwoch", "de"), is_weekday("Ana")
    (True, True, False)
    """
    return _key(word) in _weekdays(language or usual_language(word)) or _key(word) in _weekdays("en")


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
    """Return "am" or "pm" if a word is one of the marks for it, "night" if it can be either.

    >>> half_of_day("P.M."), half_of_day("Uhr")
    ('pm', None)
    """
    return _halves().get(word.casefold().strip())


@cache
def marks_of_halves() -> str:
    """Return a pattern of the words that `half_of_day` knows, whole words where a script has spaces."""
    words = tuple(_halves())
    touching = [word for word in words if TOUCHING_CHAR.match(word)]
    spaced = any_of(word for word in words if not TOUCHING_CHAR.match(word))
    return rf"(?:(?<![^\W\d_])(?:{spaced})(?!\w)|{any_of(touching)})"


@cache
def _locale(name: str) -> Mapping[str, Any]:
    """Return what dateparser knows of a locale: "de", "en-GB"; nothing if it does not know it."""
    from dateparser.languages.loader import default_loader  # noqa: PLC0415  (see above)

    try:
        return default_loader.get_locale(name).info
    except (ValueError, ImportError):
        return {}


@cache
def _weekdays(language: str) -> frozenset[str]:
    known = _locale(language)
    return frozenset(_key(word) for day in _WEEKDAYS for word in known.get(day, ()))


@cache
def _months(language: str) -> Mapping[str, int]:
    """Return the month that each word of a language names: casefolded, without dots."""
    locales = word_table(_TABLE)["locales"].get(language, ())
    return dict(chain(_month_names(language), *map(_locale_month_names, locales)))


@cache
def _months_everywhere() -> Mapping[str, int]:
    """Return word -> month for all languages together, 0 where they differ; made in 50 ms, once."""
    from dateparser.data.languages_info import language_order  # noqa: PLC0415  (see above)

    everywhere: dict[str, int] = {}
    for language in language_order:
        for word, number in _month_names(language):
            if everywhere.setdefault(word, number) != number:
                everywhere[word] = 0
    return everywhere


def _month_names(language: str) -> Iterator[tuple[str, int]]:
    known, more = _locale(language), word_table(_TABLE)["months"].get(language, {})
    for number, name in enumerate(_MONTHS, start=1):
        for word in (*known.get(name, ()), *more.get(name, ())):
            yield _key(word), number


def _locale_month_names(locale: str) -> Iterator[tuple[str, int]]:
    from babel import Locale  # noqa: PLC0415  (see above)

    for forms in Locale.parse(locale).months.values():
        for width in ("wide", "abbreviated"):
            for number, word in forms.get(width, {}).items():
                yield _key(word), number


def _key(word: str) -> str:
    """Return what words are looked up by: letter case, dots and the dot below of Indic letters do not count."""
    key = word.casefold().replace(".", "").strip()
    return key if key.isascii() else _NUKTA.sub("", unicodedata.normalize("NFC", key))


@cache
def _halves() -> Mapping[str, str]:
    return {word: half for half, words in word_table(_TABLE)["meridiem"].items() for word in words}
