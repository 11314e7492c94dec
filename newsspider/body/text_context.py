"""What the first pass over a text dump says of the blocks around each: the features of the second pass.

The first pass judges each block by itself and its neighbours' letters. Whether a doubtful one is article text
depends on where the sure ones are: inside their run, right behind it, or beyond a stretch of other things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from newsspider._native.block_features import shifted
from newsspider._native.values import Column
from newsspider.blocks.types import Blocks, Layout
from newsspider.body.dump_layout import best_run, groups, mean_within
from newsspider.body.forest import chances as chances_of
from newsspider.body.topics import BlockWords, words_of_blocks

_LIKELY, _SURE = 0.5, 0.9
_GAP_CHARS = 400  # a block counts as so many at most where text between two places is summed
_FAR = 99.0
_STEPS = (-3, -2, -1, 1, 2, 3)
_WINDOWS = ((4, 0), (0, 4), (10, 0), (0, 10), (25, 0), (0, 25))


def text_context(
    blocks: Blocks,
    columns: Mapping[str, Column],
    scores: NDArray[np.float64],
    words: BlockWords | None = None,
) -> tuple[NDArray[np.intp], Mapping[str, Column]]:
    """Return the indices of the blocks that the second pass judges, which are all, and their features' columns.

    `columns` and `scores`, log odds, are those of the first pass; `words` are the blocks' own, where they are
    known already. There must be a block.
    """
    chances = np.round(chances_of(scores), 6)  # the same on every machine
    return np.arange(len(blocks)), {**columns, **_columns_around(blocks, chances, columns, words)}


def _columns_around(
    blocks: Blocks, chance: Column, columns: Mapping[str, Column], words: BlockWords | None
) -> dict[str, Column]:
    chars = np.array([len(text) for text in blocks.texts], np.float64)
    found = {"chance": chance, **_share_columns(chance, chars), **_run_columns(chance, chars)}
    for step in _STEPS:
        found[f"chance{step:+d}"] = shifted(chance, step)
    rows = np.stack((chance, chance * chars, chars))
    for before, after in _WINDOWS:
        mean, taken, of = mean_within(rows, before, after)
        found[f"chance_near{after - before:+d}"] = mean
        found[f"chars_taken_near{after - before:+d}"] = taken / of
    found.update(_alike_columns(blocks.layout, chance, columns))
    found["chance_of_same"] = _chances_of_same(blocks.texts, chance)
    likely = chance > _LIKELY
    words = words_of_blocks(blocks.texts) if words is None else words
    found["chosen_topic_share"] = words.topics.shares(likely)
    found["chosen_name_share"] = words.names.shares(likely)
    return found


def _chances_of_same(texts: Sequence[str], chance: Column) -> Column:
    """Return the highest chance of the blocks above each that have the same text, -1.0 where none has."""
    above: dict[str, float] = {}
    column = np.full(len(texts), -1.0)
    for i, (text, own) in enumerate(zip(texts, chance.tolist(), strict=True)):
        column[i] = above.get(text, -1.0)
        above[text] = max(column[i], own)
    return column


def _share_columns(chance: Column, chars: Column) -> dict[str, Column]:
    """Return how much of the expected text lies before and after each block."""
    count = len(chance)
    expected = chance * chars
    running = np.cumsum(expected)
    total = max(1.0, float(running[-1]))
    return {
        "expected_before": running - expected,
        "expected_before_share": (running - expected) / total,
        "expected_after_share": 1.0 - running / total,
        "expected_chars": np.full(count, total),
        "sure_share": np.full(count, expected[chance > _SURE].sum() / total),
        "mean_chance": np.full(count, chance.mean()),
    }


def _run_columns(chance: Column, chars: Column) -> dict[str, Column]:
    """Return where each block lies relative to the main run of likely ones, and to the nearest likely one."""
    count = len(chance)
    index = np.arange(count)
    first, last = best_run((chance - 0.5) * np.sqrt(chars))
    other = np.concatenate(([0.0], np.cumsum((1.0 - chance) * np.minimum(chars, _GAP_CHARS))))
    between = np.where(index < first, other[first] - other[np.minimum(index + 1, first)], 0.0)
    between = np.where(index > last, other[index] - other[min(last + 1, count)], between)
    at = np.flatnonzero(chance > _LIKELY)
    left, right = np.searchsorted(at, index, "left"), np.searchsorted(at, index, "right")
    padded = np.concatenate(([-_FAR], at, [count + _FAR]))
    return {
        "in_run": ((index >= first) & (index <= last)).astype(np.float32),
        "after_run_start": np.clip(index - first, -40, 40),
        "before_run_end": np.clip(last - index, -40, 40),
        "other_chars_to_run": between,
        "run_share": np.full(count, (chance * chars)[first : last + 1].sum() / max(1.0, (chance * chars).sum())),
        "to_last_likely": np.minimum(index - padded[left], _FAR),
        "to_next_likely": np.minimum(padded[right + 1] - index, _FAR),
        "likely_before": left.astype(np.float32),
        "likely_after": (len(at) - right).astype(np.float32),
    }


def _alike_columns(layout: Layout | None, chance: Column, columns: Mapping[str, Column]) -> dict[str, Column]:
    """Return the mean chance of the blocks between the same blank lines, and of those that look alike."""
    shape = columns["kind"] * 64 + columns["indent"]
    _, alike = np.unique(shape, return_inverse=True)
    group = groups(layout) if layout is not None else np.zeros(len(chance), np.intp)
    return {"chance_of_group": _mean_of(group, chance), "chance_of_alike": _mean_of(alike, chance)}


def _mean_of(group: NDArray[np.intp], column: Column) -> Column:
    means: Column = (np.bincount(group, column) / np.maximum(np.bincount(group), 1))[group]
    return means
