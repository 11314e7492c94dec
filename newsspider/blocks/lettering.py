"""What each block's text is made of: lengths, marks and kinds of letters, whatever the language.

Compiled where there is a compiler, with the types in lettering.pxd.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

try:
    from newsspider.blocks._lettering import read_letters
except ImportError:  # no compiler where the package was installed
    from newsspider.blocks.lettering_numpy import read_letters

Column = NDArray[np.floating[Any]]

(_OTHER, _SPACE, _STOP, _COMMA, _QUOTE, _COLON, _SIGN, _DIGIT, _UPPER, _LETTER, _UNSPACED, _BRACKET) = range(12)
_CLASSES = 12
_MARKS = {".!?…。！？؟।۔": _STOP, ",;،、，；؛": _COMMA, "\"'「」『』": _QUOTE, ":：": _COLON, "|•·#*/\\&@": _SIGN}
_CATEGORIES = {"Zs": _SPACE, "Cc": _SPACE, "Pi": _QUOTE, "Pf": _QUOTE, "Sm": _SIGN, "So": _SIGN, "Sk": _SIGN,
               "Pc": _SIGN, "Nd": _DIGIT, "Lu": _UPPER, "Lt": _UPPER, "Ps": _BRACKET, "Pe": _BRACKET}  # fmt: skip
# Scripts that put no spaces between words: kana, Han, Hangul, Thai and Lao.
_UNSPACED_RANGES = ((0x0E00, 0x0EFF), (0x3040, 0x9FFF), (0xAC00, 0xD7A3))
# Of a longer block its beginning and its end are read: beyond that nothing about it changes.
_READ_CHARS = 1000
_END_CHARS = 8


class Lettering(NamedTuple):
    """Columns, entry i is block i."""

    chars: Column
    words: Column  # one more than there are; two characters of a script without spaces count as one
    first: Column  # class of the first character, of the last, and of the last but one
    last: Column
    before_last: Column
    is_sentence: Column  # 1.0 where it ends as a sentence does, quotes and brackets after the mark aside
    counts: NDArray[np.float32]  # one row a class of characters: of the part that is read
    read_chars: Column

    def share(self, kind: int) -> Column:
        """Return the share of the characters that are of a kind: DIGITS, UPPER and so on."""
        share: Column = self.counts[kind] / self.read_chars
        return share


COMMAS, STOPS, QUOTES, COLONS, SIGNS, DIGITS, UPPER, LOWER, UNSPACED, BRACKETS = (
    _COMMA, _STOP, _QUOTE, _COLON, _SIGN, _DIGIT, _UPPER, _LETTER, _UNSPACED, _BRACKET
)  # fmt: skip


def lettering(texts: Sequence[str]) -> Lettering:
    """Return what the blocks' texts are made of. No text may be empty; there must be at least one."""
    chars = np.fromiter(map(len, texts), np.float32, len(texts))
    counts, (read_chars, first, last, before) = read_letters(
        list(texts), _class_table(), _CLASSES, _READ_CHARS, _END_CHARS
    )
    words, is_sentence = words_and_sentences(chars, counts, read_chars, last, before)
    return Lettering(chars, words, first, last, before, is_sentence, counts, read_chars)


def words_and_sentences(
    chars: Column, counts: NDArray[np.float32], read_chars: Column, last: Column, before: Column
) -> NDArray[np.float32]:
    """Return how many words each block has, and 1.0 where it ends as a sentence does: see Lettering."""
    length, of, read, end, before_end = chars, counts, read_chars, last, before
    table = np.zeros((2, len(chars)), np.float32)
    rows = table
    for i in range(len(length)):
        breaks = of[_SPACE, i] + 1  # with the one after the block
        rows[0, i] = (breaks + of[_UNSPACED, i] / 2) * (length[i] / read[i]) + 1
        is_closing = end[i] == _QUOTE or end[i] == _BRACKET
        rows[1, i] = end[i] == _STOP or (is_closing and before_end[i] == _STOP)
    return table


@cache
def _class_table() -> NDArray[Any]:
    """Return the class of each UTF-16 code unit; built once, as it takes 30 ms."""
    table = np.zeros(0x10000, np.uint8)
    marks = {ord(mark): kind for row, kind in _MARKS.items() for mark in row}
    for point in range(0x10000):
        category = unicodedata.category(chr(point))
        table[point] = (
            marks.get(point) or _CATEGORIES.get(category) or (_LETTER if category[0] in "LM" else _OTHER)
        )
    for low, high in _UNSPACED_RANGES:
        letters = table[low : high + 1]
        letters[letters == _LETTER] = _UNSPACED
    return table
