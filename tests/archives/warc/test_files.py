from __future__ import annotations

import resource
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from newsspider.archives.warc import files as warc_files
from newsspider.archives.warc.files import Compression, WarcFiles
from newsspider.archives.warc.write import RecordHead
from tests.archives.builders import read_all

CAPTURED = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
HEAD = RecordHead("resource", "http://x.org/a", CAPTURED, "text/plain", "urn:uuid:1", {"X-A": "1\r\nX-B: 2"})


def series(folder: Path, max_bytes: int = 10**9, compression: Compression = "gzip") -> WarcFiles:
    return WarcFiles(folder, "news", compression, max_bytes, {"software": "test\r\nformat: none"})


@pytest.mark.parametrize(("compression", "suffix"), [("", "warc"), ("gzip", "warc.gz"), ("zstd", "warc.zst")])
def test_a_file_has_its_name_once_it_is_whole(tmp_path: Path, compression: Compression, suffix: str) -> None:
    files = series(tmp_path / "new" / "folder", compression=compression)
    assert not (tmp_path / "new").exists()
    start, length = files.write(HEAD, b"The ferry sails at noon.")
    (unfinished,) = (tmp_path / "new" / "folder").iterdir()
    assert unfinished.name == f"{files.current}.open"
    assert unfinished.stat().st_size == start + length
    files.close()
    files.close()
    (finished,) = (tmp_path / "new" / "folder").iterdir()
    assert finished.name == files.current
    assert finished.name.endswith(f"-00000.{suffix}")
    pages, rejects, skipped = read_all(finished)
    assert ([page.response.text for page in pages], rejects, skipped) == (
        ["The ferry sails at noon."],
        [],
        ["warcinfo"],
    )
    assert pages[0].source.offset == start
    with finished.open("rb") as file:
        info, record = ((one.headers, one.reader.read()) for one in ArchiveIterator(file))
    assert info[0]["WARC-Filename"] == finished.name
    assert info[1].startswith(b"software: test format: none\r\nformat: WARC File Format 1.1\r\n")
    assert (record[0]["X-A"], record[0].get("X-B")) == ("1 X-B: 2", None)


def test_files_end_between_exchanges_and_are_numbered(tmp_path: Path) -> None:
    files = series(tmp_path, max_bytes=1500, compression="")
    for number in range(6):
        files.write(HEAD, b"x " * 250)
        files.write(HEAD, b"y " * 250)
        files.end_exchange()
        assert number or files.finished
    files.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert [name[-10:-5] for name in names] == [f"{n:05d}" for n in range(6)]
    assert all(len(read_all(tmp_path / name)[0]) == 2 for name in names)


def test_two_crawls_at_the_same_second_have_files_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, _: object = None) -> datetime:  # type: ignore[override]  # of one second
            return CAPTURED

    monkeypatch.setattr(warc_files, "datetime", Clock)
    crawls = [series(tmp_path) for _ in range(3)]
    for number, files in enumerate(crawls):
        files.write(HEAD, b"%d" % number)
        if number == 1:
            files.close()
    for files in crawls:
        files.close()
    assert len(list(tmp_path.iterdir())) == 3


def test_of_a_record_that_could_not_be_written_nothing_is_left(tmp_path: Path) -> None:
    files = series(tmp_path, compression="")
    start, length = files.write(HEAD, b"the first")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # The kernel takes half of the next record and refuses the rest, as on a full disk.
    resource.setrlimit(resource.RLIMIT_FSIZE, (start + length + 100, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            files.write(HEAD, b"second" * 100)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    files.write(HEAD, b"the third")
    files.close()
    pages, rejects, _ = read_all(tmp_path)
    assert ([page.response.text for page in pages], rejects) == (["the first", "the third"], [])
