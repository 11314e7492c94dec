"""Which blocks of a text dump are the article, by rules that add up."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate

from newsspider.blocks.types import Blocks, Layout
from newsspider.body.signals import BARE, Kind, Signal, signals

_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
_FLAGS = ("is_ellipsis", "is_related", "is_comments", "is_control", "is_business", "is_caption", "is_repeated")
_NEAR_FLAGS = ("is_related", "is_control", "is_business", "is_ellipsis")
_PROSE = frozenset((Kind.LONG_SENTENCE, Kind.LONG_COLON))
_HEADLINES = frozenset((Kind.LINE, Kind.MEDIUM))
# Below a "Related" heading stand date, counters, headline and teaser, and those again for the next story.
_ISLAND_BLOCKS = 6
_WINDOWS = (4, 12)
# What a block is worth to the run of blocks that is the article; see `_span`.
_PROSE_CHARS = 100
_MAX_WORTH = 4.0


def label_text(blocks: Blocks) -> list[float]:
    """Return for each block of a text dump how likely it is article text, 0.0-1.0."""
    shapes = signals(blocks)
    weights = _weights()
    labels = [_logistic(sum(weights.get(rule, 0.0) for rule in rules)) for rules in block_rules(blocks, shapes)]
    for i in _islands(shapes):
        labels[i] = min(labels[i], 0.1)
    return labels


def block_rules(blocks: Blocks, shapes: Sequence[Signal]) -> Iterator[list[str]]:
    """Yield for each block the names of the rules that hold for it, in the terms of data/text_rules.toml."""
    start, end = _span([_worth(shape) for shape in shapes])
    prose = list(accumulate((s.chars if s.kind in _PROSE else 0.0 for s in shapes), initial=0.0))
    comments = _comments_start(shapes, start)
    since_related = math.inf
    for i, shape in enumerate(shapes):
        since_related = 0 if shape.is_related else since_related + 1
        rules = [*_own_rules(shape), *_neighbour_rules(shapes, i), *_span_rules(i, start, end)]
        if start <= i < end:
            rules.append(f"in span {shape.kind.name}")
        rules += _prose_rules(prose, i)
        rules += _layout_rules(blocks.layout, i) if blocks.layout else ()
        if i > comments:
            rules.append("below comments")
        if 0 < since_related <= _ISLAND_BLOCKS:
            rules.append("below related")
        yield rules


def _own_rules(s: Signal) -> Iterator[str]:
    yield "any"
    yield f"kind {s.kind.name}"
    yield from (name for name in _FLAGS if getattr(s, name))
    if s.kind in _PROSE:
        yield f"sentences {min(s.sentence_breaks, 3)}"
        yield f"length {min(int(s.chars / 100), 5)}"
    elif s.chars > 20:
        yield f"small letters {min(int(s.lower_share * 4), 3)} {'sentence' if s.kind not in BARE else 'bare'}"


def _neighbour_rules(shapes: Sequence[Signal], i: int) -> Iterator[str]:
    for offset in _NEIGHBOURS:
        j = i + offset
        if not 0 <= j < len(shapes):
            yield f"{offset:+d} none"
            continue
        near = shapes[j]
        yield f"{offset:+d} {near.kind.name}"
        if abs(offset) == 1:
            yield from (f"{offset:+d} {name}" for name in _NEAR_FLAGS if getattr(near, name))
            if near.kind == shapes[i].kind:
                yield f"{offset:+d} same {near.kind.name}"


def _span_rules(i: int, start: int, end: int) -> Iterator[str]:
    if i < start:
        yield f"above span {min(int(math.log2(start - i)), 6)}"
    elif i >= end:
        yield f"below span {min(int(math.log2(i - end + 1)), 6)}"
    else:
        yield "in span"
        if i - start < 3:
            yield f"span start {i - start}"
        if end - i <= 3:
            yield f"span end {end - i}"


def _prose_rules(prose: Sequence[float], i: int) -> Iterator[str]:
    """Yield how much of the page's running text stands around the block, above it and below it."""
    total = prose[-1] or 1.0
    for window in _WINDOWS:
        near = prose[min(i + window + 1, len(prose) - 1)] - prose[max(0, i - window)]
        yield f"prose within {window}: {min(int(math.log2(1 + near / 100)), 6)}"
    near = prose[min(i + 13, len(prose) - 1)] - prose[max(0, i - 12)]
    yield f"share within 12: {min(int(near / total * 5), 4)}"
    yield f"share above: {min(int(prose[i] / total * 10), 9)}"


def _layout_rules(layout: Layout, i: int) -> Iterator[str]:
    yield f"gap {min(layout.gaps[i], 2)}"
    if layout.indents[i]:
        yield "indented"
    if layout.cells[i] > 1:
        yield "cells"


def _comments_start(shapes: Sequence[Signal], start: int) -> float:
    """Return the first heading of comments below the span's beginning; infinity where there is none."""
    return next((i for i in range(start + 3, len(shapes)) if shapes[i].is_comments), math.inf)


def _islands(shapes: Sequence[Signal]) -> Iterator[int]:
    """Yield the blocks of other stories' islands: from a "Related" heading to the last headline or teaser.

    A headline is a line that ends no sentence; a teaser is one that is cut off.
    """
    heading, is_open = None, False
    for i, shape in enumerate(shapes):
        if shape.is_related:
            heading, is_open = i, True
        elif heading is not None and i - heading > _ISLAND_BLOCKS:
            heading = None
        elif heading is not None and shape.is_ellipsis:
            yield from range(heading, i + 1)
            heading = i
        elif heading is not None and is_open and shape.kind in _HEADLINES:
            yield from (heading, i)
        else:
            is_open = False


def _worth(s: Signal) -> float:
    if s.is_comments:
        return -4.0
    if s.is_related:
        return -1.5
    if s.is_business or s.is_control or s.is_caption:
        return -1.0
    if s.kind in _PROSE:
        return min(s.chars / _PROSE_CHARS, _MAX_WORTH)
    if s.kind in (Kind.LONG, Kind.MEDIUM_SENTENCE, Kind.MEDIUM_COLON):
        return 0.3
    return -0.35


def _span(worths: Sequence[float]) -> tuple[int, int]:
    """Return start and end of the run of blocks that is worth most: where the article mainly stands (Kadane)."""
    best, best_span, total, start = 0.0, (0, 0), 0.0, 0
    for i, worth in enumerate(worths):
        if total <= 0:
            total, start = 0.0, i
        total += worth
        if total > best:
            best, best_span = total, (start, i + 1)
    return best_span


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


@cache
def _weights() -> Mapping[str, float]:
    """Return what each rule adds to the log-odds that a block is article text."""
    text = files("newsspider.body").joinpath("data/text_rules.toml").read_text(encoding="utf-8")
    return {name: float(weight) for name, weight in tomllib.loads(text)["weights"].items()}
