"""A headline's text as one line."""

from __future__ import annotations

from lxml.etree import _Element

from newsspider.fields.markup import texts_in
from newsspider.processors.headlines import clean_headline

MAX_H1 = 20  # of a page that are looked at
_BREAKS = frozenset({"br", "div", "p"})  # in an h1: a new line, whatever stands around it in the source


def line(text: str) -> str:
    """Return a text as one clean line, "" where it is none that could be a headline."""
    return clean_headline(text) or ""


def text_of(element: _Element) -> str:
    """Return an element's text as one line, its own lines set apart."""
    if not len(element):
        return line(element.text or "")
    pieces = (
        f" {text}" if part is not element and part.tag in _BREAKS else text for text, part, _ in texts_in(element)
    )
    return line("".join(pieces))
