"""What stands in a text twice is found the same compiled and in Python."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.blocks import repeats

compiled = pytest.importorskip("newsspider.blocks._repeats", reason="not compiled here")
PARTS = st.text(st.sampled_from("ab\u00e9\u5b57\ud800 "), min_size=1, max_size=24)
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
