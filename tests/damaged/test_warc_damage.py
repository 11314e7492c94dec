"""Damaged WARCs: what survives, and what is said of the rest."""

from __future__ import annotations

import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it has no stubs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsspider.archives import open_source
from newsspider.archives.compression import Compression
from newsspider.archives.types import ReadOptions
from newsspider.errors import SourceError
from newsspider.extraction import extract
from tests.archives.builders import (
    HTML_HEADER,
    LIMIT_BYTES,
    LZ4,
    http,
    numbers,
    pack,
    page,
    read_all,
    record,
    zstd,
)

COMPRESSIONS: list[Compression] = ["", "gzip", "zstd", *LZ4]
PACKED: list[Compression] = ["gzip", "zstd", *LZ4]


def write(path: Path, *parts: bytes) -> Path:
    path.write_bytes(b"".join(parts))
    return path


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("length", [900, 700, 200, 0, -5, "", "many", 5_000_000_000, 10**30])
def test_a_length_that_lies_costs_its_own_record_alone(
    tmp_path: Path, compression: Compression, length: int | str
) -> None:
    members = pack([record(0), record(1, length=length), record(2), record(3)], compression)
    pages, rejects, _ = read_all(write(tmp_path / "a", *members))
    assert numbers(pages) == [0, 2, 3]
    assert [(reject.code, reject.offset) for reject in rejects] == [("damaged", len(members[0]))]


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_last_record_that_is_cut(tmp_path: Path, compression: Compression) -> None:
    members = pack([record(n) for n in range(3)], compression)
    for kept in range(1, len(members[2]), 7):
        sound_plain = not compression and kept >= len(members[2]) - 4  # only the closing blank lines are gone
        pages, rejects, _ = read_all(write(tmp_path / "a", *members[:2], members[2][:kept]))
        assert numbers(pages) == ([0, 1, 2] if sound_plain else [0, 1]), kept
        offsets = [reject.offset for reject in rejects]
        assert offsets == ([] if sound_plain else [len(members[0] + members[1])]), kept


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_last_record_that_is_cut_within_its_header_has_no_half_of_an_address(
    tmp_path: Path, compression: Compression
) -> None:
    whole = record(1)
    addresses = set()
    for kept in range(1, whole.index(b"<p>"), 3):
        _, rejects, _ = read_all(write(tmp_path / "a", *pack([record(0), whole[:kept]], compression)))
        addresses |= {reject.url for reject in rejects}
    (address,) = addresses - {None}
    assert f"WARC-Target-URI: {address}\r\n".encode() in whole


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_record_cut_in_the_middle_of_the_file(tmp_path: Path, compression: Compression) -> None:
    members = pack([record(n) for n in range(4)], compression)
    # Of a plain record cut within its first header's name, FastWARC drops those bytes and reads the next.
    for kept in {*range(1, len(members[1]) - 8, 5)} - set(() if compression else range(10, 21)):
        pages, rejects, _ = read_all(write(tmp_path / "a", members[0], members[1][:kept], *members[2:]))
        assert numbers(pages) == [0, 2, 3], kept
        assert rejects[0].offset == len(members[0])


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize(
    "junk", [b"junk", b"\0" * 3000 + b"junk", b"WARC/1.1\r\nWARC-Date: 20", b"\x1f\x8b\x08", b"x" * 200_000]
)
def test_junk_between_records(tmp_path: Path, compression: Compression, junk: bytes) -> None:
    members = pack([record(n) for n in range(3)], compression)
    pages, rejects, _ = read_all(write(tmp_path / "a", members[0], junk, *members[1:]))
    assert numbers(pages) == [0, 1, 2]
    assert len(rejects) == 1
    assert rejects[0].path == "a"
    assert rejects[0].reason


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_padding_at_the_end_is_no_damage(tmp_path: Path, compression: Compression) -> None:
    members = pack([record(n) for n in range(2)], compression)
    pages, rejects, _ = read_all(write(tmp_path / "a", *members, b"\0" * 70_000))
    assert numbers(pages) == [0, 1]
    assert rejects == []


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_beginning_that_is_damaged(tmp_path: Path, compression: Compression) -> None:
    members = pack([record(n) for n in range(3)], compression)
    pages, rejects, _ = read_all(write(tmp_path / "a", b"\0\1\2\3" + members[0][4:], *members[1:]))
    assert numbers(pages) == [1, 2]
    assert rejects[0].offset == 0


