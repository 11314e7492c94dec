"""Which index an archive has: one beside it as far as it is true, or one that is made now."""

from __future__ import annotations

import gzip
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsspider.archives.files import DumpFile
from newsspider.archives.lookup import indexing
from newsspider.archives.lookup.captures import captures_of
from newsspider.archives.lookup.cdxj import Capture, header_line
from newsspider.archives.lookup.index import CaptureIndex
from newsspider.archives.lookup.indexing import index_of, web_archive
from newsspider.errors import SourceError
from newsspider.items import Reject
from tests.archives.builders import pack, page, record, tarred, zipped


def opened(path: Path) -> tuple[CaptureIndex, list[Reject]]:
    rejects: list[Reject] = []
    return index_of(web_archive(path), rejects.append), rejects


def urls(index: CaptureIndex) -> list[str]:
    return [f"{one.filename} {one.url[-1]}" for line in range(9) for one in index.under(f"org,example)/{line}")]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every archive large enough for an index in a file."""
    monkeypatch.setattr(indexing, "_SMALL_BYTES", 0)


def write(path: Path, *numbers: int) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"".join(pack([record(number) for number in numbers], "gzip")))
    return path


def test_a_small_archive_is_indexed_in_memory(tmp_path: Path) -> None:
    index, _ = opened(write(tmp_path / "a.warc.gz", 1, 2))
    assert urls(index) == ["a.warc.gz 1", "a.warc.gz 2"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.warc.gz"]


@pytest.mark.usefixtures("large")
def test_an_index_is_written_once_beside_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.warc.gz", 1)
    assert urls(opened(path)[0]) == ["a.warc.gz 1"]
    index = tmp_path / "a.warc.gz.cdxj"
    before = index.stat()
    monkeypatch.setattr(indexing, "look_at", lambda *_: pytest.fail("a file that the index knows was opened"))
    assert urls(opened(path)[0]) == ["a.warc.gz 1"]
    assert index.stat().st_ino == before.st_ino


@pytest.mark.usefixtures("large")
def test_only_what_has_changed_is_indexed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "d"
    for name, number in (("a", 1), ("b", 2), ("c", 3)):
        write(folder / name, number)
    opened(folder)
    write(folder / "b", 2, 4)
    (folder / "c").unlink()
    write(folder / "e", 5)
    read: list[str] = []

    def noted(dump: DumpFile) -> Iterator[Capture | Reject]:
        read.append(dump.name)
        yield from captures_of(dump)

    monkeypatch.setattr(indexing, "captures_of", noted)
    assert urls(opened(folder)[0]) == ["a 1", "b 2", "b 4", "e 5"]
    assert read == ["b", "e"]
    assert urls(opened(folder)[0]) == ["a 1", "b 2", "b 4", "e 5"]
    assert read == ["b", "e"]


@pytest.mark.usefixtures("large")
def test_a_changed_time_alone_makes_an_index_stale(tmp_path: Path) -> None:
    path = write(tmp_path / "a", 1)
    opened(path)
    os.utime(path, ns=(1, 1))
    index, _ = opened(path)
    assert index.files["a"][1] == 1


@pytest.mark.usefixtures("large")
def test_an_index_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    path = write(tmp_path / "a", 1)
    beside = tmp_path / "a.cdxj"
    beside.write_bytes(b"nothing of ours\n")
    assert urls(opened(path)[0]) == ["a 1"]
    assert beside.read_bytes() == b"nothing of ours\n"


@pytest.mark.usefixtures("large")
def test_a_damaged_index_of_ours_is_made_anew(tmp_path: Path) -> None:
    path = write(tmp_path / "a", 1)
    (tmp_path / "a.cdxj").write_bytes(header_line({"a": (0, 0)}) + b"junk\n\xff")
    assert urls(opened(path)[0]) == ["a 1"]
    assert (tmp_path / "a.cdxj").read_bytes().count(b"\n") == 2


@pytest.mark.usefixtures("large")
def test_where_nothing_can_be_written_the_index_is_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(indexing, "write_index", refuse)  # root may write everywhere
    assert urls(opened(write(tmp_path / "a", 1))[0]) == ["a 1"]
    assert "Permission denied" in caplog.text


def test_warcs_in_zips_and_tars_are_indexed_as_far_as_they_can_be_reached(tmp_path: Path) -> None:
    warc = b"".join(pack([record(1)], "gzip"))
    (tmp_path / "a.wacz").write_bytes(
        zipped({"datapackage.json": b"{}", "archive/d.warc.gz": warc}, zipfile.ZIP_STORED)
    )
    (tmp_path / "b.zip").write_bytes(zipped({"d.warc": record(2)}))
    (tmp_path / "c.tar").write_bytes(tarred({"d.warc": record(3), "x.html": page(4)}))
    (tmp_path / "c.tar.gz").write_bytes(gzip.compress(tarred({"d.warc": record(5)})))
    index, rejects = opened(tmp_path)
    assert urls(index) == ["a.wacz/archive/d.warc.gz 1", "c.tar/d.warc 3"]
    assert [(one.path, one.code) for one in rejects] == [
        ("b.zip/d.warc", "unreadable"),
        ("c.tar.gz", "unreadable"),
    ]


def test_damage_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(record(0) + b"junk" + record(1))
    index, rejects = opened(tmp_path / "a")
    assert urls(index) == ["a 0", "a 1"]
    assert [(one.path, one.offset) for one in rejects] == [("a", len(record(0)))]


def test_where_there_is_no_warc_one_line_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(0))
    for path in (tmp_path, tmp_path / "a.html", tmp_path / "none"):
        with pytest.raises(SourceError):
            web_archive(path)
