from __future__ import annotations

import doctest
import os
from pathlib import Path

import pytest

from newsspider.feeds import paths as module
from newsspider.feeds.paths import shown_path


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_a_path_elsewhere_is_shown_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(tmp_path / "feeds" / "_run") == Path("feeds", "_run")
    assert shown_path(tmp_path.parent) == tmp_path.parent


@pytest.mark.skipif(os.name == "nt", reason="the current folder cannot be removed here")
def test_a_current_folder_that_is_gone_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "here").rmdir()
    assert shown_path(tmp_path / "feeds") == tmp_path / "feeds"
