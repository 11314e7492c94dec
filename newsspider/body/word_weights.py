"""What the words of a dump's blocks say of whether they are article text, learned from many sites."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, repeat

import numpy as np

from newsspider._native.block_features import shifted
from newsspider._native.values import Column
from newsspider.body.dump_layout import mean_within

_TOKEN = re.compile(r"\w+|[^\w\s]")
_DIGITS = str.maketrans("0123456789", "0000000000")
_WHOLE_CHARS = 160  # up to this length all words of a block are looked at, of longer ones those at both ends
_HEAD_CHARS, _TAIL_CHARS = 60, 40
_MOST_PAIRS = 12


def text_words(text: str) -> list[str]:
    """Return what a block is known by: words, pairs, the first and the last ones; digits are all alike.

    >>> text_words("Page 12")
    ['page', '00', '^page', '$00', '^page 00', 'page_00']
    """
    if len(text) > _WHOLE_CHARS:
        head = _TOKEN.findall(text[:_HEAD_CHARS].lower().translate(_DIGITS))[:3]
        tail = _TOKEN.findall(text[-_TAIL_CHARS:].lower().translate(_DIGITS))[-2:]
        return [f"L^{word}" for word in head] + [f"L${word}" for word in tail]
    words = _TOKEN.findall(text.lower().translate(_DIGITS))
    if not words:
        return []
    known = [*words, f"^{words[0]}", f"${words[-1]}"]
    if len(words) > 1:
        known.append(f"^{words[0]} {words[1]}")
        known += [f"{a}_{b}" for a, b in pairwise(words[:_MOST_PAIRS])]
    return known


def word_weights(texts: Sequence[str], weights: Mapping[str, float]) -> Column:
    """Return the sum of the weights of what each block is known by, each thing once."""
    get = weights.get
    sums = [sum(map(get, set(text_words(text)), repeat(0.0))) for text in texts]
    return np.round(np.array(sums), 4)


def weight_columns(weight: Column) -> dict[str, Column]:
    """Return the weight of each block's words, of its neighbours', and the means around it."""
    columns = {f"weight{step:+d}": shifted(weight, step) for step in (-3, -2, -1, 1, 2, 3)}
    columns["weight"] = weight
    columns["weight_near"] = mean_within(weight, 4, 4)
    columns["weight_before"], columns["weight_after"] = mean_within(weight, 10, 0), mean_within(weight, 0, 10)
    columns["weight_wide"] = mean_within(weight, 25, 25)
    return columns