def test_a_first_record_that_is_all_and_cut(tmp_path: Path) -> None:
    (member,) = pack([record(0)], "gzip")
    with pytest.raises(SourceError):
        read_all(write(tmp_path / "a", member[:12]))
    pages, rejects, _ = read_all(write(tmp_path / "b", member[:-30]))
    assert pages == []
    assert [reject.code for reject in rejects] == ["damaged"]


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_pages_over_the_limit(tmp_path: Path, compression: Compression) -> None:
    members = pack([record(0), record(1, http(b"<html>" + b"x" * 300_000)), record(2)], compression)
    pages, rejects, _ = read_all(write(tmp_path / "a", *members), max_page_bytes=5000)
    assert numbers(pages) == [0, 2]
    assert [(reject.code, reject.offset) for reject in rejects] == [("too-large", len(members[0]))]
    just_over = record(1, http(b"<html>" + b"x" * 5000))
    _, rejects, _ = read_all(write(tmp_path / "b", just_over), max_page_bytes=5000)
    assert [reject.code for reject in rejects] == ["too-large"]


def gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b"\0" * (1 << 20)) for _ in range(100)) + packer.flush()


def brotli_bomb() -> bytes:
    return bytes(brotli.compress(bytes(100 << 20), quality=1))


@pytest.mark.parametrize(
    ("coding", "bomb"),
    [
        (b"gzip", gzip_bomb),
        (b"deflate", lambda: zlib.compress(bytes(100 << 20))),
        (b"br", brotli_bomb),
        (b"zstd", lambda: zstd.compress(bytes(100 << 20))),
    ],
)
def test_a_bomb_in_a_body_stays_small(tmp_path: Path, coding: bytes, bomb: Callable[[], bytes]) -> None:
    block = http(bomb(), b"Content-Type: text/html\r\nContent-Encoding: " + coding)
    path = write(tmp_path / "a", *pack([record(0), record(1, block), record(2)], "gzip"))
    tracemalloc.start()
    pages, rejects, _ = read_all(path)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert numbers(pages) == [0, 2]
    assert [reject.code for reject in rejects] == ["too-large"]
    assert peak_bytes < 4 * LIMIT_BYTES


def test_a_bomb_as_a_record_stays_small(tmp_path: Path) -> None:
    huge = record(1, http(b"\0" * (100 << 20)))
    path = write(tmp_path / "a", *pack([record(0), huge, record(2)], "gzip"))
    del huge
    tracemalloc.start()
    pages, rejects, _ = read_all(path)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert numbers(pages) == [0, 2]
    assert [reject.code for reject in rejects] == ["too-large"]
    assert peak_bytes < 4 * LIMIT_BYTES


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    peaks = []
    for copies in (20, 200):
        path = write(tmp_path / "a", *pack([record(n % 20, http(page(0, 20_000))) for n in range(copies)], "gzip"))
        tracemalloc.start()
        assert sum(1 for _ in open_source(path, ReadOptions(LIMIT_BYTES))) == copies
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2


MEMBERS = {compression: pack([record(n) for n in range(20)], compression) for compression in COMPRESSIONS}


@pytest.mark.parametrize("compression", PACKED)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flip_or_cut_spares_the_records_away_from_it(
    tmp_path: Path, compression: Compression, data: st.DataObject
) -> None:
    members = list(MEMBERS[compression])
    number = data.draw(st.integers(0, 19))
    at = data.draw(st.integers(0, len(members[number]) - 1))
    cut = data.draw(st.integers(0, 400))
    damaged = bytearray(members[number])
    if cut < 200:
        damaged[at] ^= data.draw(st.integers(1, 255))
    else:
        del damaged[at : at + cut]
    members[number] = bytes(damaged)
    pages, rejects, _ = read_all(write(tmp_path / "a", *members))
    survivors = {one.source.recordId for one in pages}
    wanted = {f"urn:uuid:{n:032d}" for n in range(20) if abs(n - number) > 1}
    assert wanted <= survivors
    assert all(reject.path == "a" and reject.offset is not None and reject.reason for reject in rejects)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.lists(st.one_of(st.binary(max_size=50), st.sampled_from([*MEMBERS["gzip"], b"WARC/1.0\r\nA:"]))))
def test_any_bytes_at_all_are_read_or_refused(tmp_path: Path, junk: list[bytes]) -> None:
    try:
        pages, rejects, skipped = read_all(write(tmp_path / "a", *junk))
    except SourceError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either way is right
    else:
        assert pages or rejects or skipped


def test_a_broken_chunk(tmp_path: Path) -> None:
    chunked = b"Content-Type: text/html\r\nTransfer-Encoding: chunked"
    broken = [b"5\r\n<p>Hi\r\nzz\r\n", b"5\r\n<p>Hi\r\nfff\r\ncut", b"5\r\n<p>Hi\r\n"]
    parts = [record(0), *(record(n, http(body, chunked)) for n, body in enumerate(broken, 1)), record(9)]
    pages, rejects, _ = read_all(write(tmp_path / "a", *parts))
    assert numbers(pages) == [0, 9]
    assert [one.code for one in rejects] == ["encoding", "truncated", "truncated"]
    assert [one.offset for one in rejects] == [sum(map(len, parts[:n])) for n in (1, 2, 3)]


