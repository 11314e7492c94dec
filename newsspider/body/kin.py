"""How a first pass judged the blocks that are each block's kin, or stand around it.

Compiled where there is a compiler, with the types in kin.pxd: loops over numbers, slow as they stand here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsspider.blocks.columns import GOOD_CHARS
from newsspider.blocks.lettering import Column
from newsspider.blocks.types import Markup

Floats = NDArray[np.float64]

_KEPT, _SURE = 0.5, 0.9
_NEAR = 3  # blocks each way
_LONG = int(GOOD_CHARS)


def heading_scores(in_heading: Column, scores: Floats, chances: Floats, least: float) -> Column:
    """Return the score of the last heading at or before each block that has more than `least` chance, or 0.0."""
    headings, given, chance = in_heading, scores, chances
    found = np.zeros(len(scores))
    rows = found
    latest = 0.0
    for i in range(len(given)):
        if headings[i] > 0 and chance[i] > least:
            latest = given[i]
        rows[i] = latest
    return found


_KIN = ("alike", "container", "parent", "grandparent")
_KIN_COLUMNS = (
    *(f"{name}_{what}" for name in _KIN for what in ("chance", "others_chance", "share")),
    "parent_branch_chance", "grandparent_branch_share",
)  # fmt: skip


def kin_columns(markup: Markup, alike: Column, chars: Floats, expected: Floats) -> dict[str, Column]:
    """Return how the blocks were judged that are written alike, or lie in the same container, or its parents'.

    `expected` is each block's chance times its characters; chance is that of all the group's text, share what the
    group has of all that is expected. A branch is all that a container holds.
    """
    own, parents, ends = markup.places, markup.containers.parents, markup.containers.ends
    length, hoped, kind = chars, expected, alike
    containers = len(parents)
    total = max(1.0, float(expected.sum()))
    groups = np.zeros((len(_KIN), len(own)), np.intc)
    sums, running = np.zeros((2, max(containers, len(own)))), np.zeros((2, containers + 1))
    table = np.zeros((len(_KIN_COLUMNS), len(own)), np.float32)
    rows, group, of, before = table, groups, sums, running
    for i in range(len(own)):
        place = own[i]
        group[0, i] = int(kind[i])
        for level in range(1, len(_KIN)):
            group[level, i] = place
            place = parents[place] if parents[place] >= 0 else 0
        before[0, own[i] + 1] += hoped[i]
        before[1, own[i] + 1] += length[i]
    for place in range(containers):
        before[0, place + 1] += before[0, place]
        before[1, place + 1] += before[1, place]
    for level in range(len(_KIN)):
        for i in range(len(own)):
            of[0, group[level, i]] = of[1, group[level, i]] = 0.0
        for i in range(len(own)):
            of[0, group[level, i]] += hoped[i]
            of[1, group[level, i]] += length[i]
        for i in range(len(own)):
            kin = group[level, i]
            rows[3 * level, i] = of[0, kin] / of[1, kin]
            rows[3 * level + 1, i] = (of[0, kin] - hoped[i]) / max(of[1, kin] - length[i], 1.0)
            rows[3 * level + 2, i] = of[0, kin] / total
    for i in range(len(own)):
        for level in range(2):
            place = group[2 + level, i]
            branch = before[0, ends[place]] - before[0, place]
            rows[12 + level, i] = branch / (total if level else before[1, ends[place]] - before[1, place])
    return dict(zip(_KIN_COLUMNS, table, strict=True))


_KEPT_COLUMNS = (
    "chars", "sure_share", "before_share", "after_share", "before_chars", "after_chars", "good_before",
    "good_after", "from_first", "to_last", "junk_before",
)  # fmt: skip


def kept_columns(chances: Floats, chars: Floats, expected: Floats) -> dict[str, Column]:
    """Return where each block stands in what was kept, and how much that was not stands before it."""
    chance, length, hoped = chances, chars, expected
    count = len(chars)
    likeliest = int(np.argmax(expected))
    all_hoped = float(expected.sum())
    total = max(1.0, all_hoped)
    table = np.zeros((len(_KEPT_COLUMNS), count))
    rows = table
    first = last = -1
    kept = 0
    sure = 0.0
    for i in range(count):
        if chance[i] >= _KEPT and length[i] >= _LONG:
            first = i if first < 0 else first
            last = i
            kept += 1
        sure += hoped[i] if chance[i] > _SURE else 0.0
    is_any = kept > 0
    if not is_any:
        first = last = likeliest
        kept = 1
    earlier = junk = 0.0
    before = 0
    for i in range(count):
        is_kept = (chance[i] >= _KEPT and length[i] >= _LONG) if is_any else i == likeliest
        rows[0, i] = total
        rows[1, i] = sure / total
        rows[2, i] = earlier / total
        rows[4, i] = max(earlier, 0.0)
        rows[6, i] = before
        rows[10, i] = max(junk, 0.0)
        earlier += hoped[i]
        rows[5, i] = max(total - earlier, 0.0)
        rows[3, i] = rows[5, i] / total
        before += is_kept
        rows[7, i] = kept - before
        rows[8, i] = i - first
        rows[9, i] = last - i
        junk = 0.0 if is_kept else junk + length[i] * (1.0 - chance[i])
    for row in (0, 4, 5, 10):
        np.log1p(table[row], out=table[row])
    return dict(zip(_KEPT_COLUMNS, table, strict=True))


def repeat_columns(texts: Sequence[str], expected: Floats) -> dict[str, Column]:
    """Return how much text that stands on the page for the second time was kept, near each block and in all."""
    hoped = expected
    count = len(texts)
    seen = set()
    near, running = np.zeros(count), np.zeros(count + 1)
    rows, before = near, running
    for i in range(count):
        before[i + 1] = before[i]
        if texts[i] in seen:
            before[i + 1] += hoped[i]
        else:
            seen.add(texts[i])
    for i in range(count):
        rows[i] = before[min(i + _NEAR + 1, count)] - before[max(i - _NEAR, 0)]
    share = before[count] / max(1.0, float(expected.sum()))
    return {"repeated_near": near, "repeated_share": np.full(count, share)}
