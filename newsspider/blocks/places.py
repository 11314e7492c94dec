"""Where each block lies among the page's containers, in numbers.

Containers stand in document order, so that what one holds is a range. Sums over all that a container holds
and over all that it lies in are differences of running sums: no loop over the tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsspider.blocks.lettering import Column
from newsspider.blocks.markup import Flag
from newsspider.blocks.types import Markup

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_HALF, _MOST = 0.5, 0.8  # of the page's good text
_MOST_ARTICLES = 400  # <article> elements that are told apart: a page of many more is a list of teasers
_FAR = 50
# One long paragraph is not the container that the article lies in.
_LEAVES = frozenset(("p", "li", "pre", "h1", "h2", "h3", "h4", "h5", "h6"))


class Weights(NamedTuple):
    """The learned weights of the names of each container."""

    inherited: Floats  # for all that it holds
    own: Floats  # for the text directly in it

    @classmethod
    def of(cls, weights: Sequence[tuple[float, float]], kinds: Sequence[int]) -> Weights:
        """Return the weights of each container from those of each kind."""
        table = np.array(weights, np.float64).reshape(-1, 2)[np.array(kinds, np.int64)]
        return cls(np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1]))


class Places(NamedTuple):
    """The containers of the page and of each block; `spine` are those that hold more than half of its text."""

    weights: Weights
    kinds: Ints
    ends: Ints
    depths: Ints
    own: Ints  # of each block: its container, that one's parent, grandparent and so on
    parent: Ints
    grandparent: Ints
    great_grandparent: Ints
    spine: Ints  # ascending; each holds the next
    good_held: Floats  # by each container; 0 by those that are paragraphs and the like
    in_half: NDArray[np.bool_]  # of each block: whether it lies in the last of the spine
    good_total: float


def read_places(markup: Markup, good: Floats, weights: Weights) -> Places:
    """Return the places of the blocks; `good` is each block's good text in characters."""
    containers = markup.containers
    own = np.array(markup.places, np.int64)
    parents = np.maximum(np.array(containers.parents, np.int64), 0)
    ends = np.array(containers.ends, np.int64)
    parent = parents[own]
    grandparent = parents[parent]
    total = float(good.sum())
    kinds = np.array(containers.kinds, np.int64)
    is_layout = np.array([kind.tag not in _LEAVES for kind in containers.kind_table])[kinds]
    good_held = np.where(is_layout, held(own, ends, good), 0.0)
    spine = _holding(good_held, total * _HALF)
    return Places(
        weights,
        kinds,
        ends,
        np.array(containers.depths, np.int64),
        own,
        parent,
        grandparent,
        parents[grandparent],
        spine,
        good_held,
        (own >= spine[-1]) & (own < ends[spine[-1]]),
        max(1.0, total),
    )


def held(own: Ints, ends: Ints, amounts: NDArray[np.floating]) -> Floats:
    """Return for each container the sum of the blocks' `amounts` over all that it holds."""
    running = np.zeros(len(ends) + 1)
    np.cumsum(np.bincount(own, amounts, len(ends)), out=running[1:])
    return running[ends] - running[:-1]


def _holding(sums: Floats, amount: float) -> Ints:
    """Return the containers that hold more than `amount`, at least half of all: each holds the next."""
    found = np.flatnonzero(sums > amount)
    return found if len(found) else np.zeros(1, np.int64)


def place_columns(markup: Markup, places: Places, chars: Column, good: Floats) -> dict[str, Column]:
    """Return the features that tell of the containers of each block."""
    return {
        **_share_columns(markup, places, chars, good),
        **_spine_columns(places),
        **_weight_columns(markup, places),
        **_direct_columns(markup, places, good),
    }


def _share_columns(markup: Markup, places: Places, chars: Column, good: Floats) -> dict[str, Column]:
    own, ends = places.own, places.ends
    good_held, chars_held = held(own, ends, good), held(own, ends, chars)
    links_held = held(own, ends, np.array(markup.link_chars, np.float64))
    blocks_held = held(own, ends, np.ones(len(own)))
    good_share = good_held / places.good_total
    link_share = links_held / np.maximum(chars_held, 1)
    mean_chars = chars_held / np.maximum(blocks_held, 1)
    columns: dict[str, Column] = {"own_link_share": link_share[own]}
    for name, container in (
        ("parent", places.parent),
        ("grandparent", places.grandparent),
        ("great_grandparent", places.great_grandparent),
    ):
        columns[f"{name}_good_share"] = good_share[container]
        columns[f"{name}_link_share"] = link_share[container]
        columns[f"{name}_blocks"] = blocks_held[container]
        columns[f"{name}_mean_chars"] = mean_chars[container]
    branch = _branches(places)[own]
    columns["branch_good_share"] = good_share[branch]
    columns["branch_link_share"] = link_share[branch]
    columns["branch_blocks"] = blocks_held[branch]
    return columns


