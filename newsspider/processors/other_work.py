"""Other work than writing in a byline: what introduces who took the pictures, edited or translated."""

from __future__ import annotations

import re
from functools import cache

from newsspider.language.bylines import collaborator_label, source_label, words_pattern
from newsspider.language.first_words import FirstWords
from newsspider.language.word_lists import any_of, words_of

# Without one of these a byline has no label for other work: most names are not searched for all of them.
_WORK_SIGN = re.compile(r"[:：=＝/／]|\s[^\W\d_A-Z]{2,9}\s")
_SOURCE_SIGN = re.compile(r"\s[^\W\d_]{2,9}\s?[:：]")
_BEFORE_END = re.compile(r"(?<=[^\W\d_]{3})(?:\.\s*|\s*\d{1,3}\s*(?:[Mm]in\.?|мин\.?|dk\.?)?\s*|\s{1,3}[&+]\s*)$")


def begins_other_work(text: str) -> bool:
    """Return whether a text introduces who did other work than writing: "Photos by Ben Kurz"."""
    if not _first_words().may_begin(text):  # as of nearly all
        return False
    return bool(words_pattern("ends").match(text) or collaborator_label().match(text))


@cache
def _first_words() -> FirstWords:
    ends, works = (words_of("language/data/bylines", kind) for kind in ("ends", "collaborators"))
    return FirstWords((*ends, *works))


def before_end_words(text: str) -> str:
    """Return a byline up to the words with which something else begins: "Updated", "Photo by", "Photography:".

    A word at the very end that touches the name belongs to it: "海港发布".
    """
    may_work = _first_words().may_stand_in(text)
    match = words_pattern("ends").search(text) if may_work else None
    if match and match.end() == len(text) and match.start() and text[match.start() - 1].isalpha():
        match = None
    titles = ("roles", "organizations")  # "Managing Editor: "
    works = collaborator_label().finditer(text, 1) if may_work and _WORK_SIGN.search(text) else ()
    work = next(
        (found for found in works if not any(words_pattern(kind).match(found[0]) for kind in titles)), None
    )
    source = _SOURCE_SIGN.search(text) and source_label().search(text, 1)  # "Ana Ruiz Quelle: dpa"
    start = min((found.start() for found in (match, work, source or None) if found), default=None)
    if start is None:
        return text
    return _and_at_end().sub("", _BEFORE_END.sub("", text[:start]))


@cache
def _and_at_end() -> re.Pattern[str]:
    """Return the pattern of an "and" before what was cut off: "Ana Ruiz and photographs by"."""
    return re.compile(rf"\s(?:{any_of(words_of('language/data/bylines', 'conjunctions'))})\s*$", re.IGNORECASE)
