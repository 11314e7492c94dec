from __future__ import annotations

from lxml.html import fragment_fromstring

from newsspider.fields.headline.h1 import line, text_of


def test_lines_of_an_element_are_set_apart_and_words_are_not() -> None:
    element = fragment_fromstring("<h1>Storm<br>hits <b>c</b>oast<div>again</div></h1>")
    assert text_of(element) == "Storm hits coast again"


def test_what_is_no_headline_is_empty() -> None:
    assert line(" \n") == line("x" * 1_000) == ""
