from __future__ import annotations

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.lines import shapes as module
from newsspider.lines.shapes import Shape, ends_sentence, is_cut_off, shape_of, weighted_chars


def test_doctests() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    "text",
    [
        "It rained.",
        "„Es regnet.“",
        "Pleut-il ?",
        "雨が降った。",
        "「雨だ。」",
        "هل تمطر؟",
        "बारिश हुई।",
        "بارش ہوئی۔",
        "Βρέχει;!",
        "…",
    ],
)
def test_sentences_end_in_all_scripts(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["Storm hits coast", "Menu", "高波が港を襲う", "12.5 km", ""])
def test_lines_that_end_no_sentence(text: str) -> None:
    assert not ends_sentence(text)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Weather", Shape.SHORT),
        ("It rained.", Shape.SHORT_SENTENCE),
        ("Read:", Shape.SHORT_COLON),
        ("Harbour town keeps its old wall for a year", Shape.MEDIUM),
        ("高波が港を襲い、堤防の工事が止まっている。", Shape.MEDIUM_SENTENCE),
        ("港町の議会は月曜日に新しい防波堤について話し合った。完成までに二十年を要した。", Shape.LONG_SENTENCE),
    ],
)
def test_shapes(text: str, shape: Shape) -> None:
    assert shape_of(text) is shape


@given(st.text())
def test_never_raises(text: str) -> None:
    assert shape_of(text) in Shape
    assert is_cut_off(text) in (True, False)
    assert weighted_chars(text) >= len(text)


@pytest.mark.parametrize("part", ["a. ", "壁。", "(", "..."])
def test_linear_time(part: str) -> None:
    start = time.process_time()
    shape_of(part * 200_000)
    is_cut_off(part * 200_000)
    assert time.process_time() - start < 5
