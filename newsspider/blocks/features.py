"""What is known of each block of an HTML page, in numbers: the same for training and for use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from newsspider.blocks.lettering import UPPER, Column, Lettering, lettering
from newsspider.blocks.markup import Flag
from newsspider.blocks.places import Places, Weights, place_columns, read_places
from newsspider.blocks.types import Blocks, Kind, Markup
from newsspider.blocks.witnesses import witness_columns
from newsspider.page.types import Page

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
# Good text: long, and not mostly links. 80 characters and 35% part paragraphs from teasers and menus.
GOOD_CHARS, _GOOD_LINK_SHARE = 80, 0.35
_FAR = 99.0
_QUOTED_CHARS = (25, 300)
_QUOTE_MARKS = " \"'“”„«»‘’‹›「」.…"
_SEARCHED_CHARS = 20_000_000  # some 20 ms; beyond that no block counts as quoted


def html_features(page: Page, blocks: Blocks, weights: Sequence[tuple[float, float]]) -> Mapping[str, Column]:
    """Return the columns of features of an HTML page's blocks, by name; empty where it has no blocks.

    `weights` are, for each entry of the kind table, the weights of its names for all that it holds and for its
    own text: see newsspider.body.name_weights. Linear in the number of blocks and containers.
    """
    markup = blocks.markup
    if markup is None or not blocks.texts:
        return {}
    letters = lettering(blocks.texts)
    link_share = np.array(markup.link_chars, np.float32) / letters.chars
    good = np.where((letters.chars > GOOD_CHARS) & (link_share < _GOOD_LINK_SHARE), letters.chars, 0.0)
    good = good * (1 - link_share)
    places = read_places(markup, good, Weights.of(weights, markup.containers.kinds))
    columns = {
        **_text_columns(blocks, letters),
        **_markup_columns(markup, places, letters, link_share),
        **place_columns(markup, places, letters.chars, good),
        **_kind_columns(markup, places, letters, good),
        **_order_columns(places, good),
        **witness_columns(page, blocks.texts, float(good.sum())),
        "after_image": _after_image(markup, places),
        "is_quoted": _is_quoted(blocks.texts, places.in_half),
    }
    columns["after_h1"] = _distance_after(columns["tag"] == _H1, -50.0)
    columns["after_heading"] = _distance_after(columns["in_heading"] > 0, -_FAR)
    for name, steps in _NEIGHBOURS.items():
        for step in steps:
            columns[f"{name}{step:+d}"] = shifted(columns[name], step)
    return columns


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


def shifted(column: Column, step: int, missing: float = -1.0) -> Column:
    """Return the column of each block's neighbour, `step` blocks after it; `missing` where there is none.

    >>> shifted(np.array([1, 2, 3], np.float32), 1).tolist(), shifted(np.array([1, 2], np.float32), -3).tolist()
    ([2.0, 3.0, -1.0], [-1.0, -1.0])
    """
    result = np.full_like(column, missing)
    if 0 < step < len(column):
        result[:-step] = column[step:]
    elif 0 < -step < len(column):
        result[-step:] = column[:step]
    return result


def tag_ranks(kinds: Sequence[Kind]) -> NDArray[np.float32]:
    """Return the rank of each kind's tag; unknown ones come last."""
    return np.array([_TAG_RANKS.get(kind.tag, len(_TAG_ORDER)) for kind in kinds], np.float32)


def _text_columns(blocks: Blocks, letters: Lettering) -> dict[str, Column]:
    count = len(blocks)
    index = np.arange(count, dtype=np.float32)
    chars = np.cumsum(letters.chars)
    repeats: dict[str, int] = {}
    for text in blocks.texts:
        repeats[text] = repeats.get(text, 0) + 1
    return {
        "log_chars": np.log1p(letters.chars),
        "words": letters.words,
        "first": letters.first,
        "last": letters.last,
        "is_sentence": letters.is_sentence,
        "upper": letters.counts[UPPER] / letters.words,
        "from_end": count - index,
        "chars_before_share": chars / chars[-1],
        "page_blocks": np.full(count, count, np.float32),
        "page_chars": np.full(count, chars[-1], np.float32),
        "repeats": np.fromiter((repeats[text] for text in blocks.texts), np.float32, count),
    }


