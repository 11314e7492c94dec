from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.processors.headlines import (
    clean_description,
    clean_headline,
    distinctive_words,
    folded_key,
    longest_part,
    name_key,
    without_site,
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (" Storm <em>hits</em>\n coast ", "Storm hits coast"),
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("Ribben\u00adküste", "Ribbenküste"),
        ("", None),
        ("x" * 501, None),
    ],
)
def test_a_headline_is_one_line_without_markup(raw: str, clean: str | None) -> None:
    assert clean_headline(raw) == clean


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Storm hits coast | Harbour Courier", "Storm hits coast"),
        ("Harbour Courier: Storm hits coast", "Storm hits coast"),
        ("Storm hits coast - harbour closed - Harbour Courier", "Storm hits coast - harbour closed"),
        ("Storm hits coast - harbour closed", "Storm hits coast - harbour closed"),
        ("(3) Storm hits coast", "Storm hits coast"),
        ("Harbour Courier", "Harbour Courier"),
        ("嵐が来る：Harbour Courier", "嵐が来る"),
        ("Storm hits coast ⋆ Harbour Courier", "Storm hits coast"),
        ("Storm hits coast * Harbour Courier", "Storm hits coast"),
        ("Storm hits coast < Harbour Courier", "Storm hits coast"),
        ("Spider-Man at the Harbour Courier", "Spider-Man at the Harbour Courier"),
    ],
)
def test_the_site_goes_and_nothing_else(title: str, rest: str) -> None:
    assert without_site(title, ["The Harbour Courier"]) == rest


def test_a_site_in_brackets_goes() -> None:
    assert without_site("Storm hits coast (Harbour Courier)", ["Harbour Courier"]) == "Storm hits coast"
    assert without_site("嵐が海岸を襲う【海港新聞】", ["海港新聞"]) == "嵐が海岸を襲う"
    assert without_site("Storm hits coast (video)", ["Harbour Courier"]) == "Storm hits coast (video)"
    assert without_site("(Harbour Courier)", ["Harbour Courier"]) == "(Harbour Courier)"


def test_marks_of_direction_are_no_text() -> None:
    assert clean_headline("\u202bعاصفة تضرب الساحل\u202c") == "عاصفة تضرب الساحل"


def test_a_name_may_be_cut_in_scripts_without_spaces() -> None:
    assert without_site("嵐が海岸を襲う ：海港新聞", ["海港新聞社"]) == "嵐が海岸を襲う"
    assert without_site("Storm hits coast - Harbour", ["Harbour Courier"]) == "Storm hits coast - Harbour"


def test_descriptions_may_be_long() -> None:
    assert clean_description("x" * 501) == "x" * 501


def test_keys() -> None:
    assert name_key("The Harbour-Courier.com") == name_key("HARBOUR COURIER")
    assert folded_key("Storm: 10%") == folded_key("STORM – 10 %")
    assert longest_part("A | Storm hits coast") == "Storm hits coast"
    assert distinctive_words("The storm in 東京都") == {"storm", "東京", "京都"}


@given(st.text(max_size=300))
def test_never_raises_is_idempotent_and_invents_no_character(text: str) -> None:
    clean = clean_headline(text)
    if clean:
        assert clean_headline(clean) == clean
    if clean and "&" not in text:
        assert set(clean) <= set(unicodedata.normalize("NFC", text)) | {" "} or not text.isprintable()


@pytest.mark.parametrize("unit", ["<a ", "&amp;", "- ", " | ", "< ", "_", ": "])
def test_hostile_headlines_take_linear_time(unit: str) -> None:
    start = time.process_time()
    clean_headline(unit * 50_000)
    without_site(unit * 160, ["a"])
    assert time.process_time() - start < 2


def test_tags_within_a_line_part_no_words() -> None:
    assert (
        clean_description("<p>The <b>pier</b>, and the <i>Evening Star</i>.</p>")
        == "The pier, and the Evening Star."
    )
    assert clean_headline("Kai f&uuml;r Last<wbr>wagen<br>gesperrt") == "Kai für Lastwagen gesperrt"


def test_marks_of_direction_around_a_headline_go() -> None:
    assert clean_headline("\u200fהספינה בנמל\u200f") == "הספינה בנמל"
    assert clean_headline("\u202bהספינה\u202c") == "הספינה"