def test_a_charset_that_lies(tmp_path: Path) -> None:
    for declared, used in (
        ("utf-8", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("none-such", "utf-8"),
        ("utf-16", "utf-8"),
    ):
        html = "<!DOCTYPE html><p>Die Fähre fährt um zwölf, sagte die Reederei in Überlingen.".encode(used)
        one = record(1, http(html, f"Content-Type: text/html; charset={declared}".encode()))
        (found,) = read_all(write(tmp_path / "a", one))[0]
        assert "Die Fähre fährt um zwölf" in (extract(found.response).articleBody or "")


@pytest.mark.parametrize(
    "url",
    ["", "none", "http://", "http://[", "http://[::1", "http://a b/ü", "//x.org", "http://x.org:99999/", "\x00"],
)
def test_urls_that_are_none(tmp_path: Path, url: str) -> None:
    html = b"<!DOCTYPE html><a href='/x'>x</a><p>The ferry sails at noon, the shipping company said on Monday."
    one = record(1, http(html), url=url or " ")
    pages, rejects, _ = read_all(write(tmp_path / "a", record(0), one, record(2)))
    assert len(pages) + len(rejects) == 3
    assert [(one.code, one.offset) for one in rejects] == (
        [("url", len(record(0)))] if url.startswith("http://[") else []
    )
    for found in pages:
        assert extract(found.response).articleBody


def test_nuls(tmp_path: Path) -> None:
    parts = [record(0), record(1, http(bytes(5000))), record(2, http(b"<!DOCTYPE html><p>a\0b\0" * 9)), record(3)]
    pages, rejects, skipped = read_all(write(tmp_path / "a", *parts, bytes(999), record(4), bytes(9)))
    assert {"0", "3", "4"} <= {one.response.url[-1] for one in pages}
    assert len(pages) + len(skipped) == 5
    assert len(rejects) == 1


def test_records_of_one_id(tmp_path: Path) -> None:
    twice = [record(1, url=f"https://example.org/{n}", block=HTML_HEADER + page(n)) for n in (1, 2)]
    pages, rejects, _ = read_all(write(tmp_path / "a", *twice))
    assert numbers(pages) == [1, 2]
    assert rejects == []


@pytest.mark.parametrize("compression", PACKED)
def test_members_without_content_hold_nothing_that_could_be_lost(tmp_path: Path, compression: Compression) -> None:
    first, second, *empty = pack([record(0), record(1), b"", b""], compression)
    for parts in ([*empty, first, second], [first, *empty, second], [first, second, *empty], [first, *empty] * 3):
        pages, rejects, _ = read_all(write(tmp_path / "a", *parts))
        assert len(pages) == parts.count(first) + parts.count(second)
        assert not rejects


LINES = "\r\n".join(f"<p>Die Fähre {n} läuft wieder aus, sagte die Reederei.</p>" for n in range(20)).encode()


def counted(number: int, block: bytes, length: int) -> bytes:
    return record(number, HTML_HEADER + block, length=len(HTML_HEADER) + length)


def test_line_ends_that_were_changed_after_the_length_was_counted(tmp_path: Path) -> None:
    written = b"".join(record(number, HTML_HEADER + LINES + b"\r\n") for number in range(3))
    returns = (HTML_HEADER + LINES).count(b"\r")
    gained = b"".join(counted(number, LINES, len(LINES) - returns) for number in range(3))
    for content in (written.replace(b"\r\n", b"\n"), gained):
        (tmp_path / "a").write_bytes(content)
        pages, rejects, _ = read_all(tmp_path / "a")
        assert [one.response.body.split() for one in pages] == [LINES.split()] * 3
        assert rejects == []
        assert all("Content-Length" in (one.source.warning or "") for one in pages)


def test_a_length_in_characters(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"".join(counted(number, LINES, len(LINES.decode())) for number in range(3)))
    pages, rejects, _ = read_all(tmp_path / "a")
    assert [one.response.body for one in pages] == [LINES] * 3
    assert rejects == []


def test_a_record_that_is_cut_is_not_one_whose_lines_changed(tmp_path: Path) -> None:
    whole = record(1, HTML_HEADER + LINES)
    for missing in (1, 10, 300):
        (tmp_path / "a").write_bytes(record(0) + whole[: -4 - missing] + record(2))
        pages, rejects, _ = read_all(tmp_path / "a")
        assert numbers(pages) == [0, 2]
        assert len(rejects) == 1
