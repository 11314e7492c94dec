from __future__ import annotations

import doctest
import io
from collections import Counter

import pytest

from newsspider.replaying import progress as module
from newsspider.replaying.progress import Progress, Totals, progress_parts


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_what_earlier_runs_did_says_nothing_of_the_pace() -> None:
    done = Totals(0, 750.0, Counter(pages=75), pages_here=5, bytes_here=50.0)
    parts, left = progress_parts(done, 1, 1000, 10.0)
    assert parts == ["75%", "0 of 1 archives", "0 articles", "0.5 pages/s", "0 rejects"]
    assert left == "0:50 left"
    assert progress_parts(Totals(), 1, 0, 0.0)[1] == ""


def test_a_terminal_has_one_line_that_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    terminal = Terminal()
    progress = Progress(terminal, 3, 100)
    progress._every_s = 0.0
    progress.archive_done()
    progress.show([])
    assert terminal.getvalue().rstrip(" ").endswith("\r0%, 1 of 3 archives")
    progress.clear()
    assert terminal.getvalue().endswith("\r")
    drawn = len(terminal.getvalue())
    progress.clear()
    assert len(terminal.getvalue()) == drawn


def test_before_a_worker_has_begun_it_is_said_what_is_waited_for() -> None:
    terminal = Terminal()
    progress = Progress(terminal, 3, 100)
    progress._every_s = 0.0
    progress.show([])
    assert "\rstarting workers ..." in terminal.getvalue()


def test_elsewhere_lines_come_every_so_often_and_quiet_is_quiet() -> None:
    for quiet in (False, True):
        stream = io.StringIO()
        progress = Progress(stream, 3, 100, quiet=quiet)
        progress.show([])
        assert stream.getvalue() == ""
        progress._every_s = 0.0
        progress.show([])
        progress.clear()
        assert stream.getvalue().count("\n") == (not quiet)
