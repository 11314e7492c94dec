from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from newsspider.archives import ReadOptions, list_files
from newsspider.archives.recognition import recognized_file
from newsspider.archives.remote_path import RemotePath
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


@pytest.mark.parametrize(
    ("name", "content", "is_feed"),
    [
        ("a.warc.jsonl", b"", True),
        ("2024/a.warc.jsonl", b"", True),
        ("a.warc.jsonl.gz", gzip.compress(b"", mtime=0), True),
        ("a.warc.jsonl.gz", gzip.compress(b"", mtime=0)[:12], False),
        ("a.html", b"", False),
    ],
)
def test_an_empty_feed_of_a_run_is_no_damage(tmp_path: Path, name: str, content: bytes, is_feed: bool) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    with pytest.raises(SourceError):
        recognized_file(file, name, ReadOptions())
    (tmp_path / "_run").mkdir()
    (tmp_path / "_run" / "manifest.jsonl").touch()
    if not is_feed:
        with pytest.raises(SourceError):
            recognized_file(file, name, ReadOptions())
        return
    dump, known = recognized_file(file, name, ReadOptions())
    assert (known.name, list(known.read(dump, ReadOptions()))) == ("json", [])


@pytest.mark.parametrize("source", ["memory://feeds-of-run", "memory://feeds-of-run/2024/a.jsonl"])
def test_an_empty_feed_at_a_url_is_no_damage_either(source: str) -> None:
    memory = pytest.importorskip("fsspec").filesystem("memory")
    memory.pipe("/feeds-of-run/2024/a.jsonl", b"")
    file = RemotePath("memory://feeds-of-run/2024/a.jsonl")
    options = ReadOptions(source=RemotePath(source))
    try:
        with pytest.raises(SourceError):
            recognized_file(file, "a.jsonl", options)
        folder = "/feeds-of-run" if source.endswith("run") else "/feeds-of-run/2024"
        memory.pipe(f"{folder}/_run/manifest.jsonl", b"")
        assert recognized_file(file, "a.jsonl", options)[1].name == "json"
    finally:
        memory.rm("/feeds-of-run", recursive=True)
