"""What the names of classes and ids say about the text under them, learned from many sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from newsspider._native import NamePairs, WordTable
from newsspider._native.values import Kind

OWN = "own:"  # before a name: for the text directly in the element, beside its weight for all that it holds


class NameTable(dict[str, float]):
    """Weights by name, which are also there as who looks many names up wants them."""

    @cached_property
    def pairs(self) -> NamePairs:
        """For each name its weight for all that an element holds, and for its own text."""
        names = {name.removeprefix(OWN) for name in self}
        return NamePairs({name: (self.get(name, 0.0), self.get(OWN + name, 0.0)) for name in names})

    @cached_property
    def words(self) -> WordTable:
        """The weights as those of words that stand behind what they are words of."""
        return WordTable(self)


def name_weights(kinds: Sequence[Kind], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return for each kind the sum of its names' weights for all that it holds, and for its own text.

    Of a NameTable the pairs are made once.
    """
    table = weights if isinstance(weights, NameTable) else NameTable(weights)
    return table.pairs.sums(kinds)
