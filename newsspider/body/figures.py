"""The figures that stand among the chosen blocks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from newsspider._native import inline_parts
from newsspider._native.inline import image_html
from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.blocks.types import Blocks

# Plain ints: to ask a flag takes ten times as long.
_FIGURE, _IN_CAPTION = int(Flag.FIGURE), int(Flag.CAPTION)
_FOREIGN = int(Flag.NAV | Flag.ASIDE | Flag.FOOTER | Flag.FORM | Flag.LINK | Flag.HIDDEN | Flag.BUTTON)
# How far above an image the container that it shares with a chosen paragraph may lie: figures are wrapped in
# one to four layers of layout; beyond that come the containers of whole page regions.
_MOST_WRAPPERS = 5
_LEAD_BLOCKS = 3  # a lead image stands before the text; between them its caption and credit
_CAPTION_BLOCKS = 4


def figures_between(
    blocks: Blocks, markup: Markup, chosen: Sequence[int], base_url: str | None
) -> Iterator[tuple[int, str]]:
    """Yield (index of the block that follows, HTML) of each figure that belongs to the chosen blocks.

    An image counts as the article's where it shares a near container with chosen blocks, and is in no link.
    Images inside a chosen block are part of that block and not yielded.
    """
    parents = markup.containers.parents
    inside = {markup.places[i] for i in chosen}
    shared = {parents[place] for place in inside} | inside
    seen: set[int] = set()
    images = markup.images
    begin = bisect_left(images.positions, chosen[0] - _LEAD_BLOCKS)
    for number in range(begin, bisect_right(images.positions, chosen[-1])):
        position, place = images.positions[number], images.places[number]
        if place in inside or markup.containers.flags[place] & _FOREIGN:
            continue
        figure = _figure(markup, place)
        if figure in seen or not _near(parents, figure, shared):
            continue
        html = image_html(images.elements[number], base_url)
        if html:
            seen.add(figure)
            yield position, f"<figure>{html}{_caption(blocks, position, figure, base_url)}</figure>"


def _figure(markup: Markup, place: int) -> int:
    """Return the container that holds the image and what belongs to it: its <figure>, else its own."""
    containers, found = markup.containers, place
    for _ in range(_MOST_WRAPPERS):
        if containers.kind_table[containers.kinds[found]].tag == "figure":
            return found
        found = containers.parents[found]
        if found < 0 or not containers.flags[found] & _FIGURE:
            break
    return place


def _near(parents: Sequence[int], container: int, shared: set[int]) -> bool:
    for _ in range(_MOST_WRAPPERS):
        container = parents[container]
        if container < 0:
            return False
        if container in shared:
            return True
    return False


def _caption(blocks: Blocks, position: int, figure: int, base_url: str | None) -> str:
    markup = blocks.markup
    if markup is None:
        return ""
    for i in range(position, min(position + _CAPTION_BLOCKS, len(blocks))):
        place = markup.places[i]
        if markup.containers.flags[place] & _IN_CAPTION and _figure(markup, place) == figure:
            parts = inline_parts(markup.containers.elements[place], base_url)
            return f"<figcaption>{parts[0]}</figcaption>" if parts else ""
    return ""
