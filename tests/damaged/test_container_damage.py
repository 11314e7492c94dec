"""Damaged zip and tar files: what survives, and what is said of the rest."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsspider.archives import open_source
from newsspider.archives.compression import Compression
from newsspider.archives.formats.zip import opened_zip
from newsspider.archives.types import ReadOptions
from newsspider.errors import SourceError
from tests.archives.builders import LIMIT_BYTES, pack, page, read_all, tarred, zipped

FILES = {f"{n}.html": page(n) for n in range(5)}
NAMES = [f"a/{n}.html" for n in range(5)]
TAR = tarred(FILES)
ZIPS = {method: zipped(FILES, method) for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)}


def read(
    path: Path, content: bytes, whole: Path | None = None
) -> tuple[list[str | None], list[tuple[str | None, str]]]:
    (path / "a").write_bytes(content)
    pages, rejects, _ = read_all(whole or path / "a")
    assert all(one.reason for one in rejects)
    return [one.source.path for one in pages], [(one.path, one.code) for one in rejects]


def test_a_zip_without_its_table_of_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(ZIPS[zipfile.ZIP_DEFLATED][:-40])
    with pytest.raises(SourceError):
        read_all(tmp_path / "a")
    (tmp_path / "b.html").write_bytes(page(0))
    _, rejects, _ = read_all(tmp_path)
    assert [(one.path, one.code) for one in rejects] == [("a", "unreadable")]
    assert "table of contents" in rejects[0].reason


@pytest.mark.parametrize("is_zip64", [False, True])
@pytest.mark.parametrize("inner", [{}, {"inner.html": page(7)}])
def test_another_zip_in_a_zip_does_not_stand_for_it(
    tmp_path: Path, inner: dict[str, bytes], is_zip64: bool
) -> None:
    last = zipped(inner)
    if is_zip64:
        last = with_zip64(last)
    outer = zipped({**FILES, "inner.zip": last, "last.html": page(8)}, zipfile.ZIP_STORED)
    cut = outer[: outer.index(last) + len(last)]
    for number, content in enumerate((cut, cut + outer[len(cut) :][:60], zipped(FILES) + last)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "b.html").write_bytes(page(0))
        places, rejects = read(folder, content, whole=folder)
        assert (places, rejects) == (["b.html"], [("a", "unreadable")])


def test_a_zip_behind_a_program_is_no_cut_zip() -> None:
    with opened_zip(io.BytesIO(b"MZ" + bytes(500) + ZIPS[zipfile.ZIP_STORED])) as archive:
        assert archive.namelist() == [*FILES]


def test_a_zip_whose_first_file_was_deleted(tmp_path: Path) -> None:
    content = io.BytesIO(ZIPS[zipfile.ZIP_STORED])
    with zipfile.ZipFile(content, "a") as archive:
        del archive.filelist[0]
        archive.writestr("5.html", page(5))
    assert read(tmp_path, content.getvalue()) == ([*NAMES[1:], "a/5.html"], [])


def with_zip64(content: bytes) -> bytes:
    """Return a zip with the longer records at its end, as zips beyond 4 GB have them."""
    end = content[-22:]
    count, size, at = struct.unpack("<HLL", end[10:20])
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, at)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at + size, 1)
    return content[:-22] + record + locator + end[:8] + b"\xff" * 12 + end[20:]


def test_a_deflated_file_that_is_damaged(tmp_path: Path) -> None:
    content = bytearray(ZIPS[zipfile.ZIP_DEFLATED])
    at = content.index(b"2.html") + 200
    content[at : at + 4] = b"\xff\xff\xff\xff"
    assert read(tmp_path, bytes(content)) == ([*NAMES[:2], *NAMES[3:]], [("a/2.html", "unreadable")])


@pytest.mark.parametrize("method", [*ZIPS])
def test_a_file_that_is_not_where_it_should_be(tmp_path: Path, method: int) -> None:
    content = ZIPS[method].replace(b"PK\x03\x04", b"PK\0\0").replace(b"PK\0\0", b"PK\x03\x04", 1)
    assert read(tmp_path, content) == (NAMES[:1], [(name, "unreadable") for name in NAMES[1:]])


def test_a_file_without_a_name(tmp_path: Path) -> None:
    content = ZIPS[zipfile.ZIP_STORED]
    at = content.rindex(b"4.html")
    nameless = content[:at] + b"\0" + content[at + 1 :]
    assert read(tmp_path, nameless)[0][:4] == NAMES[:4]


def test_zips_that_are_not_read(tmp_path: Path) -> None:
    encrypted = bytearray(ZIPS[zipfile.ZIP_STORED])
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    assert read(tmp_path, bytes(encrypted)) == (NAMES[1:], [(NAMES[0], "unreadable")])
    with_lzma = zipped({"0.html": page(0)}, zipfile.ZIP_LZMA)
    with pytest.raises(SourceError):
        read(tmp_path, with_lzma)
    with pytest.raises(SourceError):
        read(tmp_path, gzip.compress(ZIPS[zipfile.ZIP_STORED]))


@pytest.mark.parametrize("compression", ["", "gzip", "xz"])
def test_a_tar_with_a_broken_header(tmp_path: Path, compression: Compression) -> None:
    at = TAR.index(b"2.html")
    for damaged in (
        TAR[:at] + b"\1" + TAR[at + 1 :],
        TAR[: at + 100] + TAR[at + 333 :],
        TAR[: at - 100] + b"junk" * 300 + TAR[at + 600 :],
    ):
        names, rejects = read(tmp_path, pack([damaged], compression)[0])
        assert {NAMES[0], NAMES[3], NAMES[4]} <= set(names)
        assert ("a", "damaged") in rejects


@pytest.mark.parametrize("kept", range(1600, 8000, 700))
def test_a_tar_that_is_cut(tmp_path: Path, kept: int) -> None:
    whole = sum(TAR.index(content) + len(content) <= kept for content in FILES.values())
    names, rejects = read(tmp_path, TAR[:kept])
    assert names == NAMES[:whole]
    assert len(rejects) <= 1


def test_compression_that_is_cut(tmp_path: Path) -> None:
    big = tarred({f"{n}.html": page(n, 30_000) for n in range(20)})
    for content in (gzip.compress(big), lzma.compress(big)):
        names, rejects = read(tmp_path, content[: len(content) // 2])
        assert 3 < len(names) < 12
        # The file at which it is cut, and what follows.
        assert rejects == [(f"a/{len(names)}.html", "damaged"), ("a", "unreadable")]


def test_much_damage_ends_soon(tmp_path: Path) -> None:
    content = b"".join(tarred({"a.html": page(0)})[:1536] + b"x" * 512 for _ in range(50))
    names, rejects = read(tmp_path, gzip.compress(content))
    assert 10 < len(names) < 25
    assert len(rejects) < 25


def peak_bytes(path: Path) -> int:
    tracemalloc.start()
    for _ in open_source(path, ReadOptions(LIMIT_BYTES)):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize(
    "bomb",
    [
        zipped,
        lambda files: gzip.compress(tarred(files)),
        lambda files: lzma.compress(tarred(files), preset=0),
        lambda files: tarred({name: gzip.compress(content) for name, content in files.items()}),
    ],
)
def test_a_bomb_stays_small(tmp_path: Path, bomb: Callable[[dict[str, bytes]], bytes]) -> None:
    (tmp_path / "a").write_bytes(bomb({"a.html": b"<html>" + b" " * (60 << 20), "b.html": page(1)}))
    pages, rejects, _ = read_all(tmp_path / "a")
    assert [one.response.body for one in pages] == [page(1)]
    assert [(one.path, one.code) for one in rejects] == [("a/a.html", "too-large")]
    assert peak_bytes(tmp_path / "a") < 8 * LIMIT_BYTES


def test_a_bomb_in_a_header_stays_small(tmp_path: Path) -> None:
    header = with_header(b"77777777777\0", b"x")  # a pax header of 8 GB
    (tmp_path / "a").write_bytes(gzip.compress(TAR[: TAR.index(b"1.html")] + header + bytes(20 << 20)))
    assert peak_bytes(tmp_path / "a") < 8 * LIMIT_BYTES


def with_header(size: bytes, kind: bytes = b"0") -> bytes:
    """Return a tar's header of that size and type, with its checksum."""
    header = bytearray(tarred({"x.html": b"a"})[:512])
    header[124:136], header[156:157], header[148:156] = size, kind, b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


