from __future__ import annotations

import pytest

from newsspider.fields.headline.rule import subtitles
from tests.fields.made_pages import html_page, rules


def test_linked_data_come_before_meta_elements() -> None:
    facts = html_page(head='<meta name="subtitle" content="A night out"><meta name="kicker" content="Weather">')
    assert rules(subtitles(facts, "Storm hits coast")) == [
        ("A night out", "meta:subtitle"),
        ("Weather", "meta:kicker"),
    ]


@pytest.mark.parametrize(
    "kicker", ["<p>Weather</p>", "<p>Coasts «under water»</p>", "<p><a>The 2031 storms</a></p>"]
)
def test_what_stands_right_above_the_headline_s_own_h1_is_a_kicker(kicker: str) -> None:
    facts = html_page(above=f"{kicker}<h1>Storm on sea</h1>")
    assert [rule for _, rule in rules(subtitles(facts, "Storm on sea"))] == ["above-h1"]
    assert rules(subtitles(facts, "Storm on land")) == []


@pytest.mark.parametrize(
    "line",
    [
        "<p>Coast</p>",  # the page's section
        "<p><a href='/sea'>Sea</a></p>",
        "<p>May 4, 2031</p>",
        "<p>By Ana Ruiz</p>",
        "<p>Home > Sea</p>",
        "<p>Share</p>",
        "<div><span>World</span><span>04/05/2031</span></div>",
    ],
)
def test_sections_dates_bylines_trails_and_controls_above_it_are_none(line: str) -> None:
    facts = html_page(
        head='<meta property="article:section" content="Coast">', above=f"{line}<h1>Storm on sea</h1>"
    )
    assert rules(subtitles(facts, "Storm on sea")) == []
