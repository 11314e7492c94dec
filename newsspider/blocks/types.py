"""A page as a flat sequence of text blocks: where HTML and bare text meet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from lxml.etree import _Element

from newsspider._native.values import Markup

SUBHEADING_TAGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
HEADING_TAGS = SUBHEADING_TAGS | {"h1"}
LISTED_OR_HEADING = HEADING_TAGS | {"li"}


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
    replaced: Collection[
        int
    ] = ()  # blocks that count for nothing, since others, which the page does not show, tell more
    source: str | None = (
        None  # where those come from: the rule that metadata.fieldSources names; None on other pages
    )

    def __len__(self) -> int:
        return len(self.texts)
