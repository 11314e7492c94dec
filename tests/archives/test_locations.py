from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsspider.archives import CaptureArchive, open_source
from newsspider.archives.locations import absolute, location_of, name_below, state_of
from newsspider.archives.pipes import PipePath
from newsspider.archives.remote_path import RemotePath


@pytest.mark.parametrize("root", ["/dumps", "s3://news/dumps", "s3://news/dumps/"])
def test_a_file_is_called_by_its_path_below_what_was_asked_for(root: str) -> None:
    folder = location_of(root)
    assert not isinstance(folder, PipePath)
    file = folder / "2024/a.warc"
    assert name_below(file, folder) == "2024/a.warc"
    assert name_below(file, file) == "a.warc"
    assert absolute(file) == file


def test_the_state_of_a_file_is_that_of_its_content(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(b"one")
    before = state_of(file)
    assert (before.size_bytes, state_of(file)) == (3, before)
    file.write_bytes(b"longer")
    assert state_of(file).version != before.version


def test_what_is_a_location_already_stays_one() -> None:
    for location in (Path("a.warc"), RemotePath("s3://news/a.warc"), PipePath("-")):
        assert location_of(location) is location


@pytest.mark.parametrize("given", [["a.warc"], b"a.warc", None])
def test_what_is_no_path_is_told_at_once(given: Any) -> None:
    with pytest.raises(TypeError, match="a source is one path or URL, a str or Path, not "):
        next(open_source(given))


def test_an_archive_is_opened_by_a_list_of_paths() -> None:
    given: Any = "a.warc"
    with pytest.raises(TypeError, match=r"takes a list of paths: \['a.warc'\]"):
        CaptureArchive.open(given, print)
