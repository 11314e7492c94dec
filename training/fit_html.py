"""HTML pages to models: two passes, the second with the first one's scores of the blocks around each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsspider.body.features import FEATURES, block_columns
from newsspider.body.forest import Forest
from newsspider.body.html_context import html_context
from newsspider.body.model import Model
from training.corpus import Folds, Sample
from training.labels import label_weights, labels, usable
from training.trees import SEED, Size, learn_forest
from training.weights import learn_tables

_NO_FOREST = Forest(np.zeros((0, 1), np.uint8), np.zeros((0, 1), np.float32), np.zeros((0, 2), np.float32), 0.0)
_FIRST_SIZE = Size()
# Depth 4 and 5 with as many trees scored .9507 and .9515 of all pages, depth 6 .9519.
_CONTEXT_SIZE = Size(trees=200, rate=0.06, depth=6)

# Features, labels and weights of a page's blocks.
PageRows: TypeAlias = tuple[NDArray[np.float32], Sequence[int], NDArray[np.float64]]
Rows: TypeAlias = list[PageRows]
Tables = Mapping[str, Mapping[str, float]]


class HtmlLearner:
    """Models of HTML pages, each learned without the sites of some folds.

    What a model learns from must look as it will on a page of an unseen site. So the trees of the first pass
    learn from weights of words, and those of the second from scores of the first, that were learned without the
    page's own fold. Second passes share these scores, as is usual: a first pass that judged what they learn from
    may have seen the fold that is left out, but never one that judges a page of it. That takes six first passes;
    without any knowledge of the fold it would take sixteen.
    """

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.known = usable(samples)
        self._tables: dict[Folds, Tables] = {}
        self._firsts: dict[Folds, Model] = {}
        self._rows: dict[str, PageRows] = {}

    def passes(self, left_out: Folds = frozenset()) -> Sequence[Model]:
        """Return the models that judge a page one after the other, of all folds but those left out."""
        return self.passes_by_seed(left_out, (SEED,))[SEED]

    def passes_by_seed(self, left_out: Folds, seeds: Sequence[int]) -> Mapping[int, Sequence[Model]]:
        """Return such models for each seed of the second pass, which has the last word; they share the first."""
        first, rows = self.first(left_out), [self._context_rows(sample) for sample in self._samples(left_out)]
        names = FEATURES["html_context"]
        forests = {seed: _forest(rows, _CONTEXT_SIZE, seed) for seed in seeds}
        return {seed: (first, Model("html_context", names, forest, {})) for seed, forest in forests.items()}

    def first(self, left_out: Folds) -> Model:
        """Return the model of the first pass."""
        if left_out not in self._firsts:
            rows: Rows = []
            for sample in self._samples(left_out):
                model = Model("html", FEATURES["html"], _NO_FOREST, self.tables(left_out | {sample.fold}))
                rows.append((matrix_of(sample, model), labels(sample), label_weights(sample)))
            self._firsts[left_out] = Model("html", FEATURES["html"], _forest(rows), self.tables(left_out))
        return self._firsts[left_out]

    def tables(self, left_out: Folds) -> Tables:
        """Return the weights of words."""
        if left_out not in self._tables:
            self._tables[left_out] = learn_tables(self._samples(left_out), "html")
        return self._tables[left_out]

    def _context_rows(self, sample: Sample) -> PageRows:
        """Return what the second pass learns of a page, judged by a first pass that has not seen its fold."""
        if sample.id not in self._rows:
            doubtful, matrix = context_rows(sample, self.first(frozenset((sample.fold,))))
            own = np.array(labels(sample))[doubtful].tolist()
            self._rows[sample.id] = matrix, own, label_weights(sample)[doubtful]
        return self._rows[sample.id]

    def _samples(self, left_out: Folds) -> Sequence[Sample]:
        return [sample for sample in self.known if sample.fold not in left_out]


def matrix_of(sample: Sample, model: Model) -> NDArray[np.float32]:
    """Return the sample's features, a row for each block."""
    return np.ascontiguousarray(model.matrix(block_columns(sample.page, sample.blocks, model.words)).T)


def context_rows(sample: Sample, first: Model) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return which blocks the second pass judges after a model of the first, and a row of features for each."""
    names = FEATURES["html_context"]
    columns = block_columns(sample.page, sample.blocks, first.words)
    doubtful, known = html_context(sample.page, sample.blocks, columns, first.scores(columns, len(sample.blocks)))
    if not len(doubtful):
        return doubtful, np.zeros((0, len(names)), np.float32)
    return doubtful, np.array([known[name] for name in names], np.float32).T


def _forest(rows: Rows, size: Size = _FIRST_SIZE, seed: int = SEED) -> Forest:
    matrix = np.concatenate([features for features, _, _ in rows])
    targets = np.concatenate([np.array(own, np.int8) for _, own, _ in rows])
    weights = np.concatenate([own for _, _, own in rows])
    return learn_forest(np.ascontiguousarray(matrix), targets, weights, size=size, seed=seed)
