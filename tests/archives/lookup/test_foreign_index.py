"""Indexes of other tools: used where they are no older than the archive, under keys of ours."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest

from newsspider.archives.lookup import indexing
from newsspider.archives.lookup.foreign_index import foreign_captures
from newsspider.archives.lookup.indexing import index_of, web_archive
from tests.archives.builders import pack, record, zipped

# As cdxj-indexer and pywb write them: no prefix of the digest, keys of theirs.
LINE = (
    b'%s 20240506070809 {"url": "http://www.x.org/A", "mime": "text/html", "status": "200", '
    b'"digest": "AAAA", "length": "9", "offset": "%d", "filename": "%s"}\n'
)


@pytest.fixture
def unscanned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "captures_of", lambda dump: pytest.fail(f"{dump.name} was read"))


def found(path: Path, key: str = "org,x)/a") -> list[tuple[str, int]]:
    index = index_of(web_archive(path), lambda reject: pytest.fail(str(reject)))
    return [(one.filename, one.offset) for one in index.under(key)]


@pytest.mark.usefixtures("unscanned")
@pytest.mark.parametrize("name", ["index.cdxj", "indexes/all.cdxj", "../indexes/index.cdxj"])
def test_an_index_in_a_folder_or_beside_it(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "a.warc").write_bytes(record(0))
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(LINE % (b"org,www,x)/A", 7, b"a.warc") + LINE % (b"k", 8, b"unknown.warc"))
    assert found(folder) == [("a.warc", 7)]


@pytest.mark.usefixtures("unscanned")
def test_an_index_beside_a_file_and_a_form_s_key(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record(0))
    key = b"org,x)/a?__wb_method=post&q=1"
    (tmp_path / "a.warc.cdxj").write_bytes(LINE % (key, 7, b"a.warc"))
    assert found(tmp_path / "a.warc", key.decode()) == [("a.warc", 7)]


def test_an_index_that_is_older_than_its_archive_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record(0, url="http://x.org/a"))
    (tmp_path / "a.warc.cdxj").write_bytes(LINE % (b"k", 7, b"a.warc"))
    os.utime(tmp_path / "a.warc.cdxj", (1, 1))
    assert found(tmp_path / "a.warc") == [("a.warc", 0)]


@pytest.mark.usefixtures("unscanned")
@pytest.mark.parametrize("packed", [True, False])
def test_the_index_of_a_wacz(tmp_path: Path, packed: bool) -> None:
    lines = LINE % (b"k", 7, b"d.warc.gz")
    index = {"indexes/index.cdx.gz": gzip.compress(lines)} if packed else {"indexes/index.cdxj": lines}
    files = {"datapackage.json": b"{}", "archive/d.warc.gz": pack([record(0)], "gzip")[0], **index}
    (tmp_path / "a.wacz").write_bytes(zipped(files, zipfile.ZIP_STORED))
    assert found(tmp_path / "a.wacz") == [("a.wacz/archive/d.warc.gz", 7)]


def test_the_index_of_a_wacz_that_is_stored_in_one_that_was_cut_off(tmp_path: Path) -> None:
    inner = zipped({"archive/d.warc.gz": b"", "indexes/index.cdxj": LINE % (b"k", 7, b"d.warc.gz")})
    outer = zipped({"archive/c.warc.gz": b"", "inner.wacz": inner}, zipfile.ZIP_STORED)
    path = tmp_path / "a.wacz"
    path.write_bytes(inner)
    assert [one.filename for one in foreign_captures(path, {"a.wacz": path})] == ["a.wacz/archive/d.warc.gz"]
    path.write_bytes(outer[: outer.index(inner) + len(inner)])
    assert not list(foreign_captures(path, {"a.wacz": path}))


@pytest.mark.parametrize(
    "index", [b"", b"\x1f\x8b\x08junk", gzip.compress(b"x" * 1_000_000, mtime=0), b"\0" * 300_000]
)
def test_an_index_that_cannot_be_read_is_made_anew(tmp_path: Path, index: bytes) -> None:
    warc = pack([record(0, url="http://x.org/a")], "gzip")[0]
    files = {"datapackage.json": b"{}", "archive/d.warc.gz": warc, "indexes/index.cdx.gz": index}
    (tmp_path / "a.wacz").write_bytes(zipped(files, zipfile.ZIP_STORED))
    assert found(tmp_path / "a.wacz") == [("a.wacz/archive/d.warc.gz", 0)]
