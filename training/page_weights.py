"""Weights of page words: logistic regression over what articles and other pages are known by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from newsspider.body.page_words import body_words, page_words, url_words
from newsspider.body.types import Body
from newsspider.page.types import Page
from training.corpus import Form, Sample

_ITERATIONS = 300


class Table(NamedTuple):
    """Which words of a page have weights, and how they are learned."""

    words_of: Callable[[Page, Body], set[str]]
    # On left-out sites .03, .1 and .3 sorted .901, .910 and .909 of the pages by their words alone.
    regularization: float = 0.1
    fewest_sites: int = 4  # as for the names of blocks


_PAGE_WORDS = Table(lambda page, body: page_words(page, body.blocks))
# By themselves these sort .83 of the pages; .01 and .03 gave the same.
_BODY_WORDS = Table(lambda _, body: body_words(body.text or ""), regularization=0.02, fewest_sites=6)
TABLES: Mapping[Form, Mapping[str, Table]] = {
    "html": {
        "page_words": _PAGE_WORDS,
        "url_words": Table(lambda page, _: url_words(page)),
        "body_words": _BODY_WORDS,
    },
    "text": {"page_words": _PAGE_WORDS, "body_words": _BODY_WORDS},
}


def learn_page_tables(
    samples: Sequence[Sample], form: Form, body_of: Callable[[Sample], Body]
) -> dict[str, dict[str, float]]:
    """Return the weight of each page word in the log odds that a page which has it is an article, by table."""
    bodies = [body_of(sample) for sample in samples]
    return {name: _learn(samples, bodies, table) for name, table in TABLES[form].items()}


def _learn(samples: Sequence[Sample], bodies: Sequence[Body], table: Table) -> dict[str, float]:
    rows = [table.words_of(sample.page, body) for sample, body in zip(samples, bodies, strict=True)]
    sites = defaultdict(set)
    for sample, words in zip(samples, rows, strict=True):
        for word in words:
            sites[word].add(sample.site)
    known = sorted(word for word, found in sites.items() if len(found) >= table.fewest_sites)
    vocabulary = {word: i for i, word in enumerate(known)}
    indices: list[int] = []
    ends = [0]
    for words in rows:
        indices.extend(sorted(vocabulary[word] for word in words & vocabulary.keys()))
        ends.append(len(indices))
    matrix = csr_matrix((np.ones(len(indices)), indices, ends), (len(rows), len(vocabulary)))
    model = LogisticRegression(C=table.regularization, max_iter=_ITERATIONS)
    model.fit(matrix, [sample.is_article for sample in samples], [sample.weight for sample in samples])
    return {word: round(float(model.coef_[0][i]), 4) for word, i in vocabulary.items()}
