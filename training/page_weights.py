"""Weights of page words: logistic regression over what articles and other pages are known by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from newsspider.body.page_words import page_words, url_words
from training.corpus import Form, Sample

_FEWEST_SITES = 4  # as for the names of blocks
# On left-out sites .03, .1 and .3 sorted .901, .910 and .909 of the pages by their words alone.
_REGULARIZATION = 0.1
_ITERATIONS = 300

WordsOf = Callable[[Sample], set[str]]
TABLES: Mapping[Form, Mapping[str, WordsOf]] = {
    "html": {
        "page_words": lambda sample: page_words(sample.page, sample.blocks),
        "url_words": lambda sample: url_words(sample.page),
    },
    "text": {"page_words": lambda sample: page_words(sample.page, sample.blocks)},
}


def learn_page_tables(samples: Sequence[Sample], form: Form) -> dict[str, dict[str, float]]:
    """Return the weight of each page word in the log odds that a page which has it is an article, by table."""
    return {name: _learn(samples, words_of) for name, words_of in TABLES[form].items()}


def _learn(samples: Sequence[Sample], words_of: WordsOf) -> dict[str, float]:
    rows = [words_of(sample) for sample in samples]
    sites = defaultdict(set)
    for sample, words in zip(samples, rows, strict=True):
        for word in words:
            sites[word].add(sample.site)
    vocabulary = {word: i for i, word in enumerate(sorted(w for w, s in sites.items() if len(s) >= _FEWEST_SITES))}
    indices: list[int] = []
    ends = [0]
    for words in rows:
        indices.extend(sorted(vocabulary[word] for word in words & vocabulary.keys()))
        ends.append(len(indices))
    matrix = csr_matrix((np.ones(len(indices)), indices, ends), (len(rows), len(vocabulary)))
    model = LogisticRegression(C=_REGULARIZATION, max_iter=_ITERATIONS)
    model.fit(matrix, [sample.is_article for sample in samples])
    return {word: round(float(model.coef_[0][i]), 4) for word, i in vocabulary.items()}
