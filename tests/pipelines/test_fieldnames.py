"""What items of any type hold of an article's fields."""

from __future__ import annotations

import doctest

from newsspider.pipelines import fieldnames as module


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0
