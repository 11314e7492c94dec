"""A page as a flat sequence of text blocks: where HTML and bare text meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.etree import _Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """Text blocks in reading order, as columns: entry i of each is block i."""

    texts: Sequence[str]  # whitespace folded, never empty
    tags: Sequence[str]  # nearest block-level element's tag: "p", "li", "h2" ...; "" in a text dump
    elements: Sequence[_Element | None]  # that element; None in a text dump

    def __len__(self) -> int:
        return len(self.texts)
