from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.blocks.from_text import text_blocks
from newsspider.body.signals import signals
from newsspider.body.text import block_rules, label_text

GOLDEN = Path(__file__).parents[1] / "golden"
SEED = Path(__file__).parents[2] / "seeds" / "000_c9684fc6a1124425.txt"
DUMPS = sorted(path for path in (GOLDEN / "dumps").iterdir() if path.is_dir())


def chosen(text: str) -> list[str]:
    blocks = text_blocks(text)
    return [block for block, label in zip(blocks.texts, label_text(blocks), strict=True) if label >= 0.5]


@pytest.mark.parametrize("case", DUMPS, ids=lambda path: path.name)
def test_dumps(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    assert chosen((case / "input.txt").read_text("utf-8")) == expected["articleBody"].split("\n\n")


def test_seed() -> None:
    expected = json.loads((GOLDEN / "seed.expected.json").read_text("utf-8"))
    assert chosen(SEED.read_text("utf-8")) == expected["articleBody"].split("\n\n")


def test_seed_with_other_line_ends() -> None:
    text = SEED.read_text("utf-8")
    assert chosen(text.replace("\n", "\r\n")) == chosen(text)


def test_island_of_teasers_is_left_out() -> None:
    paragraph = (
        "The council met on Monday to talk about the wall, which is twenty years in the making. Nobody knew why. "
    )
    paragraph += (
        "The treasurer promised to bring the bills to the next meeting, in October, and left early, as always"
    )
    island = [
        "Related stories",
        "4 May 2031",
        "Gulls win the beach",
        "Café owners say that the birds have learned to open doors and ...",
    ]
    body = [f"{paragraph} {i}." for i in range(6)]
    assert chosen("\n\n".join(body[:3] + island + body[3:])) == body


@pytest.mark.parametrize("text", ["", "\n\n", "Menu"])
def test_pages_without_an_article(text: str) -> None:
    assert chosen(text) == []


def test_rules_have_names_that_repeat() -> None:
    blocks = text_blocks(SEED.read_text("utf-8"))
    rules = list(block_rules(blocks, signals(blocks)))
    assert len(rules) == len(blocks)
    assert all("any" in own and len(own) == len(set(own)) for own in rules)


@given(st.text(alphabet="aA. \n…©:壁。Related\t"))
def test_never_raises(text: str) -> None:
    blocks = text_blocks(text)
    labels = label_text(blocks)
    assert len(labels) == len(blocks)
    assert all(0 <= label <= 1 for label in labels)


@pytest.mark.parametrize(
    "line", ["Related\n", "A wall stands. It is old and nobody knows who built it.\n", "x ", "...\n\n"]
)
def test_linear_time(line: str) -> None:
    start = time.perf_counter()
    label_text(text_blocks(line * 30_000))
    assert time.perf_counter() - start < 15
