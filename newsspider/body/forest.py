"""Gradient-boosted oblivious trees, evaluated over whole columns at once.

All nodes of one level of an oblivious tree ask the same question, so that a tree of depth d is d comparisons and
one look-up: for all blocks together in compiled code, or, where that could not be built, in numpy for all trees
and blocks together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsspider._native import add_scores


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of equal depth as flat arrays; scores are log odds."""

    features: NDArray[np.uint8]  # [trees, depth]: row of the matrix that the level's question is about
    thresholds: NDArray[np.float32]  # [trees, depth]: the answer is whether the value is greater
    leaves: NDArray[np.float32]  # [trees, 2 ** depth]: bit k of the index is the answer of level k, 8 at most
    bias: float

    def scores(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the score of each column of `matrix` [features, blocks]."""
        scores = np.zeros(matrix.shape[1])
        add_scores(matrix, self.features, self.thresholds, self.leaves, scores)
        return scores + self.bias


def chances(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of log odds.

    >>> chances(np.array([0.0, 100.0])).tolist()
    [0.5, 1.0]
    """
    return 1.0 / (1.0 + np.exp(-np.minimum(np.maximum(scores, -40.0), 40.0)))


def probabilities(scores: NDArray[np.float64]) -> list[float]:
    """Return the probabilities of log odds, in steps of a millionth: the same on every machine.

    >>> probabilities(np.array([0.0, 100.0, -1000.0]))
    [0.5, 1.0, 0.0]
    """
    rounded: list[float] = chances(scores).round(6).tolist()
    return rounded
