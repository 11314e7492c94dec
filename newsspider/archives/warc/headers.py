"""The headers of WARC records: type, URL, date, identifier and digests.

Payload digests are not checked: tools disagree on whether they cover the body with or without its chunks and
content codings.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from fastwarc.warc import HeaderMap, WarcRecord

from newsspider.archives.messages import Message, parsed_message
from newsspider.archives.types import Revisit

_HASHES: dict[str, Callable[[bytes], bytes]] = {
    "md5": lambda content: hashlib.md5(content, usedforsecurity=False).digest(),
    "sha1": lambda content: hashlib.sha1(content, usedforsecurity=False).digest(),
    "sha256": lambda content: hashlib.sha256(content).digest(),
    "sha512": lambda content: hashlib.sha512(content).digest(),
}


def sha1_of(content: bytes) -> str:
    """Return a digest in the form that WARCs use: "sha1:" and base 32.

    >>> sha1_of(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    return f"sha1:{base64.b32encode(_HASHES['sha1'](content)).decode()}"


def is_digest_of(written: str, block: bytes) -> bool:
    """Return whether a WARC-Block-Digest, in base 32 or 16, matches `block`; True for unknown algorithms.

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


def kind_of(record: WarcRecord) -> str:
    """Return the record's WARC-Type; "unknown" for types that are not in the standard."""
    return str(record.record_type)


def header_of(record: WarcRecord, name: bytes) -> str:
    """Return the value of a header, `""` if it is missing."""
    return (record.headers.get_bytes(name) or b"").decode("utf-8", "replace").strip()


def url_of(record: WarcRecord) -> str:
    """Return the record's URL, without the angle brackets of old versions."""
    return header_of(record, b"WARC-Target-URI").removeprefix("<").removesuffix(">")


def captured_at(record: WarcRecord) -> datetime | None:
    """Return the record's WARC-Date as an aware datetime; None if it is invalid."""
    return _time_of(header_of(record, b"WARC-Date"))


def timestamp_of(written: str) -> str | None:
    """Return a WARC date as 14 digits in UTC; None if it is invalid.

    >>> timestamp_of("2024-05-06T07:08:09.123Z")
    '20240506070809'
    """
    when = _time_of(written)
    try:
        return f"{when.astimezone(UTC):%Y%m%d%H%M%S}" if when else None
    except OverflowError:  # before the year 1
        return None


def _time_of(written: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(written)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def record_id_of(record: WarcRecord) -> str | None:
    """Return the record's identifier without the angle brackets around it."""
    return record_id_in(record.headers)


def record_id_in(headers: HeaderMap) -> str | None:
    """Return the identifier that a record's headers give it, without the angle brackets around it."""
    written = headers.get_bytes(b"WARC-Record-ID")
    return written.decode("utf-8", "replace").strip("<> ") or None if written else None


def stored_message(record: WarcRecord, block: bytes) -> Message:
    """Return the content of a response or resource record, with its body still encoded. Raises MessageError."""
    if is_http(record, block):
        return parsed_message(block)
    content_type = header_of(record, b"Content-Type")
    return Message(200, [(b"Content-Type", content_type.encode())] if content_type else [], block)


def revisit_of(record: WarcRecord, block: bytes) -> Revisit:
    """Return the content of a revisit record. Raises MessageError."""
    return Revisit(
        url=url_of(record),
        digest=header_of(record, b"WARC-Payload-Digest") or "-",
        refers_to_url=header_of(record, b"WARC-Refers-To-Target-URI").strip("<>"),
        refers_to_date=timestamp_of(header_of(record, b"WARC-Refers-To-Date")),
        message=parsed_message(block) if block.startswith(b"HTTP/") else None,
    )


def is_http(record: WarcRecord, block: bytes) -> bool:
    """Return whether the record holds an HTTP message; resources do not, nor do responses of FTP or DNS."""
    declared = header_of(record, b"Content-Type").lower().startswith("application/http")
    return kind_of(record) != "resource" and (declared or block.startswith(b"HTTP/"))
