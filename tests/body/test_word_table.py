from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.body.word_table import WordTable, labels_of, letters_of

TEXTS = st.text(st.sampled_from("aB é1²٣_-.ßΣσİ東\U0001d7d9\U00010428\n x"), max_size=12)


@given(st.lists(TEXTS, max_size=12), st.dictionaries(TEXTS, st.sampled_from([0.0, 0.5, -2.0]), max_size=12))
def test_compiled_code_finds_the_same(texts: Sequence[str], weights: dict[str, float]) -> None:
    compiled = pytest.importorskip("newsspider.body._word_table", reason="not compiled here")
    known = {f"{kind}:{word}": weight for word, weight in weights.items() for kind in ("text", "label", "a:b")}
    known |= {f"text:{word}": 1.0 for text in texts[:4] for word in letters_of(text)}
    known |= {f"label:{label}": 1.0 for label in labels_of(texts[:4])}
    expected, found = WordTable(known), compiled.WordTable(known)
    for kind in ("text", "label", "a", "none"):
        assert sorted(found.of_words(kind, texts, texts[:3])) == sorted(expected.of_words(kind, texts, texts[:3]))
        assert sorted(found.of_labels(kind, texts)) == sorted(expected.of_labels(kind, texts))
        for text in texts:
            assert sorted(found.of_text(kind, text)) == sorted(expected.of_text(kind, text))


def test_compiled_code_knows_the_small_letter_of_each() -> None:
    compiled = pytest.importorskip("newsspider.body._word_table", reason="not compiled here")
    for large in filter(lambda letter: letter.lower() != letter, map(chr, range(sys.maxunicode + 1))):
        small = f"X{large}".lower()
        table = compiled.WordTable({f"label:{small}": 1.0} | {f"text:{word}": 1.0 for word in letters_of(small)})
        assert table.of_labels("label", [f"X{large}"]) == [1.0]
        assert len(table.of_text("text", f"X{large}")) == len(letters_of(small))


def test_each_word_counts_once_and_only_as_what_it_is() -> None:
    table = WordTable({"text:boats": 0.5, "label:# boats": 2.0, "class:boats": 4.0, "text:nets": 0.0})
    assert table.of_text("text", "Boats, boats, NETS") == [0.5]
    assert table.of_labels("label", ["7 boats", "12 Boats", "boats"]) == [2.0]
    assert table.of_words("class", ["boats"], ["boats", "Boats"]) == [4.0]
    assert table.of_words("title", ["boats"]) == []


def test_words_are_runs_of_letters() -> None:
    assert letters_of("It's 3km_long; ÉTÉ 東京2x²") == {"it", "s", "km", "long", "été", "東京", "x²"}


@pytest.mark.parametrize("unit", ["a", "a ", "1", "é.", "a1"])
def test_long_texts_take_linear_time(unit: str) -> None:
    started = time.process_time()
    WordTable({"text:a": 1.0}).of_text("text", unit * 200_000)
    assert time.process_time() - started < 2
