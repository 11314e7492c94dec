from __future__ import annotations

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.display import wording as module
from newsspider.display.wording import one_line_of
from newsspider.items import Image


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (True, "true"),
        (281, "281"),
        ([], ""),
        (Image(url="https://example.org/a.jpg", width=4), "https://example.org/a.jpg (width: 4)"),
        ("a\u202eb\u200cc\x9bd\ud800", "a\ufffdb\u200cc\ufffdd\ufffd"),
        ("\u2028 a \u3000 b", "a b"),
    ],
)
def test_values_of_all_kinds_have_a_line(value: object, line: str) -> None:
    assert one_line_of(value, 60) == line


@given(st.text(), st.integers(1, 80))
def test_a_line_is_short_and_steers_nothing(text: str, max_chars: int) -> None:
    line = one_line_of(text, max_chars)
    assert len(line) <= max_chars
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in line)
    assert len(line.splitlines()) <= 1


def test_a_page_in_one_value_takes_no_time() -> None:
    start = time.process_time()
    assert one_line_of("a " * 5_000_000, 50).endswith("…")
    assert time.process_time() - start < 1
