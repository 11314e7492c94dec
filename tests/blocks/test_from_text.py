from __future__ import annotations

import doctest
import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.blocks import from_text
from newsspider.blocks.from_text import text_blocks

WALL = (
    "The council of the harbour town met on Monday to talk about the new sea wall, which has been twenty years "
    "in the making and is still no higher than a man's knee. Nobody in the room could say what the well-known "
    "wall had cost so far, but the treasurer promised to bring the bills to the next meeting in October."
)


def test_doctests() -> None:
    assert doctest.testmod(from_text).failed == 0


def test_a_line_is_a_block() -> None:
    blocks = text_blocks(f"Menu\n  News\n  Sport\n\n\n\n{WALL}\n{WALL}\n")
    assert blocks.texts == ["Menu", "News", "Sport", WALL, WALL]
    assert blocks.layout is not None
    assert blocks.layout.indents == [0, 2, 2, 0, 0]
    assert blocks.layout.gaps == [0, 0, 0, 3, 0]
    assert list(blocks.tags) == [""] * 5


@pytest.mark.parametrize("width", [40, 64, 72, 78, 100])
@pytest.mark.parametrize("indent", ["", "   "])
def test_wrapped_paragraphs_are_joined(width: int, indent: str) -> None:
    paragraph = textwrap.fill(WALL, width, initial_indent=indent)
    blocks = text_blocks(f"Home\nNews\nThe wall\n\n{paragraph}\n\n{paragraph}\n\nShare\n")
    assert blocks.texts == ["Home", "News", "The wall", WALL, WALL, "Share"]


def test_wrapped_list_items_stay_apart() -> None:
    items = "\n".join(textwrap.fill(WALL, 72, initial_indent="* ", subsequent_indent="  ") for _ in range(2))
    assert text_blocks(f"{items}\n").texts == [f"* {WALL}"] * 2


def test_wrapped_japanese_is_joined_without_spaces() -> None:
    sentence = (
        "港町の議会は月曜日に新しい防波堤について話し合った。完成までに二十年を要したこの壁はまだ膝の高さにも届いていない。"
        * 3
    )
    wrapped = "\n".join(sentence[i : i + 38] for i in range(0, len(sentence), 38))
    assert text_blocks(f"天気\n\n{wrapped}\n\n会社案内\n").texts == ["天気", sentence, "会社案内"]


def test_headlines_of_like_length_are_not_joined() -> None:
    headlines = [
        "Harbour town keeps its old wall for another year",
        "Ferry strike ends after talks through the night",
        "Lighthouse keeper, 88, retires with a long party",
        "Gulls win: beach cafés give up on outdoor tables",
        "New bridge opens",
    ]
    assert text_blocks("\n".join(headlines)).texts == headlines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\v", "\u2028", "\x85"])
def test_line_ends(end: str) -> None:
    assert text_blocks(end.join(["One", "", "\t two\tthree", "\0", "\xa0", "fo\0ur"])).texts == [
        "One",
        "two three",
        "four",
    ]


def test_marks_of_markdown_are_no_text() -> None:
    dump = (
        "# Storm hits *coast*\n\n*By [Ana Ruiz](https://quay.example/ana)*\n\n![The pier](https://quay.example/p.jpg)\n\n"
        'The **old** pier [is gone](https://quay.example/x "gone").\n\n## What the ~~council~~ says\n\n* 3 * 4 boats\n'
    )
    assert text_blocks(dump).texts == [
        "Storm hits coast",
        "By Ana Ruiz",
        "The old pier is gone.",
        "What the ~~council~~ says",
        "* 3 * 4 boats",
    ]


@pytest.mark.parametrize(
    "line", ["#1 in the charts", "f(x) = a*b*c", "See [1] (and [2])", "* a star *", "C# is old", "print(a[0](b))"]
)
def test_what_is_no_markdown_stays(line: str) -> None:
    assert text_blocks(f"Storm hits coast\n\n{line}\n").texts == ["Storm hits coast", line]
    assert text_blocks(f"# Storm\n\n{line}\n").texts == ["Storm", line]


def test_references_to_letters_are_read_and_those_to_markup_are_not() -> None:
    assert text_blocks("caf&eacute; &laquo;x&raquo; &#8217;s &nbsp; &lt;b&gt; &amp;c R&D; A&Ax;").texts == [
        "café «x» ’s &lt;b&gt; &amp;c R&D; A&Ax;"
    ]


def test_cells_of_tables_are_counted() -> None:
    layout = text_blocks("1\t\tRovers\t\t12\nplain").layout
    assert layout is not None
    assert layout.cells == [5, 1]


@given(st.text())
def test_never_raises_and_points_into_the_dump(text: str) -> None:
    blocks = text_blocks(text)
    assert blocks.layout is not None
    assert len(blocks.texts) == len(blocks.tags) == len(blocks.elements) == len(blocks.layout.starts)
    assert list(blocks.layout.starts) == sorted(set(blocks.layout.starts))
    assert all(text[start : start + 1].strip() for start in blocks.layout.starts)
    assert all(block == " ".join(block.split()) and block for block in blocks.texts)


@pytest.mark.parametrize(
    "part", ["wall ", "\n", "a\r\n", "\0", "x\t", " ", "壁", "- a\n  b\n", "# **a", "# [a](", "# ![a](/", "&a;"]
)
def test_linear_time(part: str) -> None:
    start = time.process_time()
    text_blocks(part * (200_000 // max(1, part.count("\n"))))  # as many lines as a text may have
    assert time.process_time() - start < 30
