"""Trees evaluated in numpy, whole columns at once: what newsspider.body._forest does in compiled code."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Blocks that are evaluated together: bounds the memory to some 20 MB however many blocks a page has.
_CHUNK = 2048


def add_scores(
    matrix: NDArray[np.float32],
    features: NDArray[np.uint8],
    thresholds: NDArray[np.float32],
    leaves: NDArray[np.float32],
    scores: NDArray[np.float64],
) -> None:
    """Add to each of `scores` what the trees give for its column of `matrix` [features, blocks]."""
    trees, depth = features.shape
    first_leaves = np.arange(0, trees << depth, 1 << depth, dtype=np.int32)[:, None]
    for start in range(0, len(scores), _CHUNK):
        part = matrix[:, start : start + _CHUNK]
        index = np.broadcast_to(first_leaves, (trees, part.shape[1])).copy()
        for level in range(depth):
            answers = part[features[:, level]] > thresholds[:, level, None]
            index += answers.astype(np.int32) << level
        scores[start : start + _CHUNK] += leaves.ravel()[index].sum(axis=0, dtype=np.float64)
