from __future__ import annotations

import time

import numpy as np
import pytest

from newsspider._native import KnownWords, WordTable, words_in
from newsspider._native.words import JOINT, MARK, OTHER, UNSPACED, WORD, block_words, letters_of


def test_each_word_counts_once_and_only_as_what_it_is() -> None:
    table = WordTable({"text:boats": 0.5, "label:# boats": 2.0, "class:boats": 4.0, "text:nets": 0.0})
    assert table.of_text("text", "Boats, boats, NETS") == [0.5]
    assert table.of_labels("label", ["7 boats", "12 Boats", "boats"]) == [2.0]
    assert table.of_words("class", ["boats"], ["boats", "Boats"]) == [4.0]
    assert table.of_words("title", ["boats"]) == []


def test_words_are_runs_of_letters() -> None:
    assert letters_of("It's 3km_long; ÉTÉ 東京2x²") == {"it", "s", "km", "long", "été", "東京", "x²"}


def test_long_blocks_are_known_by_their_ends() -> None:
    assert block_words("The harbour was shut. " * 9)[:3] == ["L^the", "L^harbour", "L^was"]
    assert block_words("...") == [".", ".", ".", "^.", "$.", "^. .", "._.", "._."]
    assert block_words(" ") == []


def test_what_a_block_is_known_by_counts_once() -> None:
    table = WordTable({"share": 1.5, "share_share": 0.25, "$share": 0.5, "^share share": 4.0, "L^share": 8.0})
    assert table.of_blocks(["Share share share", "", "share " * 40]) == [6.25, 0.0, 8.0]


@pytest.mark.parametrize("unit", ["a", "a ", "1", "é.", "a1"])
def test_long_texts_take_linear_time(unit: str) -> None:
    started = time.process_time()
    WordTable({"text:a": 1.0}).of_text("text", unit * 200_000)
    assert time.process_time() - started < 2


def test_one_long_word_takes_linear_time() -> None:
    start = time.process_time()
    assert KnownWords(["all", "©"]).found("x" * 1_000_000 + " all") == {"all"}
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("storm", True),
        ("Шторм, storm", False),
        ("«— ©storm", True),
        ("------- storm", False),  # a rule
        ("123456 storm", True),
        ("1234567 storm", False),
        ("12 -- storm", False),
        ("12.» storm", True),
        ("12storm", False),
        ("_storm", False),
        ("storms", False),
        ("", False),
    ],
)
def test_a_line_begins_with_a_word_after_a_few_marks_and_a_number(line: str, begins: bool) -> None:
    assert KnownWords(["storm"]).beginnings(f"a\n{line}\n") == ([1] if begins else [])


LETTERS = "ab'\u0301\u5b57 \U00020000"
TABLE = np.zeros(0x6000, np.uint8)
for letter, kind in zip(LETTERS[:6], (WORD, WORD, JOINT, MARK, UNSPACED, OTHER), strict=True):
    TABLE[ord(letter)] = kind


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
def test_words_are_counted(text: str, words: int) -> None:
    assert words_in(text, TABLE, lambda _: WORD) == words
