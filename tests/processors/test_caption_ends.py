from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.processors.caption_ends import at_signature, without_notes


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("Boats in the harbour. Ana Ruiz/Quay Herald", "Boats in the harbour.", "Ana Ruiz/Quay Herald"),
        ("Barcos en el puerto. ANA RUIZ", "Barcos en el puerto.", "ANA RUIZ"),
        ("Barche nel porto in maggio | Ana Ruiz", "Barche nel porto in maggio |", "Ana Ruiz"),
    ],
)
def test_names_sign_a_caption(line: str, caption: str, credit: str) -> None:
    assert at_signature(line) == (caption, credit)


@pytest.mark.parametrize(
    "line",
    [
        "Boats. Ana Ruiz",
        "A view | Old Harbour",
        "Boats in the harbour. GET THE MAG",
        "ALL BOATS ARE OUT. ANA RUIZ",
        "The boat burned at sea. NORTH BAY",
        "Boats enter the old harbour | San Marino",
        "",
    ],
)
def test_what_does_not_sign_it(line: str) -> None:
    assert at_signature(line) is None


def test_notes_to_editors_are_no_caption() -> None:
    assert without_notes("▲ Boats. ATTENTION EDITORS - NO SALES.") == "Boats."
    assert without_notes("EXN/Ana Ruiz THIS IMAGE HAS BEEN SUPPLIED BY A THIRD PARTY.") == "EXN/Ana Ruiz"
    assert without_notes("Boats in the harbour! NO RESALES. NO ARCHIVES") == "Boats in the harbour!"
    assert without_notes("Boats (EDITORIAL USE ONLY)").strip() == "Boats"


@pytest.mark.parametrize(
    "line",
    [
        "Attention to boats",
        "A sign reads NO SALES on the door",
        "The wall reads EDITORIAL USE ONLY in red",
        "NO ARCHIVES were left after the flood",
        "The crew says THIS IMAGE IS a fake",
    ],
)
def test_what_pictures_show_in_capitals_is_no_note(line: str) -> None:
    assert without_notes(line) == line


@given(st.text(max_size=200))
def test_never_raises_and_invents_nothing(text: str) -> None:
    found = at_signature(without_notes(text))
    assert found is None or (found[0] in text and found[1] in text)


@pytest.mark.parametrize("unit", ["A ", "A. ", "A/", "NO ", "▲ "])
def test_long_lines_take_no_time(unit: str) -> None:
    begin = time.perf_counter()
    at_signature(without_notes(unit * 1_500))
    assert time.perf_counter() - begin < 0.5
