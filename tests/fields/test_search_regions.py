from __future__ import annotations

from newsspider.fields.search_regions import region_above, region_below
from tests.fields.made_bodies import EMPTY, UNCHOSEN, around


def test_from_the_headline_to_the_body() -> None:
    body = around(["Menu", "Harbour town talks about its sea wall", "By Ana Ruiz"], ["Share"])
    assert region_above(body) == (1, 3)
    assert list(region_below(body)) == [6]


def test_without_headline_or_body() -> None:
    assert region_above(around(["4 May 2031"])) == (0, 1)
    assert region_above(UNCHOSEN) == (0, 3)
    assert region_above(EMPTY) == (0, 0)
    assert list(region_below(EMPTY)) == []
