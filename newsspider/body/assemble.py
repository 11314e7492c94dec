"""The article's text and HTML from the chosen blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from html import unescape

from lxml.etree import _Element

from newsspider._native import inline_parts
from newsspider._native.values import Markup
from newsspider.blocks.types import Blocks
from newsspider.lines.shapes import weighted_chars
from newsspider.processors.text import LINE_SEPARATOR

_CELLS = frozenset(("td", "th"))
_PARAGRAPH_CHARS = 80  # in Latin characters' worth; what several lines of a table's own cell have is shorter
_TAG = re.compile(r"<[^<>]*>")  # of inline HTML, in which texts and attributes are escaped


def body_text(blocks: Blocks, chosen: Sequence[int]) -> str | None:
    """Return the chosen blocks as paragraphs split by a blank line, or None where nothing is chosen.

    A table's row is one paragraph, but of a cell that lays out the page each. Preformatted text keeps its lines,
    which LINE_SEPARATOR parts.
    """
    return "\n\n".join(_paragraphs(blocks, chosen)) or None


def _paragraphs(blocks: Blocks, chosen: Sequence[int]) -> Iterator[str]:
    preformatted = _preformatted(blocks, chosen)
    layout = layout_cells(blocks, chosen)
    cells: list[str] = []
    row = -1
    for i in chosen:
        own_row = _row(blocks, i, layout)
        if cells and own_row != row:
            yield " ".join(cells)
            cells = []
        row = own_row
        if row < 0:
            yield preformatted.get(i, blocks.texts[i])
        else:
            cells.append(blocks.texts[i])
    if cells:
        yield " ".join(cells)


def _preformatted(blocks: Blocks, chosen: Sequence[int]) -> Mapping[int, str]:
    """Return the text of those chosen blocks that lie directly in a <pre>, in their lines."""
    wanted = {i for i in chosen if blocks.tags[i] == "pre"} if blocks.markup is not None else set()
    written: dict[int, str] = {}
    parts: dict[_Element, Iterator[str]] = {}
    for i in range(max(wanted) + 1) if wanted else ():
        element = blocks.elements[i]
        if blocks.tags[i] != "pre" or element is None:
            continue
        if element not in parts:
            parts[element] = iter(inline_parts(element, None))
        lines = unescape(_TAG.sub("", next(parts[element], ""))).strip("\n").splitlines()
        text = LINE_SEPARATOR.join(map(str.rstrip, lines))
        if i in wanted and text.split() == blocks.texts[i].split():
            written[i] = text
    return written


def layout_cells(blocks: Blocks, chosen: Sequence[int]) -> Set[int]:
    """Return the containers of cells that hold several of the chosen blocks, of which one is a paragraph.

    Old pages lay out their columns by tables and part the paragraphs in one cell by line breaks.
    """
    if blocks.markup is None or _CELLS.isdisjoint(blocks.tags):  # as most pages
        return frozenset()
    cells = [(blocks.markup.places[i], i) for i in chosen if blocks.tags[i] in _CELLS]
    several = {place for place, count in Counter(place for place, _ in cells).items() if count > 1}
    return {
        place for place, i in cells if place in several and weighted_chars(blocks.texts[i]) >= _PARAGRAPH_CHARS
    }


def _row(blocks: Blocks, i: int, layout: Set[int]) -> int:
    """Return the container of the table row that block `i` is a cell of, or -1."""
    markup = blocks.markup
    if markup is None or blocks.tags[i] not in _CELLS or markup.places[i] in layout:
        return -1
    return _parent(markup, markup.places[i])


def _parent(markup: Markup, place: int) -> int:
    return markup.containers.parents[place]
