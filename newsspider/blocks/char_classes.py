"""What each block's text is made of: lengths, marks and kinds of letters, whatever the language."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsspider._native import read_chars
from newsspider._native.values import Column
from newsspider.language import scripts

(_OTHER, _SPACE, _STOP, _COMMA, _QUOTE, _COLON, _SIGN, _DIGIT, _UPPER, _LETTER, _UNSPACED, _BRACKET) = range(12)
_CLASSES = 12
_MARKS = {scripts.SENTENCE_ENDS: _STOP, ",;،、，；؛՝፣፤": _COMMA, "\"'「」『』": _QUOTE, ":：": _COLON,
          "|•·#*/\\&@": _SIGN}  # fmt: skip
_CATEGORIES = {"Zs": _SPACE, "Cc": _SPACE, "Pi": _QUOTE, "Pf": _QUOTE, "Sm": _SIGN, "So": _SIGN, "Sk": _SIGN,
               "Pc": _SIGN, "Nd": _DIGIT, "Lu": _UPPER, "Lt": _UPPER, "Ps": _BRACKET, "Pe": _BRACKET}  # fmt: skip
# Of a longer block its beginning and its end are read: beyond that nothing about it changes.
_READ_CHARS = 1000
_TABLE_SIZE = 0x10000
_END_CHARS = 8


class CharClasses(NamedTuple):
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


def char_classes(texts: Sequence[str]) -> CharClasses:
    """Return what the blocks' texts are made of. No text may be empty; there must be at least one."""
    chars = np.fromiter(map(len, texts), np.float32, len(texts))
    counts, (read, first, last, before) = read_chars(
        list(texts), _class_table(), _CLASSES, _READ_CHARS, _END_CHARS
    )
    breaks = counts[_SPACE] + 1  # with the one after the block
    words = (breaks + counts[_UNSPACED] / 2) * (chars / read) + 1
    is_closing = (last == _QUOTE) | (last == _BRACKET)
    is_sentence = (last == _STOP) | (is_closing & (before == _STOP))
    return CharClasses(chars, words, first, last, before, is_sentence.astype(np.float32), counts, read)


@cache
def _class_table() -> NDArray[Any]:
    """Return the class of each UTF-16 code unit; built once, in 12 ms."""
    classes = _OfCategory(_CATEGORIES)
    categories = map(unicodedata.category, map(chr, range(_TABLE_SIZE)))
    table = np.fromiter(map(classes.__getitem__, categories), np.uint8, _TABLE_SIZE)
    for marks, kind in _MARKS.items():
        table[list(map(ord, marks))] = kind
    for first, last in scripts.ranges_of(scripts.TOUCHING):
        letters = table[first : last + 1]
        letters[letters == _LETTER] = _UNSPACED
    return table


class _OfCategory(dict[str, int]):
    """Unicode's category -> class."""

    def __missing__(self, category: str) -> int:
        return _LETTER if category[0] in "LM" else _OTHER
