"""Where each block lies among the page's containers, in numbers.

Containers stand in document order: a container's parent comes before it, and what it holds is a range. So sums
over all that containers hold are differences of running sums, and what they inherit takes one pass.

Compiled where there is a compiler, with the types in places.pxd: loops over numbers, slow as they stand here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newsspider.blocks.lettering import Column
from newsspider.blocks.types import Markup

Floats = NDArray[np.float64]
Ints = NDArray[np.intc]

_HALF, _MOST = 0.5, 0.8  # of the page's good text
_FAR = 50
# One long paragraph is not the container that the article lies in.
_LEAVES = frozenset(("p", "li", "pre", "h1", "h2", "h3", "h4", "h5", "h6"))


class Places(NamedTuple):
    """Where the blocks lie; the spine are the containers that hold more than half of the page's good text."""

    ancestors: (
        Ints  # rows: each block's container's parent, grandparent and great-grandparent; the last is its own
    )
    in_half: Column  # 1.0 for blocks in the last container of the spine
    in_most: Column  # 1.0 for those in the last one that holds more than four fifths
    spine: Ints  # of each container: the last of the spine that it is or lies in
    half: int  # the last of the spine
    good_held: Floats  # by each container, in characters
    good_total: float  # 1.0 at least


class Weights(NamedTuple):
    """What the names of containers weigh for the text under them, in log odds of article text."""

    by_kind: Floats  # for each entry of the kind table: for all that it holds, and for its own text
    summed: Floats  # of each container and all that it lies in


def read_weights(markup: Markup, by_kind: ArrayLike) -> Weights:
    """Return the weights of a page's containers; `by_kind` are those of its kind table's entries."""
    weights = np.asarray(by_kind, np.float64).reshape(-1, 2)
    return Weights(weights, summed_weights(markup, weights))


def read_places(markup: Markup, good: Floats) -> Places:
    """Return the places of the blocks; `good` is each block's good text in characters."""
    containers, own = markup.containers, markup.places
    total = float(good.sum())
    good_held = held(own, containers.ends, good)
    is_leaf = _leaves(markup)
    half, spine = spine_of(markup, is_leaf, good_held, total * _HALF)
    most, _ = spine_of(markup, is_leaf, good_held, total * _MOST)
    return Places(
        ancestors_of(own, containers.parents),
        lies_in(own, half, containers.ends[half]),
        lies_in(own, most, containers.ends[most]),
        spine,
        half,
        good_held,
        max(1.0, total),
    )


def lies_in_longest(markup: Markup, good: Floats) -> Column:
    """Return 1.0 for the blocks in the last container that holds more than half of the good text."""
    own, ends = markup.places, markup.containers.ends
    half, _ = spine_of(markup, _leaves(markup), held(own, ends, good), float(good.sum()) * _HALF)
    return lies_in(own, half, ends[half])


def _leaves(markup: Markup) -> Ints:
    return np.array([kind.tag in _LEAVES for kind in markup.containers.kind_table], np.intc)


def held(places: Sequence[int], ends: Sequence[int], amounts: Floats) -> Floats:
    """Return for each container the sum of the `amounts` of all blocks that it holds; `places` are theirs."""
    count = len(ends)
    found, running = np.zeros(count), np.zeros(count + 1)
    sums, before = found, running
    for i in range(len(places)):
        before[places[i] + 1] += amounts[i]
    for place in range(count):
        before[place + 1] += before[place]
    for place in range(count):
        sums[place] = before[ends[place]] - before[place]
    return found


def spine_of(markup: Markup, is_leaf: Ints, sums: Floats, amount: float) -> tuple[int, Ints]:
    """Return the last container that holds more than `amount`, and the last such that each is or lies in.

    `amount` is half of all or more, so that each such container holds the next. Where none is, the outermost is.
    """
    parents, kinds = markup.containers.parents, markup.containers.kinds
    count = len(parents)
    found = np.zeros(count, np.intc)
    spine = found
    first, last = -1, 0
    for place in range(count):
        if sums[place] > amount and not is_leaf[kinds[place]]:
            first = place if first < 0 else first
            last = place
            spine[place] = place
        else:
            spine[place] = spine[parents[place]] if parents[place] >= 0 else -1
    for place in range(count):
        if spine[place] < 0:  # beside the first
            spine[place] = first if first >= 0 else 0
    return last, found


