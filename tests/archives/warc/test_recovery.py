from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest

from newsspider.archives.compression import Compression
from newsspider.archives.files import DumpFile, look_at
from newsspider.archives.warc.recovery import end_of_record, first_content, is_solid, next_record, with_records
from tests.archives.builders import pack, record

ALL: list[Compression] = ["", "gzip", "zstd"]


def dump_of(tmp_path: Path, *parts: bytes) -> DumpFile:
    (tmp_path / "a").write_bytes(b"".join(parts))
    return look_at(tmp_path / "a", "a")


@pytest.mark.parametrize("compression", ALL)
def test_ends_and_beginnings(tmp_path: Path, compression: Compression) -> None:
    members = pack([record(n) for n in range(4)], compression)
    dump = dump_of(tmp_path, *members)
    ends = list(accumulate(len(member) for member in members))
    starts = [0, *ends[:-1]]
    assert [end_of_record(dump, start) for start in starts] == ends
    assert [next_record(dump, start) for start in starts] == starts
    assert [next_record(dump, start + 1) for start in starts] == [*starts[1:], None]
    assert end_of_record(dump, 3) is None
    assert not is_solid(dump)


@pytest.mark.parametrize("compression", ALL)
@pytest.mark.parametrize("gap", [64 << 10, (64 << 10) - 2, (64 << 10) - 9, (128 << 10) - 63])
def test_a_beginning_across_the_border_of_two_reads(tmp_path: Path, compression: Compression, gap: int) -> None:
    (member,) = pack([record(0)], compression)
    junk = b"\1" * gap
    dump = dump_of(tmp_path, junk, member)
    salvaged = with_records(dump)
    assert salvaged is not None
    assert salvaged.compression == compression
    assert next_record(salvaged, 0) == gap


def test_a_record_in_two_members(tmp_path: Path) -> None:
    whole = record(0)
    halves = pack([whole[:300], whole[300:]], "gzip")
    dump = dump_of(tmp_path, *halves, *pack([record(1)], "gzip"))
    assert end_of_record(dump, 0) == len(halves[0] + halves[1])


def test_blank_bytes_are_no_content(tmp_path: Path) -> None:
    dump = dump_of(tmp_path, b"\0" * 100_000, b"x")
    assert first_content(dump, 5) == 100_000
    assert first_content(dump, 100_001) is None


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
def test_solid(tmp_path: Path, compression: Compression) -> None:
    assert is_solid(dump_of(tmp_path, *pack([record(0) + record(1)], compression)))
    assert not is_solid(dump_of(tmp_path, *pack([record(0) + b"\r\n"], compression)))
