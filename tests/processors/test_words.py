from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.processors.words import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("a", 1),
        ("¿Qué?", 1),
        ("co-operate U.S. 3.5", 3),
        ("well--known and/or -5", 5),
        ("Ja! – Nein", 2),
        ("हिन्दी में समाचार", 3),
        ("東京で雨 in 2031", 6),
        ("𝒜𝒷 😀 c ❤️", 2),
        ("caf\u0065\u0301", 1),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words


@given(st.text(st.sampled_from("aé1_'’.,-‐ \n\t/\ud800"), max_size=40))
def test_words_are_what_a_pattern_finds(text: str) -> None:
    assert count_words(text) == len(re.findall(r"\w+(?:['’.,\-‐‑]\w+)*", text))


@pytest.mark.parametrize("text", ["東京", "ひらがな", "ไทย", "ລາວ", "ខ្មែរ", "မြန်မာ", "豈更"])
def test_each_character_is_a_word_where_no_spaces_are_written(text: str) -> None:
    assert count_words(text) == len(text)


@pytest.mark.parametrize("hostile", ["a-", "a", "字", "\ud800", "'", "𝒜"])
def test_time_is_linear(hostile: str) -> None:
    count_words("")  # builds its table
    started = time.process_time()
    count_words(hostile * (400_000 // len(hostile)))
    assert time.process_time() - started < 1.5
