"""How good models are on sites that they have not seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import TypeAlias

from newsspider.body.forest import probabilities
from newsspider.body.model import Model
from newsspider.body.page_features import page_features, page_matrix
from newsspider.body.types import Body
from training.corpus import Sample
from training.pages import body_by

_WORD = re.compile(r"\w+")
_SHINGLE = 4


@dataclass(frozen=True, slots=True)
class SourceScores:
    """How good the bodies of a source's pages are, by 4-gram shingles."""

    pages: int
    precision: float
    recall: float
    exact: float  # share of bodies with exactly the gold's words

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


Scores: TypeAlias = Mapping[str, SourceScores]  # by source


def block_scores(samples: Sequence[Sample], models: Sequence[Sequence[Model]]) -> Scores:
    """Return how good the bodies are that models choose, by source.

    `models` are those of the folds: each page is scored by the one that has not seen its site.
    """
    rows: dict[str, list[tuple[float, float, bool]]] = {}
    for sample in samples:
        if sample.gold:
            text = body_by(models[sample.fold], sample).text or ""
            rows.setdefault(sample.source, []).append(_scores(sample.gold, text))
    return {
        source: SourceScores(len(scores), *(mean(values) for values in zip(*scores, strict=True)))
        for source, scores in sorted(rows.items())
    }


def mean_f1(scores: Scores) -> float:
    """Return the mean F1 of the sources."""
    return mean(one.f1 for one in scores.values())


def block_report(scores: Scores) -> str:
    """Return the scores as a table."""
    lines = [f"{'':<14}{'pages':>6}{'P':>8}{'R':>8}{'F1':>8}{'exact':>8}"]
    for source, one in scores.items():
        lines.append(
            f"{source:<14}{one.pages:>6}{one.precision:>8.4f}{one.recall:>8.4f}{one.f1:>8.4f}{one.exact:>8.3f}"
        )
    return "\n".join(lines)


def _scores(gold: str, text: str) -> tuple[float, float, bool]:
    gold_words, words = _WORD.findall(gold), _WORD.findall(text)
    expected, found = _shingles(gold_words), _shingles(words)
    hits = (expected & found).total()
    return hits / max(1, found.total()), hits / max(1, expected.total()), gold_words == words


def _shingles(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))


def page_report(samples: Sequence[Sample], bodies: Mapping[str, Body], page_models: Sequence[Model]) -> str:
    """Return how many pages are sorted rightly at 0.5, and how well the probabilities are calibrated."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    right: dict[bool, list[bool]] = {True: [], False: []}
    for sample in samples:
        body, model = bodies[sample.id], page_models[sample.fold]
        matrix = page_matrix(page_features(sample.page, body, model.words), model.features)
        [chance] = probabilities(model.forest.scores(matrix))
        right[sample.is_article].append((chance >= 0.5) == sample.is_article)
        bins.setdefault(min(9, int(chance * 10)), []).append((chance, sample.is_article))
    total = mean(right[True] + right[False])
    lines = [f"page kind {total:.4f}: articles {mean(right[True]):.4f}, others {mean(right[False]):.4f}"]
    for number, entries in sorted(bins.items()):
        said, true = mean(chance for chance, _ in entries), mean(is_article for _, is_article in entries)
        lines.append(f"  said {said:.2f}, true {true:.2f} of {len(entries)} ({number / 10:.1f} and up)")
    return "\n".join(lines)