@pytest.mark.parametrize("kind", [b"0", b"x", b"L", b"g", b"S", b"5"])
@pytest.mark.parametrize("size", [-512, -1, -(10**9), 2**60])
@pytest.mark.parametrize("compression", ["", "gzip"])
def test_sizes_that_make_no_sense_end(tmp_path: Path, kind: bytes, size: int, compression: Compression) -> None:
    field = (b"\xff" if size < 0 else b"\x80") + size.to_bytes(11, "big", signed=True)
    first = TAR[: TAR.index(b"1.html")]
    (tmp_path / "a").write_bytes(pack([first + with_header(field, kind) + TAR], compression)[0])
    pages, rejects, _ = read_all(tmp_path / "a")
    assert pages[0].source.path == NAMES[0]
    assert len(pages) == 6 or rejects


@pytest.mark.parametrize("compression", ["", "gzip"])
def test_a_size_that_lies_costs_its_own_file_alone(tmp_path: Path, compression: Compression) -> None:
    second = TAR.index(b"1.html")
    content = TAR[:second] + with_header(b"%011o\0" % 500_000) + TAR[second + 512 :]
    names, rejects = read(tmp_path, pack([content], compression)[0])
    assert (names, rejects) == ([NAMES[0], *NAMES[2:]], [("a/x.html", "damaged")])