def _markup_columns(markup: Markup, places: Places, letters: Lettering, link_share: Column) -> dict[str, Column]:
    ranks = tag_ranks(markup.containers.kind_table)[places.kinds]
    flags = np.array(markup.containers.flags, np.int64)[places.own]
    columns = {
        "link_share": link_share,
        "emphasis_share": np.array(markup.emphasis_chars, np.float32) / letters.chars,
        "tag": ranks[places.own],
        "parent_tag": ranks[places.parent],
    }
    for name, flag in _FLAGS.items():
        columns[name] = ((flags & int(flag)) != 0).astype(np.float32)
    return columns


def _kind_columns(
    markup: Markup, places: Places, letters: Lettering, good: NDArray[np.float64]
) -> dict[str, Column]:
    """Return what the blocks that are written alike (same tag and names, in parents alike) have in common."""
    names: dict[tuple[str, Sequence[str]], int] = {}
    table = [names.setdefault((kind.tag, kind.tokens), len(names)) for kind in markup.containers.kind_table]
    named = np.array(table, np.int64)[places.kinds]
    _, group = np.unique(named[places.own] * len(names) + named[places.parent], return_inverse=True)
    counts = np.bincount(group)
    chars = np.bincount(group, letters.chars)
    links = np.bincount(group, np.array(markup.link_chars))
    after = group == shifted(group.astype(np.float32), 1)
    return {
        "alike_group": group,
        "alike": counts[group],
        "alike_chars": (chars / counts)[group],
        "alike_link_share": (links / chars)[group],
        "alike_good_share": (np.bincount(group, good) / max(1.0, float(good.sum())))[group],
        "alike_sentences": (np.bincount(group, letters.is_sentence) / counts)[group],
        "like_next": after.astype(np.float32),
    }


def _order_columns(places: Places, good: NDArray[np.float64]) -> dict[str, Column]:
    """Return how much good text stands before and after each block, on the page and in the main container."""
    is_good = good > 0
    is_main = is_good & places.in_half
    main_chars = np.cumsum(np.where(is_main, good, 0.0))
    total = max(1.0, float(main_chars[-1]))
    main_count = np.cumsum(is_main)
    index = np.arange(len(good))
    following = np.flatnonzero(is_main)
    at = np.searchsorted(following, index, "right")
    to_next = np.full(len(good), _FAR)
    has_next = at < len(following)
    to_next[has_next] = np.minimum(following[at[has_next]] - index[has_next], _FAR)
    padded = np.concatenate(([0.0], main_chars))
    near = padded[np.minimum(index + 16, len(good))] - padded[np.maximum(index - 15, 0)]
    return {
        "good_before": np.cumsum(is_good) - is_good,
        "main_before": main_count - is_main,
        "main_after": main_count[-1] - main_count,
        "main_chars_before_share": (main_chars - np.where(is_main, good, 0.0)) / total,
        "main_chars_after_share": (total - main_chars) / total,
        "to_next_main": to_next,
        "main_chars_near": near,
    }


def _after_image(markup: Markup, places: Places) -> Column:
    """Return how many containers stand between each block and the image right before it; 30.0 where none is."""
    column = np.full(len(places.own), 30.0, np.float32)
    for position, place in zip(markup.images.positions, markup.images.places, strict=True):
        if position < len(column):
            column[position] = min(abs(int(places.own[position]) - place), 20)
    return column


def _is_quoted(texts: Sequence[str], candidates: NDArray[np.bool_]) -> Column:
    """Return 1.0 for each candidate whose text stands in another block too: a pull quote, a repeated teaser."""
    column = np.zeros(len(texts), np.float32)
    page = "\n".join(texts)
    searches = _SEARCHED_CHARS // max(1, len(page))
    for i in np.flatnonzero(candidates)[:searches].tolist():
        text = texts[i].strip(_QUOTE_MARKS)
        if _QUOTED_CHARS[0] <= len(text) <= _QUOTED_CHARS[1]:
            at = page.find(text)
            column[i] = page.find(text, at + len(text)) >= 0
    return column


def _distance_after(marked: NDArray[np.bool_], before: float) -> Column:
    """Return how many blocks each stands after the last marked one, or its index less `before` where none is."""
    index = np.arange(len(marked))
    latest = np.maximum.accumulate(np.where(marked, index, -1))
    return np.where(latest >= 0, index - latest, index - before).astype(np.float32)
