"""A page's block-level elements as columns: what the walk over a tree finds and what features are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from lxml.etree import _Element
from numpy.typing import NDArray

Column: TypeAlias = NDArray[np.floating[Any]]  # a number for each block
Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.intc]


class Kind(NamedTuple):
    """What an element's tag and attributes mean; elements that are written alike share one."""

    tag: str
    flags: int = 0  # bits of newsspider._native.markup.Flag
    tokens: Sequence[str] = ()  # lower-case words of class, id and the like, each once


@dataclass(frozen=True, slots=True, kw_only=True)
class Containers:
    """The page's block-level elements in document order, as columns of C ints; entry 0 is <body>."""

    parents: Sequence[int]  # index of the enclosing container, smaller than the own; -1 for entry 0
    ends: Sequence[int]  # index of the first container after it that it does not hold
    kinds: Sequence[int]  # index into kind_table
    kind_table: Sequence[Kind]
    tokens: Mapping[str, Sequence[int]]  # of all kinds: which of them have each
    flags: Sequence[int]  # own and inherited bits of Flag
    depths: Sequence[int]  # entry 0 has depth 0
    elements: Sequence[_Element]

    def __len__(self) -> int:
        return len(self.parents)

    def kinds_named(self, names: Set[str]) -> Set[int]:
        """Return the indices in the kind table of the kinds that have one of some names."""
        return {kind for name in self.tokens.keys() & names for kind in self.tokens[name]}

    def has_any(self, names: Set[str]) -> bool:
        """Return whether an element has one of some names."""
        return not self.tokens.keys().isdisjoint(names)

    def places_of(self, kinds: Set[int]) -> list[int]:
        """Return the indices of the elements of some kinds, in document order."""
        if not kinds:
            return []
        is_meant = np.zeros(len(self.kind_table), bool)
        is_meant[list(kinds)] = True
        places: list[int] = np.flatnonzero(is_meant[np.asarray(self.kinds)]).tolist()
        return places


@dataclass(frozen=True, slots=True, kw_only=True)
class Images:
    """The page's <img> elements in document order, as columns."""

    positions: Sequence[int]  # index of the block that the image is part of, or else of the one that comes next
    places: Sequence[int]  # index of its container
    elements: Sequence[_Element]

    def __iter__(self) -> Iterator[tuple[int, int, _Element]]:
        """Yield position, place and element of each."""
        return iter(zip(self.positions, self.places, self.elements, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """What only HTML knows about its blocks; all but `containers` and `images` are columns, entry i is block i."""

    containers: Containers
    places: Sequence[int]  # index of the block's own container
    link_chars: Sequence[int]  # characters inside links
    link_counts: Sequence[int]
    emphasis_chars: Sequence[int]  # characters inside b, strong, em, i
    images: Images
