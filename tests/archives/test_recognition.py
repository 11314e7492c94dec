from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsspider.archives import list_files
from newsspider.errors import SourceError


def names(path: Path) -> list[str]:
    return [file.relative_to(path).as_posix() for file in list_files(path)]


def test_files_come_by_name_and_before_folders(tmp_path: Path) -> None:
    for name in ("b/z.html", "b/a.html", "a/x", "c.html", "B.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert names(tmp_path) == ["B.html", "c.html", "a/x", "b/a.html", "b/z.html"]


def test_what_is_hidden_or_no_file_is_left_out(tmp_path: Path) -> None:
    for name in (".hidden", ".git/a", "a", "cache/response_body", "cache/response_headers", "cache/meta"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    os.mkfifo(tmp_path / "pipe")
    assert names(tmp_path) == ["a", "cache/response_body"]


def test_of_a_database_only_the_file_with_the_content_is_listed(tmp_path: Path) -> None:
    beside = ("a.db.dat", "a.db.dir", "a.db.bak", "b.db", "b.db-shm", "b.db-wal", "c.db.dir", "d.db-wal", "e.bak")
    for name in beside:
        (tmp_path / name).touch()
    assert names(tmp_path) == ["a.db.dat", "b.db", "c.db.dir", "d.db-wal", "e.bak"]


def test_a_path_that_is_neither_file_nor_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path / "none"):
        with pytest.raises(SourceError):
            next(list_files(path))


def test_what_a_run_keeps_beside_its_feeds_is_no_source(tmp_path: Path) -> None:
    for folder in ("_run", "_other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "manifest.jsonl").touch()
    (tmp_path / "a.warc.jsonl").touch()
    (tmp_path / "mine" / "_run").mkdir(parents=True)
    (tmp_path / "mine" / "_run" / "page.html").touch()
    names = [path.relative_to(tmp_path).as_posix() for path in list_files(tmp_path)]
    assert names == ["a.warc.jsonl", "_other/manifest.jsonl", "mine/_run/page.html"]
