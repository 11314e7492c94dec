from __future__ import annotations

import pytest

from newsspider.fields.section import section_line
from tests.fields.made_bodies import EMPTY, around, dump, facts_of

HEADLINE = "Harbour town talks about its sea wall"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        (["Home > News > Harbour"], "Harbour"),
        (["Startseite › Politik"], "Politik"),
        (["The coast in winter", "Culture"], "Culture"),
        (["4 May 2031"], None),
        (["Share"], None),
        ([], None),
    ],
)
def test_above_the_headline(above: list[str], expected: str | None) -> None:
    assert section_line(around([*above, HEADLINE])) == expected


def test_of_a_dump() -> None:
    body, expected = dump("german-indented-menu")
    assert section_line(body) == expected["section"]


def test_the_last_line_of_a_menu_is_none() -> None:
    paragraph = "The council met on Monday to talk about the wall of the harbour town. Nobody knew what it had cost so far."
    text = f"News\nSport\nTides\nHarbour town talks about its wall\n\n{paragraph}\n\n{paragraph} Still.\n\n{paragraph} Again.\n"
    assert section_line(facts_of(text)) is None


def test_without_body() -> None:
    assert section_line(EMPTY) is None
