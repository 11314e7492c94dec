"""Classes of characters are counted the same compiled and in numpy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.blocks.lettering_numpy import read_letters

TABLE = (np.arange(0x10000) % 7).astype(np.uint8)
TABLE[0xD800:0xE000] = 0  # halves of characters are of no class


@given(
    st.lists(st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=30), min_size=1, max_size=8),
    st.integers(5, 20),
)
def test_any_texts(texts: list[str], most: int) -> None:
    compiled = pytest.importorskip("newsspider.blocks._lettering", reason="not compiled here")
    expected, found = (read(texts, TABLE, 7, most, 3) for read in (read_letters, compiled.read_letters))
    assert [array.tolist() for array in found] == [array.tolist() for array in expected]
    assert [array.dtype for array in found] == [np.float32, np.float32]


def test_counts_and_ends() -> None:
    table = np.zeros(0x10000, np.uint8)
    table[ord("a")], table[ord("b")] = 1, 2
    counts, rows = read_letters(["ab", "a", "xaaaab"], table, 3, 100, 8)
    assert counts.tolist() == [[0, 0, 1], [1, 1, 4], [1, 0, 1]]
    assert rows.tolist() == [[2, 1, 6], [1, 1, 0], [2, 1, 2], [1, 1, 1]]


def test_of_long_texts_both_ends_are_read() -> None:
    table = np.zeros(0x10000, np.uint8)
    table[ord("b")] = 1
    counts, rows = read_letters(["a" * 5 + "b" * 50 + "a"], table, 2, 10, 2)
    assert counts.tolist() == [[6], [4]]
    assert rows[0].tolist() == [10]
