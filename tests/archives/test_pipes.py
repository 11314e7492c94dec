from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from threading import Thread

import pytest

from newsspider.archives import open_source
from newsspider.archives.pipes import PipePath
from newsspider.archives.types import ArchivedPage, ReadOptions
from newsspider.items import Reject
from tests.crawls.replays import page, write_warc

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no named pipes there")


def pages_through_a_pipe(folder: Path, content: bytes) -> list[str | None]:
    os.mkfifo(folder / "pipe")
    writer = Thread(target=(folder / "pipe").write_bytes, args=(content,))
    writer.start()
    found = list(open_source(PipePath(str(folder / "pipe"))))
    writer.join()
    assert all(isinstance(one, ArchivedPage) for one in found)
    return [one.source.path for one in found if isinstance(one, ArchivedPage)]


def test_a_named_pipe_is_read_as_the_file_that_comes_through_it(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", range(7))
    assert pages_through_a_pipe(tmp_path, (tmp_path / "a.warc.gz").read_bytes()) == ["pipe"] * 7


def test_formats_that_begin_at_their_end_are_read_from_a_pipe_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.html", page(1))
    assert pages_through_a_pipe(tmp_path, (tmp_path / "a.zip").read_bytes()) == ["pipe/b.html"]


def test_pages_come_before_the_pipe_has_ended(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc", range(60), "")
    code = "import itertools, newsspider.archives.reader as r; from newsspider.archives.pipes import PipePath as P; print(next(r.open_source(P('-'))).response.url, flush=True)"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write((tmp_path / "a.warc").read_bytes())
        process.stdin.flush()
        assert process.stdout.readline() == b"https://example.org/0\n"


@pytest.mark.parametrize("content", [page(1), b"The ferry to the island sails at nine, and is late.\n"])
def test_a_plain_page_or_text_is_read_from_a_pipe(tmp_path: Path, content: bytes) -> None:
    assert pages_through_a_pipe(tmp_path, content) == ["pipe"]


def test_a_page_in_a_pipe_is_held_to_the_limit(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = Thread(target=(tmp_path / "pipe").write_bytes, args=(page(1),))
    writer.start()
    (found,) = open_source(PipePath(str(tmp_path / "pipe")), ReadOptions(max_page_bytes=100))
    writer.join()
    assert isinstance(found, Reject)
    assert (found.path, found.code) == ("pipe", "too-large")


def test_parquet_is_read_from_a_pipe(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = [{"url": f"https://example.org/{n}", "html": page(n)} for n in range(3)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    assert pages_through_a_pipe(tmp_path, (tmp_path / "a.parquet").read_bytes()) == ["pipe"] * 3
