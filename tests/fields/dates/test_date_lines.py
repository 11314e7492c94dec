from __future__ import annotations

import pytest

from newsspider.fields.dates.shown_dates import date_lines
from tests.fields.made_bodies import DUMPS, EMPTY, around, dump

HEADLINE = "Harbour town talks about its sea wall"


@pytest.mark.parametrize("name", DUMPS)
def test_date_of_dumps(name: str) -> None:
    body, expected = dump(name)
    assert date_lines(body)[0].text == expected["date"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published 4 May 2031", [("published", "Published 4 May 2031")]),
        ("Last updated: May 4, 2031, 9:40 am", [("modified", "Last updated: May 4, 2031, 9:40 am")]),
        (
            "Veröffentlicht am 04.05.2031 | Aktualisiert am 05.05.2031",
            [("published", "Veröffentlicht am 04.05.2031"), ("modified", "Aktualisiert am 05.05.2031")],
        ),
        ("Publié le 4 mai 2031", [("published", "Publié le 4 mai 2031")]),
        (
            "公開 2031年5月4日 更新 2031年5月5日",
            [("published", "公開 2031年5月4日"), ("modified", "更新 2031年5月5日")],
        ),
        ("Обновлено: 4 мая 2031", [("modified", "Обновлено: 4 мая 2031")]),
        ("4 May 2031", [(None, "4 May 2031")]),
        ("By Ana Ruiz | 4 May 2031", [(None, "By Ana Ruiz | 4 May 2031")]),
    ],
)
def test_labels(line: str, expected: list[tuple[str | None, str]]) -> None:
    assert [(found.kind, found.text) for found in date_lines(around([HEADLINE, line]))] == expected


def test_a_line_above_the_headline() -> None:
    assert [line.text for line in date_lines(around(["4 May 2031", HEADLINE]))] == ["4 May 2031"]


def test_labelled_ones_come_first() -> None:
    found = date_lines(around([HEADLINE, "3 May 2031"], ["Published: 4 May 2031", "5 May 2031"]))
    assert [line.text for line in found] == ["Published: 4 May 2031", "3 May 2031"]


def test_a_date_far_above_comes_last() -> None:
    between = ["Menu", "Home", "Shop", "Help"]
    lines = ["Published 3 May 2031", *between, HEADLINE, "4 May 2031"]
    assert [line.text for line in date_lines(around(lines))] == ["4 May 2031", "Published 3 May 2031"]


def test_no_dates() -> None:
    assert (
        date_lines(
            around([HEADLINE, "12 people, 2021 gulls", "The flood of 4 May 2011 is not forgotten in the town"])
        )
        == []
    )
    assert date_lines(EMPTY) == []