def ancestors_of(places: Sequence[int], parents: Sequence[int]) -> Ints:
    """Return each block's parent, grandparent and great-grandparent, a row each."""
    found = np.zeros((3, len(places)), np.intc)
    rows = found
    for i in range(len(places)):
        place = places[i]
        for row in range(3):
            place = parents[place] if parents[place] >= 0 else 0
            rows[row, i] = place
    return found


def lies_in(places: Sequence[int], start: int, end: int) -> Column:
    """Return 1.0 for each block whose container stands from `start` to before `end`."""
    found = np.zeros(len(places), np.float32)
    inside = found
    for i in range(len(places)):
        inside[i] = start <= places[i] < end
    return found


def summed_weights(markup: Markup, by_kind: Floats) -> Floats:
    """Return for each container what the names of all containers weigh that it is or lies in."""
    parents, kinds = markup.containers.parents, markup.containers.kinds
    weights, found = by_kind, np.zeros(len(parents))
    sums = found
    for place in range(len(parents)):
        above = parents[place]
        weight = weights[kinds[place], 0]
        sums[place] = weight + sums[above] if above >= 0 else weight
    return found


def place_columns(
    markup: Markup, places: Places, weights: Weights, chars: Column, good: Floats
) -> dict[str, Column]:
    """Return the features that tell of the containers of each block."""
    return {
        "in_half": places.in_half,
        "in_most": places.in_most,
        **share_columns(markup, places, chars),
        **weight_columns(markup, places, weights.by_kind, weights.summed),
        **direct_columns(markup, places, good),
    }


_SHARES = (
    "own_link_share", "parent_good_share", "parent_link_share", "parent_blocks", "parent_mean_chars",
    "grandparent_good_share", "grandparent_link_share", "grandparent_blocks", "grandparent_mean_chars",
    "great_grandparent_good_share", "great_grandparent_link_share", "great_grandparent_blocks",
    "great_grandparent_mean_chars", "branch_good_share", "branch_link_share", "branch_blocks",
)  # fmt: skip


def share_columns(markup: Markup, places: Places, chars: Column) -> dict[str, Column]:
    """Return how much text, good text and links the containers hold that each block lies in.

    Its branch is the container right below the spine, or on it.
    """
    own, ends, good, total = markup.places, markup.containers.ends, places.good_held, places.good_total
    links = held(own, ends, np.asarray(markup.link_chars, np.intc).astype(np.float64))
    text = held(own, ends, chars.astype(np.float64))
    blocks = held(own, ends, np.ones(len(own)))
    ancestors, branch = places.ancestors, branches_of(markup, places.spine)
    table = np.zeros((len(_SHARES), len(own)), np.float32)
    rows = table
    for i in range(len(own)):
        rows[0, i] = links[own[i]] / max(text[own[i]], 1.0)
        for step in range(4):
            place = ancestors[step, i] if step < 3 else branch[own[i]]
            row = 1 + 4 * step
            rows[row, i] = good[place] / total
            rows[row + 1, i] = links[place] / max(text[place], 1.0)
            rows[row + 2, i] = blocks[place]
            if step < 3:
                rows[row + 3, i] = text[place] / max(blocks[place], 1.0)
    return dict(zip(_SHARES, table, strict=True))


def branches_of(markup: Markup, spine: Ints) -> Ints:
    """Return for each container the one right below the spine that it is or lies in, or itself on the spine."""
    parents, depths, last = markup.containers.parents, markup.containers.depths, spine
    found = np.zeros(len(parents), np.intc)
    branch = found
    for place in range(len(parents)):
        if parents[place] < 0 or depths[place] - depths[last[place]] <= 1:
            branch[place] = place
        else:
            branch[place] = branch[parents[place]]
    return found


