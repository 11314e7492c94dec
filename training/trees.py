"""Gradient-boosted oblivious trees, and their form in the model file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray

from newsspider.body.forest import Forest

SEED = 20


class Size(NamedTuple):
    """How many trees are grown, how far each goes towards its target, and how many questions each asks."""

    trees: int = 300
    rate: float = 0.1
    depth: int = 6


_DEFAULT_SIZE = Size()


def learn_forest(
    matrix: NDArray[np.float32],
    targets: NDArray[np.int8],
    weights: NDArray[np.float64],
    *,
    size: Size = _DEFAULT_SIZE,
    seed: int = SEED,
) -> Forest:
    """Return trees that score the rows of `matrix` [rows, features]; the same for the same input and seed."""
    model = CatBoostClassifier(
        iterations=size.trees,
        learning_rate=size.rate,
        depth=size.depth,
        l2_leaf_reg=3.0,
        rsm=0.5,
        bootstrap_type="Bernoulli",
        subsample=0.8,
        border_count=64,
        leaf_estimation_iterations=1,
        boosting_type="Plain",
        random_seed=seed,
        thread_count=1,
        allow_writing_files=False,
        verbose=False,
    )
    model.fit(Pool(matrix, targets, weight=weights / weights.mean()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        return _forest(json.loads(path.read_text("utf-8")), size.depth)


def mean_of(forests: Sequence[Forest]) -> Forest:
    """Return a forest that scores as the mean of some of equal depth does."""
    return Forest(
        features=np.concatenate([forest.features for forest in forests]),
        thresholds=np.concatenate([forest.thresholds for forest in forests]),
        leaves=np.concatenate([forest.leaves / len(forests) for forest in forests]).astype(np.float32),
        bias=fmean(forest.bias for forest in forests),
    )


def _forest(saved: dict[str, Any], depth: int) -> Forest:
    scale, (bias,) = saved["scale_and_bias"]
    grown = [_padded(tree, depth) for tree in saved["oblivious_trees"]]
    return Forest(
        features=np.array([[split["float_feature_index"] for split in t["splits"]] for t in grown], np.uint8),
        thresholds=np.array([[split["border"] for split in t["splits"]] for t in grown], np.float32),
        leaves=np.array([t["leaf_values"] for t in grown], np.float32) * np.float32(scale),
        bias=float(bias),
    )


def _padded(tree: dict[str, Any], depth: int) -> dict[str, Any]:
    """Return the tree with as many levels as all: it asks its last question again, and has its leaves twice."""
    splits = list(tree["splits"] or ()) or [{"float_feature_index": 0, "border": 0.0}]
    leaves = list(tree["leaf_values"]) if tree["splits"] else list(tree["leaf_values"]) * 2
    while len(splits) < depth:
        splits.append(splits[-1])
        leaves = leaves * 2
    return {"splits": splits, "leaf_values": leaves}
