"""Language tags in canonical form: BCP 47 (RFC 5646, section 4.5), and CLDR's name where a language has several.

Which languages, regions and scripts there are, and what replaces what, is langcodes' (the IANA registry and CLDR)
and Babel's (CLDR); data/languages.toml has what both lack. Of langcodes the tables are taken, as its `Language`
keeps every tag that it ever saw. Both are imported where the first tag is met: Babel's list of who speaks what
takes 13 ms and is enough for nine pages of ten, langcodes' tables take 24 ms more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, Literal

from newsspider.language.word_lists import word_table

_MAX_TAG_CHARS = 60  # the longest that a page can mean, variants and all; the rest is text in the wrong place
_USUAL = re.compile(r"([a-z]{2})(?:[-_]([a-z]{2}))?")
# language, script, region, variants; what follows (extensions, private use, ".UTF-8", "@euro") is left out.
_TAG = re.compile(
    r"(?P<language>(?:[a-z]{2,3}(?:-[a-z]{3}(?=-|$)){0,2}|i-[a-z]{2,8}))"
    r"(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3})){0,3})(?=$|[-.@])"
)
_MAX_REPLACEMENTS = 3  # of one another: "mol", "mo", "ro"
_LISTED_AS = {"no": "nb", "fil": "tl"}
_NO_LANGUAGE = "und"
_NO_REGION = "ZZ"


def language_tag(raw: str) -> str | None:
    """Return a language tag in canonical form, or None where `raw` names no language that is spoken somewhere.

    The first of several counts ("en, fr"); a language's name stands for its tag, in English or its own tongue.
    A region, script or variant that does not exist is left out.

    >>> language_tag("en_us"), language_tag("zh-min-nan"), language_tag("Deutsch"), language_tag("en-EN")
    ('en-US', 'nan', 'de', 'en')
    >>> language_tag("iw"), language_tag("x-default"), language_tag("the")
    ('he', None, None)
    """
    return _language_tag(raw[: 2 * _MAX_TAG_CHARS])


@lru_cache(maxsize=256)  # all pages of a site declare the same few
def _language_tag(raw: str) -> str | None:
    first = re.split("[,;|]", raw, maxsplit=1)[0].strip().casefold()
    if not first or len(first) > _MAX_TAG_CHARS:
        return None
    return _usual_tag(first) or _any_tag(first.replace("_", "-")) or _tag_of_name(first)


def primary_language(tag: str) -> str:
    """Return the first subtag of a canonical tag.

    >>> primary_language("pt-BR")
    'pt'
    """
    return tag.partition("-")[0]


def base_language(language: str | None) -> str:
    """Return the language under which words and dates are listed, "" where it is not known; Norwegian is "nb".

    >>> base_language("pt_BR"), base_language("no"), base_language("Deutsch"), base_language(None)
    ('pt', 'nb', 'de', '')
    """
    return _base_language(language[: 2 * _MAX_TAG_CHARS]) if language else ""


@lru_cache(maxsize=256)  # asked of each line that may be a byline or a date
def _base_language(language: str) -> str:
    base = primary_language(language_tag(language) or "")
    return _LISTED_AS.get(base, base)


def usual_country(base: str) -> str | None:
    """Return the country (ISO 3166) where most readers of a language live; None for English and unknown ones.

    >>> usual_country("hi"), usual_country("en"), usual_country("")
    ('IN', None, None)
    """
    tag = _cldr("likely_subtags").get(base, "") if base and base != "en" else ""
    return str(tag).rpartition("_")[2] or None


def _usual_tag(text: str) -> str | None:
    """Return the tag of a text such as "de" or "pt-br" in which nothing is to be replaced, else None."""
    match = _USUAL.fullmatch(text)
    if match is None:
        return None
    language, region = match[1], (match[2] or "").upper()
    if language not in _spoken() or language in _cldr("language_aliases"):
        return None
    if not region:
        return language
    return f"{language}-{region}" if region in _regions() else None


def _any_tag(text: str) -> str | None:
    match = _TAG.match(text)
    if match is None:
        return None
    # The registry's irregular tags end in what looks like a variant: "zh-xiang", "art-lojban".
    irregular = match[0] in _replacements()
    language, script, region = _parts(match[0] if irregular else match["language"])
    if language not in _spoken():
        return None
    script = _known_script(match["script"]) or script
    region = _known_region(match["region"]) or region
    variants = (
        [] if irregular else [part for part in match["variants"].split("-") if part and _is_registered(part)]
    )
    return "-".join([language, *filter(None, (script, region)), *dict.fromkeys(variants)])


def _parts(written: str) -> tuple[str, str, str]:
    """Return the language that replaces a written one, and the script and region that come with it, else "".

    Of a language within another ("zh-yue") that is unknown to the registry, the outer one is left.
    """
    language = written if written in _replacements() else written.partition("-")[0]
    for _ in range(_MAX_REPLACEMENTS):
        if language in _spoken() and language not in _replacements():
            break
        language = _replacements().get(language, language)
    match = _TAG.match(language.lower())
    if match is None:
        return language, "", ""
    return match["language"], (match["script"] or "").title(), (match["region"] or "").upper()


def _known_script(script: str | None) -> str:
    from langcodes.data_dicts import ALL_SCRIPTS  # noqa: PLC0415  (see above)

    name = (script or "").title()
    return name if name in ALL_SCRIPTS else ""


def _known_region(region: str | None) -> str:
    """Return a region as ISO 3166 and the United Nations have it today: "GB" for "uk"; "" for what is none."""
    from langcodes.data_dicts import TERRITORY_REPLACEMENTS  # noqa: PLC0415  (see above)

    code = TERRITORY_REPLACEMENTS.get(region or "", (region or "").upper())
    return code if code in _regions() or (code.isdigit() and _is_registered(code)) else ""


def _is_registered(subtag: str) -> bool:
    from langcodes.data_dicts import VALIDITY  # noqa: PLC0415  (see above)

    return VALIDITY.match(subtag) is not None


@cache
def _replacements() -> Mapping[str, str]:
    """Return what stands for an outdated or overlong language, or for one that is written as a larger one.

    "deu" -> "de", "sh" -> "sr-Latn", "cmn" -> "zh".
    """
    from langcodes.data_dicts import LANGUAGE_REPLACEMENTS, NORMALIZED_MACROLANGUAGES  # noqa: PLC0415  (see above)

    own = word_table("language/data/languages")
    known = {**NORMALIZED_MACROLANGUAGES, **LANGUAGE_REPLACEMENTS, **own["countries"]}
    return {written: tag for written, tag in known.items() if written not in own["kept"]}


@cache
def _spoken() -> frozenset[str]:
    """Return the languages that are spoken in some country, as CLDR counts them."""
    own = word_table("language/data/languages")
    places: Iterable[Mapping[str, object]] = _cldr("territory_languages").values()
    counted = {language.partition("_")[0] for languages in places for language in languages}
    return frozenset(counted.union(own["kept"], own["uncounted"]) - {_NO_LANGUAGE})


@cache
def _regions() -> frozenset[str]:
    return frozenset(_cldr("territory_languages")) - {_NO_REGION}


def _cldr(name: Literal["language_aliases", "likely_subtags", "territory_languages"]) -> Mapping[str, Any]:
    from babel.core import get_global  # noqa: PLC0415  (see above)

    return get_global(name)


def _tag_of_name(name: str) -> str | None:
    own = word_table("language/data/languages")
    code = own["names"].get(name) or own["own_names"].get(name) or _english_names().get(name)
    return _any_tag(code) if code else None


@cache
def _english_names() -> Mapping[str, str]:
    """Return casefolded English name -> tag in lower case; read in 22 ms, when a page first names its language."""
    from babel import Locale  # noqa: PLC0415  (see above)

    return {name.casefold(): code.lower().replace("_", "-") for code, name in Locale("en").languages.items()}
