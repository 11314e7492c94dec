from __future__ import annotations

from newsspider.fields.neighbourhood.zone import below, zone_above
from tests.fields.neighbourhood.made_bodies import EMPTY, UNCHOSEN, around


def test_from_the_headline_to_the_body() -> None:
    body = around(["Menu", "Harbour town talks about its sea wall", "By Ana Ruiz"], ["Share"])
    assert zone_above(body) == (1, 3)
    assert list(below(body)) == [6]


def test_without_headline_or_body() -> None:
    assert zone_above(around(["4 May 2031"])) == (0, 1)
    assert zone_above(UNCHOSEN) == (0, 3)
    assert zone_above(EMPTY) == (0, 0)
    assert list(below(EMPTY)) == []
