from __future__ import annotations

from newsspider.blocks.from_text import text_blocks
from newsspider.body.types import Body
from newsspider.fields.layout import main_run
from tests.fields.made_bodies import EMPTY, around


def test_stray_blocks_are_left_aside() -> None:
    lines = [
        "We value your privacy.",
        *["Menu"] * 50,
        *["A wall stands in the sea, and nobody knows why."] * 4,
        "Share",
    ]
    chosen = [0, 51, 52, 54]
    body = Body(blocks=text_blocks("\n".join(lines)), probabilities=[0.5] * len(lines), chosen=chosen)
    assert main_run(body) == (51, 55)


def test_one_part() -> None:
    assert main_run(around(["Wall", "By Ana Ruiz"]).body) == (2, 5)
    assert main_run(EMPTY.body) == (0, 0)
