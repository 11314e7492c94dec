"""Damaged ARCs: what survives, and what is said of the rest."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsspider.archives.compression import Compression
from newsspider.archives.warc.arc import is_arc, parsed_line
from newsspider.errors import SourceError
from tests.archives.builders import LIMIT_BYTES, arc_head, arc_record, http, numbers, pack, read_all

COMPRESSIONS: list[Compression] = ["", "gzip"]


def write(path: Path, *parts: bytes) -> Path:
    path.write_bytes(b"".join(parts))
    return path


def members_of(compression: Compression, *records: bytes) -> list[bytes]:
    return pack([arc_head(), *records], compression)


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("length", [0, 200, 900, -1, 5_000_000_000, 10**30])
def test_a_length_that_lies_costs_its_own_record_alone(
    tmp_path: Path, compression: Compression, version: int, length: int
) -> None:
    lie = arc_record(1, length=length, version=version)
    members = members_of(compression, arc_record(0), lie, arc_record(2), arc_record(3))
    pages, rejects, _ = read_all(write(tmp_path / "a", *members))
    assert numbers(pages) == [0, 2, 3]
    assert [(reject.code, reject.offset) for reject in rejects] == [("damaged", len(members[0] + members[1]))]


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_last_record_that_is_cut(tmp_path: Path, compression: Compression) -> None:
    members = members_of(compression, *(arc_record(n) for n in range(3)))
    start = sum(map(len, members[:3]))
    for kept in range(1, len(members[3]), 7):
        sound = not compression and kept >= len(members[3]) - 1  # only the line break is gone
        pages, rejects, _ = read_all(write(tmp_path / "a", *members[:3], members[3][:kept]))
        assert numbers(pages) == ([0, 1, 2] if sound else [0, 1]), kept
        assert [reject.offset for reject in rejects] == ([] if sound else [start]), kept


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize(
    "junk", [b"junk", b"\0" * 3000 + b"junk", b"http://cut.example/ 192.0", b"\x1f\x8b\x08", b"x" * 200_000]
)
def test_junk_between_records(tmp_path: Path, compression: Compression, junk: bytes) -> None:
    members = members_of(compression, *(arc_record(n) for n in range(3)))
    pages, rejects, _ = read_all(write(tmp_path / "a", *members[:2], junk, b"\n", *members[2:]))
    assert numbers(pages)[-2:] == [1, 2]
    assert numbers(pages)[:-2] in ([0], [])  # junk behind a plain record may be its rest
    assert 1 <= len(rejects) <= 2
    assert all(one.path == "a" and one.reason and one.offset is not None for one in rejects)


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_beginning_that_is_damaged(tmp_path: Path, compression: Compression) -> None:
    members = members_of(compression, *(arc_record(n) for n in range(3)))
    for broken in (b"\0\1\2\3" + members[0][4:], b"", b"\0" * 50 + members[0][50:]):
        pages, rejects, _ = read_all(write(tmp_path / "a", broken, *members[1:]))
        assert numbers(pages) == [0, 1, 2]
        assert [one.offset for one in rejects] == ([0] if broken else [])


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_pages_over_the_limit(tmp_path: Path, compression: Compression) -> None:
    large = arc_record(1, http(b"<html>" + b"x" * 30_000_000))
    members = members_of(compression, arc_record(0), large, arc_record(2))
    path = write(tmp_path / "a", *members)
    del large
    tracemalloc.start()
    pages, rejects, _ = read_all(path, max_page_bytes=5000)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert numbers(pages) == [0, 2]
    assert [(one.code, one.offset, one.url) for one in rejects] == [
        ("too-large", len(members[0] + members[1]), "https://example.org/1")
    ]
    assert peak_bytes < 4 * LIMIT_BYTES


MEMBERS = {how: pack([arc_head(), *(arc_record(n) for n in range(20))], how) for how in COMPRESSIONS}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flip_or_cut_spares_the_records_away_from_it(tmp_path: Path, data: st.DataObject) -> None:
    members = list(MEMBERS["gzip"])
    number = data.draw(st.integers(0, 20))
    at = data.draw(st.integers(0, len(members[number]) - 1))
    cut = data.draw(st.integers(0, 400))
    damaged = bytearray(members[number])
    if cut < 200:
        damaged[at] ^= data.draw(st.integers(1, 255))
    else:
        del damaged[at : at + cut]
    members[number] = bytes(damaged)
    pages, rejects, _ = read_all(write(tmp_path / "a", *members))
    survivors = {one.response.url for one in pages}
    assert {f"https://example.org/{n}" for n in range(20) if abs(n + 1 - number) > 1} <= survivors
    assert all(one.path == "a" and one.offset is not None and one.reason for one in rejects)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    junk=st.lists(st.one_of(st.binary(max_size=50), st.sampled_from([*MEMBERS[""], b"http://a 1.1.1.1 20040101"])))
)
def test_any_bytes_at_all_are_read_or_refused(tmp_path: Path, junk: list[bytes]) -> None:
    try:
        pages, rejects, skipped = read_all(write(tmp_path / "a", *junk))
    except SourceError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either way is right
    else:
        assert pages or rejects or skipped


@pytest.mark.parametrize(
    "part",
    [b"http:", b"http://a ", b"http://a 1.1.1.1 20040101 ", b" 1.1.1.1 20040101", b"\nhttp:a 1.1.1.1 20040101 a b 200 ",
     b"\nhttp://", b"\n", b"a:", b"200 a b 1 "],
)  # fmt: skip
def test_hostile_lines_take_linear_time(part: bytes) -> None:
    content = (b"http://a 1.1.1.1 20040101 " + part * (1 << 20))[: 1 << 20]
    started = time.process_time()
    is_arc(content)
    parsed_line(content)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("length", [10**9, 3_000_000])
def test_many_lengths_that_lie_take_linear_time(tmp_path: Path, length: int) -> None:
    times = []
    for count in (400, 800):
        parts = [one for n in range(count) for one in (arc_record(n), arc_record(n, length=length)[:900])]
        path = write(tmp_path / "a", arc_head(), *parts)
        started = time.process_time()
        pages, rejects, _ = read_all(path)
        times.append(time.process_time() - started)
        assert (len(pages), len(rejects)) == (count, count)
    assert times[1] < 4 * times[0]