_WEIGHTS = (
    "weight", "weight_below_half", "lowest_weight", "lowest_weight_below_half", "own_weight", "parent_weight",
    "grandparent_weight",
)  # fmt: skip


def weight_columns(markup: Markup, places: Places, by_kind: Floats, summed: Floats) -> dict[str, Column]:
    """Return what the names of the containers weigh that each block lies in: all, the least, and the nearest.

    Below half means below the last of the spine.
    """
    own, parents, kinds = markup.places, markup.containers.parents, markup.containers.kinds
    weights, spine, ancestors = by_kind, places.spine, places.ancestors
    table = np.zeros((len(_WEIGHTS), len(own)), np.float32)
    least, least_below = np.zeros((2, len(parents)))
    sums, lowest, below, rows = summed, least, least_below, table
    for place in range(len(parents)):
        weight = weights[kinds[place], 0]
        above = parents[place]
        lowest[place] = min(weight, lowest[above]) if above >= 0 else weight
        if spine[place] != place:
            below[place] = min(weight, below[above]) if above >= 0 else weight
    for i in range(len(own)):
        place = own[i]
        rows[0, i] = sums[place]
        rows[1, i] = sums[place] - sums[spine[place]]
        rows[2, i] = lowest[place]
        rows[3, i] = below[place]
        rows[4, i] = weights[kinds[place], 0] + weights[kinds[place], 1]
        for step in range(2):
            kind = kinds[ancestors[step, i]]
            rows[5 + step, i] = weights[kind, 0] + weights[kind, 1]
    return dict(zip(_WEIGHTS, table, strict=True))


_DIRECT = (
    "depth", "depth_below_half", "direct_share", "direct_to_most", "depth_below_modal", "after_first_modal",
    "before_last_modal", "article",
)  # fmt: skip


def direct_columns(markup: Markup, places: Places, good: Floats) -> dict[str, Column]:
    """Return how deep each block lies, and how its parent compares with that of most good text, the modal one.

    `article` is 1.0 for blocks in the same <article> as that one, 2.0 for those in another, else 0.0.
    """
    own, parents, depths = markup.places, markup.containers.parents, markup.containers.depths
    kinds = markup.containers.kinds
    parent, worth, total, half = places.ancestors[0], good, places.good_total, places.half
    is_article = np.array([kind.tag == "article" for kind in markup.containers.kind_table], np.intc)
    amounts, nearest = np.zeros(len(parents)), np.zeros(len(parents), np.intc)
    direct, articles, article_kinds = amounts, nearest, is_article
    for i in range(len(own)):
        direct[parent[i]] += worth[i]
    modal = int(np.argmax(amounts))
    for place in range(len(parents)):
        above = parents[place]
        articles[place] = place if article_kinds[kinds[place]] else articles[above] if above >= 0 else -1
    first = last = -1
    for i in range(len(own)):
        if parent[i] == modal and worth[i] > 0:
            first = i if first < 0 else first
            last = i
    first, last = max(first, 0), max(last, 0)
    table = np.zeros((len(_DIRECT), len(own)), np.float32)
    rows = table
    for i in range(len(own)):
        place = own[i]
        rows[0, i] = depths[place]
        rows[1, i] = depths[place] - depths[half]
        rows[2, i] = direct[parent[i]] / total
        rows[3, i] = direct[parent[i]] / max(direct[modal], 1.0)
        rows[4, i] = depths[place] - depths[modal] - 1
        rows[5, i] = min(max(i - first, -_FAR), _FAR)
        rows[6, i] = min(max(last - i, -_FAR), _FAR)
        rows[7, i] = 0 if articles[place] < 0 else 1 if articles[place] == articles[modal] else 2
    return dict(zip(_DIRECT, table, strict=True))
