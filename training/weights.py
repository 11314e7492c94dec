"""Weights of names and words: logistic regression over what blocks are known by."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from newsspider._native.scoring import kind_names
from newsspider._native.words import block_words
from newsspider.body.name_weights import OWN
from training.corpus import Form, Sample
from training.labels import label_weights, labels

# A name is learned if pages of four sites have it: with two, the weights fit those sites' own habits.
_FEWEST_SITES = 4
_REGULARIZATION = 0.3
_ITERATIONS = 80

Words = Callable[[Sample], Sequence[Sequence[str]]]  # -> the words of each block


def block_names(sample: Sample) -> list[list[str]]:
    """Return for each block the names of all containers that it lies in, and its own ones as own."""
    markup = sample.blocks.markup
    if markup is None:
        return [[] for _ in sample.blocks.texts]
    containers = markup.containers
    table = [kind_names(kind) for kind in containers.kind_table]
    inherited: list[list[str]] = []
    for parent, kind in zip(containers.parents, containers.kinds, strict=True):
        inherited.append(table[kind] if parent < 0 else inherited[parent] + table[kind])
    return [inherited[place] + [OWN + name for name in table[containers.kinds[place]]] for place in markup.places]


def learn_weights(samples: Sequence[Sample], words: Words) -> dict[str, float]:
    """Return the weight of each word in the log odds that a block which has it is article text.

    A word counts once for a block, however often it has it. The result is the same for the same samples.
    """
    rows = [words(sample) for sample in samples]
    vocabulary = _vocabulary(samples, rows)
    masses: dict[tuple[int, ...], list[float]] = {}
    for sample, blocks in zip(samples, rows, strict=True):
        for block, label, weight in zip(blocks, labels(sample), label_weights(sample), strict=True):
            known = tuple(sorted({vocabulary[word] for word in block if word in vocabulary}))
            masses.setdefault(known, [0.0, 0.0])[label] += float(weight)
    matrix, targets, weights = _design(masses, len(vocabulary))
    model = LogisticRegression(C=_REGULARIZATION, max_iter=_ITERATIONS, tol=1e-3)
    model.fit(matrix, targets, weights * (300 * len(samples) / weights.sum()))
    return {word: round(float(model.coef_[0][i]), 4) for word, i in vocabulary.items()}


def _vocabulary(samples: Sequence[Sample], rows: Sequence[Sequence[Sequence[str]]]) -> dict[str, int]:
    sites: dict[str, set[Hashable]] = {}
    for sample, blocks in zip(samples, rows, strict=True):
        for word in {word for block in blocks for word in block}:
            sites.setdefault(word, set()).add(sample.site)
    return {
        word: i for i, word in enumerate(sorted(w for w, found in sites.items() if len(found) >= _FEWEST_SITES))
    }


def _design(
    masses: dict[tuple[int, ...], list[float]], width: int
) -> tuple[csr_matrix, NDArray[np.int8], NDArray[np.float64]]:
    indices: list[int] = []
    ends = [0]
    targets: list[int] = []
    weights: list[float] = []
    for known, mass in masses.items():
        for label in (0, 1):
            if mass[label]:
                indices.extend(known)
                ends.append(len(indices))
                targets.append(label)
                weights.append(mass[label])
    matrix = csr_matrix((np.ones(len(indices)), indices, ends), (len(targets), width))
    return matrix, np.array(targets, np.int8), np.array(weights)


def learn_tables(samples: Sequence[Sample], form: Form) -> dict[str, dict[str, float]]:
    """Return the tables of weights that a model of this form holds."""
    if form == "html":
        return {"names": learn_weights(samples, block_names)}
    return {"words": learn_weights(samples, lambda sample: [block_words(text) for text in sample.blocks.texts])}
