"""Revisits in a replay: the page that they refer to, wherever in the source it lies."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from newsspider.archives import open_source
from newsspider.archives.compression import Compression
from newsspider.archives.types import ArchivedPage, ReadOptions
from tests.archives.builders import LIMIT_BYTES, http, numbers, pack, page, read_all, record, zipped

HTML = b"Content-Type: text/html"


def original(number: int, digest: bytes = b"AAAA") -> bytes:
    return record(number).replace(b"WARC-Type", b"WARC-Payload-Digest: sha1:%s\r\nWARC-Type" % digest, 1)


def revisit(number: int, of: int, *, digest: bytes = b"AAAA", headers: bytes = HTML, status: int = 200) -> bytes:
    told = (
        b"WARC-Payload-Digest: sha1:%s\r\nWARC-Refers-To-Target-URI: https://example.org/%d\r\n"
        b"WARC-Refers-To-Date: 2024-05-06T07:08:09Z\r\nWARC-Type" % (digest, of)
    )
    made = record(number, http(b"", headers, status), kind="revisit")
    return made.replace(b"WARC-Type", told, 1).replace(b"WARC-Date: 2024-05-06", b"WARC-Date: 2024-05-09")


@pytest.mark.parametrize("compression", ["", "gzip", "zstd"])
def test_a_revisit_is_the_page_that_it_refers_to(tmp_path: Path, compression: Compression) -> None:
    members = pack([revisit(7, of=2), original(1, b"B"), original(2), revisit(8, of=1, digest=b"B")], compression)
    (tmp_path / "a").write_bytes(b"".join(members))
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert [(one.response.url[-1], one.response.body) for one in pages] == [
        ("7", page(2)), ("1", page(1)), ("2", page(2)), ("8", page(1)),
    ]  # fmt: skip
    assert (rejects, skipped) == ([], [])
    assert pages[0].captured is not None
    assert pages[0].captured.day == 9
    assert (pages[0].source.offset, pages[0].source.recordId) == (0, f"urn:uuid:{7:032d}")
    assert pages[0].source.digest == pages[2].source.digest


def test_the_payload_may_lie_in_another_file_of_the_source(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(revisit(7, of=2))
    wacz = {"datapackage.json": b"{}", "archive/d.warc.gz": gzip.compress(original(2))}
    (tmp_path / "b.wacz").write_bytes(zipped(wacz, zipfile.ZIP_STORED))
    pages, _, skipped = read_all(tmp_path)
    assert [one.response.body for one in pages] == [page(2), page(2)]
    assert skipped == []
    assert read_all(tmp_path / "a.warc")[2] == ["unresolved-revisit"]


def test_not_modified_is_the_page_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(original(2) + revisit(7, of=2, status=304, headers=b"X: 1"))
    assert [one.response.status for one in read_all(tmp_path / "a")[0]] == [200, 200]


def test_what_its_own_headers_rule_out_is_not_looked_for(tmp_path: Path) -> None:
    image = revisit(7, of=2, headers=b"Content-Type: image/png")
    (tmp_path / "a").write_bytes(original(2) + image + revisit(8, of=2, status=404))
    pages, _, skipped = read_all(tmp_path / "a")
    assert numbers(pages) == [2]
    assert skipped == ["content-type", "status"]


def test_loops_lost_payloads_and_too_large_ones_are_unresolved(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(
        revisit(1, of=2) + revisit(2, of=1) + revisit(3, of=3) + revisit(4, of=9) + record(5)
    )
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert numbers(pages) == [5]
    assert (rejects, skipped) == ([], ["unresolved-revisit"] * 4)
    (tmp_path / "b").write_bytes(revisit(1, of=2) + original(2))
    found = open_source(tmp_path / "b", ReadOptions(100), skipped.append)
    assert not any(isinstance(one, ArchivedPage) for one in found)
    assert len(skipped) == 5


def test_damage_is_told_once_though_the_file_is_read_twice(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(revisit(7, of=2) + b"junk" + original(2))
    found = list(open_source(tmp_path / "a", ReadOptions(LIMIT_BYTES)))
    assert sum(isinstance(one, ArchivedPage) for one in found) == 2
    assert len(found) == 3
