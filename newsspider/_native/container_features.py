"""Where each block lies among the page's containers, in numbers.

Containers stand in document order: a container's parent comes before it, and what it holds is a range. So sums
over all that containers hold are differences of running sums, and what they inherit takes one pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from newsspider._native.values import Column, Floats, Ints, Markup

FAR = 50  # blocks


class Places(NamedTuple):
    """Where the blocks lie; the spine are the containers that hold more than half of the page's good text."""

    ancestors: (
        Ints  # rows: each block's container's parent, grandparent and great-grandparent; the last is its own
    )
    in_main: Column  # 1.0 for blocks in the main container, the last of the spine
    in_most: Column  # 1.0 for those in the last one that holds more than four fifths
    spine: Ints  # of each container: the last of the spine that it is or lies in
    main_container: int
    good_held: Floats  # by each container, in characters
    good_total: float  # 1.0 at least


class Weights(NamedTuple):
    """What the names of containers weigh for the text under them, in log odds of article text."""

    by_kind: Floats  # for each entry of the kind table: for all that it holds, and for its own text
    summed: Floats  # of each container and all that it lies in


def held(places: Sequence[int], ends: Sequence[int], amounts: Floats) -> Floats:
    """Return for each container the sum of the `amounts` of all blocks that it holds; `places` are theirs."""
    own = np.bincount(places, amounts, minlength=len(ends))
    before = np.concatenate(([0.0], np.cumsum(own)))
    return before[ends] - before[:-1]


def spine_of(markup: Markup, is_leaf: Ints, sums: Floats, amount: float) -> tuple[int, Ints]:
    """Return the last container that holds more than `amount`, and the last such that each is or lies in.

    `amount` is half of all or more, so that each such container holds the next. Where none is, the outermost is.
    """
    containers = markup.containers
    is_spine = (sums > amount) & (is_leaf[containers.kinds] == 0)
    spine: list[int] = []
    for place, parent in enumerate(containers.parents):
        spine.append(place if is_spine[place] else spine[parent] if parent >= 0 else -1)
    on_spine = np.flatnonzero(is_spine)
    first, last = (int(on_spine[0]), int(on_spine[-1])) if len(on_spine) else (0, 0)
    return last, np.array([first if place < 0 else place for place in spine], np.intc)


def ancestors_of(places: Sequence[int], parents: Sequence[int]) -> Ints:
    """Return each block's parent, grandparent and great-grandparent, a row each."""
    above = np.maximum(np.asarray(parents, np.intc), 0)
    parent = above[places]
    return np.array([parent, above[parent], above[above[parent]]], np.intc)


def lies_in(places: Sequence[int], start: int, end: int) -> Column:
    """Return 1.0 for each block whose container stands from `start` to before `end`."""
    own = np.asarray(places)
    return ((start <= own) & (own < end)).astype(np.float32)


def summed_weights(markup: Markup, by_kind: Floats) -> Floats:
    """Return for each container what the names of all containers weigh that it is or lies in."""
    sums: list[float] = []
    for kind, parent in zip(markup.containers.kinds, markup.containers.parents, strict=True):
        weight = float(by_kind[kind, 0])
        sums.append(weight + sums[parent] if parent >= 0 else weight)
    return np.array(sums)


SHARES = (
    "own_link_share", "parent_good_share", "parent_link_share", "parent_blocks", "parent_mean_chars",
    "grandparent_good_share", "grandparent_link_share", "grandparent_blocks", "grandparent_mean_chars",
    "great_grandparent_good_share", "great_grandparent_link_share", "great_grandparent_blocks",
    "great_grandparent_mean_chars", "branch_good_share", "branch_link_share", "branch_blocks",
)  # fmt: skip


