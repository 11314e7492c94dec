from __future__ import annotations

from newsspider.fields.search_regions import (
    lines_around,
    lines_under_headline,
    names_beside,
    region_above,
    region_below,
)
from newsspider.page import html_page as page_of
from tests.fields.made_bodies import EMPTY, UNCHOSEN, around
from tests.fields.made_pages import TEXT, facts_of, html_page, text_page


def test_from_the_headline_to_the_body() -> None:
    body = around(["Menu", "Harbour town talks about its sea wall", "By Ana Ruiz"], ["Share"])
    assert region_above(body) == (1, 3)
    assert list(region_below(body)) == [6]


def test_without_headline_or_body() -> None:
    assert region_above(around(["4 May 2031"])) == (0, 1)
    assert region_above(UNCHOSEN) == (0, 3)
    assert region_above(EMPTY) == (0, 0)
    assert list(region_below(EMPTY)) == []


def test_what_stands_between_headline_and_text() -> None:
    lines = "<p>Ana Ruiz</p><p>Share</p><p>Print</p><p>12 May 2031</p><p>Ben Kurz</p><p>Listen</p><p>Comments</p>"
    facts = html_page(above=lines)
    assert list(lines_under_headline(facts))[:3] == ["Storm hits coast", "Ana Ruiz", "Share"]
    assert list(names_beside(facts)) == ["Ana Ruiz", "Print", "Ben Kurz", "Comments"]


def test_without_an_h1_nothing_stands_under_it() -> None:
    facts = text_page("Storm hits coast")
    assert facts.headline_place is None
    assert list(lines_under_headline(facts)) == list(names_beside(facts)) == []


def test_lines_right_above_the_text_come_before_those_further_up() -> None:
    lines = "".join(f"<div>{day} May 2031</div>" for day in range(1, 9))
    facts = facts_of(page_of(f"<body>{lines}{TEXT}</body>"))
    found = [line for line in lines_around(facts) if line.endswith("May 2031")]
    assert found[:4] == [f"{day} May 2031" for day in range(5, 9)]
    assert found[4:] == [f"{day} May 2031" for day in range(1, 5)]
