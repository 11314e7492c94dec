"""What learned weights and trees say of a page: sums of the weights of names, and scores of trees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from newsspider._native.values import Floats, Kind

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


def kind_names(kind: Kind) -> list[str]:
    """Return the names that an element is known by: its tag, and the words of its class, id and the like.

    >>> kind_names(Kind("div", 0, ("story", "body")))
    ['<div>', 'story', 'body']
    """
    return [f"<{kind.tag}>", *kind.tokens]


class NamePairs:
    """Two weights of each of many names.

    >>> NamePairs({"<p>": (1.0, 0.5), "share": (0.0, -4.0)}).sums([Kind("p", 0, ("story", "share"))]).tolist()
    [[1.0, -3.5]]
    """

    def __init__(self, pairs: Mapping[str, tuple[float, float]]) -> None:
        self._pairs = pairs

    def sums(self, kinds: Sequence[Kind]) -> Floats:
        """Return for each kind the sums of its names' weights; a name that has none adds nothing."""
        sums = np.zeros((len(kinds), 2))
        for i, kind in enumerate(kinds):
            for name in kind_names(kind):
                sums[i] += self._pairs.get(name, (0.0, 0.0))
        return sums
