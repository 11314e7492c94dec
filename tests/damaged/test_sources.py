"""Sources of which nothing, or not all, can be read."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from newsspider.archives import list_files
from newsspider.errors import SourceError
from tests.archives.builders import pack, page, read_all, record, zipped

BINARY = bytes(range(256)) * 40
PDF = b"%PDF-1.4\n" + b"plain enough to be taken for text\n" * 40
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(500)


def refused(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read_all(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    return caught.value.reason


def test_a_source_that_does_not_exist(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.warc.gz") == "no such file or folder"


def test_a_page_of_an_archive_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "a b.zip").write_bytes(zipped({"in/page.html": page(0)}))
    archive = tmp_path / "a b.zip"
    assert refused(archive / "in" / "page.html") == (
        "no such file or folder; a b.zip is a file: if it is an archive, replay all of it "
        f"(`newsspider replay '{archive}'`), or see how that page is read "
        f"(`newsspider explain '{archive}/in/page.html'`)"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (BINARY, "not in a format that can be read"),
        (PDF, "a PDF document, which is not read"),
        (PNG, "a PNG image, which is not read"),
        (b'["a", "row of JSON"]\n', "not in a format that can be read"),
        (b"<?xml version='1.0'?><rss><channel></channel></rss>", "a feed, which is not read"),
        (b" \n\n ", "not in a format that can be read"),
        (gzip.compress(BINARY, mtime=0), "not in a format that can be read"),
        (gzip.compress(page(0), mtime=0)[:10], "damaged from the start, or not in a format that can be read"),
        (b"\x28\xb5\x2f\xfd", "damaged from the start, or not in a format that can be read"),
    ],
)
def test_a_file_that_is_no_dump(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(content)
    assert refused(file) == reason


def test_folders_without_dumps(tmp_path: Path) -> None:
    assert "no file in this folder" in refused(tmp_path)
    (tmp_path / ".hidden.html").write_bytes(page(0))
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "page.html").write_bytes(page(0))
    (tmp_path / "a.bin").write_bytes(BINARY)
    assert "no file in this folder" in refused(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "page.html").write_bytes(page(0))
    assert [file.name for file in list_files(tmp_path)] == ["page.html"]
    assert refused(tmp_path / "pipe") == "neither a file nor a folder"


def test_one_bad_file_in_a_folder_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.html").write_bytes(page(0))
    (tmp_path / "b.html").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(PNG)
    (tmp_path / "d.gz").write_bytes(gzip.compress(page(1, 50_000), mtime=0)[:-20])
    (tmp_path / "sub" / "e").write_bytes(b"".join(pack([record(0), record(1)], "gzip"))[:-50])
    (tmp_path / "z.txt").write_bytes(b"Some text")
    pages, rejects, _ = read_all(tmp_path)
    assert [one.source.path for one in pages] == ["a.html", "z.txt", "sub/e"]
    assert [(reject.path, reject.code) for reject in rejects] == [
        ("b.html", "unreadable"),
        ("c.txt", "unreadable"),
        ("d.gz", "unreadable"),
        ("sub/e", "damaged"),
    ]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(page(0))
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    assert [file.name for file in list_files(tmp_path)] == ["page.html"]


@pytest.mark.parametrize("content", [b"<html>" + b"x" * 5000, b"word " * 1000])
def test_a_page_over_the_limit(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "plain").write_bytes(content)
    (tmp_path / "small").write_bytes(gzip.compress(content))
    pages, rejects, _ = read_all(tmp_path, max_page_bytes=4000)
    assert pages == []
    assert [(reject.path, reject.code) for reject in rejects] == [("plain", "too-large"), ("small", "too-large")]
    pages, rejects, _ = read_all(tmp_path, max_page_bytes=len(content))
    assert len(pages) == 2
    assert rejects == []
