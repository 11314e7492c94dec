"""Digests of records: whether they match, and what becomes of a record of which one does not.

A digest that does not match is more often a tool's fault than damage: writers keep the block digest of a record
whose HTTP headers they have changed, and tools disagree on whether a payload is the body with or without its
chunks and content codings. So a payload digest is believed if it matches the body in any of these forms.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from newsspider.archives.decoding import CodingError, TooLargeError
from newsspider.archives.messages import MessageError, decoded_message
from newsspider.archives.types import DigestPolicy
from newsspider.archives.warc.headers import Record, header_of, kind_of, stored_message

_HASHES: dict[str, Callable[[bytes], bytes]] = {
    "md5": lambda content: hashlib.md5(content, usedforsecurity=False).digest(),
    "sha1": lambda content: hashlib.sha1(content, usedforsecurity=False).digest(),
    "sha256": lambda content: hashlib.sha256(content).digest(),
    "sha512": lambda content: hashlib.sha512(content).digest(),
}
_BLOCK, _PAYLOAD = b"WARC-Block-Digest", b"WARC-Payload-Digest"


@dataclass(frozen=True, slots=True)
class DigestFault:
    """What is wrong with a record's digests, and whether the record is a reject."""

    reason: str
    is_reject: bool


def sha1_of(content: bytes) -> str:
    """Return a digest in the form that WARCs use: "sha1:" and base 32.

    >>> sha1_of(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    return f"sha1:{base64.b32encode(_HASHES['sha1'](content)).decode()}"


def is_digest_of(written: str, block: bytes) -> bool:
    """Return whether a digest, in base 32, 16 or 64, matches `block`; True for unknown algorithms.

    >>> is_digest_of("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b""), is_digest_of("sha1:00", b"")
    (True, False)
    """
    hashed, value = _parts(written)
    if hashed is None:
        return True
    digest = hashed(block)
    forms = {base64.b32encode(digest).decode().rstrip("=").lower(), digest.hex()}
    return value.rstrip("=").lower() in forms or value == base64.b64encode(digest).decode()


def _parts(written: str) -> tuple[Callable[[bytes], bytes] | None, str]:
    name, _, value = written.strip().partition(":")
    return (_HASHES.get(name.lower().replace("-", "")) if value else None), value


def digest_fault(record: Record, block: bytes, policy: DigestPolicy, max_bytes: int) -> DigestFault | None:
    """Return what is wrong with the digests of a record with this block; None if nothing is known to be wrong.

    `max_bytes` bounds the decoded body.
    """
    if policy is DigestPolicy.IGNORE:
        return None
    strict = policy is DigestPolicy.STRICT
    written = header_of(record, _BLOCK)
    if not is_digest_of(written, block):
        return _block_fault(written, record, block, max_bytes, strict=strict)
    if _is_known(written) and not strict:
        return None
    payload_digest = _payload_digest(record)
    if not payload_digest or _is_of_payload((payload_digest,), record, block, max_bytes):
        return None
    return DigestFault("its content does not match its WARC-Payload-Digest", strict)


def _block_fault(written: str, record: Record, block: bytes, max_bytes: int, *, strict: bool) -> DigestFault:
    fault = "its content does not match its WARC-Block-Digest"
    payload_digest = _payload_digest(record)
    # One public archive writes the payload's digest as that of the block.
    if _is_of_payload((payload_digest, written) if payload_digest else (written,), record, block, max_bytes):
        return DigestFault(f"{fault}, but its payload matches", strict)
    if payload_digest:
        return DigestFault(f"{fault}, and its payload not its WARC-Payload-Digest", is_reject=True)
    return DigestFault(fault, strict)


def _payload_digest(record: Record) -> str:
    """Return the digest of the record's payload; `""` if it has none, or that of another record's payload."""
    written = header_of(record, _PAYLOAD)
    return written if _is_known(written) and kind_of(record) != "revisit" else ""


def _is_known(written: str) -> bool:
    return _parts(written)[0] is not None


def _is_of_payload(digests: tuple[str, ...], record: Record, block: bytes, max_bytes: int) -> bool:
    return any(is_digest_of(one, payload) for payload in _payloads(record, block, max_bytes) for one in digests)


def _payloads(record: Record, block: bytes, max_bytes: int) -> Iterator[bytes]:
    """Yield a record's payload as it is, without chunks, and without content codings."""
    try:
        message = stored_message(record, block)
    except MessageError:
        yield block
        return
    yield message.body
    chunks = [header for header in message.headers if header[0].lower() == b"transfer-encoding"]
    for headers in ([chunks] if chunks else []) + [list(message.headers)]:
        try:
            yield decoded_message(replace(message, headers=headers), max_bytes).body
        except (CodingError, TooLargeError):
            continue
