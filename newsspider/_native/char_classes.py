"""What classes of characters the texts of a page's blocks are made of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def read_chars(
    texts: Sequence[str], table: NDArray[np.uint8], classes: int, most: int, end: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return counts [class, block], and rows of read characters and classes of the first, last and last but one.

    `table` has the class of each UTF-16 code unit, 0 for half characters: one beyond the basic plane counts as
    two. Of texts longer than `most` characters the last `end` and the first, `most` in all, are read.
    """
    count = len(texts)
    read = [text if len(text) <= most else text[: most - end] + text[-end:] for text in texts]
    units = np.frombuffer("\n".join(read).encode("utf-16-le", "surrogatepass"), np.uint16)
    found = table[units]
    ends = np.append(np.flatnonzero(units == ord("\n")), len(units))
    starts = np.zeros(count, np.int64)
    starts[1:] = ends[:-1] + 1
    owners = np.repeat(np.arange(count, dtype=np.int64) * classes, ends - starts + 1)[: len(units)]
    counts = np.bincount(owners + found, minlength=count * classes).reshape(count, classes).T
    counts = counts.astype(np.float32)
    breaks = table[ord("\n")]
    counts[breaks, : count - 1] -= 1  # those that hold the texts apart
    rows = (ends - starts, found[starts], found[ends - 1], found[np.maximum(ends - 2, starts)])
    return np.ascontiguousarray(counts), np.array(rows, np.float32)
