"""What the first pass over an HTML page says of the blocks around each: the features of the second pass.

The first pass sees a block, its place, and the shape of the page; the second also sees how the blocks that share
its container, its class names or its neighbourhood were judged. A caption or a teaser that looks like a paragraph
is told by its kin, and a paragraph that looks like small print by the article that it stands in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from newsspider.blocks.features import GOOD_CHARS, shifted
from newsspider.blocks.lettering import Column
from newsspider.blocks.types import Blocks, Markup
from newsspider.body.features import FEATURES
from newsspider.body.forest import chances as chances_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Below it a block is left as the first pass judged it: of 65,700 blocks of article text 135 score less.
LEAST_CHANCE = 0.01
# A page of fewer has hardly any context. On 32 pages of under 10 blocks the second pass scored .952 and the first
# .967, on 6 of 10 to 20 the same, on 797 of over 80 .945 and .942.
_FEWEST_BLOCKS = 20
_KEPT, _SURE = 0.5, 0.9
_NEAR = 3  # blocks each way
_NO_NEIGHBOUR = -9.0


def html_context(
    blocks: Blocks, columns: Mapping[str, Column], scores: Floats
) -> tuple[Ints, Mapping[str, Column]]:
    """Return the indices of the blocks that the second pass judges, and the columns of their features.

    `columns` and `scores`, log odds, are those of the first pass, which blocks that are hardly article text keep,
    and all of a page of a few blocks. There must be a block.
    """
    if blocks.markup is None or len(blocks) < _FEWEST_BLOCKS:
        return np.zeros(0, np.int64), {}
    scores = np.round(scores, 4)
    chances = np.round(chances_of(scores), 6)  # the same on every machine
    chars = np.fromiter(map(len, blocks.texts), np.float64, len(blocks))
    expected = chances * chars
    doubtful = np.flatnonzero(chances > LEAST_CHANCE)
    known = {
        **columns,
        "score": scores,
        "score+1": shifted(scores, 1, _NO_NEIGHBOUR),
        "score-1": shifted(scores, -1, _NO_NEIGHBOUR),
        "heading_score": _heading_score(columns["in_heading"], scores, chances),
        **_kin_columns(blocks.markup, columns["alike_group"].astype(np.int64), chars, expected),
        **_order_columns(chances, chars, expected),
        **_repeat_columns(blocks.texts, expected),
    }
    return doubtful, {name: known[name][doubtful] for name in FEATURES["html_context"]}


def _heading_score(in_heading: Column, scores: Floats, chances: Floats) -> Column:
    """Return the score of the last heading at or before each block that may be the article's; 0.0 before any."""
    index = np.arange(len(scores))
    latest = np.maximum.accumulate(np.where((in_heading > 0) & (chances > LEAST_CHANCE), index, -1))
    return np.where(latest >= 0, scores[np.maximum(latest, 0)], 0.0)


def _kin_columns(markup: Markup, alike: Ints, chars: Floats, expected: Floats) -> dict[str, Column]:
    """Return how the blocks were judged that are written alike, or lie in the same container, or its parents'."""
    total = max(1.0, float(expected.sum()))
    own = np.array(markup.places, np.int64)
    parents = np.maximum(np.array(markup.containers.parents, np.int64), 0)
    ends = np.array(markup.containers.ends, np.int64)
    parent = parents[own]
    grandparent = parents[parent]
    columns: dict[str, Column] = {}
    for name, group in (
        ("alike", alike),
        ("container", own),
        ("parent", parent),
        ("grandparent", grandparent),
    ):
        held, whole = np.bincount(group, expected)[group], np.bincount(group, chars)[group]
        columns[f"{name}_chance"] = held / whole
        columns[f"{name}_others_chance"] = (held - expected) / np.maximum(whole - chars, 1.0)
        columns[f"{name}_share"] = held / total
    running, running_chars = _running(own, expected, len(ends)), _running(own, chars, len(ends))
    for name, container in (("parent", parent), ("grandparent", grandparent)):
        below = running[ends[container]] - running[container]
        columns[f"{name}_branch_chance"] = below / (running_chars[ends[container]] - running_chars[container])
        columns[f"{name}_branch_share"] = below / total
    return columns


def _running(own: Ints, amounts: Floats, count: int) -> Floats:
    """Return the sums over all containers before each: what one holds is the difference of two."""
    running = np.zeros(count + 1)
    np.cumsum(np.bincount(own, amounts, count), out=running[1:])
    return running


def _order_columns(chances: Floats, chars: Floats, expected: Floats) -> dict[str, Column]:
    """Return where each block stands in what was kept, and how much that was not stands before it."""
    index = np.arange(len(chars))
    total = max(1.0, float(expected.sum()))
    kept = np.flatnonzero((chances >= _KEPT) & (chars >= GOOD_CHARS))
    if not len(kept):
        kept = np.array([int(np.argmax(expected))])
    before, through = np.searchsorted(kept, index, "left"), np.searchsorted(kept, index, "right")
    up_to = np.cumsum(expected)
    junk = np.concatenate(([0.0], np.cumsum(chars * (1.0 - chances))))
    since_kept = np.where(before > 0, kept[np.maximum(before - 1, 0)] + 1, 0)
    earlier, later = up_to - expected, np.maximum(total - up_to, 0.0)
    return {
        "chars": np.full(len(chars), np.log1p(total)),
        "sure_share": np.full(len(chars), float(expected[chances > _SURE].sum()) / total),
        "before_share": earlier / total,
        "after_share": later / total,
        "before_chars": np.log1p(np.maximum(earlier, 0.0)),
        "after_chars": np.log1p(later),
        "good_before": before,
        "good_after": len(kept) - through,
        "from_first": index - kept[0],
        "to_last": kept[-1] - index,
        "junk_before": np.log1p(np.maximum(junk[index] - junk[since_kept], 0.0)),
    }


def _repeat_columns(texts: Sequence[str], expected: Floats) -> dict[str, Column]:
    """Return how much text that stands on the page for the second time was kept, near each block and in all."""
    seen: set[str] = set()
    is_repeat = np.zeros(len(texts))
    for i, text in enumerate(texts):
        is_repeat[i] = text in seen
        seen.add(text)
    running = np.concatenate(([0.0], np.cumsum(is_repeat * expected)))
    index = np.arange(len(texts))
    near = running[np.minimum(index + _NEAR + 1, len(texts))] - running[np.maximum(index - _NEAR, 0)]
    return {
        "repeated_near": near,
        "repeated_share": np.full(len(texts), running[-1] / max(1.0, float(expected.sum()))),
    }
