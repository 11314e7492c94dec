"""What the first pass over an HTML page says of the blocks around each: the features of the second pass.

The first pass sees a block, its place, and the shape of the page; the second also sees how the blocks that share
its container, its class names or its neighbourhood were judged. A caption or a teaser that looks like a paragraph
is told by its kin, and a paragraph that looks like small print by the article that it stands in.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from newsspider.blocks.features import shifted
from newsspider.blocks.lettering import Column
from newsspider.blocks.types import Blocks
from newsspider.body.features import FEATURES
from newsspider.body.forest import chances as chances_of
from newsspider.body.kin import heading_scores, kept_columns, kin_columns, repeat_columns

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Below it a block is left as the first pass judged it: of 65,700 blocks of article text 135 score less.
LEAST_CHANCE = 0.01
# A page of fewer has hardly any context. On 32 pages of under 10 blocks the second pass scored .952 and the first
# .967, on 6 of 10 to 20 the same, on 797 of over 80 .945 and .942.
_FEWEST_BLOCKS = 20
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
        "heading_score": heading_scores(columns["in_heading"], scores, chances, LEAST_CHANCE),
        **kin_columns(blocks.markup, columns["alike_group"], chars, expected),
        **kept_columns(chances, chars, expected),
        **repeat_columns(blocks.texts, expected),
    }
    return doubtful, {name: known[name][doubtful] for name in FEATURES["html_context"]}
