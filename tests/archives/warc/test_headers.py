from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from newsspider.archives.warc.headers import is_digest_of, sha1_of
from tests.archives.builders import HTML_HEADER, numbers, page, read_all, record

BLOCK = b"The ferry sails at noon."


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512"])
def test_digests_in_either_base(name: str) -> None:
    digest = hashlib.new(name, BLOCK).digest()
    base32 = base64.b32encode(digest).decode()
    for written in (digest.hex(), digest.hex().upper(), base32, base32.rstrip("="), base32.lower()):
        assert is_digest_of(f"{name}:{written}", BLOCK)
        assert not is_digest_of(f"{name}:{written}", BLOCK + b"!")


def test_what_is_no_digest_says_nothing() -> None:
    assert all(is_digest_of(written, BLOCK) for written in ("", "sha1", "sha1:", "crc32:1234", "ü:x"))
    assert is_digest_of(sha1_of(BLOCK), BLOCK)


def test_a_record_with_another_content_than_its_digest_s_is_rejected(tmp_path: Path) -> None:
    def with_digest(number: int, of: int) -> bytes:
        digest = sha1_of(HTML_HEADER + page(of)).encode()
        return record(number).replace(b"WARC-Date", b"WARC-Block-Digest: " + digest + b"\r\nWARC-Date", 1)

    (tmp_path / "a").write_bytes(with_digest(0, of=0) + with_digest(1, of=2) + with_digest(2, of=2))
    pages, rejects, _ = read_all(tmp_path / "a")
    assert numbers(pages) == [0, 2]
    assert [(one.code, one.offset) for one in rejects] == [("digest", len(with_digest(0, of=0)))]
