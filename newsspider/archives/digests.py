"""Whether a record's block is the one that was written.

Payload digests are not asked: tools do not agree on what they are of, with chunks and content codings or without.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

_HASHES: dict[str, Callable[[bytes], bytes]] = {
    "md5": lambda content: hashlib.md5(content, usedforsecurity=False).digest(),
    "sha1": lambda content: hashlib.sha1(content, usedforsecurity=False).digest(),
    "sha256": lambda content: hashlib.sha256(content).digest(),
    "sha512": lambda content: hashlib.sha512(content).digest(),
}


def sha1_of(content: bytes) -> str:
    """Return a digest in the form that WARCs have: "sha1:" and base 32.

    >>> sha1_of(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    return f"sha1:{base64.b32encode(_HASHES['sha1'](content)).decode()}"


def is_digest_of(written: str, block: bytes) -> bool:
    """Return whether a WARC-Block-Digest, in base 32 or 16, is that of `block`; of an unknown kind it may be.

    >>> is_digest_of("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b""), is_digest_of("sha1:00", b"")
    (True, False)
    """
    name, _, value = written.strip().partition(":")
    hashed = _HASHES.get(name.lower().replace("-", ""))
    if hashed is None or not value:
        return True
    digest = hashed(block)
    forms = {base64.b32encode(digest).decode().rstrip("=").lower(), digest.hex()}
    return value.rstrip("=").lower() in forms
