from __future__ import annotations

import pytest

from newsspider.fields.images.rule import CaptionLine, captions
from tests.fields.made_bodies import DUMPS, EMPTY, around, dump

HEADLINE = "Harbour town talks about its sea wall"


@pytest.mark.parametrize("name", DUMPS)
def test_caption_of_dumps(name: str) -> None:
    body, expected = dump(name)
    found = [(line.caption, line.credit) for line in captions(body)]
    assert found == ([(expected["caption"], expected["credit"])] if "caption" in expected else [])


def test_credit_on_its_own_line() -> None:
    caption = "The unfinished wall at low tide, seen from the old lighthouse"
    assert captions(around([HEADLINE, caption, "Photo: Ana Ruiz"])) == [CaptionLine(2, caption, "Ana Ruiz")]


def test_credit_alone() -> None:
    assert captions(around([HEADLINE, "Photo: Ana Ruiz"])) == [CaptionLine(1, None, "Ana Ruiz")]


def test_none() -> None:
    assert captions(around([HEADLINE])) == []
    assert captions(EMPTY) == []