def share_columns(markup: Markup, places: Places, chars: Column) -> dict[str, Column]:
    """Return how much text, good text and links the containers hold that each block lies in.

    Its branch is the container right below the spine, or on it.
    """
    own, ends = np.asarray(markup.places), markup.containers.ends
    links = held(markup.places, ends, np.asarray(markup.link_chars, np.float64))
    text = held(markup.places, ends, chars.astype(np.float64))
    blocks = held(markup.places, ends, np.ones(len(own)))
    link_share = links / np.maximum(text, 1.0)
    columns = [link_share[own]]
    for place in places.ancestors:
        mean_chars = text[place] / np.maximum(blocks[place], 1.0)
        good_share = places.good_held[place] / places.good_total
        columns += [good_share, link_share[place], blocks[place], mean_chars]
    branch = branches_of(markup, places.spine)[own]
    columns += [places.good_held[branch] / places.good_total, link_share[branch], blocks[branch]]
    return {name: column.astype(np.float32) for name, column in zip(SHARES, columns, strict=True)}


def branches_of(markup: Markup, spine: Ints) -> Ints:
    """Return for each container the one right below the spine that it is or lies in, or itself on the spine."""
    depths = np.asarray(markup.containers.depths)
    is_branch = depths - depths[spine] <= 1
    branch: list[int] = []
    for place, parent in enumerate(markup.containers.parents):
        branch.append(place if parent < 0 or is_branch[place] else branch[parent])
    return np.array(branch, np.intc)


WEIGHTS = (
    "weight", "weight_below_main", "lowest_weight", "lowest_weight_below_main", "own_weight", "parent_weight",
    "grandparent_weight",
)  # fmt: skip


def weight_columns(markup: Markup, places: Places, weights: Weights) -> dict[str, Column]:
    """Return what the names of the containers weigh that each block lies in: all, the least, and the nearest.

    Below main, in a column's name, means below the main container.
    """
    own, kinds = np.asarray(markup.places), np.asarray(markup.containers.kinds)
    lowest: list[float] = []
    below: list[float] = []  # the lowest below the spine
    for place, parent in enumerate(markup.containers.parents):
        weight = float(weights.by_kind[kinds[place], 0])
        lowest.append(min(weight, lowest[parent]) if parent >= 0 else weight)
        if places.spine[place] == place:
            below.append(0.0)
        else:
            below.append(min(weight, below[parent]) if parent >= 0 else weight)
    own_weights = weights.by_kind[:, 0] + weights.by_kind[:, 1]
    sums, ancestors = weights.summed, places.ancestors
    columns = (
        sums[own], sums[own] - sums[places.spine[own]], np.array(lowest)[own], np.array(below)[own],
        own_weights[kinds[own]], own_weights[kinds[ancestors[0]]], own_weights[kinds[ancestors[1]]],
    )  # fmt: skip
    return {name: column.astype(np.float32) for name, column in zip(WEIGHTS, columns, strict=True)}


DIRECT = (
    "depth", "depth_below_main", "direct_share", "direct_to_most", "depth_below_modal", "after_first_modal",
    "before_last_modal", "article",
)  # fmt: skip


def direct_columns(markup: Markup, places: Places, good: Floats) -> dict[str, Column]:
    """Return how deep each block lies, and how its parent compares with that of most good text, the modal one.

    `article` is 1.0 for blocks in the same <article> as that one, 2.0 for those in another, else 0.0.
    """
    own, containers, parent = np.asarray(markup.places), markup.containers, places.ancestors[0]
    depths, numbers = np.asarray(containers.depths), np.arange(len(own))
    direct = np.bincount(parent, good, minlength=len(containers))
    modal = int(np.argmax(direct))
    articles: list[int] = []  # of each container: the nearest <article> that it is or lies in
    for place, above in enumerate(containers.parents):
        is_article = containers.kind_table[containers.kinds[place]].tag == "article"
        articles.append(place if is_article else articles[above] if above >= 0 else -1)
    article = np.array(articles)[own]
    modal_blocks = np.flatnonzero((parent == modal) & (good > 0))
    first, last = (int(modal_blocks[0]), int(modal_blocks[-1])) if len(modal_blocks) else (0, 0)
    columns = (
        depths[own], depths[own] - depths[places.main_container], direct[parent] / places.good_total,
        direct[parent] / max(float(direct[modal]), 1.0), depths[own] - depths[modal] - 1,
        np.clip(numbers - first, -FAR, FAR), np.clip(last - numbers, -FAR, FAR),
        np.where(article < 0, 0, np.where(article == articles[modal], 1, 2)),
    )  # fmt: skip
    return {name: np.asarray(column, np.float32) for name, column in zip(DIRECT, columns, strict=True)}
