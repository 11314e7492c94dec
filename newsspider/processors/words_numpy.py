"""Words by classes of characters, where nothing could be compiled: whole texts at once, in numpy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

# In order: neither word nor joint; begins or goes on in a word; only goes on; holds two together; one by itself.
OTHER, WORD, MARK, JOINT, UNSPACED = range(5)


def words_in(text: str, table: NDArray[np.uint8], class_of: Callable[[str], int]) -> int:
    """Return the number of words; `table` has the class of each character below its size, `class_of` of others."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    classes = table.take(points, mode="clip")
    for point in np.unique(points[points >= len(table)]).tolist() if points.max(initial=0) >= len(table) else ():
        classes[points == point] = class_of(chr(point))
    is_word = (classes == WORD) | (classes == MARK)
    begins = classes == WORD  # a mark alone, as behind an emoji, is none
    begins[1:] &= ~is_word[:-1]
    joined = begins[2:] & (classes[1:-1] == JOINT) & is_word[:-2]
    return int(np.count_nonzero(begins) - np.count_nonzero(joined) + np.count_nonzero(classes == UNSPACED))
