from __future__ import annotations

from itertools import pairwise

import pytest

pytest.importorskip("datatrove", reason="the extra `datatrove`")

from datatrove.utils.word_tokenizers import load_word_tokenizer
from hypothesis import given
from hypothesis import strategies as st

from newsspider.clusters.datatrove_words import NewsWords


def test_datatrove_takes_it_for_a_language() -> None:
    words = NewsWords()
    assert load_word_tokenizer(words) is words


@given(st.text())
def test_words_hold_all_but_spaces(text: str) -> None:
    assert "".join(NewsWords().word_tokenize(text)) == "".join(text.split())


@given(st.text(alphabet="Ab. !?。”\n"))
def test_sentences_are_where_they_are_said_to_be(text: str) -> None:
    words = NewsWords()
    spans = words.span_tokenize(text)
    assert all(first < last for first, last in spans)
    assert [text[first:last] for first, last in spans] == words.sent_tokenize(text)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(spans))


def test_long_texts_take_linear_time() -> None:
    assert len(NewsWords().word_tokenize("a-" * 200_000)) > 0
    assert NewsWords().sent_tokenize("." * 200_000 + '"' * 200_000)
