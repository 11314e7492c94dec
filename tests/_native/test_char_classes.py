import numpy as np

from newsspider._native import read_chars


def test_counts_and_ends() -> None:
    table = np.zeros(0x10000, np.uint8)
    table[ord("a")], table[ord("b")] = 1, 2
    counts, rows = read_chars(["ab", "a", "xaaaab"], table, 3, 100, 8)
    assert counts.tolist() == [[0, 0, 1], [1, 1, 4], [1, 0, 1]]
    assert rows.tolist() == [[2, 1, 6], [1, 1, 0], [2, 1, 2], [1, 1, 1]]


def test_of_long_texts_both_ends_are_read() -> None:
    table = np.zeros(0x10000, np.uint8)
    table[ord("b")] = 1
    counts, rows = read_chars(["a" * 5 + "b" * 50 + "a"], table, 2, 10, 2)
    assert counts.tolist() == [[6], [4]]
    assert rows[0].tolist() == [10]
