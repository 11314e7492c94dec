"""WARCs that other tools read, though their headers are not as the standard has them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsspider.archives import ArchivedPage, CaptureArchive, LookupRequest, ReadOptions
from newsspider.archives.compression import Compression
from newsspider.archives.reader import file_steps, split_points
from newsspider.archives.types import Step
from newsspider.errors import SourceError
from tests.archives.builders import http, numbers, pack, page, read_all, record
from tests.archives.odd_warc import BLOCKS, HEADERS, header_changed

COMPRESSIONS: list[Compression] = ["", "gzip", "zstd"]


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("kind", HEADERS)
def test_an_odd_header(tmp_path: Path, compression: Compression, kind: str) -> None:
    odd = header_changed(HEADERS[kind])
    file = tmp_path / "a"
    file.write_bytes(b"".join(pack([odd(record(n)) for n in range(4)], compression)))
    pages, rejects, skipped = read_all(file)
    assert (numbers(pages), rejects, skipped) == ([0, 1, 2, 3], [], [])
    mixed = pack([record(0), odd(record(1)), odd(record(2)), record(3), odd(record(4))], compression)
    file.write_bytes(b"".join(mixed))
    pages, rejects, skipped = read_all(file)
    assert (numbers(pages), rejects, skipped) == ([0, 1, 2, 3, 4], [], [])
    assert [one.source.offset for one in pages] == [sum(map(len, mixed[:n])) for n in range(5)]
    assert all(one.captured and one.source.recordId for one in pages)


@pytest.mark.parametrize("kind", HEADERS)
def test_odd_headers_in_a_file_that_is_compressed_as_a_whole(tmp_path: Path, kind: str) -> None:
    odd = header_changed(HEADERS[kind])
    (tmp_path / "a").write_bytes(gzip.compress(b"".join(odd(record(n)) for n in range(60))))
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert (numbers(pages), rejects, skipped) == ([*range(60)], [], [])


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("end", [b"", b"\r\n", b"\n\n", b"\n", b"\r\n" * 3, b"\n" * 9])
@pytest.mark.parametrize("kind", ["line feeds alone", "names in capitals"])
def test_records_with_other_ends(tmp_path: Path, compression: Compression, end: bytes, kind: str) -> None:
    odd = header_changed(HEADERS[kind])
    written = [odd(record(n)).removesuffix(b"\r\n\r\n") + end for n in range(3)]
    (tmp_path / "a").write_bytes(b"".join(pack(written, compression)))
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert (numbers(pages), rejects, skipped) == ([0, 1, 2], [], [])


@pytest.mark.parametrize("kind", BLOCKS)
def test_an_odd_http_message(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a").write_bytes(b"".join(record(n, BLOCKS[kind](n)) for n in range(3)))
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert (numbers(pages), rejects, skipped) == ([0, 1, 2], [], [])
    assert {one.response.status for one in pages} == {200}


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_record_of_no_known_type_is_never_skipped(tmp_path: Path, compression: Compression) -> None:
    image = http(b"\x89PNG\r\n\x1a\n" + bytes(99), b"Content-Type: image/png")
    records = [record(0), record(1, image, kind="picture"), record(2), record(3, b"", kind="")]
    (tmp_path / "a").write_bytes(b"".join(pack(records, compression)))
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert (numbers(pages), skipped) == ([0, 2], [])
    assert [(one.code, one.reason) for one in rejects] == [
        ("damaged", "its type, 'picture', is not in the standard"),
        ("damaged", "it has no WARC-Type"),
    ]


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_damage_among_odd_headers(tmp_path: Path, compression: Compression) -> None:
    odd = header_changed(HEADERS["line feeds alone"])
    lying = [odd(record(n, length=length)) for n, length in ((2, 700), (5, "many"), (8, 10**12))]
    parts = [lying[n // 3] if n in (2, 5, 8) else odd(record(n)) for n in range(10)]
    members = pack(parts, compression)
    (tmp_path / "a").write_bytes(b"".join(members) + members[0][:-30])
    pages, rejects, _ = read_all(tmp_path / "a")
    assert numbers(pages) == [0, 1, 3, 4, 6, 7, 9]
    assert [one.offset for one in rejects] == [sum(map(len, members[:n])) for n in (2, 5, 8, 10)]


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_reading_goes_on_at_any_record_and_in_parts(tmp_path: Path, compression: Compression) -> None:
    odd = header_changed(HEADERS["all in lower case"])
    (tmp_path / "a").write_bytes(b"".join(pack([odd(record(n)) for n in range(40)], compression)))
    steps = list(file_steps(tmp_path / "a", "a", ReadOptions()))
    offsets = [_offset(one) for one in steps]
    assert len(offsets) == 40
    for number, step in enumerate(steps[:-1]):
        assert step.after is not None
        rest = file_steps(tmp_path / "a", "a", ReadOptions(), step.after)
        assert [_offset(one) for one in rest] == offsets[number + 1 :]
    points = [0, *split_points(tmp_path / "a", 4000, ReadOptions())]
    assert len(points) > 2
    parts = zip(points, [*points[1:], 1 << 40], strict=True)
    found = [
        one.outcome for begin, end in parts for one in file_steps(tmp_path / "a", "a", ReadOptions(), begin, end)
    ]
    assert len(found) == 40


def _offset(step: Step) -> int | None:
    assert isinstance(step.outcome, ArchivedPage)
    return step.outcome.source.offset


def test_odd_records_are_looked_up(tmp_path: Path) -> None:
    odd = header_changed(HEADERS["line feeds alone"])
    (tmp_path / "a.warc.gz").write_bytes(b"".join(pack([odd(record(n)) for n in range(3)], "gzip")))
    archive = CaptureArchive.open([tmp_path / "a.warc.gz"], print)
    assert archive.look_up(LookupRequest("https://example.org/1")).message.body == page(1)


_LINES = [b"X-Foo: bar", b"X-Foo", b": x", b"X Y: z", b"X-\xff: \xfe"]
CHANGES: list[Callable[[bytes], bytes]] = [
    lambda line: line.partition(b":")[0].swapcase() + b"".join(line.partition(b":")[1:]),
    lambda line: line + b"  ",
    lambda line: line.replace(b": ", b":", 1),
    lambda line: line.replace(b": ", b":\r\n ", 1),
    lambda line: line.replace(b": ", b" :\t", 1),
    lambda line: line[:5] + b"\xe9" + line[6:],
    lambda line: line + b"\r\n" + line,
    *(lambda line, more=more: line + b"\r\n" + more for more in _LINES),
]


@pytest.mark.parametrize("compression", COMPRESSIONS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_change_of_headers_loses_a_page_without_a_reject(
    tmp_path: Path, compression: Compression, data: st.DataObject
) -> None:
    written = [record(number) for number in range(5)]
    for number in data.draw(st.sets(st.integers(0, 4), min_size=1)):
        header, _, block = written[number].partition(b"\r\n\r\n")
        lines = header.split(b"\r\n")
        for line, change in data.draw(st.dictionaries(st.integers(0, 6), st.sampled_from(CHANGES))).items():
            lines[line] = change(lines[line])
        end = data.draw(st.sampled_from([b"\r\n", b"\n"]))
        trailer = data.draw(st.sampled_from([b"\r\n\r\n", b"\n\n", b"\n", b"", b"\r\n\r\n\r\n"]))
        written[number] = end.join(lines) + end * 2 + block.removesuffix(b"\r\n\r\n") + trailer
    (tmp_path / "a").write_bytes(b"".join(pack(written, compression)))
    try:
        pages, rejects, skipped = read_all(tmp_path / "a")
    except SourceError:  # nothing can be read at all
        return
    known = [page(number) for number in range(5)]
    assert all(one.response.body in known for one in pages)
    assert rejects or len(pages) == 5
    assert skipped == []
