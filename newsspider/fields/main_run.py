"""Where the body begins and ends, a stray block of the choice aside."""

from __future__ import annotations

from newsspider.body.types import Body
from newsspider.fields.once import once

# Two chosen blocks with more than these between them are two places of the page: consent texts that were taken
# for text stand that far from it, lists and galleries inside an article are shorter. Of 10, 20, 35 and 60 blocks,
# 35 and 60 found most headlines (.648), bylines (.482) and days (.578) of 853 dumps.
_GAP_BLOCKS = 40


def main_run(body: Body) -> tuple[int, int]:
    """Return the first block of the body's main part and the one behind its last; (0, 0) without a body.

    The main part is the one with the most text of those that the choice falls into.
    """
    first, end = once(body, "main run", lambda: _longest_run(body))
    return first, end


def _longest_run(body: Body) -> tuple[int, int]:
    best, best_chars = (0, 0), -1
    start, previous, chars = None, 0, 0
    for i in body.chosen:
        if start is None or i - previous > _GAP_BLOCKS:
            start, chars = i, 0
        previous, chars = i, chars + len(body.blocks.texts[i])
        if chars > best_chars:
            best, best_chars = (start, i + 1), chars
    return best
