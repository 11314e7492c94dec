"""Samples to the model that tells articles from other pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from newsspider.body.assemble import body_text
from newsspider.body.label import label_by
from newsspider.body.model import Model
from newsspider.body.page_features import PAGE_FEATURES, page_features, page_matrix
from newsspider.body.select import choice_of
from newsspider.body.types import Body
from training.corpus import FOLDS, Form, Sample
from training.page_weights import learn_page_tables
from training.trees import SEED, Size, learn_forest, mean_of

# Log loss .1682 with 120 of rate .06, .1635 with these, .1649 with 200 of depth 5; sorted rightly within .001.
_SIZE = Size(trees=240, rate=0.04, depth=4)
_KINDS = {"html": "page_html", "text": "page_text"}
# Trees of some seeds side by side, of a page judged by all in no time: what one seed sorts differs by .003.
_SEEDS = 3


def body_by(passes: Sequence[Model], sample: Sample) -> Body:
    """Return the body that models choose on a sample."""
    chances = label_by(passes, sample.page, sample.blocks)
    chosen, confidence = choice_of(sample.blocks, chances)
    return Body(
        blocks=sample.blocks,
        probabilities=chances,
        chosen=chosen,
        text=body_text(sample.blocks, chosen),
        confidence=confidence,
    )


def learn_pages(samples: Sequence[Sample], form: Form, body_of: Callable[[Sample], Body]) -> Model:
    """Return the model of the samples; `body_of` must choose by models that have not seen the sample's site.

    As with blocks, the trees learn from weights of words that have not seen the page's fold. They see each HTML
    page twice, with and without its address, since saved pages seldom name it; of dumps it says nothing.
    """
    names = PAGE_FEATURES[form]
    held_out = [learn_page_tables([s for s in samples if s.fold != fold], form, body_of) for fold in range(FOLDS)]
    nameless = [replace(s, page=replace(s.page, url=None)) for s in samples] if form == "html" else []
    seen = [*samples, *nameless]
    columns = [page_matrix(page_features(s.page, body_of(s), held_out[s.fold]), names) for s in seen]
    matrix = np.concatenate(columns, axis=1).T.copy()
    targets = np.array([sample.is_article for sample in seen], np.int8)
    weights = np.array([sample.weight for sample in seen])
    forest = mean_of([learn_forest(matrix, targets, weights, size=_SIZE, seed=SEED + i) for i in range(_SEEDS)])
    return Model(_KINDS[form], names, forest, learn_page_tables(samples, form, body_of))
