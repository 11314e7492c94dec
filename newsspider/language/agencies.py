"""News agencies, as bylines, photo credits and datelines name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from newsspider.language.first_words import FirstWords
from newsspider.language.scripts import TOUCHING, TOUCHING_CHAR
from newsspider.language.word_lists import any_of, word_table

_AFTER_WORD = r"(?!\w|\.(?:com|net|org)\b)"  # an address (name@reuters.com) names no agency
_BEFORE_MARK = r"(?<![^\s(\[/|,;:·•–—\-©【（「+&])"
_AFTER_MARK = r"(?=\s{0,2}(?:$|[)\]/|,;:·•–—】）」+&.=]|-(?!\w)))"
# A mark stands between separators, and a space is none: "Foto: TT", but not "the TT race".
_MAX_KEPT_CHARS = 200  # of a line whose agencies are remembered
_MARK_START = re.compile(r"(?:^|[(\[/|,;:·•–—\-©【（「+&]|\b(?:and|und|et|y|e|og|och|en|ve|i|with|mit|avec))\s*$")


class _Agencies(NamedTuple):
    begun: FirstWords  # of all variants: most texts hold none of them
    pattern: re.Pattern[str]
    marks: re.Pattern[str]
    names: Mapping[str, str]  # variant, case-folded for `names`, as written for codes and marks -> the feed's name


def agencies_in(text: str) -> list[str]:
    """Return the names of the news agencies that a byline, credit or dateline names, in order, once each.

    Meant for such short lines and not for running text, in which a three-letter code may be anything.

    >>> agencies_in("By Jane Roe and the Associated Press")
    ['AP']
    >>> agencies_in("(AFP/dpa)"), agencies_in("Foto: Anna Berg / TT"), agencies_in("TT-racing on the Isle of Man")
    (['AFP', 'dpa'], ['TT'], [])
    >>> agencies_in("ap, Kyodo Smith-Reutersward")
    ['Kyodo']
    """
    return list(_agencies_in(text) if len(text) <= _MAX_KEPT_CHARS else _agencies_in.__wrapped__(text))


@lru_cache(maxsize=1024)  # several rules ask about an author, and who wrote one page of a site wrote others
def _agencies_in(text: str) -> tuple[str, ...]:
    agencies = _agencies()
    if not agencies.begun.may_stand_in(text):
        return ()
    found = []
    for match in agencies.pattern.finditer(text):
        name = agencies.names.get(match.group(0)) or agencies.names.get(match.group(0).casefold())
        if name:  # None: a letter like the dotted İ, which matches i but does not fold to it
            found.append((match.start(), name))
    found.extend(
        (match.start(), agencies.names[match.group(0)])
        for match in agencies.marks.finditer(text)
        if _MARK_START.search(text, max(0, match.start() - 8), match.start())
    )
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def is_agency(text: str) -> bool:
    """Return whether a text is a news agency's name and nothing else.

    >>> is_agency("Associated Press"), is_agency("AP photographer")
    (True, False)
    """
    return _agencies().pattern.fullmatch(text) is not None


def agency_behind_place(text: str) -> list[str]:
    """Return the agency that ends a dateline's brackets and touches the place before it, in a list.

    >>> agency_behind_place("ワシントン共同"), agency_behind_place("北京＝時事"), agency_behind_place("国際政治")
    (['Kyodo'], ['Jiji Press'], [])
    """
    match = _touching_marks().fullmatch(text)
    return [_agencies().names[match[1]]] if match else []


@cache
def _touching_marks() -> re.Pattern[str]:
    marks = (mark for row in word_table("language/data/agencies")["agency"] for mark in row.get("marks", ()))
    touching = any_of((mark for mark in marks if TOUCHING_CHAR.match(mark)), ignore_case=False)
    return re.compile(f"[{TOUCHING}・]{{1,12}}[＝=]?({touching})")


@cache
def _agencies() -> _Agencies:
    """Return the list as two patterns and the name of each variant; read once, since it is large."""
    rows = word_table("language/data/agencies")["agency"]
    names: dict[str, str] = {}
    variants: dict[str, list[str]] = {"names": [], "codes": [], "marks": []}
    for row in rows:
        for kind, of_kind in variants.items():
            for variant in row.get(kind, ()):
                names.setdefault(variant.casefold() if kind == "names" else variant, row["name"])
                of_kind.append(variant)
    spaced = [name for name in variants["names"] if not TOUCHING_CHAR.match(name)]
    unspaced = [name for name in variants["names"] if TOUCHING_CHAR.match(name)]
    words = f"(?<![\\w@])(?:(?i:{any_of(spaced)})|{any_of(variants['codes'], ignore_case=False)}){_AFTER_WORD}"
    return _Agencies(
        FirstWords(variant for of_kind in variants.values() for variant in of_kind),
        re.compile(f"{words}|{any_of(unspaced, ignore_case=False)}"),
        re.compile(f"{_BEFORE_MARK}(?:{any_of(variants['marks'], ignore_case=False)}){_AFTER_MARK}"),
        names,
    )
