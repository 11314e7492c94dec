from __future__ import annotations

import pytest

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
    assert list(names_beside(facts)) == ["Ana Ruiz", "Print", "12 May 2031", "Ben Kurz", "Comments"]


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


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("<i>Ana Ruiz</i><i>May 4, 2031</i><i>2 shares</i>", "Ana Ruiz · May 4, 2031 · 2 shares"),
        ("<i>Eva Gil Müller</i><i>Aktualisiert 4. Mai 2031</i>", "Eva Gil Müller · Aktualisiert 4. Mai 2031"),
        ("<i>Анна Иванова</i><i>4 мая 2031</i>", "Анна Иванова · 4 мая 2031"),
        ("<i>By</i><b>Ana Ruiz</b>", "By Ana Ruiz"),
        ("<i>Ana</i><style>i{margin:1em}</style> <b>Ruiz</b><u>4 May</u>", "Ana Ruiz · 4 May"),
        ("<i>Ana Ruiz</i>, May 4", "Ana Ruiz, May 4"),
        ("<a href='/b'>Ferries stay in harbour</a><i>By Tom Other</i>", "Ferries stay in harbourBy Tom Other"),
        ("<a href='/ana'>Ana Ruiz de Castro</a><i>4 May</i>", "Ana Ruiz de Castro · 4 May"),
        ("<b>S</b>torm Ana Ruiz on May 4<sup>TH</sup>", "Storm Ana Ruiz on May 4TH"),
        ("CO<sub>2</sub> of 2031", "CO2 of 2031"),
    ],
)
def test_what_style_alone_sets_apart_in_a_line(line: str, parts: str) -> None:
    for html in (f"<p>{line}</p>", f"<div>{line}<p>Rain.</p></div>"):
        assert list(lines_under_headline(html_page(above=html)))[1] == parts


def test_a_name_and_a_date_in_one_line_under_a_long_summary() -> None:
    summary = "<p>" + "The harbour trust said that it would take weeks to repair the pier. " * 3 + "</p>"
    facts = html_page(above=f"{summary}<div><i>Ana Ruiz</i><i>May 4, 2031</i></div>")
    assert "Ana Ruiz · May 4, 2031" in names_beside(facts)


def test_captions_are_no_lines_of_dates_and_names() -> None:
    facts = html_page(above="<figure><img src='/a.jpg'><figcaption>Ana Ruiz on 2 May 2031</figcaption></figure>")
    for lines in (lines_under_headline(facts), lines_around(facts), names_beside(facts)):
        assert "Ana Ruiz on 2 May 2031" not in lines
