"""What the first pass over an HTML page says of the blocks around each: the features of the second pass.

The first pass sees a block, its place, and the shape of the page; the second also sees how the blocks that share
its container, its class names or its neighbourhood were scored. A caption or a teaser that looks like a paragraph
is told by its kin, and a paragraph that looks like small print by the article that it stands in.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from newsspider._native import group_columns, kept_columns, repeat_columns
from newsspider._native.block_features import shifted
from newsspider._native.values import Column, Floats
from newsspider.blocks.types import Blocks
from newsspider.body.features import FEATURES
from newsspider.body.forest import chances as chances_of
from newsspider.body.line_kinds import line_columns
from newsspider.body.model import stacked
from newsspider.page.types import Page

Ints = NDArray[np.int64]

# Below it a block is left as the first pass scored it: of 65,700 blocks of article text 135 score less.
LEAST_CHANCE = 0.01
# A page of fewer has hardly any context. On 32 pages of under 10 blocks the second pass scored .952 and the first
# .967, on 6 of 10 to 20 the same, on 797 of over 80 .945 and .942.
FEWEST_BLOCKS = 20
_NO_NEIGHBOUR = -9.0


def html_context(
    page: Page, blocks: Blocks, columns: Mapping[str, Column], scores: Floats
) -> tuple[Ints, Mapping[str, Column]]:
    """Return the indices of the blocks that the second pass judges, and the columns of their features.

    `columns` and `scores`, log odds, are those of the first pass, which blocks that are hardly article text keep,
    and all of a page of a few blocks. There must be a block.
    """
    if blocks.markup is None or len(blocks) < FEWEST_BLOCKS:
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
        "heading_score": heading_scores(columns["in_heading"], scores, chances, LEAST_CHANCE),
        **group_columns(blocks.markup, columns["alike_group"], chars, expected),
        **kept_columns(chances, chars, expected),
        **repeat_columns(blocks.texts, expected),
        **line_columns(page, blocks, doubtful.tolist(), chances, columns),
    }
    names = FEATURES["html_context"]
    rows = stacked([known[name] for name in names]).take(doubtful, axis=1)
    return doubtful, dict(zip(names, rows, strict=True))


def heading_scores(in_heading: Column, scores: Floats, chances: Floats, least: float) -> Floats:
    """Return the score of the last heading at or before each block that has more than `least` chance, or 0.0."""
    is_heading = (in_heading > 0) & (chances > least)
    last = np.maximum.accumulate(np.where(is_heading, np.arange(len(scores)), -1))
    return np.where(last >= 0, scores[last], 0.0)
