"""What stands in a text twice is found the same compiled and in Python."""

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.blocks import repeats

compiled = pytest.importorskip("newsspider.blocks._repeats", reason="not compiled here")
PARTS = st.text(st.sampled_from("ab\u00e9\u5b57\ud800 "), min_size=1, max_size=24)


def test_doctests() -> None:
    assert doctest.testmod(repeats).failed == 0


STORY = "The harbour was shut on day {} of the storm."


@given(st.lists(PARTS, max_size=12), st.lists(PARTS, max_size=4))
def test_any_parts(pieces: list[str], others: list[str]) -> None:
    text, parts = "\n".join([*pieces, *pieces[:3]]), [*pieces, *others]
    for times in (1, 2):
        assert compiled.standing(text, parts, times) == repeats.standing(text, parts, times)


def test_many_parts() -> None:
    parts = [STORY.format(number) for number in range(1000)]
    expected = [number % 7 == 0 for number in range(1000)]
    text = "\n".join(parts + parts[::7])
    assert repeats.standing(text, parts, 2) == compiled.standing(text, parts, 2) == expected


@pytest.mark.parametrize("module", [repeats, compiled])
def test_overlapping_is_not_twice(module: object) -> None:
    assert module.standing("x" * 49 + "yy", ["x" * 25, "x" * 24, "y", "z"], 2) == [False, True, True, False]  # type: ignore[attr-defined]
    assert module.standing("", []) == []  # type: ignore[attr-defined]


@given(st.text(st.sampled_from("ab\u00e9\u5b57"), max_size=60), st.lists(st.integers(0, 60), max_size=12))
def test_lines_that_touch_a_text_are_found(text: str, starts: list[int]) -> None:
    lines = [line for at in starts for line in (text[at : at + 20], text[at:] + "x" * 9, "x" * 9 + text[:at])]
    assert set(repeats.touching(text, lines)) <= set(compiled.touching(text, lines))


def test_lines_that_have_nothing_in_common_with_a_text_are_left_out() -> None:
    lines = [STORY.format(1), "Something else happened at the pier.", "shut", f"Then: {STORY.format(1)}"]
    for module in (repeats, compiled):
        assert module.touching(STORY.format(1), lines) == [0, 3]


def test_a_page_that_repeats_itself_takes_linear_time() -> None:
    parts = [("x" * (25 + number % 270)) + "y" for number in range(400)]
    text = "x" * 50_000
    start = time.process_time()
    assert compiled.standing(text, parts, 2) == [False] * len(parts)
    assert time.process_time() - start < 2
