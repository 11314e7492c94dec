"""Bodies of the golden dumps, and of lines given by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from newsspider.blocks.from_text import text_blocks
from newsspider.body.label import label
from newsspider.body.types import Body
from newsspider.page.types import Page

ROOT = Path(__file__).parents[2]
SEED = "seed"
DUMPS = [SEED, *sorted(path.name for path in (ROOT / "tests/golden/dumps").iterdir() if path.is_dir())]


def dump(name: str) -> tuple[Body, Mapping[str, object]]:
    """Return the body of a golden dump, and what is expected of it."""
    if name == SEED:
        text = (ROOT / "seeds/000_c9684fc6a1124425.txt").read_text("utf-8")
        gold = json.loads((ROOT / "tests/golden/seed.expected.json").read_text("utf-8"))
        facts = {
            "headline": gold["headline"],
            "date": gold["datePublishedRaw"],
            "byline": "avatar by Reuters and Algemeiner Staff",
            **gold["mainImage"],
        }
        return body_of(text), facts
    folder = ROOT / "tests/golden/dumps" / name
    return body_of((folder / "input.txt").read_text("utf-8")), json.loads(
        (folder / "expected.json").read_text("utf-8")
    )


def body_of(text: str) -> Body:
    blocks = text_blocks(text)
    labels = label(Page(text=text), blocks)
    return Body(blocks=blocks, probabilities=labels, chosen=[i for i, label in enumerate(labels) if label >= 0.5])


PARAGRAPHS = (
    "The council of the harbour town met on Monday to talk about the new sea wall. It is twenty years in the making.",
    "Nobody in the room could say what the wall had cost so far, but the treasurer promised to bring the bills.",
    "The next meeting is in October. Until then the sand will be moved by hand, as it was in the year before.",
)


def around(above: list[str], below: list[str] | None = None, first: str = "") -> Body:
    """Return a body of three paragraphs with lines above and below it."""
    lines = [*above, first + PARAGRAPHS[0], *PARAGRAPHS[1:], *(below or [])]
    blocks = text_blocks("\n\n".join(lines))
    chosen = range(len(above), len(above) + len(PARAGRAPHS))
    return Body(blocks=blocks, probabilities=[float(i in chosen) for i in range(len(blocks))], chosen=list(chosen))


EMPTY = Body(blocks=text_blocks(""), probabilities=[], chosen=[])
UNCHOSEN = Body(blocks=text_blocks("By Ana Ruiz\n4 May 2031\n(AP)"), probabilities=[0.0] * 3, chosen=[])
