"""What pagers say: numbers of pages, "next page", "view all"."""

from __future__ import annotations

import re
from functools import cache

from newsspider.language.word_lists import any_of, word_set, words_of

_LABELS = "discovery/data/article_part_labels"
_MAX_LABEL_CHARS, _MAX_LINE_CHARS = 60, 120
# What stands around the numbers and words of a pager: arrows, dots, brackets.
_ORNAMENTS = " \t\r\n\xa0\u200b\u200e\u200f|/\\<>«»‹›→←⟩⟨➔➜▶►▸❯❮·•.…:;,-–—()[]+"


def plain_label(text: str) -> str:
    """Return what a link says in small letters, without the arrows around it.

    >>> plain_label(" Next\\n page » "), plain_label("[2]")
    ('next page', '2')
    """
    return " ".join(text[: 2 * _MAX_LABEL_CHARS].lower().split()).strip(_ORNAMENTS)


def says(label: str, kind: str) -> bool:
    """Return whether a plain label is one of a kind: page, next, previous, whole.

    >>> says("nächste seite", "next"), says("view all", "whole"), says("news", "next")
    (True, True, False)
    """
    return label in _labels(kind)


def page_number(label: str) -> int | None:
    """Return the number of the page that a plain label names.

    >>> page_number("2"), page_number("seite 3: die folgen"), page_number("page 2 of 5"), page_number("2 storms")
    (2, 3, 2, None)
    """
    found = _number_label().fullmatch(label) if label and len(label) <= _MAX_LABEL_CHARS else None
    return int(found["number"]) if found else None


def is_pager_line(text: str) -> bool:
    """Return whether a line of text is a pager's.

    >>> is_pager_line("1 2 3 Next page »"), is_pager_line("Page 2 of 5"), is_pager_line("3 dead in storm")
    (True, True, False)
    """
    if len(text) > _MAX_LINE_CHARS:
        return False
    label = plain_label(text)
    return bool(label) and (page_number(label) is not None or _pager_line().fullmatch(label) is not None)


@cache
def _labels(kind: str) -> frozenset[str]:
    return word_set(_LABELS, kind)


@cache
def _pager_line() -> re.Pattern[str]:
    labels = any_of([word for kind in ("page", "next", "previous", "whole") for word in words_of(_LABELS, kind)])
    gap = f"[{re.escape(_ORNAMENTS)}]"
    return re.compile(rf"(?:(?:{labels}|\d{{1,2}})(?:{gap}{{1,10}}|$)){{1,40}}", re.IGNORECASE)


@cache
def _number_label() -> re.Pattern[str]:
    words, of = any_of(words_of(_LABELS, "page")), any_of(words_of(_LABELS, "of"))
    number = rf"(?P<word>(?:{words})\s?)?(?P<number>\d{{1,2}})(?:\s?(?:{words}))?(?:\s?(?:{of}|/)\s?\d{{1,2}})?"
    return re.compile(rf"{number}(?(word)(?:\s?[:.–-].{{1,60}})?)", re.IGNORECASE)
