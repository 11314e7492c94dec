"""Listing the captures in a WARC for an index, without reading bodies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from newsspider.archives.files import DumpFile
from newsspider.archives.lookup.cdxj import REVISIT, Capture, lookup_key
from newsspider.archives.messages import MessageError, mime_type, parsed_message
from newsspider.archives.warc.headers import (
    Record,
    header_of,
    kind_of,
    record_id_of,
    stored_message,
    timestamp_of,
    url_of,
)
from newsspider.archives.warc.records import block_of, read_records
from newsspider.items import Reject

_INDEXED = frozenset({"response", "resource", "revisit"})
# For status line, headers and the data of a request; longer data are distinguished by their beginning.
_HEAD_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class _Seen:
    """A record that was read; it shows where the record before it ends."""

    offset: int
    ids: frozenset[str]  # its own, and that of its request or response
    capture: Capture | None = None
    request: tuple[str, bytes, str] | None = None  # method, body and Content-Type, unless the method is GET


def captures_of(dump: DumpFile) -> Iterator[Capture | Reject]:
    """Yield the responses, resources and revisits in a WARC (a `readable_dump`), and rejects for damage."""
    before: _Seen | None = None
    held: _Seen | None = None
    for seen in chain(read_records(dump, lambda record: _seen(dump, record)), (None,)):
        end = _end(dump, seen) if seen is None or isinstance(seen, Reject) else seen
        if held and held.capture:
            yield _with_neighbours(held, held.capture, before, end)
        before, held = held, end
        if isinstance(seen, Reject):
            yield seen


def _end(dump: DumpFile, reject: Reject | None) -> _Seen | None:
    """Return the end of the records before damage, or before the end of the file; None if it is unknown."""
    if dump.solid:
        return None
    return _Seen(dump.size_bytes if reject is None or reject.offset is None else reject.offset, frozenset())


def _seen(dump: DumpFile, record: Record) -> _Seen:
    kind, url = kind_of(record), url_of(record)
    concurrent = header_of(record, b"WARC-Concurrent-To").strip("<> ")
    ids = frozenset({record_id_of(record) or "", concurrent} - {""})
    if kind == "request":
        return _Seen(record.stream_pos, ids, request=_request(record))
    capture = _capture(dump, kind, url, record) if kind in _INDEXED and url else None
    return _Seen(record.stream_pos, ids, capture)


def _capture(dump: DumpFile, kind: str, url: str, record: Record) -> Capture | None:
    timestamp = timestamp_of(header_of(record, b"WARC-Date"))
    if timestamp is None:
        return None
    status, mime = _status_and_type(record)
    return Capture(
        key=lookup_key(url),
        timestamp=timestamp,
        url=url,
        mime=REVISIT if kind == "revisit" else mime or "-",
        status=status,
        digest=header_of(record, b"WARC-Payload-Digest") or "-",
        filename=dump.name,
        offset=record.stream_pos,
    )


def _status_and_type(record: Record) -> tuple[int | None, str]:
    head = record.reader.read(min(record.content_length, _HEAD_BYTES))
    try:
        message = stored_message(record, head)
    except MessageError:  # a revisit may be empty
        return None, ""
    return message.status, "".join(mime_type(message).split())


def _request(record: Record) -> tuple[str, bytes, str] | None:
    """Return what a request adds to the key of its response; None for GET, which adds nothing."""
    if record.content_length > _HEAD_BYTES:
        return None
    block = block_of(record)
    method = block.partition(b" ")[0].decode("latin-1").upper()
    if method == "GET" or not (method.isalpha() and len(method) < 20):
        return None
    # After its first line a request has the form of a response.
    message = parsed_message(b"HTTP/1.1 200 OK\r\n" + block.partition(b"\n")[2])
    return method, message.body, mime_type(message)


def _with_neighbours(seen: _Seen, capture: Capture, before: _Seen | None, after: _Seen | None) -> Capture:
    """Return the capture with its length, and with the key of its request, if that is next to it."""
    length = after.offset - seen.offset if after else None
    for other in (before, after):
        if other and other.request and other.ids & seen.ids:
            return replace(capture, length=length, key=lookup_key(capture.url, *other.request))
    return replace(capture, length=length)