def test_headers_upon_headers_end(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(TAR[: TAR.index(b"1.html")] + with_header(b"%011o\0" % 0, b"x") * 5000 + TAR)
    pages, rejects, _ = read_all(tmp_path / "a")
    assert pages[0].source.path == NAMES[0]
    assert len(pages) == 6 or rejects


def test_memory_does_not_grow_with_a_tar(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(gzip.compress(tarred({f"{n}.html": page(0, 20_000) for n in range(600)})))
    assert peak_bytes(tmp_path / "a") < 500_000  # a page is 20 kB, all are 12 MB


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), content=st.sampled_from([TAR, gzip.compress(TAR, mtime=0), *ZIPS.values()]))
def test_any_flips_and_cuts_are_read_or_refused(tmp_path: Path, data: st.DataObject, content: bytes) -> None:
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at] ^= data.draw(st.integers(1, 255))
    if data.draw(st.booleans()):
        del damaged[data.draw(st.integers(1, len(damaged) - 1)) :]
    try:
        (tmp_path / "a").write_bytes(bytes(damaged))
        assert any(read_all(tmp_path / "a"))
    except SourceError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either way is right


def test_a_stored_file_that_cannot_be_recognized_is_damaged_if_its_checksum_says_so(tmp_path: Path) -> None:
    content = ZIPS[zipfile.ZIP_STORED]
    at = content.index(FILES["1.html"])
    (tmp_path / "a").write_bytes(content[:at] + bytes(60) + content[at + 60 :])
    _, rejects, _ = read_all(tmp_path / "a")
    assert [(one.path, one.reason) for one in rejects] == [
        (
            f"a/{NAMES[1].removeprefix('a/')}",
            "damaged: its bytes do not have the checksum that its archive has of them",
        )
    ]


def test_what_is_packed_in_a_way_that_is_not_read_or_cut_says_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(FILES, zipfile.ZIP_LZMA))
    with pytest.raises(SourceError, match="compressed with LZMA, which is not read: unpack it first"):
        read_all(tmp_path / "a.zip")
    (tmp_path / "a.tar").write_bytes(TAR[:600])
    with pytest.raises(SourceError, match="tar: it is cut off or damaged: the 452 bytes of this file are not all"):
        read_all(tmp_path / "a.tar")
