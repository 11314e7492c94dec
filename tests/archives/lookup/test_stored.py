"""One record, read where the index says that it lies: what is there, and what is said where it is not."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from newsspider.archives.lookup.cdxj import Capture
from newsspider.archives.lookup.indexing import index_of, web_archive
from newsspider.archives.lookup.stored import LookupFailedError, OpenedArchive, decoded_capture, stored_capture
from newsspider.archives.messages import Message
from tests.archives.builders import http, record

URL = "https://example.org/0"


def opened(path: Path) -> OpenedArchive:
    archive = web_archive(path)
    return OpenedArchive(archive, index_of(archive, lambda reject: pytest.fail(str(reject))))


def capture(offset: int, url: str = URL, filename: str = "a") -> Capture:
    return Capture("org,example)/0", "20240506070809", url, "text/html", 200, "-", filename, offset)


def failure(archive: OpenedArchive, one: Capture, max_bytes: int = 1 << 20) -> LookupFailedError:
    with pytest.raises(LookupFailedError) as caught:
        stored_capture(archive, one, max_bytes)
    assert one.url in str(caught.value)
    assert f"{one.filename} at byte {one.offset}" in str(caught.value)
    return caught.value


def test_a_record_is_read_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(record(1) + record(0, http(b"body")))
    stored = stored_capture(opened(tmp_path / "a"), capture(len(record(1))), 100)
    assert stored.message is not None
    assert stored.message.body == b"body"
    assert (stored.source.offset, stored.source.recordId) == (len(record(1)), f"urn:uuid:{0:032d}")


@pytest.mark.parametrize("offset", [-1, 1, 10**9, 10**18])
def test_where_no_record_begins_is_damage(tmp_path: Path, offset: int) -> None:
    (tmp_path / "a").write_bytes(record(0) + record(1))
    assert failure(opened(tmp_path / "a"), capture(offset)).code == "damaged"


def test_other_records_files_and_sizes_are_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(record(0) + record(1, b"no HTTP"))
    archive = opened(tmp_path / "a")
    assert "the record of another URL" in failure(archive, capture(len(record(0)))).reason
    assert "missing file" in failure(archive, capture(0, filename="b")).reason
    assert failure(archive, capture(len(record(0)), "https://example.org/1")).code == "damaged"
    (tmp_path / "b").write_bytes(record(0, http(b"x" * 100_000)))
    assert failure(opened(tmp_path / "b"), capture(0, filename="b"), 10).code == "too-large"


def test_a_bomb_is_not_decoded_beyond_the_limit() -> None:
    bomb = Message(200, [(b"Content-Encoding", b"deflate")], zlib.compress(b"\0" * 50_000_000))
    with pytest.raises(LookupFailedError) as caught:
        decoded_capture(capture(0), bomb, 1 << 20)
    assert caught.value.code == "too-large"
