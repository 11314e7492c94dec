from __future__ import annotations

from pathlib import Path

from newsspider.blocks.from_text import text_blocks
from newsspider.body.text import label_text

SEED = Path(__file__).parents[2] / "seeds" / "000_c9684fc6a1124425.txt"


def chosen(text: str) -> list[str]:
    blocks = text_blocks(text)
    return [block for block, label in zip(blocks.texts, label_text(blocks), strict=True) if label >= 0.5]


def test_seed() -> None:
    body = chosen(SEED.read_text("utf-8"))
    assert len(body) == 8
    assert body[0].startswith("Senior US and Israel officials focused on concerns")
    assert body[-1].endswith("Horne said.")
    assert not any("CTech" in block or "Sullivan delivers" in block for block in body)


def test_no_text() -> None:
    assert label_text(text_blocks("")) == []
