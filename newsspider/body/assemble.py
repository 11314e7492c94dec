"""The article's text and HTML from the chosen blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from lxml.etree import _Element

from newsspider._native import inline_parts
from newsspider._native.values import Markup
from newsspider.blocks.types import Blocks
from newsspider.processors.text import LINE_SEPARATOR

_CELLS = frozenset(("td", "th"))
_TAG = re.compile(r"<[^<>]*>")  # of inline HTML, in which texts and attributes are escaped


def body_text(blocks: Blocks, chosen: Sequence[int]) -> str | None:
    """Return the chosen blocks as paragraphs split by a blank line, or None where nothing is chosen.

    A table's row is one paragraph. Preformatted text keeps its lines, which LINE_SEPARATOR parts.
    """
    return "\n\n".join(_paragraphs(blocks, chosen)) or None


def _paragraphs(blocks: Blocks, chosen: Sequence[int]) -> Iterator[str]:
    preformatted = _preformatted(blocks, chosen)
    cells: list[str] = []
    row = -1
    for i in chosen:
        own_row = _row(blocks, i)
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


def _row(blocks: Blocks, i: int) -> int:
    """Return the container of the table row that block `i` is a cell of, or -1."""
    markup = blocks.markup
    if markup is None or blocks.tags[i] not in _CELLS:
        return -1
    return _parent(markup, markup.places[i])


def _parent(markup: Markup, place: int) -> int:
    return markup.containers.parents[place]
