from __future__ import annotations

import doctest
import io
import logging

import pytest

from newsspider.display import terminal as module
from newsspider.display.terminal import colour_log, has_colours, is_live, tell, width_of


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


def test_a_notebooks_output_is_drawn_again_as_a_terminals_is() -> None:
    below_a_cell = type("OutStream", (io.StringIO,), {"__module__": "ipykernel.iostream"})()
    assert is_live(below_a_cell)
    assert width_of(below_a_cell) == 80
    assert not has_colours(below_a_cell)
    assert is_live(Terminal())
    assert not is_live(io.StringIO())


def test_levels_have_their_colour_on_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for stream, shown in ((Terminal(), "\x1b[31mERROR\x1b[0m: a\\nb\n"), (io.StringIO(), "ERROR: a\\nb\n")):
        monkeypatch.setattr("sys.stderr", stream)
        tell("ERROR", "a\nb")
        assert stream.getvalue() == shown


def test_the_log_has_the_same_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    try:
        colour_log()
        colour_log()
        logging.getLogger("newsspider.test").warning("it is late")
    finally:
        logging.getLogger().removeHandler(handler)
    assert stream.getvalue() == "\x1b[33mWARNING\x1b[0m: it is late\n"
