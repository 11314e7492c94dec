from __future__ import annotations

import doctest
import io

import pytest

from newsspider.display import terminal as module
from newsspider.display.terminal import has_colours, width_of


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_colours_are_for_terminals_whose_user_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert has_colours(Terminal())
    assert not has_colours(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not has_colours(Terminal())


def test_a_file_is_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "44")
    assert width_of(Terminal()) == 44
    assert width_of(io.StringIO()) == 160
