"""What stands where a text breaks off, to be read on by those who pay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from newsspider._native import KnownWords
from newsspider.language.scripts import TOUCHING_CHAR, holds_touching
from newsspider.language.word_lists import any_of, words_of

_BEGUN_WORD = re.compile(r"(?<=[^\w©])\w+(?!©)")  # before a phrase's first word a text may have more letters
_BEGINNING_CHARS = 6
_MAX_LINE_CHARS = 300
_MAX_HEADING_CHARS = 120


def holds_wall(lines: str) -> bool:
    """Return whether one of some lines invites readers to pay or to sign in for the rest of the text.

    >>> holds_wall("Log in or subscribe to continue."), holds_wall("Subscribe to our newsletter")
    (True, False)
    """
    folded = "\n".join([line[:_MAX_LINE_CHARS] for line in lines.split("\n")]).casefold()
    walls = _walls()
    # Of hundreds of phrases few have a word on a page: the others are not looked for.
    begun = [walls.by_beginning[beginning] for beginning in walls.beginnings.found(folded)]
    touching = walls.touching if holds_touching(folded) else ()
    return any(phrase in folded for phrase in chain(walls.others, touching, *begun))


def asks_for_support(heading: str) -> bool:
    """Return whether a heading asks readers for money for those who write.

    >>> [asks_for_support(text) for text in ("Support our journalism", "Support for journalism falls")]
    [True, False]
    """
    return len(heading) <= _MAX_HEADING_CHARS and _appeals().match(heading.casefold()) is not None


@cache
def _appeals() -> re.Pattern[str]:
    begin, named = (any_of(words_of("lines/data/walls", kind)) for kind in ("support", "supported"))
    return re.compile(rf"\W{{0,3}}(?:{begin})(?!\w|\s(?:for|from|of)\s).{{0,60}}?(?<!\w)(?:{named})")


class _Walls(NamedTuple):
    by_beginning: Mapping[str, Sequence[str]]  # how a word of a phrase begins -> phrases
    beginnings: KnownWords
    touching: Sequence[str]  # phrases of scripts without spaces
    others: Sequence[str]  # phrases that no word tells


@cache
def _walls() -> _Walls:
    by_beginning: dict[str, list[str]] = {}
    touching: list[str] = []
    others: list[str] = []
    for phrase in dict.fromkeys(map(str.casefold, words_of("lines/data/walls", "wall"))):
        words = [word[0] for word in _BEGUN_WORD.finditer(phrase) if _is_told(word)]
        if words:
            by_beginning.setdefault(max(words, key=len)[:_BEGINNING_CHARS], []).append(phrase)
        else:
            (touching if TOUCHING_CHAR.search(phrase) else others).append(phrase)
    return _Walls(by_beginning, KnownWords(by_beginning, most=_BEGINNING_CHARS), touching, others)


def _is_told(word: re.Match[str]) -> bool:
    """Return whether a phrase tells how a word begins that has this one: where it is the last, it may go on."""
    return word.end() < len(word.string) or len(word[0]) >= _BEGINNING_CHARS
