"""Reading from the middle: whatever the place, the rest is what reading from the start gives."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from newsspider.archives.reader import file_steps, has_byte_positions, record_steps, split_points
from newsspider.archives.types import ReadOptions, Step
from newsspider.errors import SourceError
from tests.archives.builders import (
    LIMIT_BYTES,
    LZ4,
    arc_head,
    arc_record,
    http,
    pack,
    page,
    record,
    tarred,
    zipped,
    zstd,
)

OPTIONS = ReadOptions(LIMIT_BYTES)
RECORDS = [record(0), record(1, kind="request"), record(2), record(3, http(page(3), status=404)), record(4)]
DAMAGED = [
    *RECORDS[:2],
    record(7, length=10**9),
    *RECORDS[2:4],
    record(8)[:300],
    b"\x01" * 5000,
    record(5),
    record(6),
]

ARC = [
    arc_head(),
    arc_record(0),
    arc_record(1, http(page(1), status=404)),
    arc_record(2, version=2),
    arc_record(3),
]
DAMAGED_ARC = [
    *ARC[:2],
    arc_record(7, length=10**9),
    *ARC[2:4],
    arc_record(8)[:300],
    b"\x01" * 5000,
    arc_record(5),
]

ENTERED = {
    "arc ",
    "arc gzip",
    "damaged arc ",
    "damaged arc gzip",
    "warc ",
    "warc gzip",
    "warc zstd",
    "warc lz4",
    "damaged ",
    "damaged gzip",
    "damaged zstd",
    "damaged lz4",
    "damaged member",
    "damaged beginning",
}


def files() -> dict[str, bytes]:
    rows = [{"url": f"https://example.org/{n}", "html": page(n).decode()} for n in range(4)]
    warcs = {f"warc {how}": b"".join(pack(RECORDS, how)) for how in ("", "gzip", "zstd", *LZ4, "xz", "bzip2")}
    broken = {f"damaged {how}": b"".join(pack(DAMAGED, how)) for how in ("", "gzip", "zstd", *LZ4)}
    arcs = {f"arc {how}": b"".join(pack(ARC, how)) for how in ("", "gzip", "xz")}
    broken_arcs = {f"damaged arc {how}": b"".join(pack(DAMAGED_ARC, how)) for how in ("", "gzip")}
    members = {
        "a.html": page(0),
        "b.warc.gz": b"".join(pack(RECORDS, "gzip")),
        "c.pdf": b"%PDF-1.4",
        "d.html": page(1),
    }
    return {
        **warcs,
        **broken,
        **arcs,
        **broken_arcs,
        "damaged member": b"".join(pack(RECORDS[:2], "gzip"))
        + b"\x1f\x8b\x08 no"
        + b"".join(pack(RECORDS, "gzip")),
        "damaged beginning": b"\0" * 20 + b"".join(pack(RECORDS, "gzip"))[20:],
        "in one frame": zstd.compress(b"".join(RECORDS)),
        "json": "\n".join([*map(json.dumps, rows), "{broken", json.dumps(rows[0])]).encode(),
        "zip": zipped(members),
        "tar": tarred(members),
        "html": page(0),
    }


@pytest.fixture(params=files())
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "a"
    path.write_bytes(files()[request.param])
    return path


def steps(path: Path, start: int = 0, stop: int = sys.maxsize) -> list[Step]:
    return list(file_steps(path, "a", OPTIONS, start, stop))


def shown(found: list[Step]) -> list[str]:
    return [f"{step.outcome!r:.400} {step.after}" for step in found]


def test_reading_goes_on_at_each_position_as_if_it_had_never_stopped(file: Path) -> None:
    whole = steps(file)
    assert len(whole) == len(shown(whole)) > 0
    for count, step in enumerate(whole, 1):
        if step.after is not None:
            assert shown(steps(file, step.after)) == shown(whole[count:])


def test_where_positions_are_bytes_no_look_at_the_beginning_is_needed(file: Path) -> None:
    is_entered = has_byte_positions(file, OPTIONS)
    assert is_entered == (file.read_bytes() in [files()[name] for name in files() if name in ENTERED])
    if is_entered:
        assert shown(list(record_steps(file, "a", OPTIONS, 0, sys.maxsize))) == shown(steps(file))


@pytest.mark.parametrize("how", ["", "gzip", "zstd"])
def test_parts_of_a_warc_are_together_the_whole(tmp_path: Path, how: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"".join(pack([record(n) for n in range(40)] + DAMAGED, how)))  # type: ignore[arg-type]  # one of three
    points = split_points(path, 5000, OPTIONS)
    assert len(points) > 1
    parts = [steps(path, start, stop) for start, stop in zip([0, *points], [*points, sys.maxsize], strict=True)]
    assert all(part[-1].after == point for part, point in zip(parts, points, strict=False))
    assert shown([step for part in parts for step in part]) == shown(steps(path))


def test_a_record_within_a_record_shows_in_where_the_part_before_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "a"
    inner = b"".join(record(n) for n in range(20))
    path.write_bytes(record(0) + record(1, http(inner, b"Content-Type: text/plain")) + record(2))
    (point,) = split_points(path, len(inner) // 2, OPTIONS)
    assert point < len(record(0)) + len(inner)
    assert steps(path, 0, point)[-1].after != point


def test_what_cannot_be_split(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for name in ("json", "zip", "in one frame", "warc xz"):
        path.write_bytes(files()[name])
        assert split_points(path, 64, OPTIONS) == []
    path.write_bytes(files()["warc gzip"])
    assert split_points(path, 1 << 20, OPTIONS) == []


def test_what_cannot_be_read_raises_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"%PDF-1.4 \x00\x01")
    with pytest.raises(SourceError):
        steps(tmp_path / "a")
    with pytest.raises(SourceError):
        steps(tmp_path / "none")
