from __future__ import annotations

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.language import agencies
from newsspider.language.agencies import agencies_in
from newsspider.language.word_lists import word_table


def test_doctests() -> None:
    assert doctest.testmod(agencies).failed == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("REUTERS/Ana Lima", ["Reuters"]),
        ("By REUTERS and ASSOCIATED PRESS", ["Reuters", "AP"]),
        ("Von Mara Klee, dpa", ["dpa"]),
        ("(APA/dpa/AFP)", ["APA", "dpa", "AFP"]),
        ("İSTANBUL (AA) -", ["Anadolu"]),
        ("新华社记者", ["Xinhua"]),
        ("【共同】", ["Kyodo"]),
        ("ДАМАСК, 3 марта. /ТАСС/", ["TASS"]),
        ("القاهرة (رويترز) -", ["Reuters"]),
        ("नई दिल्ली, पीटीआई", ["PTI"]),
        ("Foto: Liv Dahl / NTB", ["NTB"]),
    ],
)
def test_finds_agencies(text: str, expected: list[str]) -> None:
    assert agencies_in(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AA Milne",
        "Michael Bloomberg",
        "a map of the app",
        "Lusa Silva",
        "jan@reuters.com",
        "CAPABLE",
        "TT-racing",
    ],
)
def test_leaves_other_words_alone(text: str) -> None:
    assert agencies_in(text) == []


def test_every_variant_is_found_by_itself() -> None:
    rows = word_table("language/data/agencies")["agency"]
    for row in rows:
        for variant in [*row.get("names", ()), *row.get("codes", ()), *row.get("marks", ())]:
            assert row["name"] in agencies_in(variant), variant


@given(st.text(alphabet="ReutersAPfpdTT İſK(/,-)共同. "))
def test_never_raises(text: str) -> None:
    agencies_in(text)


@pytest.mark.parametrize("part", ["AP ", "(", " ", "- "])
def test_linear_time(part: str) -> None:
    start = time.process_time()
    agencies_in(part * 50_000)
    assert time.process_time() - start < 5
