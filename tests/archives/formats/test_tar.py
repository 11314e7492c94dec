from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from newsspider.archives.compression import Compression
from newsspider.archives.formats.tar import is_tar
from tests.archives.builders import LIMIT_BYTES, numbers, pack, page, read_all, record, tarred

COMPRESSIONS: list[Compression] = ["", "gzip", "zstd", "xz", "bzip2"]
FORMATS = [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]
WARC = record(0) + record(1) + record(2)


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("form", FORMATS)
def test_pages_of_every_format(tmp_path: Path, compression: Compression, form: int) -> None:
    long_name = "/".join(["folder"] * 20) + "/page.html"
    files = {
        "./a/page.html": page(0),
        "empty.html": b"",
        "a.txt": b"The ferry sails.",
        "w.warc": WARC,
        long_name: page(1),
    }
    (tmp_path / "dump").write_bytes(pack([tarred(files, form)], compression)[0])
    pages, rejects, _ = read_all(tmp_path / "dump")
    assert [(one.source.path, one.source.kind) for one in pages] == [
        ("dump/a/page.html", "html"), ("dump/a.txt", "text"), *[("dump/w.warc", "warc")] * 3,
        (f"dump/{long_name}", "html"),
    ]  # fmt: skip
    assert (pages[0].response.body, pages[-1].response.body) == (page(0), page(1))
    assert numbers(pages[2:5]) == [0, 1, 2]
    assert [(one.path, one.reason) for one in rejects] == [("dump/empty.html", "the file is empty")]


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_members_longer_than_what_is_held(tmp_path: Path, compression: Compression) -> None:
    files = {"a.html": page(0, 20_000), "w.warc": b"".join(record(n) for n in range(40)), "b.html": page(1, 400)}
    (tmp_path / "dump").write_bytes(pack([tarred(files)], compression)[0])
    pages, rejects, _ = read_all(tmp_path / "dump", max_page_bytes=4000)
    assert numbers(pages[:-1]) == list(range(40))
    assert pages[-1].response.body == page(1, 400)
    assert [(one.path, one.code) for one in rejects] == [("dump/a.html", "too-large")]


def test_only_files_are_read(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.TarFile(fileobj=buffer, mode="w") as archive:
        for name, kind in (("dir", tarfile.DIRTYPE), ("link", tarfile.SYMTYPE), ("pipe", tarfile.FIFOTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    (tmp_path / "a").write_bytes(buffer.getvalue()[:-1024] + tarred({"/../../x.html": page(0)}))
    pages, rejects, _ = read_all(tmp_path / "a", LIMIT_BYTES)
    assert [one.source.path for one in pages] == ["a/../../x.html"]
    assert rejects == []


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_tars_one_after_the_other(tmp_path: Path, compression: Compression) -> None:
    both = tarred({"a.html": page(0)}) + tarred({"b.html": page(1)})
    (tmp_path / "a").write_bytes(pack([both], compression)[0])
    pages, rejects, _ = read_all(tmp_path / "a")
    assert [one.source.path for one in pages] == ["a/a.html", "a/b.html"]
    assert rejects == []


def test_a_header_without_its_checksum_is_none() -> None:
    header = tarfile.TarInfo("a.html").tobuf()
    assert is_tar(header)
    assert not is_tar(b"b" + header[1:])
