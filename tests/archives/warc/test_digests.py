from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from newsspider.archives import ArchivedPage, CaptureArchive, DigestPolicy, LookupRequest, ReadOptions, open_source
from newsspider.archives.lookup import LookupFailedError
from newsspider.archives.warc.digests import is_digest_of, sha1_of
from newsspider.extraction import extract
from newsspider.items import Reject
from tests.archives.builders import HTML_HEADER, http, numbers, page, record

BLOCK = b"The ferry sails at noon."
OTHER = sha1_of(b"other")
CHUNKED = b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip"


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512"])
def test_digests_in_any_base(name: str) -> None:
    digest = hashlib.new(name, BLOCK).digest()
    base32, base64_ = base64.b32encode(digest).decode(), base64.b64encode(digest).decode()
    for written in (digest.hex(), digest.hex().upper(), base32, base32.rstrip("="), base32.lower(), base64_):
        assert is_digest_of(f"{name}:{written}", BLOCK)
        assert not is_digest_of(f"{name}:{written}", BLOCK + b"!")


def test_what_is_no_digest_says_nothing() -> None:
    assert all(is_digest_of(written, BLOCK) for written in ("", "sha1", "sha1:", "crc32:1234", "ü:x"))
    assert is_digest_of(sha1_of(BLOCK), BLOCK)


def with_digests(number: int, block: str | None, payload: str | None, content: bytes | None = None) -> bytes:
    named = {b"WARC-Block-Digest: ": block, b"WARC-Payload-Digest: ": payload}
    lines = [name + value.encode() + b"\r\n" for name, value in named.items() if value]
    return record(number, content).replace(b"WARC-Date", b"".join(lines) + b"WARC-Date", 1)


def outcomes(path: Path, policy: DigestPolicy) -> tuple[list[ArchivedPage], list[Reject]]:
    found = list(open_source(path, ReadOptions(digests=policy)))
    return [one for one in found if isinstance(one, ArchivedPage)], [
        one for one in found if isinstance(one, Reject)
    ]


BLOCK_0, PAYLOAD_0 = sha1_of(HTML_HEADER + page(0)), sha1_of(page(0))
CASES = {  # digests of block and payload -> (warning or reason, whether it is a reject where wrong digests are noted)
    (None, None): (None, False),
    (BLOCK_0, None): (None, False),
    (None, PAYLOAD_0): (None, False),
    (BLOCK_0, PAYLOAD_0): (None, False),
    (OTHER, None): ("its content does not match its WARC-Block-Digest", False),
    (OTHER, PAYLOAD_0): ("its content does not match its WARC-Block-Digest, but its payload matches", False),
    (PAYLOAD_0, None): ("its content does not match its WARC-Block-Digest, but its payload matches", False),
    (PAYLOAD_0, OTHER): ("its content does not match its WARC-Block-Digest, but its payload matches", False),
    (None, OTHER): ("its content does not match its WARC-Payload-Digest", False),
    (OTHER, OTHER): (
        "its content does not match its WARC-Block-Digest, and its payload not its WARC-Payload-Digest",
        True,
    ),
}


@pytest.mark.parametrize("digests", CASES)
def test_what_becomes_of_a_wrong_digest(tmp_path: Path, digests: tuple[str | None, str | None]) -> None:
    said, is_reject = CASES[digests]
    (tmp_path / "a").write_bytes(with_digests(0, *digests))
    pages, rejects = outcomes(tmp_path / "a", DigestPolicy.NOTE)
    assert [(one.code, one.reason) for one in rejects] == ([("digest", said)] if is_reject else [])
    assert [one.source.warning for one in pages] == ([] if is_reject else [said])
    pages, rejects = outcomes(tmp_path / "a", DigestPolicy.STRICT)
    assert [(one.code, one.reason) for one in rejects] == ([("digest", said)] if said else [])
    pages, rejects = outcomes(tmp_path / "a", DigestPolicy.IGNORE)
    assert (numbers(pages), rejects, pages[0].source.warning) == ([0], [], None)


@pytest.mark.parametrize("form", ["as it is", "without chunks", "decoded"])
def test_a_payload_digest_may_cover_any_form_of_the_body(tmp_path: Path, form: str) -> None:
    packed = gzip.compress(page(0), mtime=0)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    payload = {"as it is": chunked, "without chunks": packed, "decoded": page(0)}[form]
    (tmp_path / "a").write_bytes(with_digests(0, OTHER, sha1_of(payload), http(chunked, CHUNKED)))
    pages, rejects = outcomes(tmp_path / "a", DigestPolicy.NOTE)
    assert (numbers(pages), rejects) == ([0], [])


def test_an_article_says_what_is_wrong_with_its_record(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(with_digests(0, OTHER, None))
    ((found,), _) = outcomes(tmp_path / "a", DigestPolicy.NOTE)
    metadata = extract(found.response, source=found.source).metadata
    assert metadata is not None
    assert metadata.source == replace(found.source, warning="its content does not match its WARC-Block-Digest")


def test_look_ups_judge_digests_alike(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(with_digests(0, OTHER, PAYLOAD_0) + with_digests(1, OTHER, OTHER))
    archive = CaptureArchive.open([tmp_path / "a.warc"], print)
    assert "but its payload matches" in (
        archive.look_up(LookupRequest("https://example.org/0")).source.warning or ""
    )
    with pytest.raises(LookupFailedError, match="WARC-Payload-Digest"):
        archive.look_up(LookupRequest("https://example.org/1"))
    strict = CaptureArchive.open([tmp_path / "a.warc"], print, DigestPolicy.STRICT)
    with pytest.raises(LookupFailedError, match="WARC-Block-Digest"):
        strict.look_up(LookupRequest("https://example.org/0"))
