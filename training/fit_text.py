"""Dumps to models: two passes, the second with the first one's scores of the blocks around each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from newsspider._native.values import Column
from newsspider.body.features import FEATURES
from newsspider.body.forest import Forest
from newsspider.body.model import Model
from newsspider.body.text_context import text_context
from newsspider.body.text_features import bare_columns, weight_columns, word_weights
from training.corpus import Folds, Sample
from training.labels import label_weights, labels, thinned, usable
from training.trees import SEED, Size, learn_forest
from training.weights import learn_tables

# The first pass alone scores .9330 with these trees and .9340 with 300 of rate .1, which take twice the time.
_FIRST_SIZE = Size(trees=120, rate=0.15)
_WEIGHTS = ("weight", "weight_near", "weight_before", "weight_after", "weight_wide",
            "weight-3", "weight-2", "weight-1", "weight+1", "weight+2", "weight+3")  # fmt: skip
_BARE = tuple(name for name in FEATURES["text"] if name not in _WEIGHTS)


class TextLearner:
    """Learns models of dumps, of all folds but one or of all. What they share is made once.

    `dumps` teach words and both passes; `copies`, the same pages in other styles, the passes alone.
    """

    def __init__(self, dumps: Sequence[Sample], copies: Sequence[Sample]) -> None:
        self.dumps = usable(dumps)
        self.pages = [*self.dumps, *usable(copies)]
        self.bare = [_kept(bare_columns(page.blocks), _BARE) for page in self.pages]
        self.tables: dict[Folds, dict[str, dict[str, float]]] = {}

    def passes(self, left_out: Folds = frozenset()) -> Sequence[Model]:
        """Return the models that judge a dump one after the other, of all folds but those left out."""
        return self.passes_by_seed(left_out, (SEED,))[SEED]

    def passes_by_seed(self, left_out: Folds, seeds: Sequence[int]) -> Mapping[int, Sequence[Model]]:
        """Return such models for each seed of the second pass, which has the last word; they share the first.

        The trees learn from weights of words that were learned without the page's fold, and the second pass from
        first passes that were too: what has seen the page would be surer than it can be on a page of a new site.
        """
        numbers = [i for i, page in enumerate(self.pages) if page.fold not in left_out]
        columns = {i: self._columns(i, left_out) for i in numbers}
        rows = {i: _rows(columns[i], FEATURES["text"]) for i in numbers}
        for fold in {self.pages[i].fold for i in numbers}:
            others = self._first({i: rows[i] for i in numbers if self.pages[i].fold != fold})
            for i in numbers:
                if self.pages[i].fold == fold:
                    scores = others.scores(np.ascontiguousarray(rows[i].T))
                    columns[i].update(text_context(self.pages[i].blocks, columns[i], scores)[1])
        first = Model("text", FEATURES["text"], self._first(rows), self._words(left_out))
        context = {i: _rows(columns[i], FEATURES["text_context"]) for i in numbers}
        forests = {seed: self._forest(context, Size(), seed) for seed in seeds}
        names = FEATURES["text_context"]
        return {seed: (first, Model("text_context", names, forest, {})) for seed, forest in forests.items()}

    def _columns(self, i: int, left_out: Folds) -> dict[str, Column]:
        page = self.pages[i]
        weight = word_weights(page.blocks.texts, self._words(left_out | {page.fold})["words"])
        return {**self.bare[i], **_kept(weight_columns(weight), _WEIGHTS)}

    def _words(self, left_out: Folds) -> dict[str, dict[str, float]]:
        if left_out not in self.tables:
            pages = [page for page in self.dumps if page.fold not in left_out]
            self.tables[left_out] = learn_tables(pages, "text")
        return self.tables[left_out]

    def _first(self, rows: Mapping[int, NDArray[np.float32]]) -> Forest:
        return self._forest(rows, _FIRST_SIZE)

    def _forest(self, rows: Mapping[int, NDArray[np.float32]], size: Size, seed: int = SEED) -> Forest:
        counts = {i: thinned(self.pages[i]) for i in rows}  # how many blocks each stands for
        return learn_forest(
            np.concatenate([own[counts[i] > 0] for i, own in rows.items()]),
            np.concatenate([np.array(labels(self.pages[i]), np.int8)[counts[i] > 0] for i in rows]),
            np.concatenate([(label_weights(self.pages[i]) * counts[i])[counts[i] > 0] for i in rows]),
            size=size,
            seed=seed,
        )


def _kept(columns: Mapping[str, Column], names: Sequence[str]) -> dict[str, Column]:
    return {name: np.asarray(columns[name], np.float32) for name in names}


def _rows(columns: Mapping[str, Column], names: Sequence[str]) -> NDArray[np.float32]:
    return np.array([columns[name] for name in names], np.float32).T
