"""The README's picture shows what its commands print."""

from __future__ import annotations

import pytest

from docs.terminal import drawn, is_current, run, shown


@pytest.mark.slow
def test_the_picture_is_current() -> None:
    assert is_current(run()), "run: python docs/terminal.py"


def test_a_picture_shows_its_lines() -> None:
    assert shown(drawn(["$ newsspider --version", "", "a <b> & c"])) == ["$ newsspider --version", "a <b> & c"]


def test_another_run_is_noticed() -> None:
    assert not is_current(["$ newsspider --version"])
