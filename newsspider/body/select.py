"""From probabilities to a choice of blocks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsspider.blocks.types import Blocks

# A block that is rather boilerplate than article is taken only where that raises what is aimed at: .45 and .55
# scored the same within .001 on cross-validated pages.
_MOST_DEMANDED = 0.5
# Of dumps none less likely is taken beside a likelier one, so that what is capped as certainly no text stays out.
# Without it dumps score the same, and short ones .877 in place of .883 (wF1).
_LEAST_OF_DUMP = 0.15


def choice_of(blocks: Blocks, probabilities: Sequence[float]) -> tuple[list[int], float]:
    """Return the indices of a page's blocks to keep, ascending, and the expected F1 of keeping them.

    Of dumps those are kept that promise the highest mean of precision and recall: F1 is .9427 in place of .9416 on
    the corpus's own, .9385 in place of .9330 on those in other styles. HTML pages score .9522 so, and .9524 by F1.
    """
    return choice(probabilities, list(map(len, blocks.texts)), by_mean=blocks.markup is None)


def choice(
    probabilities: Sequence[float], lengths: Sequence[int], *, by_mean: bool = False
) -> tuple[list[int], float]:
    """Return the indices of the blocks to keep, ascending, and the expected F1 of keeping them.

    `lengths` weigh the blocks: how many words each adds to the text. Blocks are taken by falling probability
    as long as the expected F1, 2 E[hits] / (kept + E[article]), rises, or, `by_mean`, that of the plain mean of
    precision and recall, which takes more of pages in doubt. All over one half are taken.

    >>> choice([1.0, 0.0, 1.0], [50, 5, 30])
    ([0, 2], 1.0)
    >>> choice([0.6, 0.35, 0.2], [9, 9, 9])[0], choice([0.6, 0.35, 0.2], [9, 9, 9], by_mean=True)[0]
    ([0, 1], [0, 1, 2])
    """
    if not probabilities:
        return [], 0.0
    chances, weights = np.array(probabilities, np.float64), np.array(lengths, np.float64)
    hoped = chances * weights
    order = np.argsort(-chances, kind="stable")
    expected = float(hoped.sum())
    kept = np.maximum(np.cumsum(weights[order]), 1e-9)
    hits = np.cumsum(hoped[order])
    worth = hits / kept + hits / max(expected, 1e-9) if by_mean else 2 * hits / (kept + expected)
    threshold = float(chances[order[int(np.argmax(worth))]])
    if by_mean:
        threshold = max(threshold, min(_LEAST_OF_DUMP, float(chances.max())))
    threshold = min(_MOST_DEMANDED, threshold)
    chosen = np.flatnonzero((chances >= threshold) & (chances > 0))
    taken = float(hoped[chosen].sum())
    confidence = 2 * taken / (float(weights[chosen].sum()) + expected) if len(chosen) else 0.0
    return chosen.tolist(), min(1.0, confidence)
