"""Samples to model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsspider.body.features import FEATURES, block_columns
from newsspider.body.forest import Forest
from newsspider.body.model import Model
from training.corpus import FOLDS, Form, Sample
from training.labels import label_weights, labels, usable
from training.trees import learn_forest
from training.weights import learn_tables

_NO_FOREST = Forest(np.zeros((0, 1), np.uint8), np.zeros((0, 1), np.float32), np.zeros((0, 2), np.float32), 0.0)


def learn(samples: Sequence[Sample], form: Form) -> Model:
    """Return the model of these samples.

    The trees learn from weights of words that were learned without the page's own site and those of its fold:
    weights that have seen the page would look surer than they are on a page of an unseen site.
    """
    known = usable(samples)
    held_out = [learn_tables([s for s in known if s.fold != fold], form) for fold in range(FOLDS)]
    rows = [matrix_of(sample, Model(form, FEATURES[form], _NO_FOREST, held_out[sample.fold])) for sample in known]
    forest = learn_forest(
        np.concatenate(rows),
        np.concatenate([labels(sample) for sample in known]).astype(np.int8),
        np.concatenate([label_weights(sample) for sample in known]),
    )
    return Model(form, FEATURES[form], forest, learn_tables(known, form))


def matrix_of(sample: Sample, model: Model) -> NDArray[np.float32]:
    """Return the sample's features, a row for each block."""
    return np.ascontiguousarray(model.matrix(block_columns(sample.page, sample.blocks, model.words)).T)
