"""Lists of words: read from the data folders, and made into patterns.

A list is named by its path in the package: "lines/data/walls" is `newsspider/lines/data/walls.toml`. Each is
read once, when it is first asked for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

Words: TypeAlias = tuple[str, ...]

# What a letter matches, letter case ignored, beyond its own upper and lower case; symbols such as "ϐ" aside.
_MORE_CASES = {"i": "İı", "s": "ſ", "k": "\u212a", "å": "\u212b", "σ": "ς", "ω": "\u2126", "µ": "μ", "μ": "µ"}


@cache
def word_table(name: str) -> Mapping[str, Any]:
    """Return a data file as it stands: for those that hold more than words.

    >>> sorted(word_table("language/data/time_zones"))
    ['by_country', 'fixed', 'words', 'written', 'zones']
    """
    path = files("newsspider").joinpath(*f"{name}.toml".split("/"))
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from error


@cache
def word_sets(name: str) -> Mapping[str, frozenset[str]]:
    """Return a file of lists: kind -> words.

    >>> "paywall" in word_sets("fields/data/class_words")["wall"]
    True
    """
    return {kind: frozenset(_words(name, kind, words)) for kind, words in word_table(name).items()}


@cache
def words_by_language(name: str) -> Mapping[str, Mapping[str, Words]]:
    """Return a file of tables: kind -> language (BCP 47) -> words.

    >>> words_by_language("fields/publisher/footers")["rights"]["it"][:2]
    ('tutti i diritti riservati', 'riproduzione riservata')
    """
    found = {}
    for kind, table in word_table(name).items():
        if not isinstance(table, dict):
            raise _fault(name, kind, "a table of lists by language", table)
        found[kind] = {language: _words(name, f"{kind}.{language}", words) for language, words in table.items()}
    return found


@cache
def words_of(name: str, kind: str) -> Words:
    """Return the words of one kind in all languages, once each, in the file's order.

    >>> words_of("fields/publisher/footers", "rights")[:2]
    ('all rights reserved', 'all right reserved')
    """
    return tuple(dict.fromkeys(word for words in words_by_language(name)[kind].values() for word in words))


@cache
def word_set(name: str, kind: str, language: str | None = None) -> frozenset[str]:
    """Return the words of one kind, in all languages or one, as a set: some have hundreds, in which one is sought.

    It holds them as written and casefolded, since texts that are have no "ß" and no "ς".

    >>> "all rights reserved" in word_set("fields/publisher/footers", "rights")
    True
    >>> "συντάκτησ" in word_set("language/data/bylines", "writers", "el")
    True
    """
    words = words_of(name, kind) if language is None else words_by_language(name)[kind].get(language, ())
    return frozenset((*words, *map(str.casefold, words)))


def _words(name: str, place: str, words: object) -> Words:
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise _fault(name, place, "a list of words, none of them empty", words)
    return tuple(words)


def _fault(name: str, place: str, expected: str, found: object) -> ValueError:
    return ValueError(f"{name}.toml: {place} must be {expected}, not {repr(found)[:80]}")


def any_of(words: Iterable[str], *, ignore_case: bool = True) -> str:
    """Return a pattern of any of `words`, the longest that fits: "written by" before "by".

    For a pattern that ignores case, unless said otherwise; matches nothing where there are no words. They are
    grouped by their first letter, since `re` skips a group whose set of characters does not hold the next one
    without trying it: lists of some hundred words take a fifth to a third of the time. Groups within groups would
    take a little less, and twenty times as long to compile.

    >>> re.compile(any_of(["by", "by line", "von"]), re.IGNORECASE).match("By line Ana").group()
    'By line'
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        groups.setdefault(_small(word[:1]) if ignore_case else word[:1], []).append(re.escape(word[1:]))
    if not groups:
        return "(?!)"
    return "|".join(
        f"{_letter(letter, ignore_case=ignore_case)}(?:{'|'.join(rests)})" for letter, rests in groups.items()
    )


def _letter(letter: str, *, ignore_case: bool) -> str:
    small = _small(letter)
    spellings = (letter, small, letter.lower(), letter.upper(), letter.title())
    cases = {case for case in spellings if len(case) == 1}.union(_MORE_CASES.get(small, ""))
    if not ignore_case or len(cases) == 1:
        return re.escape(letter)
    return f"(?-i:[{''.join(sorted(cases))}])"


def _small(letter: str) -> str:
    """Return the small letter that stands for a letter in any case: "s" for "ſ", "i" for "İ", "ß" for itself."""
    large = letter.upper()
    return large.lower()[:1] if len(large) == 1 else letter
