from __future__ import annotations

from pathlib import Path

import pytest

from newsspider.archives.compression import Compression
from newsspider.archives.files import look_at
from newsspider.archives.formats.warc import readable_dump
from newsspider.archives.lookup.captures import captures_of
from newsspider.archives.lookup.cdxj import Capture
from newsspider.items import Reject
from tests.archives.builders import http, pack, page, record


def captures(path: Path) -> list[Capture | Reject]:
    return list(captures_of(readable_dump(look_at(path, path.name))))


@pytest.mark.parametrize("compression", ["", "gzip", "zstd"])
def test_offsets_and_lengths_cover_the_file(tmp_path: Path, compression: Compression) -> None:
    members = pack(
        [
            record(0),
            record(1, http(b"x", b"Content-Type: IMAGE/png; q=1", 404)),
            record(2, b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            record(3, b"Text", kind="resource", content_type="text/plain"),
            record(4, b"", kind="revisit"),
        ],
        compression,
    )
    (tmp_path / "a").write_bytes(b"".join(members))
    found = [one for one in captures(tmp_path / "a") if isinstance(one, Capture)]
    assert [(one.status, one.mime) for one in found] == [
        (200, "text/html"),
        (404, "image/png"),
        (200, "text/plain"),
        (None, "warc/revisit"),
    ]
    starts = [sum(map(len, members[:n])) for n in range(5)]
    assert [one.offset for one in found] == [starts[n] for n in (0, 1, 3, 4)]
    assert [one.length for one in found] == [len(members[n]) for n in (0, 1, 3, 4)]
    assert {one.timestamp for one in found} == {"20240506070809"}


def test_damage_is_told_and_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(record(0) + record(1, length=9_000_000) + record(2))
    found = captures(tmp_path / "a")
    assert [type(one).__name__ for one in found] == ["Capture", "Reject", "Capture"]


@pytest.mark.parametrize("request_first", [True, False])
def test_what_a_form_sent_is_part_of_its_key(tmp_path: Path, request_first: bool) -> None:
    sent = b"POST /s HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nq=storm"
    pair = [
        record(1, http(page(1)), url="http://x.org/s"),
        record(2, sent, kind="request", url="http://x.org/s").replace(
            b"WARC-Date", b"WARC-Concurrent-To: <urn:uuid:%032d>\r\nWARC-Date" % 1
        ),
    ]
    middle = pair[::-1] if request_first else pair
    (tmp_path / "a").write_bytes(b"".join([record(0), *middle, record(3)]))
    keys = [one.key for one in captures(tmp_path / "a") if isinstance(one, Capture)]
    assert keys == ["org,example)/0", "org,x)/s?__wb_method=post&q=storm", "org,example)/3"]


def test_a_solid_file_has_positions_in_its_content(tmp_path: Path) -> None:
    content = record(0) + record(1)
    (tmp_path / "a").write_bytes(pack([content], "gzip")[0])
    found = captures(tmp_path / "a")
    assert [one.offset for one in found] == [0, len(record(0))]
