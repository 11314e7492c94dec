"""Damaged JSON: what survives, and what is said of the rest."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest

from newsspider.archives import open_source
from newsspider.archives.types import ReadOptions
from tests.archives.builders import LIMIT_BYTES, read_all

ROWS = [
    json.dumps({"url": f"https://example.org/{n}", "text": f'The "ferry" {n} sails.'}).encode() for n in range(5)
]
BROKEN = [
    b"",
    ROWS[2][:-1],
    ROWS[2][:-9],
    ROWS[2][1:],
    ROWS[2].replace(b'"text": ', b'"text" '),
    ROWS[2].replace(b'\\"', b'"'),
    ROWS[2].replace(b"ferry", b"\xff\xfe"),
    b'{"url": ' + b"[" * 100_000,
    b'{"url": ' + b"9" * 10_000 + b"}",
    b'"The ferry sails."',
    b"null",
    b"\0\0",
]


def numbers(path: Path) -> list[str]:
    return [one.response.url.rpartition("/")[2] for one in read_all(path)[0]]


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("at", [0, 2, 4])
def test_a_broken_line_costs_itself_alone(tmp_path: Path, broken: bytes, at: int) -> None:
    rows = [broken if n == at else row for n, row in enumerate(ROWS)]
    # The file must still begin as JSON does.
    (tmp_path / "a").write_bytes(b"\n".join([b'{"url": "https://example.org/x", "text": "x"}', *rows]))
    assert numbers(tmp_path / "a") == ["x", *(str(n) for n in range(5) if n != at)]
    rejects = read_all(tmp_path / "a")[1]
    offset = len(b"\n".join([b'{"url": "https://example.org/x", "text": "x"}', *rows[:at]])) + 1
    assert [(one.path, one.offset, one.code) for one in rejects] == ([("a", offset, "damaged")] if broken else [])
    assert all(one.reason for one in rejects)


@pytest.mark.parametrize("broken", BROKEN[1:7])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_broken_object_of_an_array_costs_itself_alone(tmp_path: Path, broken: bytes, indent: int | None) -> None:
    rows = [json.dumps(json.loads(row), indent=indent).encode() for row in ROWS]
    (tmp_path / "a").write_bytes(b"[" + b", ".join([*rows[:2], broken, *rows[3:]]) + b"]")
    assert numbers(tmp_path / "a") == ["0", "1", "3", "4"]
    rejects = read_all(tmp_path / "a")[1]
    assert rejects[0].offset == len(b"[" + b", ".join(rows[:2]) + b", ")
    assert {one.code for one in rejects} == {"damaged"}


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b'{"url": "https://example.org/1', "not JSON: Unterminated string starting at character 8"),
        (b'{"url": "a\\xb"}', "not JSON: Invalid \\escape at character 10"),
        (b'{"url" 1}', "not JSON: Expecting ':' delimiter at character 7"),
    ],
)
def test_the_place_of_a_fault_is_told(tmp_path: Path, broken: bytes, reason: str) -> None:
    (tmp_path / "a").write_bytes(b"\n".join([ROWS[0], broken, ROWS[1]]))
    _, rejects, _ = read_all(tmp_path / "a")
    assert [one.reason for one in rejects] == [reason]


def test_a_first_line_that_is_broken(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\n".join([ROWS[0].replace(b'\\"', b'"'), *ROWS[1:]]))
    assert numbers(tmp_path / "a") == ["1", "2", "3", "4"]


@pytest.mark.parametrize("kept", range(9, 900, 97))
def test_a_file_that_is_cut(tmp_path: Path, kept: int) -> None:
    for content in (b"\n".join(ROWS), b"[" + b",".join(ROWS) + b"]"):
        (tmp_path / "a").write_bytes(content[:kept])
        pages, rejects, _ = read_all(tmp_path / "a")
        assert len(pages) + len(rejects) in {content[:kept].count(b'"url"'), content[:kept].count(b'"url"') + 1}


def test_compression_that_is_cut(tmp_path: Path) -> None:
    rows = b"\n".join(json.dumps({"url": str(n), "text": "word " * 5000}).encode() for n in range(40))
    (tmp_path / "a").write_bytes(gzip.compress(rows)[:-200])
    pages, rejects, _ = read_all(tmp_path / "a")
    assert len(pages) > 5
    assert [one.code for one in rejects] == ["damaged"]
    assert "gzip" in rejects[0].reason


def test_much_damage_ends_soon(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b'[{"a": "x},' + b'{"a": "y},' * 20_000)
    _, rejects, _ = read_all(tmp_path / "a")
    assert 0 < len(rejects) < 200
    assert "not read" in rejects[-1].reason


@pytest.mark.parametrize("unit", [b"{", b'{"', b"[", b'{"a":[', b"\\", b'"', b"},{", b" ", b"\n"])
def test_hostile_repetition(tmp_path: Path, unit: bytes) -> None:
    (tmp_path / "a").write_bytes(b'{"a": 1, "b":' + unit * 50_000)
    _, rejects, _ = read_all(tmp_path / "a")
    assert rejects


@pytest.mark.parametrize("between", [b"\n", b", "])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, between: bytes) -> None:
    peaks = []
    for copies in (20, 200):
        row = json.dumps({"url": "a", "text": "word " * 4000}).encode()
        start, end = (b"[", b"]") if between == b", " else (b"", b"")
        (tmp_path / "a").write_bytes(start + between.join([row] * copies) + end)
        tracemalloc.start()
        assert sum(1 for _ in open_source(tmp_path / "a", ReadOptions(LIMIT_BYTES))) == copies
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
