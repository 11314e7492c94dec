"""Where to look: the blocks above the body from its headline on, and those right below."""

from __future__ import annotations

from newsspider.body.types import Body
from newsspider.fields.headline.above_body import headline_indices
from newsspider.fields.main_run import main_run

_ABOVE_BLOCKS = 12  # where no headline was found: in nine of ten dumps byline and date stand nearer than this
_BELOW_BLOCKS = 4


def region_above(body: Body) -> tuple[int, int]:
    """Return the index of the headline's block and that of the body's first; equal if nothing is between."""
    if not body.chosen:
        return 0, min(_ABOVE_BLOCKS, len(body.blocks))
    first, _ = main_run(body)
    best = next(iter(headline_indices(body)), None)
    return (max(0, first - _ABOVE_BLOCKS) if best is None else min(best, first)), first


def region_below(body: Body) -> range:
    """Return the indices of the blocks right below the body."""
    if not body.chosen:
        return range(0)
    _, end = main_run(body)
    return range(end, min(len(body.blocks), end + _BELOW_BLOCKS))
