from __future__ import annotations

from newsspider.fields.headline.subtitles import subtitles
from tests.fields.made_pages import html_page, rules


def test_linked_data_come_before_meta_elements() -> None:
    page, _ = html_page(head='<meta name="subtitle" content="A night out"><meta name="kicker" content="Weather">')
    assert rules(subtitles(page, "Storm hits coast")) == [
        ("A night out", "meta:subtitle"),
        ("Weather", "meta:kicker"),
    ]


def test_what_stands_right_above_the_headline_s_own_h1_is_a_kicker() -> None:
    page, _ = html_page(above="<p>Weather</p><h1>Storm on sea</h1>")
    assert rules(subtitles(page, "Storm on sea")) == [("Weather", "above-h1")]
    assert rules(subtitles(page, "Storm on land")) == []