def _spine_ancestors(places: Places) -> Ints:
    """Return for each container the last of the spine that it is or lies in."""
    index = np.arange(len(places.ends))
    begun = np.searchsorted(places.spine, index, "right")
    open_still = np.searchsorted(-places.ends[places.spine], -index, "left")  # ends fall along the spine
    ancestors: Ints = places.spine[np.maximum(np.minimum(begun, open_still), 1) - 1]
    return ancestors


def _branches(places: Places) -> Ints:
    """Return for each container the one right below the spine that it is or lies in, or itself on the spine."""
    index = np.arange(len(places.ends))
    distance = places.depths - places.depths[_spine_ancestors(places)]
    latest = np.maximum.accumulate(np.where(distance == 1, index, 0))
    return np.where(distance == 0, index, latest)


def _spine_columns(places: Places) -> dict[str, Column]:
    most = _holding(places.good_held, places.good_total * _MOST)[-1]
    depth = places.depths[places.own].astype(np.float32)
    return {
        "in_half": places.in_half.astype(np.float32),
        "in_most": ((places.own >= most) & (places.own < places.ends[most])).astype(np.float32),
        "depth": depth,
        "depth_below_half": depth - places.depths[places.spine[-1]],
    }


def _weight_columns(markup: Markup, places: Places) -> dict[str, Column]:
    inherited, own = places.weights
    running = np.zeros(len(inherited) + 1)
    running[:-1] = inherited
    running -= np.bincount(places.ends, inherited, len(running))
    summed = np.cumsum(running)[:-1]
    spine = _spine_ancestors(places)
    lowest, lowest_below = _lowest(markup.containers.parents, inherited, spine)
    both = inherited + own
    return {
        "weight": summed[places.own].astype(np.float32),
        "weight_below_half": (summed - summed[spine])[places.own],
        "lowest_weight": lowest[places.own],
        "lowest_weight_below_half": lowest_below[places.own],
        "own_weight": both[places.own],
        "parent_weight": both[places.parent],
        "grandparent_weight": both[places.grandparent],
    }


def _lowest(parents: Sequence[int], weights: Floats, spine: Ints) -> tuple[Floats, Floats]:
    """Return the least weight of all containers that each is or lies in, and of those below the spine."""
    lowest: list[float] = []
    below: list[float] = []
    for i, (parent, weight, branches_off) in enumerate(
        zip(parents, weights.tolist(), spine.tolist(), strict=True)
    ):
        above = lowest[parent] if parent >= 0 else weight
        lowest.append(weight if weight < above else above)
        if branches_off == i:
            below.append(0.0)
        else:
            above = below[parent]
            below.append(weight if weight < above else above)
    return np.array(lowest), np.array(below)


def _direct_columns(markup: Markup, places: Places, good: Floats) -> dict[str, Column]:
    """Return how the block's parent compares with the one that has the most good text right below it."""
    direct = np.bincount(places.parent, good, len(places.ends))
    modal = int(np.argmax(direct))
    is_modal = (places.parent == modal) & (good > 0)
    index = np.arange(len(good))
    at = np.flatnonzero(is_modal)
    first, last = (int(at[0]), int(at[-1])) if len(at) else (0, 0)
    hidden = (np.array(markup.containers.flags, np.int64)[places.own] & int(Flag.HIDDEN)) != 0
    return {
        "direct_share": (direct / places.good_total)[places.parent],
        "direct_to_most": (direct / max(1.0, float(direct[modal])))[places.parent],
        "depth_below_modal": (places.depths[places.own] - places.depths[modal] - 1).astype(np.float32),
        "after_first_modal": np.clip(index - first, -_FAR, _FAR).astype(np.float32),
        "before_last_modal": np.clip(last - index, -_FAR, _FAR).astype(np.float32),
        "hidden_share": np.full(len(good), float(good[hidden].sum()) / places.good_total, np.float32),
        "article": _article_column(markup, places, modal),
    }


def _article_column(markup: Markup, places: Places, modal: int) -> Column:
    """Return 1.0 for blocks in the same <article> as most good text, 2.0 for those in another, else 0.0."""
    is_article = np.array([kind.tag == "article" for kind in markup.containers.kind_table])
    nearest = np.full(len(places.ends), -1)
    for container in np.flatnonzero(is_article[places.kinds])[:_MOST_ARTICLES].tolist():
        nearest[container : places.ends[container]] = container
    own = nearest[places.own]
    return np.where(own < 0, 0.0, np.where(own == nearest[modal], 1.0, 2.0)).astype(np.float32)
