"""Language tags in their canonical form (BCP 47: RFC 5646, section 4.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from newsspider.language.word_lists import word_table

_MAX_TAG_CHARS = 60  # the longest that a page can mean, variants and all; the rest is text in the wrong place
# language, script, region, variants; what follows (extensions, private use, ".UTF-8", "@euro") is left out.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-[a-z]{3}(?=-|$))?(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3})){0,3})(?=$|[-.@])"
)
_REGIONS = {"UK": "GB"}  # what people write for what ISO 3166 says


def language_tag(raw: str) -> str | None:
    """Return a language tag in canonical form, or None where `raw` names no language that is known.

    The first of several counts ("en, fr"); a language's name stands for its tag.

    >>> language_tag("en_us"), language_tag("pt-br"), language_tag("zh-hant-tw"), language_tag("Deutsch")
    ('en-US', 'pt-BR', 'zh-Hant-TW', 'de')
    >>> language_tag("iw"), language_tag("x-default"), language_tag("the")
    ('he', None, None)
    """
    return _language_tag(raw[: 2 * _MAX_TAG_CHARS])


@lru_cache(maxsize=256)  # all pages of a site declare the same few
def _language_tag(raw: str) -> str | None:
    first = re.split("[,;|]", raw, maxsplit=1)[0].strip().casefold()
    known = _known()
    if first in known.names:
        return known.names[first]
    match = _TAG.match(first.replace("_", "-")) if len(first) <= _MAX_TAG_CHARS else None
    if match is None:
        return None
    language = known.preferred.get(match["language"], match["language"])
    if language.partition("-")[0] not in known.codes:
        return None
    parts = [language, *_subtags(match, has_script="-" in language)]
    return "-".join(parts)


def primary_language(tag: str) -> str:
    """Return the first subtag of a canonical tag.

    >>> primary_language("pt-BR")
    'pt'
    """
    return tag.partition("-")[0]


def _subtags(match: re.Match[str], *, has_script: bool) -> list[str]:
    found = []
    if match["script"] and not has_script:
        found.append(match["script"].title())
    if match["region"]:
        region = match["region"].upper()
        found.append(_REGIONS.get(region, region))
    found.extend(part for part in match["variants"].split("-") if part)
    return found


class _Known(NamedTuple):
    codes: frozenset[str]
    preferred: Mapping[str, str]
    names: Mapping[str, str]


@cache
def _known() -> _Known:
    table = word_table("language/data/languages")
    codes = frozenset(f"{table['codes']} {table['long_codes']}".split())
    return _Known(codes, table["preferred"], table["names"])
