"""Gradient-boosted oblivious trees, evaluated over whole columns at once.

All nodes of one level of an oblivious tree ask the same question, so that a tree of depth d is d comparisons and
one look-up: numpy does them for all trees and blocks together, and nothing has to be compiled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Blocks that are evaluated together: bounds the memory to some 20 MB however many blocks a page has.
_CHUNK = 2048


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of equal depth as flat arrays; scores are log odds."""

    features: NDArray[np.uint8]  # [trees, depth]: row of the matrix that the level's question is about
    thresholds: NDArray[np.float32]  # [trees, depth]: the answer is whether the value is greater
    leaves: NDArray[np.float32]  # [trees, 2 ** depth]: bit k of the index is the answer of level k
    bias: float

    def scores(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the score of each column of `matrix` [features, blocks]."""
        count = matrix.shape[1]
        scores = np.empty(count)
        for start in range(0, count, _CHUNK):
            scores[start : start + _CHUNK] = self._chunk(matrix[:, start : start + _CHUNK])
        return scores

    def _chunk(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        trees, depth = self.features.shape
        index = np.broadcast_to(
            np.arange(0, trees << depth, 1 << depth, dtype=np.int32)[:, None], (trees, matrix.shape[1])
        ).copy()
        for level in range(depth):
            answers = matrix[self.features[:, level]] > self.thresholds[:, level, None]
            index += answers.astype(np.int32) << level
        sums: NDArray[np.float64] = self.leaves.ravel()[index].sum(axis=0, dtype=np.float64)
        return sums + self.bias


def probabilities(scores: NDArray[np.float64]) -> list[float]:
    """Return the probabilities of log odds, in steps of a millionth: the same on every machine.

    >>> probabilities(np.array([0.0, 100.0, -1000.0]))
    [0.5, 1.0, 0.0]
    """
    odds = 1.0 / (1.0 + np.exp(-np.clip(scores, -40.0, 40.0)))
    rounded: list[float] = np.round(odds, 6).tolist()
    return rounded
