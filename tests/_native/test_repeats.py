"""Which texts stand in a longer one."""

from newsspider._native import standing, touching

STORY = "The harbour was shut on day {} of the storm."


def test_overlapping_is_not_twice() -> None:
    assert standing("x" * 49 + "yy", ["x" * 25, "x" * 24, "y", "z"], 2) == [False, True, True, False]
    assert standing("", []) == []


def test_lines_that_have_nothing_in_common_with_a_text_are_left_out() -> None:
    lines = [STORY.format(1), "Something else happened at the pier.", "shut", f"Then: {STORY.format(1)}"]
    assert touching(STORY.format(1), lines) == [0, 3]
