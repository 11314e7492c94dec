"""All lines at once give what each of them gives by itself."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.lines import columns
from newsspider.lines.captions import is_caption
from newsspider.lines.columns import line_columns
from newsspider.lines.shapes import is_cut_off, shape_of
from newsspider.lines.wording import is_label, speaks_of_business

SENTENCE_BREAK = re.compile("[.!?…؟۔।։።][\"'”’»)\\]]{0,3} \\W{0,2}[^\\W\\d_a-zа-я]|[。！？][^」』）]")
WORD = re.compile(r"[^\W\d_]+")
PIECES = st.sampled_from(
    ["Photo: ", "Related", "Share", "3 Kommentare", "© 2031", "All rights reserved", "...", "…", ". ", "! »", "。", "」",
     "雨が", "ไทย", "Σ", "ß", "ª", "ǅ", "𝔄", "😀", "İ", "a", "B", "я", "7", "_", " ", ": ", "REUTERS/Ana", "关于", "相关新闻"]
)  # fmt: skip
LINES = st.lists(
    st.lists(PIECES, min_size=1, max_size=12).map("".join)
    | st.text(st.characters(exclude_characters="\n"), min_size=1)
    | st.builds(lambda count, end: "a. B" * 2 + "x" * count + end, st.integers(590, 610), PIECES)
)


def lower_share(text: str) -> float:
    cased = [word for word in WORD.findall(text) if word[0].lower() != word[0].upper()]
    return sum(word[0].islower() for word in cased) / len(cased) if cased else 0.5


@given(LINES.filter(bool))
def test_all_lines_at_once(texts: list[str]) -> None:
    found = {name: column.tolist() for name, column in line_columns(texts).items()}
    assert found["kind"] == [shape_of(text) for text in texts]
    assert found["is_ellipsis"] == [is_cut_off(text) for text in texts]
    assert found["is_related"] == [is_label("related", text) for text in texts]
    assert found["is_comments"] == [is_label("comments", text) for text in texts]
    assert found["is_control"] == [is_label("controls", text) for text in texts]
    assert found["is_business"] == [speaks_of_business(text) for text in texts]
    assert found["is_caption"] == [is_caption(text) for text in texts]
    assert found["is_repeated"] == [texts.count(text) > 1 for text in texts]
    assert found["sentence_breaks"] == [len(SENTENCE_BREAK.findall(text[:600])) for text in texts]
    assert found["lower_share"] == pytest.approx([lower_share(text[:600]) for text in texts])


def test_repeated_lines() -> None:
    assert line_columns(["Wall", "Sea", "Wall"])["is_repeated"].tolist() == [1.0, 0.0, 1.0]


def test_letters_are_what_they_are_to_patterns() -> None:
    table = columns._kind_table()
    letter = re.compile(r"[^\W\d_]")
    wrong = [
        point for point in range(0x10000) if bool(letter.match(chr(point))) != bool(table[point] & columns._LETTER)
    ]
    assert not wrong


@pytest.mark.parametrize("part", ["a. ", "壁。", "Photo: ", "(", "...", "© ", "all rights "])
def test_linear_time(part: str) -> None:
    start = time.process_time()
    line_columns([part * 100_000, "Related", "Storm"])
    assert time.process_time() - start < 5
