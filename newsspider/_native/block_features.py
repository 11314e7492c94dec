"""Features by each block's own markup, by what is written alike, and by the order of good text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from newsspider._native.markup import Flag
from newsspider._native.values import Column, Floats, Kind, Markup

# Tags in the order of how often their text is an article's, so that one threshold parts them.
_TAG_ORDER = (
    "p", "blockquote", "pre", "h2", "h3", "h4", "li", "td", "dd", "h5", "h6", "th", "dt", "div", "section",
    "article", "main", "h1", "body", "span", "summary", "caption", "figcaption", "figure", "address", "details",
    "tr", "header", "aside", "footer", "button", "form", "nav",
)  # fmt: skip
TAG_RANKS = {tag: rank for rank, tag in enumerate(_TAG_ORDER)}
H1_RANK = TAG_RANKS["h1"]
FLAGS = {
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
FAR = 99  # blocks
NO_H1, NO_IMAGE = 50, 30
MOST_STEPS = 20  # from an image to the block after it
NEAR = 15  # blocks each way


GOOD_LINK_SHARE = 0.35  # of good text, at most


def good_text(chars: Column, link_chars: Sequence[int], least: int) -> Floats:
    """Return the good text of each block longer than `least`, in characters, its links' share of it left out."""
    share = np.asarray(link_chars, np.float32) / chars
    is_good = (chars > least) & (share < np.float32(GOOD_LINK_SHARE))
    return np.where(is_good, chars.astype(np.float64) * (1.0 - share.astype(np.float64)), 0.0)


MARKUP = (
    "link_share", "emphasis_share", "tag", "parent_tag", "after_h1", "after_heading", "after_image", *FLAGS,
)  # fmt: skip


def markup_columns(markup: Markup, chars: Column) -> dict[str, Column]:
    """Return what each block is by its own markup, and how many blocks it stands after headings and images."""
    containers, places = markup.containers, np.asarray(markup.places)
    kinds, flags = np.asarray(containers.kinds), np.asarray(containers.flags)[places]
    ranks = tag_ranks(containers.kind_table)
    tags = ranks[kinds[places]]
    parents = np.maximum(np.asarray(containers.parents)[places], 0)
    after_image = np.full(len(places), NO_IMAGE, np.float32)
    images = markup.images
    for position, image_place in zip(images.positions, images.places, strict=True):  # elements may be left out
        if position < len(places):
            after_image[position] = min(abs(int(places[position]) - image_place), MOST_STEPS)
    columns = {
        "link_share": np.asarray(markup.link_chars, np.float32) / chars,
        "emphasis_share": np.asarray(markup.emphasis_chars, np.float32) / chars,
        "tag": tags,
        "parent_tag": ranks[kinds[parents]],
        "after_h1": _blocks_after(tags == H1_RANK, NO_H1),
        "after_heading": _blocks_after((flags & int(Flag.HEADING)) > 0, FAR),
        "after_image": after_image,
        **{name: (flags & int(flag)) > 0 for name, flag in FLAGS.items()},
    }
    return {name: np.asarray(column, np.float32) for name, column in columns.items()}


def _blocks_after(marked: np.ndarray, none: int) -> Column:
    """Return how many blocks each stands after the last marked one, as if one stood `none` before the first."""
    numbers = np.arange(len(marked))
    last: Column = np.maximum.accumulate(np.where(marked, numbers, -none))
    return (numbers - last).astype(np.float32)


def tag_ranks(kinds: Sequence[Kind]) -> Column:
    """Return the rank of each kind's tag; unknown ones come last."""
    return np.array([TAG_RANKS.get(kind.tag, len(_TAG_ORDER)) for kind in kinds], np.float32)


ALIKE = (
    "alike_group", "alike", "alike_chars", "alike_link_share", "alike_good_share", "alike_sentences", "like_next",
)  # fmt: skip


def alike_columns(markup: Markup, chars: Column, is_sentence: Column, good: Floats) -> dict[str, Column]:
    """Return what the blocks that are written alike (same tag and names, in parents alike) have in common.

    `good` is each block's good text in characters.
    """
    kinds, parents, table = markup.containers.kinds, markup.containers.parents, markup.containers.kind_table
    numbers: dict[object, int] = {}  # of the groups
    groups = []
    for place in markup.places:
        own, parent = table[kinds[place]], table[kinds[max(parents[place], 0)]]
        groups.append(numbers.setdefault((own.tag, own.tokens, parent.tag, parent.tokens), len(numbers)))
    group = np.array(groups, np.intc)
    amounts = (None, chars, markup.link_chars, good, is_sentence)
    blocks, text, links, worth, sentences = (np.bincount(group, amount)[group] for amount in amounts)
    columns = (
        group, blocks, text / blocks, links / text, worth / max(1.0, float(good.sum())), sentences / blocks,
        np.append(group[1:] == group[:-1], False),
    )  # fmt: skip
    return {name: np.asarray(column, np.float32) for name, column in zip(ALIKE, columns, strict=True)}


ORDER = (
    "good_before", "main_before", "main_after", "main_chars_before_share", "main_chars_after_share",
    "to_next_main", "main_chars_near",
)  # fmt: skip


def order_columns(good: Floats, in_main: Column) -> dict[str, Column]:
    """Return how much good text stands before and after each block, on the page and in the main container."""
    count, is_good = len(good), good > 0
    is_main = is_good & (in_main > 0)
    before = np.concatenate(([0.0], np.cumsum(np.where(is_main, good, 0.0))))
    total, numbers = max(1.0, float(before[-1])), np.arange(count)
    main_until = np.cumsum(is_main)
    next_main = np.append(np.where(is_main, numbers, count + FAR), count + FAR)
    following = np.minimum.accumulate(next_main[::-1])[::-1][1:]
    near = before[np.minimum(numbers + NEAR + 1, count)] - before[np.maximum(numbers - NEAR, 0)]
    columns = (
        np.cumsum(is_good) - is_good, main_until - is_main, main_until[-1:] - main_until, before[:-1] / total,
        (total - before[1:]) / total, np.minimum(following - numbers, FAR), near,
    )  # fmt: skip
    return {name: np.asarray(column, np.float32) for name, column in zip(ORDER, columns, strict=True)}


NEIGHBOURS = {
    "in_main": (-1, 1),
    "weight": (-1, 1),
    "link_share": (-1, 1),
    "log_chars": (-2, -1, 1, 2),
    "tag": (-1, 1),
    "is_sentence": (-1, 1),
    "in_linked_data": (-1, 1),
    "after_image": (-1, 1),
}
NO_NEIGHBOUR = -1.0


def neighbour_columns(columns: Mapping[str, Column]) -> dict[str, Column]:
    """Return some of the columns as those of the blocks before and after."""
    return {
        f"{name}{step:+d}": shifted(columns[name], step) for name, steps in NEIGHBOURS.items() for step in steps
    }


def shifted(column: Column, step: int, missing: float = NO_NEIGHBOUR) -> Column:
    """Return the column of each block's neighbour, `step` blocks after it; `missing` where there is none.

    >>> shifted(np.array([1, 2, 3], np.float32), 1).tolist(), shifted(np.array([1, 2], np.float32), -3).tolist()
    ([2.0, 3.0, -1.0], [-1.0, -1.0])
    """
    result = np.empty_like(column)
    if abs(step) >= len(column) or not step:
        result[:] = missing
    elif step > 0:
        result[:-step], result[-step:] = column[step:], missing
    else:
        result[-step:], result[:-step] = column[:step], missing
    return result
