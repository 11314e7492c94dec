from __future__ import annotations

from newsspider.blocks.types import Blocks
from newsspider.body.types import Body
from newsspider.fields.once import once


def test_a_page_is_searched_once_and_another_page_again() -> None:
    asked: list[int] = []

    def find() -> list[str]:
        asked.append(1)
        return []

    for _ in range(2):
        body = Body(blocks=Blocks(texts=(), tags=(), elements=()), probabilities=(), chosen=())
        assert once(body, "nothing", find) == once(body, "nothing", find) == []
    assert len(asked) == 2
