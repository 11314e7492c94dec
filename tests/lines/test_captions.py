from __future__ import annotations

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.language.word_lists import words_of
from newsspider.lines import captions
from newsspider.lines.captions import is_caption, lines_with_credit_words
from newsspider.processors.credits import split_credit

WORDS = [word for kind in ("labels", "sources") for word in words_of("processors/data/credits", kind)]
PIECES = st.sampled_from(
    [*WORDS, *map(str.upper, WORDS), "Ana Ruiz", "The harbour.", " ", ": ", " / ", "(", ")", "©", "(C) ", "&copy;",
     "&#58; ", " by ", "'", "-", "ſ", "İ", "ı", "\u0345", "Copyright ©", " via ", "2031"]
)  # fmt: skip


def test_doctests() -> None:
    assert doctest.testmod(captions).failed == 0


def test_captions_end_in_a_credit() -> None:
    assert is_caption("The sea wall at low tide. REUTERS/Ana Lima")
    assert is_caption("Foto: Ben Kurz")
    assert not is_caption("The council showed a photo by the harbour master at its meeting on Monday.")


@given(st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=4))
def test_no_line_with_a_credit_is_passed_over(texts: list[str]) -> None:
    found = lines_with_credit_words(texts)
    assert all(i in found for i, text in enumerate(texts) if split_credit(text)[1] is not None)


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_credits_is_looked_for(word: str) -> None:
    texts = ["Storm", f"Ana Ruiz / {word}", f"{word.upper()}: Ana Ruiz", f"({word}/Ana Ruiz)"]
    found = lines_with_credit_words(texts)
    assert all(i in found for i, text in enumerate(texts) if split_credit(text)[1] is not None)


@given(st.text())
def test_never_raises(text: str) -> None:
    assert is_caption(text) in (True, False)


@pytest.mark.parametrize("part", ["Photo: ", "(", "© ", "AP "])
def test_linear_time(part: str) -> None:
    start = time.process_time()
    is_caption(part * 200_000)
    lines_with_credit_words([part * 200_000, "Reuters"] * 2)
    assert time.process_time() - start < 5
