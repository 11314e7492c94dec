"""What each block's text is made of: lengths, marks and kinds of letters, whatever the language."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

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
    words: Column  # two characters of a script without spaces count as one
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
    count = len(texts)
    chars = np.fromiter(map(len, texts), np.float32, count)
    read = [
        text if len(text) <= _READ_CHARS else text[: _READ_CHARS - _END_CHARS] + text[-_END_CHARS:]
        for text in texts
    ]
    units = np.frombuffer("\n".join(read).encode("utf-16-le", "surrogatepass"), np.uint16)
    classes = _class_table()[units]
    ends = np.append(np.flatnonzero(units == 10), len(units))
    starts = np.zeros(count, np.int64)
    starts[1:] = ends[:-1] + 1
    owners = np.repeat(np.arange(count, dtype=np.int64) * _CLASSES, ends - starts + 1)[: len(units)]
    table = np.bincount(owners + classes, minlength=count * _CLASSES).reshape(count, _CLASSES)
    counts = np.ascontiguousarray(table.T, dtype=np.float32)
    read_chars = (ends - starts).astype(np.float32)
    words = (counts[_SPACE] + counts[_UNSPACED] / 2) * (chars / read_chars) + 1
    last, before = classes[ends - 1], classes[np.maximum(ends - 2, starts)]
    closing = (last == _QUOTE) | (last == _BRACKET)
    is_sentence = (last == _STOP) | (closing & (before == _STOP))
    return Lettering(
        chars,
        words,
        classes[starts].astype(np.float32),
        last.astype(np.float32),
        before.astype(np.float32),
        is_sentence.astype(np.float32),
        counts,
        read_chars,
    )


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
