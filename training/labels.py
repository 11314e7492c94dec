"""What the blocks of a sample are to be labelled as, and how much each counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsspider.body.dump_layout import mean_within
from training.corpus import Sample
from training.gold import Alignment

_KEPT_SHARE = 0.5  # of a block's words in the gold; .3 and .7 gave the same
_COVERED_SHARE = 0.9  # of the gold's words on the page: below, the gold is of another version of the page
_NEAR_ARTICLE, _NEAR_LONG, _LONG_CHARS, _THINNED = 5, 2, 60, 3
# Pages of many publishers and languages teach more of unseen sites than as many of one kind.
_SOURCE_WEIGHTS = {"fundus": 2.0}


def usable(samples: Sequence[Sample]) -> list[Sample]:
    """Return the samples to learn from: articles whose gold is on the page."""
    return [
        sample
        for sample in samples
        if sample.alignment is not None
        and sample.alignment.covered >= _COVERED_SHARE
        and max(sample.alignment.shares) > _KEPT_SHARE
    ]


def labels(sample: Sample) -> list[int]:
    """Return 1 for each block that is article text, else 0."""
    return [int(share > _KEPT_SHARE) for share in _alignment(sample).shares]


def label_weights(sample: Sample) -> NDArray[np.float64]:
    """Return how much each block counts: by the logarithm of its words, all blocks of a page together as one.

    Blocks that are half in the gold count a fifth.
    """
    alignment = _alignment(sample)
    shares = np.array(alignment.shares)
    weights: NDArray[np.float64] = np.log1p(np.array(alignment.words)) + 0.2
    weights[(shares > 0.2) & (shares < 0.8)] *= 0.2
    weights *= sample.weight * _SOURCE_WEIGHTS.get(sample.source, 1.0) / float(weights.sum())
    return weights


def thinned(sample: Sample) -> NDArray[np.int64]:
    """Return how many blocks each stands for: of menus, far from the article, one of three is enough, for three.

    They are 45% of the blocks of dumps. Learning takes two thirds of the time, and the model is as good.
    """
    near = mean_within(np.array(labels(sample), np.float32), _NEAR_ARTICLE, _NEAR_ARTICLE) > 0
    long = np.array([len(text) > _LONG_CHARS for text in sample.blocks.texts], np.float32)
    telling = near | (mean_within(long, _NEAR_LONG, _NEAR_LONG) > 0)
    every = np.where(np.arange(len(telling)) % _THINNED == 0, _THINNED, 0)
    return np.where(telling, 1, every)


def _alignment(sample: Sample) -> Alignment:
    if sample.alignment is None:
        raise ValueError(f"{sample.id}: only articles whose body is known have labels")
    return sample.alignment
