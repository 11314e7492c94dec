"""What the blank lines, indents and dates of a text dump say of its blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsspider._native.values import Column
from newsspider.blocks.types import Layout
from newsspider.lines.shapes import Shape

_DIGIT = re.compile(r"\d")  # most lines have none, which is found out in a fifth of the time
_DATED_CHARS = 80  # of a longer line a year is part of what it tells
_LONGEST_PERIOD, _PERIOD_BLOCKS = 6, 9
# A year, a time, a date in numbers: what stands by each story of a list, and by each reader's comment.
_DATED = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d(?!\d)|\d{1,2}[:.h]\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})|\d{1,2}月\d"
)


def group_columns(layout: Layout, chars: Column, is_sentence: NDArray[np.bool_]) -> dict[str, Column]:
    """Return what the lines between two blank lines have in common: a list, or one paragraph.

    A dump without blank lines is one group.
    """
    group = groups(layout)
    sizes = np.bincount(group)
    first = np.cumsum(sizes) - sizes
    mass, sentences = np.bincount(group, chars), np.bincount(group, is_sentence)
    return {
        "group_blocks": np.minimum(sizes, 50)[group].astype(np.float32),
        "group_index": np.minimum(np.arange(len(group)) - first[group], 50).astype(np.float32),
        "group_mean_chars": (mass / sizes)[group],
        "group_sentence_share": (sentences / sizes)[group],
        "blank_share": np.full(len(group), len(sizes) / len(group), np.float32),
    }


def groups(layout: Layout) -> NDArray[np.intp]:
    """Return for each block the number of the group that it is in; blank lines part groups."""
    starts = np.array(layout.gaps) > 0
    starts[0] = True
    return np.cumsum(starts) - 1


def layout_columns(kind: Column, is_dated: Column) -> dict[str, Column]:
    """Return how regularly lines of one look come back around each: name, date and text of comment after comment.

    `kind` is the Shape of each. Prose repeats itself line by line, lists of stories and comments every two to six.
    """
    looks = kind + len(Shape) * is_dated
    equal = np.zeros((_LONGEST_PERIOD, len(looks)), np.float32)
    for lag in range(1, min(_LONGEST_PERIOD, len(looks) - 1) + 1):
        equal[lag - 1, :-lag] = looks[:-lag] == looks[lag:]
    shares = mean_within(equal, _PERIOD_BLOCKS, _PERIOD_BLOCKS)
    return {
        "alike_next": shares[0],
        "alike_later": shares[1:].max(axis=0),
        "period": shares[1:].argmax(axis=0) + 2.0,
        "regularity": shares[1:].max(axis=0) - shares[0],
    }


def indent_columns(layout: Layout, chars: Column, core: NDArray[np.bool_]) -> dict[str, Column]:
    """Return how far each block stands in from the column that most of the core's text stands at."""
    indents = np.minimum(np.array(layout.indents), 40)
    mass = np.bincount(indents, np.where(core, chars, 0.0))
    return {"indent_from_main": (indents - int(mass.argmax())).astype(np.float32)}


def dated(texts: Sequence[str]) -> Column:
    """Return 1.0 for each short block that holds a year, a time or a date in numbers."""
    column = np.zeros(len(texts), np.float32)
    column[[i for i, text in enumerate(texts) if len(text) <= _DATED_CHARS and _is_dated(text)]] = 1.0
    return column


def _is_dated(text: str) -> bool:
    return _DIGIT.search(text) is not None and _DATED.search(text) is not None


def mean_within(column: Column, before: int, after: int) -> Column:
    """Return the mean over the blocks from `before` blocks before each to `after` blocks after it.

    Of several columns at once where they are the rows of a matrix.
    """
    count = column.shape[-1]
    running = np.zeros((*column.shape[:-1], count + 1))
    np.cumsum(column, axis=-1, dtype=np.float64, out=running[..., 1:])
    index = np.arange(count)
    low = np.maximum(index - before, 0)
    high = np.minimum(index + after + 1, count)
    means: Column = (running[..., high] - running[..., low]) / (high - low)
    return means


def best_run(worth: Column) -> tuple[int, int]:
    """Return the first and the last index of the run that is worth most (Kadane's algorithm).

    >>> best_run(np.array([-1.0, 2.0, -1.0, 3.0, -5.0, 3.0]))
    (1, 3)
    """
    best = total = 0.0
    first = last = start = 0
    for i, value in enumerate(worth.tolist()):
        if total <= 0:
            total, start = 0.0, i
        total += value
        if total > best:
            best, first, last = total, start, i
    return first, last
