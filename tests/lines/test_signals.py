from __future__ import annotations

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.lines import signals as module
from newsspider.lines.signals import Kind, ends_sentence, signal_of, signals


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
    ("text", "kind"),
    [
        ("Weather", Kind.LINE),
        ("It rained.", Kind.LINE_SENTENCE),
        ("Read:", Kind.LINE_COLON),
        ("Harbour town keeps its old wall for a year", Kind.MEDIUM),
        ("高波が港を襲い、堤防の工事が止まっている。", Kind.MEDIUM_SENTENCE),
        ("港町の議会は月曜日に新しい防波堤について話し合った。完成までに二十年を要した。", Kind.LONG_SENTENCE),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert signal_of(text).kind is kind


def test_captions_end_in_a_credit() -> None:
    assert signal_of("The sea wall at low tide. REUTERS/Ana Lima").is_caption
    assert signal_of("Foto: Ben Kurz").is_caption
    assert not signal_of("The council showed a photo by the harbour master at its meeting on Monday.").is_caption


def test_repeated_lines() -> None:
    shapes = signals(["Wall", "Sea", "Wall"])
    assert [shape.is_repeated for shape in shapes] == [True, False, True]


@given(st.text())
def test_never_raises(text: str) -> None:
    signal_of(text)


@pytest.mark.parametrize("part", ["a. ", "壁。", "Photo: ", "(", "...", "© "])
def test_linear_time(part: str) -> None:
    start = time.process_time()
    signal_of(part * 200_000)
    assert time.process_time() - start < 5
