"""What a line looks like by itself: how long it is, how it ends, whether it was cut off."""

from __future__ import annotations

import re
from enum import IntEnum

from newsspider.language.scripts import SENTENCE_ENDS, TOUCHING_CHAR, holds_touching

# A character of a script without spaces says about as much as this many Latin ones.
UNSPACED_WEIGHT = 2.5
HEAD_CHARS = 600  # of a long line, as much as tells what it is
SHORT_CHARS, MEDIUM_CHARS = 25, 80
_MARK_AT_END = f"[{SENTENCE_ENDS}][\"'”’»«›‹“)\\]）」』】]{{0,3}}$"
_MARKED_END = re.compile(_MARK_AT_END)
_FULL_STOPS = frozenset(".!?")
_SENTENCE_END = re.compile(f"{_MARK_AT_END}|(?<=[ก-๙ะ-์])$")
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W{0,3}$")
_COLONS = frozenset((":", "："))
_ADDRESS = re.compile(r"(?:[^\W\d_]{2,20}(?:\s[^\W\d_]{2,20})?\s?[:：=]\s?)?https?://\S+", re.IGNORECASE)


class Shape(IntEnum):
    """A line by length and ending: short, medium or long; bare, a sentence, or introducing what follows."""

    SHORT = 0
    SHORT_SENTENCE = 1
    SHORT_COLON = 2
    MEDIUM = 3
    MEDIUM_SENTENCE = 4
    MEDIUM_COLON = 5
    LONG = 6
    LONG_SENTENCE = 7
    LONG_COLON = 8


BARE = frozenset((Shape.SHORT, Shape.MEDIUM, Shape.LONG))


def shape_of(text: str) -> Shape:
    """Return what a line is by length and ending."""
    chars = weighted_chars(text)
    length = 0 if chars < SHORT_CHARS else 3 if chars < MEDIUM_CHARS else 6
    return Shape(length + ending_of(text))


def ending_of(text: str) -> int:
    """Return how a line ends: 0 bare, 1 as sentences do, 2 in a colon."""
    last = text[-1:]
    if last.isalpha() and last.isascii():  # as most do
        return 0
    return 2 if last in _COLONS else int(ends_sentence(text))


def ends_sentence(text: str) -> bool:
    """Return whether `text` ends as a sentence does, in any script; quotes and brackets after the mark aside.

    >>> ends_sentence('"It rains."'), ends_sentence("Rain"), ends_sentence("雨が降った。")
    (True, False, True)
    """
    last = text[-1:]
    if last.isascii() and last.isalnum():  # as most labels do
        return False
    return last in _FULL_STOPS or _SENTENCE_END.search(text[-6:]) is not None


def ends_in_mark(text: str) -> bool:
    """Return whether `text` ends in a mark of sentences: Thai has none, and any line of it may be a sentence.

    >>> ends_in_mark("It rains."), ends_in_mark("ฝนตก"), ends_sentence("ฝนตก")
    (True, False, True)
    """
    return _MARKED_END.search(text[-6:]) is not None


def is_cut_off(text: str) -> bool:
    """Return whether a line ends in an ellipsis, as teasers do.

    >>> is_cut_off("Read how the coast was ..."), is_cut_off("Wait ... it rains.")
    (True, False)
    """
    end = text[-8:]
    return ("…" in end or "..." in end) and _CUT_OFF.search(end) is not None


def is_address(text: str) -> bool:
    """Return whether a line is an address and nothing else, but a word or two before it that say so.

    >>> is_address("https://example.org/storm"), is_address("Page URL: https://example.org/storm")
    (True, True)
    >>> is_address("See https://example.org/storm for more")
    False
    """
    return "://" in text and _ADDRESS.fullmatch(text) is not None


def weighted_chars(text: str) -> float:
    """Return the length of a line in Latin characters' worth.

    >>> weighted_chars("Storm hits coast"), weighted_chars("雨が降った")
    (16.0, 12.5)
    """
    if not holds_touching(text):
        return float(len(text))
    head = text[:HEAD_CHARS]
    unspaced = len(TOUCHING_CHAR.findall(head)) / len(head)
    return len(text) * (1 + unspaced * (UNSPACED_WEIGHT - 1))
