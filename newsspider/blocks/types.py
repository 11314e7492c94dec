"""A page as a flat sequence of text blocks: where HTML and bare text meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element


class Kind(NamedTuple):
    """What an element's tag and attributes mean; elements that are written alike share one."""

    tag: str
    flags: int = 0  # bits of newsspider.blocks.markup.Flag
    tokens: Sequence[str] = ()  # lower-case words of class, id and the like, each once


@dataclass(frozen=True, slots=True, kw_only=True)
class Containers:
    """The page's block-level elements in document order, as columns; entry 0 is <body>."""

    parents: Sequence[int]  # index of the enclosing container, smaller than the own; -1 for entry 0
    ends: Sequence[int]  # index of the first container after it that it does not hold
    kinds: Sequence[int]  # index into kind_table
    kind_table: Sequence[Kind]
    tokens: Sequence[str]  # of all kinds, each once
    flags: Sequence[int]  # own and inherited bits of Flag
    depths: Sequence[int]  # entry 0 has depth 0
    elements: Sequence[_Element]

    def __len__(self) -> int:
        return len(self.parents)


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
    """What only HTML knows about its blocks; all but `containers` are columns, entry i is block i."""

    containers: Containers
    places: Sequence[int]  # index of the block's own container
    link_chars: Sequence[int]  # characters inside links
    link_counts: Sequence[int]
    emphasis_chars: Sequence[int]  # characters inside b, strong, em, i
    images: Images


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What only a text dump knows about its blocks; all are columns, entry i is block i."""

    starts: Sequence[int]  # offset of the block's first character in the dump
    indents: Sequence[int]  # columns of space before it
    gaps: Sequence[int]  # blank lines above it
    cells: Sequence[int]  # cells between tabs: 1 where it is no row of a table


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """Text blocks in reading order, as columns: entry i of each is block i."""

    texts: Sequence[str]  # whitespace folded, never empty
    tags: Sequence[str]  # nearest block-level element's tag: "p", "li", "h2" ...; "" in a text dump
    elements: Sequence[_Element | None]  # that element; None in a text dump
    markup: Markup | None = field(default=None, repr=False)  # None in a text dump
    layout: Layout | None = field(default=None, repr=False)  # None for an HTML page
    told_from: int | None = None  # the first of those that only the linked data holds; None where there are none

    def __len__(self) -> int:
        return len(self.texts)
