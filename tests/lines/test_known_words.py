"""The same words are found compiled and in Python."""

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.lines import known_words

WORDS = ["all", "©", "rights_2", "naïve", "права", "版权", "a", "x" * 40]
PIECES = st.sampled_from([*WORDS, " ", "-", "_", "'", "1", "é", "»", "٣", "😀", "\n", "\u0301"])


def test_doctests() -> None:
    assert doctest.testmod(known_words).failed == 0


@given(st.lists(PIECES).map("".join) | st.text())
def test_any_text(text: str) -> None:
    compiled = pytest.importorskip("newsspider.lines._known_words", reason="not compiled here")
    expected = known_words.KnownWords(WORDS).found(text)
    assert compiled.KnownWords(WORDS).found(text) == expected


def test_one_long_word_takes_linear_time() -> None:
    compiled = pytest.importorskip("newsspider.lines._known_words", reason="not compiled here")
    start = time.process_time()
    for module in (known_words, compiled):
        assert module.KnownWords(WORDS).found("x" * 1_000_000 + " all") == {"all"}
    assert time.process_time() - start < 2
