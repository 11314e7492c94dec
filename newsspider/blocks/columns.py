"""Features that follow from each block's own markup, from what is written alike, and from the order of good text.

Compiled where there is a compiler, with the types in columns.pxd: loops over numbers, slow as they stand here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from newsspider.blocks.lettering import Column, Lettering
from newsspider.blocks.markup import Flag
from newsspider.blocks.types import Kind, Markup

# Tags in the order of how often their text is an article's, so that one threshold parts them.
_TAG_ORDER = (
    "p", "blockquote", "pre", "h2", "h3", "h4", "li", "td", "dd", "h5", "h6", "th", "dt", "div", "section",
    "article", "main", "h1", "body", "span", "summary", "caption", "figcaption", "figure", "address", "details",
    "tr", "header", "aside", "footer", "button", "form", "nav",
)  # fmt: skip
_TAG_RANKS = {tag: rank for rank, tag in enumerate(_TAG_ORDER)}
_H1 = _TAG_RANKS["h1"]
_FLAGS = {
    "in_article": Flag.ARTICLE,
    "in_footer": Flag.FOOTER,
    "in_figure": Flag.FIGURE,
    "in_caption": Flag.CAPTION,
    "in_hidden": Flag.HIDDEN,
    "in_heading": Flag.HEADING,
    "in_table": Flag.TABLE,
    "in_item": Flag.LI,
    "in_pre": Flag.PRE,
}
_FAR = 99
_NO_H1, _NO_IMAGE = 50, 30
_MOST_STEPS = 20  # from an image to the block after it
_NEAR = 15  # blocks each way
# Good text: long, and not mostly links. 80 characters and 35% part paragraphs from teasers and menus.
GOOD_CHARS, _GOOD_LINK_SHARE = 80, 0.35


def good_text(chars: Column, link_chars: Sequence[int], least: int) -> NDArray[np.float64]:
    """Return the good text of each block longer than `least`, in characters, its links' share of it left out."""
    length, links = chars, link_chars
    good = np.zeros(len(link_chars))
    rows = good
    for i in range(len(links)):
        share = links[i] / length[i]
        if length[i] > least and share < _GOOD_LINK_SHARE:
            rows[i] = float(length[i]) * (1.0 - float(share))
    return good


_MARKUP = (
    "link_share", "emphasis_share", "tag", "parent_tag", "after_h1", "after_heading", "after_image", *_FLAGS,
)  # fmt: skip
_FLAG_BITS = np.array([int(flag) for flag in _FLAGS.values()], np.intc)
_HEADING = int(Flag.HEADING)


def markup_columns(markup: Markup, chars: Column) -> dict[str, Column]:
    """Return what each block is by its own markup, and how many blocks it stands after headings and images."""
    containers, own = markup.containers, markup.places
    parents, kinds, flags = containers.parents, containers.kinds, containers.flags
    links, emphasis, length, bits = markup.link_chars, markup.emphasis_chars, chars, _FLAG_BITS
    ranks = tag_ranks(containers.kind_table)
    table = np.zeros((len(_MARKUP), len(own)), np.float32)
    rows = table
    h1, heading = -_NO_H1, -_FAR
    for i in range(len(own)):
        place = own[i]
        parent = parents[place] if parents[place] >= 0 else 0
        rows[0, i] = links[i] / length[i]
        rows[1, i] = emphasis[i] / length[i]
        rows[2, i] = ranks[kinds[place]]
        rows[3, i] = ranks[kinds[parent]]
        h1 = i if ranks[kinds[place]] == _H1 else h1
        heading = i if flags[place] & _HEADING else heading
        rows[4, i] = i - h1
        rows[5, i] = i - heading
        rows[6, i] = _NO_IMAGE
        for k in range(len(bits)):
            rows[7 + k, i] = (flags[place] & bits[k]) != 0
    positions, image_places = markup.images.positions, markup.images.places
    for k in range(len(positions)):
        i = positions[k]
        if i < len(own):
            rows[6, i] = min(abs(own[i] - image_places[k]), _MOST_STEPS)
    return dict(zip(_MARKUP, table, strict=True))


def tag_ranks(kinds: Sequence[Kind]) -> Column:
    """Return the rank of each kind's tag; unknown ones come last."""
    return np.array([_TAG_RANKS.get(kind.tag, len(_TAG_ORDER)) for kind in kinds], np.float32)


_ALIKE = (
    "alike_group", "alike", "alike_chars", "alike_link_share", "alike_good_share", "alike_sentences", "like_next",
)  # fmt: skip


