"""What the names of classes and ids say about the text under them, learned from many sites.

Compiled where there is a compiler, with the types in name_weights.pxd.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from newsspider.blocks.types import Kind

try:
    from newsspider.body._word_table import WordTable
except ImportError:  # no compiler where the package was installed
    from newsspider.body.word_table import WordTable

OWN = "own:"  # before a name: for the text directly in the element, beside its weight for all that it holds


def kind_names(kind: Kind) -> list[str]:
    """Return the names that an element is known by: its tag, and the words of its class, id and the like.

    >>> kind_names(Kind("div", 0, ("story", "body")))
    ['<div>', 'story', 'body']
    """
    return [f"<{kind.tag}>", *kind.tokens]


class NameTable(dict[str, float]):
    """Weights by name, which are also there as who looks many names up wants them."""

    @cached_property
    def pairs(self) -> dict[str, tuple[float, float]]:
        """For each name its weight for all that an element holds, and for its own text."""
        names = {name.removeprefix(OWN) for name in self}
        return {name: (self.get(name, 0.0), self.get(OWN + name, 0.0)) for name in names}

    @cached_property
    def words(self) -> WordTable:
        """The weights as those of words that stand behind what they are words of."""
        return WordTable(self)


def name_weights(kinds: Sequence[Kind], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return for each kind the sum of its names' weights for all that it holds, and for its own text.

    Of a NameTable the pairs are made once.
    """
    table = weights if isinstance(weights, NameTable) else NameTable(weights)
    pairs = table.pairs
    sums = np.zeros((len(kinds), 2))
    rows = sums
    for i in range(len(kinds)):
        for name in kind_names(kinds[i]):
            pair = pairs.get(name)
            if pair is not None:
                rows[i, 0] += pair[0]
                rows[i, 1] += pair[1]
    return sums
