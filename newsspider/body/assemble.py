"""The article's text and HTML from the chosen blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsspider._native.values import Markup
from newsspider.blocks.types import Blocks

_CELLS = frozenset(("td", "th"))


def body_text(blocks: Blocks, chosen: Sequence[int]) -> str | None:
    """Return the chosen blocks as paragraphs split by a blank line, or None where nothing is chosen.

    A table's row is one paragraph.
    """
    return "\n\n".join(_paragraphs(blocks, chosen)) or None


def _paragraphs(blocks: Blocks, chosen: Sequence[int]) -> Iterator[str]:
    cells: list[str] = []
    row = -1
    for i in chosen:
        own_row = _row(blocks, i)
        if cells and own_row != row:
            yield " ".join(cells)
            cells = []
        row = own_row
        if row < 0:
            yield blocks.texts[i]
        else:
            cells.append(blocks.texts[i])
    if cells:
        yield " ".join(cells)


def _row(blocks: Blocks, i: int) -> int:
    """Return the container of the table row that block `i` is a cell of, or -1."""
    markup = blocks.markup
    if markup is None or blocks.tags[i] not in _CELLS:
        return -1
    return _parent(markup, markup.places[i])


def _parent(markup: Markup, place: int) -> int:
    return markup.containers.parents[place]
