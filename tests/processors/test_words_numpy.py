"""Words are counted the same compiled and in numpy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.processors.words_numpy import JOINT, MARK, OTHER, UNSPACED, WORD, words_in

LETTERS = "ab'\u0301\u5b57 \U00020000"
TABLE = np.zeros(0x6000, np.uint8)
for letter, kind in zip(LETTERS[:6], (WORD, WORD, JOINT, MARK, UNSPACED, OTHER), strict=True):
    TABLE[ord(letter)] = kind


def word(char: str) -> int:
    assert ord(char) >= len(TABLE)
    return WORD


@given(st.text(st.sampled_from(LETTERS)))
def test_any_text(text: str) -> None:
    compiled = pytest.importorskip("newsspider.processors._words", reason="not compiled here")
    assert compiled.words_in(text, TABLE, word) == words_in(text, TABLE, word)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("a b", 2),
        ("a'b", 1),
        ("a''b", 2),
        ("'a", 1),
        ("\u0301a", 0),
        ("a\u0301b", 1),
        ("\u5b57\u5b57a", 3),
        ("\U00020000 a", 2),
    ],
)
def test_words(text: str, words: int) -> None:
    assert words_in(text, TABLE, word) == words
