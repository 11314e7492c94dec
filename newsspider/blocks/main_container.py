"""Where the article's container is, and where each block lies among the others."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from newsspider._native import (
    ancestors_of,
    direct_columns,
    held,
    lies_in,
    share_columns,
    spine_of,
    summed_weights,
    weight_columns,
)
from newsspider._native.container_features import Places, Weights
from newsspider._native.values import Column, Floats, Ints, Markup

_HALF, _MOST = 0.5, 0.8  # of the page's good text
# One long paragraph is not the container that the article lies in.
_LEAVES = frozenset(("p", "li", "pre", "h1", "h2", "h3", "h4", "h5", "h6"))


def read_weights(markup: Markup, by_kind: ArrayLike) -> Weights:
    """Return the weights of a page's containers; `by_kind` are those of its kind table's entries."""
    weights = np.asarray(by_kind, np.float64).reshape(-1, 2)
    return Weights(weights, summed_weights(markup, weights))


def read_places(markup: Markup, good: Floats) -> Places:
    """Return the places of the blocks; `good` is each block's good text in characters."""
    containers, own = markup.containers, markup.places
    total = float(good.sum())
    good_held = held(own, containers.ends, good)
    is_leaf = _leaves_of(markup)
    main, spine = spine_of(markup, is_leaf, good_held, total * _HALF)
    most, _ = spine_of(markup, is_leaf, good_held, total * _MOST)
    return Places(
        ancestors=ancestors_of(own, containers.parents),
        in_main=lies_in(own, main, containers.ends[main]),
        in_most=lies_in(own, most, containers.ends[most]),
        spine=spine,
        main_container=main,
        good_held=good_held,
        good_total=max(1.0, total),
    )


def lies_in_longest(markup: Markup, good: Floats) -> Column:
    """Return 1.0 for the blocks in the last container that holds more than half of the good text."""
    own, ends = markup.places, markup.containers.ends
    main, _ = spine_of(markup, _leaves_of(markup), held(own, ends, good), float(good.sum()) * _HALF)
    return lies_in(own, main, ends[main])


def _leaves_of(markup: Markup) -> Ints:
    """Return for each kind whether its elements are too small for a main container."""
    return np.array([kind.tag in _LEAVES for kind in markup.containers.kind_table], np.intc)


def place_columns(
    markup: Markup, places: Places, weights: Weights, chars: Column, good: Floats
) -> dict[str, Column]:
    """Return the features that tell of the containers of each block."""
    return {
        "in_main": places.in_main,
        "in_most": places.in_most,
        **share_columns(markup, places, chars),
        **weight_columns(markup, places, weights),
        **direct_columns(markup, places, good),
    }
