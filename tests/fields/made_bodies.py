"""Facts of the golden dumps, and of lines given by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from newsspider.blocks.from_text import text_blocks
from newsspider.body.label import label
from newsspider.body.types import Body
from newsspider.fields.facts import PageFacts
from newsspider.page.types import Page

ROOT = Path(__file__).parents[2]
SEED = "seed"
DUMPS = [SEED, *sorted(path.name for path in (ROOT / "tests/golden/dumps").iterdir() if path.is_dir())]


def dump(name: str) -> tuple[PageFacts, Mapping[str, object]]:
    """Return the facts of a golden dump, and what is expected of it."""
    if name == SEED:
        text = (ROOT / "seeds/000_c9684fc6a1124425.txt").read_text("utf-8")
        gold = json.loads((ROOT / "tests/golden/seed.expected.json").read_text("utf-8"))
        facts = {
            "headline": gold["headline"],
            "date": gold["datePublishedRaw"],
            "byline": "avatar by Reuters and Algemeiner Staff",
            **gold["mainImage"],
        }
        return facts_of(text), facts
    folder = ROOT / "tests/golden/dumps" / name
    return facts_of((folder / "input.txt").read_text("utf-8")), json.loads(
        (folder / "expected.json").read_text("utf-8")
    )


def facts_of(text: str) -> PageFacts:
    blocks = text_blocks(text)
    labels = label(Page(text=text), blocks)
    chosen = [i for i, label in enumerate(labels) if label >= 0.5]
    return PageFacts(Page(text=text), Body(blocks=blocks, probabilities=labels, chosen=chosen))


PARAGRAPHS = (
    "The council of the harbour town met on Monday to talk about the new sea wall. It is twenty years in the making.",
    "Nobody in the room could say what the wall had cost so far, but the treasurer promised to bring the bills.",
    "The next meeting is in October. Until then the sand will be moved by hand, as it was in the year before.",
)


def around(
    above: list[str], below: list[str] | None = None, first: str = "", language: str | None = None
) -> PageFacts:
    """Return the facts of three paragraphs with lines above and below them."""
    lines = [*above, first + PARAGRAPHS[0], *PARAGRAPHS[1:], *(below or [])]
    chosen = range(len(above), len(above) + len(PARAGRAPHS))
    facts = _facts("\n\n".join(lines), list(chosen))
    facts.chosen["inLanguage"] = language
    return facts


def _facts(text: str, chosen: Sequence[int]) -> PageFacts:
    blocks = text_blocks(text)
    body = Body(blocks=blocks, probabilities=[float(i in chosen) for i in range(len(blocks))], chosen=chosen)
    return PageFacts(Page(text=text), body)


EMPTY = _facts("", [])
UNCHOSEN = _facts("By Ana Ruiz\n4 May 2031\n(AP)", [])
