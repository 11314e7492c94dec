"""How a first pass scored the blocks of each block's groups, and those that stand around it.

A block's groups are the blocks that are written alike, and those in its container, its parent and its grandparent.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsspider._native.values import Column, Floats, Markup

KEPT, SURE = 0.5, 0.9  # chances
LONG_CHARS = 80  # of good text
NEAR = 3  # blocks each way


GROUPS = ("alike", "container", "parent", "grandparent")
GROUP_COLUMNS = (
    *(f"{name}_{what}" for name in GROUPS for what in ("chance", "others_chance", "share")),
    "parent_branch_chance", "grandparent_branch_share",
)  # fmt: skip


def group_columns(markup: Markup, alike: Column, chars: Floats, expected: Floats) -> dict[str, Column]:
    """Return how the blocks were scored that are written alike, or lie in the same container, or its parents'.

    `expected` is each block's chance times its characters; chance is that of all the group's text, share what the
    group has of all that is expected. A branch is all that a container holds.
    """
    containers, own = markup.containers, np.asarray(markup.places)
    above = np.maximum(np.asarray(containers.parents), 0)
    parent = above[own]
    grandparent = above[parent]
    total = max(1.0, float(expected.sum()))
    columns: list[Floats] = []
    for group in (alike.astype(np.intc), own, parent, grandparent):
        hoped, text = (np.bincount(group, amount)[group] for amount in (expected, chars))
        columns += [hoped / text, (hoped - expected) / np.maximum(text - chars, 1.0), hoped / total]
    running = [
        np.concatenate(([0.0], np.cumsum(np.bincount(own, amount, minlength=len(containers)))))
        for amount in (expected, chars)
    ]
    ends = np.asarray(containers.ends)
    hoped, text = (before[ends[parent]] - before[parent] for before in running)
    columns.append(hoped / text)
    columns.append((running[0][ends[grandparent]] - running[0][grandparent]) / total)
    return {name: column.astype(np.float32) for name, column in zip(GROUP_COLUMNS, columns, strict=True)}


KEPT_COLUMNS = (
    "chars", "sure_share", "before_share", "after_share", "before_chars", "after_chars", "good_before",
    "good_after", "from_first", "to_last", "junk_before",
)  # fmt: skip


def kept_columns(chances: Floats, chars: Floats, expected: Floats) -> dict[str, Floats]:
    """Return where each block stands in what was kept, and how much that was not stands before it."""
    count, total = len(chars), max(1.0, float(expected.sum()))
    is_kept = (chances >= KEPT) & (chars >= LONG_CHARS)
    if not is_kept.any():
        is_kept[np.argmax(expected)] = True
    kept = np.flatnonzero(is_kept)
    sure = np.cumsum(np.where(chances > SURE, expected, 0.0))[-1]
    running = np.concatenate(([0.0], np.cumsum(expected)))
    before, after = running[:-1], np.maximum(total - running[1:], 0.0)
    good, numbers = np.cumsum(is_kept), np.arange(count)
    columns = (
        np.full(count, np.log1p(total)), np.full(count, sure / total), before / total, after / total,
        np.log1p(np.maximum(before, 0.0)), np.log1p(after), good - is_kept, len(kept) - good, numbers - kept[0],
        kept[-1] - numbers, np.log1p(_junk_before(is_kept, chars * (1.0 - chances))),
    )  # fmt: skip
    return {name: np.asarray(column, np.float64) for name, column in zip(KEPT_COLUMNS, columns, strict=True)}


def _junk_before(is_kept: NDArray[np.bool_], junk: Floats) -> Floats:
    """Return how much text that is hardly the article's stands between each block and the last one kept."""
    sums = [0.0]
    for kept, amount in zip(is_kept.tolist(), junk.tolist(), strict=True):
        sums.append(0.0 if kept else sums[-1] + amount)
    before: Floats = np.maximum(np.array(sums[:-1]), 0.0)
    return before


def repeat_columns(texts: Sequence[str], expected: Floats) -> dict[str, Floats]:
    """Return how much text that stands on the page for the second time was kept, near each block and in all."""
    count = len(texts)
    seen: set[str] = set()
    repeated = np.zeros(count)
    for i, text in enumerate(texts):
        if text in seen:
            repeated[i] = expected[i]
        seen.add(text)
    before, numbers = np.concatenate(([0.0], np.cumsum(repeated))), np.arange(count)
    near = before[np.minimum(numbers + NEAR + 1, count)] - before[np.maximum(numbers - NEAR, 0)]
    share = before[-1] / max(1.0, float(expected.sum()))
    return {"repeated_near": near, "repeated_share": np.full(count, share)}