def alike_columns(markup: Markup, letters: Lettering, good: NDArray[np.float64]) -> dict[str, Column]:
    """Return what the blocks that are written alike (same tag and names, in parents alike) have in common.

    `good` is each block's good text in characters.
    """
    own, kinds, parents = markup.places, markup.containers.kinds, markup.containers.parents
    links, length, sentence, worth = markup.link_chars, letters.chars, letters.is_sentence, good
    total = max(1.0, float(good.sum()))
    ids: dict[tuple[object, ...], int] = {}
    named = np.array([ids.setdefault(kind[::2], len(ids)) for kind in markup.containers.kind_table], np.intc)
    group_of: dict[int, int] = {}
    width = len(ids)
    groups, sums = np.zeros(len(own), np.intc), np.zeros((5, len(own)))
    names, group, of = named, groups, sums
    for i in range(len(own)):
        parent = parents[own[i]] if parents[own[i]] >= 0 else 0
        key = names[kinds[own[i]]] * width + names[kinds[parent]]
        group[i] = group_of.setdefault(key, len(group_of))
        of[0, group[i]] += 1
        of[1, group[i]] += length[i]
        of[2, group[i]] += links[i]
        of[3, group[i]] += worth[i]
        of[4, group[i]] += sentence[i]
    table = np.zeros((len(_ALIKE), len(own)), np.float32)
    rows = table
    for i in range(len(own)):
        kin = group[i]
        rows[0, i] = kin
        rows[1, i] = of[0, kin]
        rows[2, i] = of[1, kin] / of[0, kin]
        rows[3, i] = of[2, kin] / of[1, kin]
        rows[4, i] = of[3, kin] / total
        rows[5, i] = of[4, kin] / of[0, kin]
        rows[6, i] = i + 1 < len(own) and group[i + 1] == kin
    return dict(zip(_ALIKE, table, strict=True))


_ORDER = (
    "good_before", "main_before", "main_after", "main_chars_before_share", "main_chars_after_share",
    "to_next_main", "main_chars_near",
)  # fmt: skip


def order_columns(good: NDArray[np.float64], in_half: Column) -> dict[str, Column]:
    """Return how much good text stands before and after each block, on the page and in the main container."""
    worth, main = good, in_half
    count = len(good)
    table, running = np.zeros((len(_ORDER), count), np.float32), np.zeros(count + 1)
    rows, before = table, running
    blocks = main_blocks = 0
    for i in range(count):
        is_main = worth[i] > 0 and main[i] > 0
        rows[0, i] = blocks
        rows[1, i] = main_blocks
        blocks += worth[i] > 0
        main_blocks += is_main
        before[i + 1] = before[i] + (worth[i] if is_main else 0.0)
    total = max(1.0, before[count])
    following, to_next = 0, _FAR
    for i in range(count - 1, -1, -1):
        is_main = worth[i] > 0 and main[i] > 0
        rows[2, i] = following
        rows[3, i] = before[i] / total
        rows[4, i] = (total - before[i + 1]) / total
        rows[5, i] = to_next
        rows[6, i] = before[min(i + _NEAR + 1, count)] - before[max(i - _NEAR, 0)]
        following += is_main
        to_next = 1 if is_main else min(to_next + 1, _FAR)
    return dict(zip(_ORDER, table, strict=True))


_NEIGHBOURS = {
    "in_half": (-1, 1),
    "weight": (-1, 1),
    "link_share": (-1, 1),
    "log_chars": (-2, -1, 1, 2),
    "tag": (-1, 1),
    "is_sentence": (-1, 1),
    "in_linked_data": (-1, 1),
    "after_image": (-1, 1),
}
_NEIGHBOUR_COLUMNS = tuple(f"{name}{step:+d}" for name, steps in _NEIGHBOURS.items() for step in steps)
_NO_NEIGHBOUR = -1.0


def neighbour_columns(columns: Mapping[str, Column]) -> dict[str, Column]:
    """Return some of the columns as those of the blocks before and after."""
    count = len(columns["tag"])
    table = np.full((len(_NEIGHBOUR_COLUMNS), count), _NO_NEIGHBOUR, np.float32)
    rows = table
    row = 0
    for name, steps in _NEIGHBOURS.items():
        own = columns[name]
        for step in steps:
            for i in range(max(0, -step), min(count, count - step)):
                rows[row, i] = own[i + step]
            row += 1
    return dict(zip(_NEIGHBOUR_COLUMNS, table, strict=True))


def blocks_since(marked: Column) -> Column:
    """Return how many blocks each stands after the last marked one; 99.0 where none is, or it is farther."""
    is_marked = marked
    found = np.full(len(marked), _FAR, np.float32)
    rows = found
    last = -_FAR
    for i in range(len(is_marked)):
        last = i if is_marked[i] > 0 else last
        rows[i] = min(i - last, _FAR)
    return found
