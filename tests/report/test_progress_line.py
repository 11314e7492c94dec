from __future__ import annotations

import doctest
import io
import logging
import os
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.report import progress_line as module
from newsspider.report.progress_line import ProgressLine, fitted


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def screen(self) -> str:
        """Return what the terminal's line shows."""
        line: list[str] = []
        column = 0
        for char in self.getvalue():
            if char == "\r":
                column = 0
                continue
            line[column : column + 1] = [char]
            column += 1
        return "".join(line).rstrip()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("COLUMNS", "80")
    return Terminal()


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_a_line_takes_the_place_of_the_one_before(terminal: Terminal) -> None:
    line = ProgressLine(terminal)
    line.show(["1,000 articles", "20 dropped"], "3:00 left")
    assert terminal.screen() == "1,000 articles, 20 dropped, 3:00 left"
    line.show(["2 articles"])
    assert terminal.screen() == "2 articles"
    line.clear()
    line.clear()
    assert terminal.screen() == ""
    assert "\n" not in terminal.getvalue()


def test_where_there_is_room_a_bar_shows_the_share(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    line = ProgressLine(terminal)
    line.show(["25%"], "3:00 left", 0.25)
    text, _, bar = terminal.screen().partition("  ")
    assert text == "25%, 3:00 left"
    assert bar.strip()
    monkeypatch.setenv("COLUMNS", "30")
    line.show(["25%"], "3:00 left", 0.25)
    assert terminal.screen() == "25%, 3:00 left"
    line.clear()


def test_a_log_record_finds_the_line_erased(terminal: Terminal) -> None:
    handler = logging.StreamHandler(terminal)
    logging.getLogger().addHandler(handler)
    line = ProgressLine(terminal)
    try:
        with line.cleared_for_logs():
            line.show(["2 articles"])
            logging.getLogger("somewhere").error("It rains")
            assert terminal.getvalue().endswith("\rIt rains\n")
        assert handler.filters == []
    finally:
        logging.getLogger().removeHandler(handler)


def test_no_thread_is_started(terminal: Terminal) -> None:
    before = threading.active_count()
    line = ProgressLine(terminal)
    line.show(["2 articles"], share=0.5)
    assert threading.active_count() == before
    line.clear()


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=20), max_size=6), st.integers(0, 60))
def test_the_line_fits_and_the_time_left_is_cut_last(parts: list[str], width: int) -> None:
    text = fitted(parts, width, "3:00 left")
    assert len(text) <= width
    assert text.endswith("3:00 left"[:width])


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_that_does_not_know_its_width_shows_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    reader, writer = os.openpty()  # 0 rows and 0 columns
    with os.fdopen(reader, "rb", buffering=0) as screen, os.fdopen(writer, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        ProgressLine(terminal).show(["12 articles"])
        terminal.write(end := "the end of what was drawn")
        terminal.flush()
        drawn = b""
        while end.encode() not in drawn:  # which the kernel hands over bit by bit
            drawn += screen.read(1000)
        assert b"12 articles" in drawn
