"""What each line of a page looks like and says, in columns: all lines at once, for the models of text dumps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsspider._native.values import Column
from newsspider.language.scripts import TOUCHING_CHAR
from newsspider.lines.captions import is_caption, lines_with_credit_words
from newsspider.lines.shapes import (
    HEAD_CHARS,
    MEDIUM_CHARS,
    SHORT_CHARS,
    UNSPACED_WEIGHT,
    Shape,
    ending_of,
    is_cut_off,
)
from newsspider.lines.wording import business_lines, comment_marks, label_lines

Counts: TypeAlias = NDArray[np.intp]

_MARK = "[.!?…؟۔।։።][\"'”’»)\\]]{0,3} [^\\w\\n]{0,2}[^\\W\\d_a-zа-я]"
_EAST_ASIAN_BREAK = "[。！？][^」』）\\n]"
_SENTENCE_BREAK = re.compile(_MARK)
_ANY_SENTENCE_BREAK = re.compile(f"{_MARK}|{_EAST_ASIAN_BREAK}")
_EAST_ASIAN_MARKS = re.compile("[。！？]")
_LETTER, _CASED, _LOWER, _IS_TOUCHING = 1, 2, 4, 8


def line_columns(texts: Sequence[str]) -> dict[str, Column]:
    """Return the columns of a page's lines by name, entry i for line i; no line may hold a line break.

    "kind" is the Shape of each, "sentence_breaks" how many sentences end inside it, "lower_share" how many of the
    words that can be capitals begin with a small letter (0.5 where there are none). The others are 1.0 for lines
    that are what their name says.
    """
    heads = [text[:HEAD_CHARS] for text in texts]
    joined = "\n".join((*heads, ""))
    starts = np.cumsum([0, *(len(head) + 1 for head in heads[:-1])])
    lengths = np.fromiter(map(len, texts), np.float64, len(texts))
    chars, lower_share = _chars_and_lower_shares(lengths, joined, starts)
    may_touch = bool((chars > lengths).any())
    endings = [ending_of(text) for text in texts]
    shapes = (3 * ((chars >= SHORT_CHARS).astype(np.intp) + (chars >= MEDIUM_CHARS)) + endings).tolist()
    labels = label_lines(texts)
    counts = Counter(texts)
    captions = [
        i for i in lines_with_credit_words(texts, may_touch=may_touch) if is_caption(texts[i], Shape(shapes[i]))
    ]
    return {
        "is_ellipsis": _marks(len(texts), [i for i, text in enumerate(texts) if is_cut_off(text)]),
        "is_related": _marks(len(texts), labels["related"]),
        "is_comments": _marks(len(texts), labels["comments"]),
        "is_control": _marks(len(texts), labels["controls"]),
        "is_business": _marks(len(texts), business_lines(texts, may_touch=may_touch)),
        "is_caption": _marks(len(texts), captions),
        "is_comment_mark": _marks(len(texts), comment_marks(texts, may_touch=may_touch)),
        "is_repeated": np.array([counts[text] > 1 for text in texts], np.float32),
        "kind": np.array(shapes, np.float32),
        "sentence_breaks": _sentence_breaks(joined, starts).astype(np.float32),
        "lower_share": lower_share.astype(np.float32),
    }


def _marks(count: int, indices: Iterable[int]) -> Column:
    column = np.zeros(count, np.float32)
    column[list(indices)] = 1.0
    return column


def _sentence_breaks(joined: str, starts: Counts) -> Counts:
    pattern = _ANY_SENTENCE_BREAK if _EAST_ASIAN_MARKS.search(joined) else _SENTENCE_BREAK
    at = [match.start() for match in pattern.finditer(joined)]
    return np.bincount(np.searchsorted(starts, at, "right") - 1, minlength=len(starts))


def _chars_and_lower_shares(lengths: Column, joined: str, starts: Counts) -> tuple[Column, Column]:
    """Return the length of each line in Latin characters' worth, and its share of words in small letters."""
    kinds = _kinds_of(joined)
    is_letter = (kinds & _LETTER) > 0
    begins = is_letter.copy()
    begins[1:] &= ~is_letter[:-1]

    def count(marked: NDArray[np.bool_]) -> Counts:
        counted: Counts = np.add.reduceat(marked, starts, dtype=np.intp)
        return counted

    cased, lower = count(begins & ((kinds & _CASED) > 0)), count(begins & ((kinds & _LOWER) > 0))
    lower_share = np.where(cased > 0, lower / np.maximum(cased, 1), 0.5)
    unspaced = count((kinds & _IS_TOUCHING) > 0) / np.minimum(lengths, HEAD_CHARS)
    return lengths * (1.0 + unspaced * (UNSPACED_WEIGHT - 1)), lower_share


def _kinds_of(text: str) -> NDArray[np.uint8]:
    """Return what each character is: any of _LETTER, _CASED, _LOWER and _IS_TOUCHING."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    table = _kind_table()
    kinds = table[np.minimum(points, len(table) - 1)]
    for i in np.flatnonzero(points >= len(table)).tolist():
        kinds[i] = _kind_of(text[i])
    return kinds


@cache
def _kind_table() -> NDArray[np.uint8]:
    """Return the kinds of the basic plane's characters; built once, as it takes 30 ms."""
    return np.array([_kind_of(chr(point)) for point in range(0x10000)], np.uint8)


def _kind_of(char: str) -> int:
    kind = _IS_TOUCHING if TOUCHING_CHAR.match(char) else 0
    if char.isalnum() and not char.isdecimal():  # [^\W\d_] to patterns
        kind |= _LETTER
        if char.lower() != char.upper():
            kind |= _CASED | (_LOWER if char.islower() else 0)
    return kind
