"""Blocks that a correction names as the body, or as none of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element

from newsspider.body import Body, body_of
from newsspider.corrections.selectors import Selector
from newsspider.page.types import Page
from newsspider.processors.text import one_line

_MAX_PIECES = 100  # of the text of an element inside a block


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyCorrection:
    """What is said of the blocks: those inside what `wanted` selects are the body, `dropped` is none of it."""

    wanted: Sequence[Selector] = ()
    dropped: Sequence[Selector] = ()


def corrected_body(page: Page, body: Body, corrections: Sequence[tuple[str, BodyCorrection]]) -> Body:
    """Return the body that the corrections, each with its source's name, make of `body`.

    The first whose `wanted` selects a block says which blocks are the body; where none does, as after a
    redesign, the choice stays. What any of them drops is dropped. The first that had a say is named as the
    body's rule; where none had, it is the `body` that was given.
    """
    probabilities, rules = list(body.probabilities), []
    for name, correction in corrections:
        inside = _inside(page, body, correction.wanted)
        if inside:
            probabilities, rules = [float(i in inside) for i in range(len(probabilities))], [name]
            break
    for name, correction in corrections:
        for i in _inside(page, body, correction.dropped):
            probabilities[i] = 0.0
            rules.append(name)
    return body_of(page, body.blocks, probabilities, rules[0]) if rules else body


def _inside(page: Page, body: Body, selectors: Sequence[Selector]) -> frozenset[int]:
    """Return the indices of the blocks that lie in what is selected, or hold nothing else."""
    selected = {element for selector in selectors for element in selector.elements(page.root)}
    if not selected:
        return frozenset()
    found = {i for i, element in enumerate(body.blocks.elements) if _lies_in(element, selected)}
    return frozenset(found | _all_of(selected, body))


def _all_of(selected: Iterable[_Element], body: Body) -> set[int]:
    """Return the blocks of which an element inside is all: "3 hours ago" in a <span> between two paragraphs."""
    places: dict[tuple[_Element | None, str], list[int]] = {}
    for i, place in enumerate(zip(body.blocks.elements, body.blocks.texts, strict=True)):
        places.setdefault(place, []).append(i)
    texts = set(body.blocks.texts)
    found: set[tuple[_Element | None, str]] = set()
    for inline in selected:
        text = one_line("".join(islice(inline.itertext(), _MAX_PIECES)))
        if text in texts:  # as of few: a page has thousands of elements
            found.update((outer, text) for outer in inline.iterancestors())
    return {i for place in found & places.keys() for i in places[place]}


def _lies_in(element: _Element | None, selected: Iterable[_Element]) -> bool:
    # lxml hands out one and the same object for an element as long as somebody holds it, as `selected` does.
    while element is not None:
        if element in selected:
            return True
        element = element.getparent()
    return False
