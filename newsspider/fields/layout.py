"""How a page's blocks and elements lie around the article's text."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element

from newsspider.body.types import Body

# Two chosen blocks with more than these between them are two places of the page: consent texts that were taken
# for text stand that far from it, lists and galleries inside an article are shorter. Of 10, 20, 35 and 60 blocks,
# 35 and 60 found most headlines (.648), bylines (.482) and days (.578) of 853 dumps.
_GAP_BLOCKS = 40
_HEADINGS = frozenset({"h2", "h3"})


def main_run(body: Body) -> tuple[int, int]:
    """Return the first block of the body's main part and the one behind its last; (0, 0) without a body.

    The main part is the one with the most text of those that the choice falls into.
    """
    chosen = body.chosen
    if chosen and chosen[-1] - chosen[0] < len(chosen) + _GAP_BLOCKS:  # as nearly always: no gap can be as wide
        return chosen[0], chosen[-1] + 1
    best, best_chars = (0, 0), -1
    start, previous, chars = None, 0, 0
    for i in chosen:
        if start is None or i - previous > _GAP_BLOCKS:
            start, chars = i, 0
        previous, chars = i, chars + len(body.blocks.texts[i])
        if chars > best_chars:
            best, best_chars = (start, i + 1), chars
    return best


def place_of_headline(body: Body, h1s: Sequence[int]) -> int | None:
    """Return the index of the block of the last h1 before the body, else of the first behind its beginning.

    On a page without any, of the last h2 or h3 before the body.
    """
    tags = body.blocks.tags
    begin = body.chosen[0] + 2 if body.chosen else len(tags)
    if not h1s:
        return max((place for place, tag in enumerate(tags[:begin]) if tag in _HEADINGS), default=None)
    return max((place for place in h1s if place <= begin), default=h1s[0])


def h1_places(tags: Sequence[str]) -> Sequence[int]:
    """Return the indices of the blocks of h1 elements."""
    places: list[int] = []
    for _ in range(tags.count("h1")):
        places.append(tags.index("h1", places[-1] + 1 if places else 0))
    return places


def containers_around(body: Body) -> frozenset[_Element]:
    """Return the elements that hold the article's blocks: their parents and grandparents."""
    blocks = (body.blocks.elements[i] for i in body.chosen)
    parents = {parent for element in blocks if element is not None and (parent := element.getparent()) is not None}
    grandparents = {
        outer for parent in parents if (outer := parent.getparent()) is not None and outer.tag != "body"
    }
    return frozenset(parents | grandparents)
