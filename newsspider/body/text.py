"""Which blocks of a text dump are the article, by rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsspider.blocks.types import Blocks
from newsspider.body.signals import Kind, Signal, signals

_SENTENCES = {Kind.MEDIUM_SENTENCE, Kind.LONG_SENTENCE, Kind.LONG_COLON, Kind.MEDIUM_COLON}
# Heading, then date, counters, headline and teaser, and those again for the next story.
_ISLAND_BLOCKS = 6


def label_text(blocks: Blocks) -> list[float]:
    """Return for each block of a text dump how likely it is article text, 0.0-1.0."""
    shapes = signals(blocks)
    start, end = _span([_weight(shape) for shape in shapes])
    labels = [0.05] * len(shapes)
    for i in range(start, end):
        labels[i] = 0.9 if _is_prose(shapes[i]) else 0.6 if _is_between(shapes, i) else 0.2
    for i in _teasers(shapes):
        labels[i] = 0.1
    return labels


def _teasers(shapes: Sequence[Signal]) -> Iterator[int]:
    """Yield the blocks of other stories' islands: from a "Related" heading to the teaser that is cut off."""
    heading = None
    for i, shape in enumerate(shapes):
        if shape.is_related:
            heading = i
        elif heading is not None and i - heading > _ISLAND_BLOCKS:
            heading = None
        elif heading is not None and shape.is_ellipsis:
            yield from range(heading, i + 1)
            heading = i


def _is_prose(s: Signal) -> bool:
    return s.kind in _SENTENCES and not s.is_business and not s.is_caption


def _is_between(shapes: list[Signal], i: int) -> bool:
    s = shapes[i]
    if s.is_control or s.is_related or s.is_business or s.is_comments or s.is_caption:
        return False
    near = shapes[max(0, i - 2) : i], shapes[i + 1 : i + 3]
    return all(any(_is_prose(x) for x in part) for part in near)


def _weight(s: Signal) -> float:
    if s.is_comments:
        return -4.0
    if s.is_related:
        return -1.5
    if s.is_business or s.is_control or s.is_caption:
        return -1.0
    if s.kind in (Kind.LONG_SENTENCE, Kind.LONG_COLON):
        return min(s.chars, 400) / 100
    if s.kind in (Kind.LONG, Kind.MEDIUM_SENTENCE, Kind.MEDIUM_COLON):
        return 0.3
    return -0.35


def _span(weights: list[float]) -> tuple[int, int]:
    """Return start and end of the run of blocks whose weights have the largest sum (Kadane)."""
    best, best_span, total, start = 0.0, (0, 0), 0.0, 0
    for i, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, i
        total += weight
        if total > best:
            best, best_span = total, (start, i + 1)
    return best_span
