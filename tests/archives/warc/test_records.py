from __future__ import annotations

import time
from pathlib import Path

import pytest

from newsspider.archives.files import look_at
from newsspider.archives.types import Outcome, Skipped
from newsspider.archives.warc.headers import Record
from newsspider.archives.warc.records import (
    DamagedRecordError,
    UnreadRecordError,
    block_of,
    read_record_at,
    record_steps,
)
from newsspider.items import Reject
from tests.archives.builders import pack, read_all, record


def outcomes(tmp_path: Path, *parts: bytes) -> list[Outcome]:
    def outcome_of(written: Record) -> Outcome:
        url = written.headers.get("WARC-Target-URI") or ""
        if url.endswith("/1"):
            raise UnreadRecordError(Skipped("unread"))
        if url.endswith("/2"):
            raise DamagedRecordError("as asked")
        return Skipped(url[-1])

    (tmp_path / "a").write_bytes(b"".join(parts))
    return [step.outcome for step in record_steps(look_at(tmp_path / "a", "a"), outcome_of)]


@pytest.mark.parametrize("compression", ["", "gzip", "zstd"])
def test_records_that_are_refused_do_not_end_the_reading(tmp_path: Path, compression: str) -> None:
    members = pack([record(n) for n in range(4)], compression)  # type: ignore[arg-type]  # one of three
    found = outcomes(tmp_path, *members)
    refused = Reject(
        path="a",
        offset=len(members[0] + members[1]),
        recordId=f"urn:uuid:{2:032d}",
        url="https://example.org/2",
        code="damaged",
        reason="as asked",
    )
    assert found == [Skipped("0"), Skipped("unread"), refused, Skipped("3")]


@pytest.mark.parametrize("compression", ["", "gzip", "zstd"])
def test_one_record_is_read_at_its_offset_and_nowhere_else(tmp_path: Path, compression: str) -> None:
    members = pack([record(n) for n in range(3)], compression)  # type: ignore[arg-type]  # one of three
    (tmp_path / "a").write_bytes(b"".join(members))
    dump = look_at(tmp_path / "a", "a")
    start = 0
    for number, member in enumerate(members):
        block = read_record_at(dump, start, block_of)
        assert block in record(number)
        for wrong in (start + 1, start - 1):
            with pytest.raises((DamagedRecordError, OSError, EOFError)):
                read_record_at(dump, wrong, block_of)
        start += len(member)
    with pytest.raises(DamagedRecordError, match="after the end"):
        read_record_at(dump, start, block_of)
    (tmp_path / "a").write_bytes(b"".join(members)[: -len(members[2]) // 2])
    with pytest.raises((DamagedRecordError, OSError, EOFError)):
        read_record_at(look_at(tmp_path / "a", "a"), len(members[0] + members[1]), block_of)


def test_a_header_without_an_end(tmp_path: Path) -> None:
    endless = b"WARC/1.1\r\nWARC-Type: response\r\nX: " + b"x" * (10 << 20)
    (tmp_path / "a").write_bytes(record(0) + endless + b"\r\n" + record(1))
    pages, rejects, _ = read_all(tmp_path / "a")
    assert [one.response.url[-1] for one in pages] == ["0", "1"]
    assert [reject.offset for reject in rejects] == [len(record(0))]


def test_many_lies_cost_linear_time(tmp_path: Path) -> None:
    seconds = []
    for count in (200, 800):
        (tmp_path / "a").write_bytes(b"".join(pack([record(n, length=10**12) for n in range(count)], "gzip")))
        began = time.process_time()
        _, rejects, _ = read_all(tmp_path / "a")
        seconds.append(time.process_time() - began)
        assert len(rejects) == count
    assert seconds[1] < seconds[0] * 10  # four times the input


@pytest.mark.parametrize("compression", ["", "gzip"])
def test_a_record_that_is_cut_is_rejected_with_the_url_of_its_header(tmp_path: Path, compression: str) -> None:
    noise = "".join(f"{number * 7919 % 10007:x}" for number in range(9_000))  # packed, it is longer than a header
    members = pack([record(0), record(1, noise.encode())], compression)  # type: ignore[arg-type]  # one of three
    found = outcomes(tmp_path, members[0], members[1][: len(members[1]) // 2])
    assert isinstance(found[-1], Reject)
    assert (found[-1].url, found[-1].code) == ("https://example.org/1", "damaged")
