"""Reading the record of one capture, at the offset that the index gives."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from newsspider.archives.decoding import CodingError, TooLargeError
from newsspider.archives.files import DumpFile
from newsspider.archives.lookup.cdxj import Capture
from newsspider.archives.lookup.index import CaptureIndex
from newsspider.archives.lookup.indexing import WebArchive, outer_file
from newsspider.archives.lookup.surt import surt_key
from newsspider.archives.messages import Message, MessageError, decoded_message
from newsspider.archives.types import DigestPolicy, Revisit
from newsspider.archives.warc.digests import digest_fault
from newsspider.archives.warc.headers import (
    Record,
    captured_at,
    header_of,
    record_id_of,
    revisit_of,
    stored_message,
    url_of,
)
from newsspider.archives.warc.records import DamagedRecordError, block_of, read_record_at
from newsspider.items import Source

_MAX_HEADER_BYTES = 64 << 10
_READ_ERRORS = (DamagedRecordError, MessageError, OSError, EOFError, ValueError)


class LookupFailedError(Exception):
    """No capture; `code` is not-archived, damaged, unresolved, encoding, truncated or too-large."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


@dataclass(slots=True)
class OpenedArchive:
    """An archive with its index, and those of its WARCs that were opened so far."""

    archive: WebArchive
    index: CaptureIndex
    dumps: dict[str, DumpFile] = field(default_factory=dict)

    def dump(self, name: str) -> DumpFile:
        """Return a WARC by its name in the index. Raises OSError if it is missing."""
        if name not in self.dumps:
            outer = outer_file(self.archive.files, name)
            found = self.archive.dumps_in(outer) if outer else ()
            readable = {one.name: replace(one, head=b"") for one in found if isinstance(one, DumpFile)}
            if name not in readable:
                raise OSError(f"the index names a missing file: {name}")
            self.dumps.update(readable)
        return self.dumps[name]


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """The content of one record."""

    message: Message | None
    source: Source
    captured: datetime | None
    revisit: Revisit | None  # set if the capture is one


def stored_capture(
    opened: OpenedArchive, capture: Capture, max_bytes: int, digests: DigestPolicy = DigestPolicy.NOTE
) -> StoredCapture:
    """Return the record of a capture. Raises LookupFailedError if it is damaged or another record."""
    try:
        dump = opened.dump(capture.filename)
        end = capture.offset + capture.length if capture.length else None
        return read_record_at(dump, capture.offset, partial(_of_record, dump, capture, max_bytes, digests), end)
    except TooLargeError as error:
        raise lookup_failure("too-large", capture, f"larger than {max_bytes} bytes") from error
    except _READ_ERRORS as error:
        raise lookup_failure("damaged", capture, str(error)) from error


def _of_record(
    dump: DumpFile, capture: Capture, max_bytes: int, digests: DigestPolicy, record: Record
) -> StoredCapture:
    url = url_of(record)
    if url != capture.url and surt_key(url) != surt_key(capture.url):
        raise DamagedRecordError("the index is wrong: this is the record of another URL")
    if header_of(record, b"WARC-Segment-Number"):
        raise DamagedRecordError("the record is segmented, and segments are not joined")
    if record.content_length > max_bytes + _MAX_HEADER_BYTES:
        raise TooLargeError
    block = block_of(record)
    fault = digest_fault(record, block, digests, max_bytes)
    if fault and fault.is_reject:
        raise DamagedRecordError(fault.reason)
    revisit = revisit_of(record, block) if capture.is_revisit else None
    source = Source(
        kind=dump.records,
        path=dump.name,
        offset=dump.offset_of(record.stream_pos),
        recordId=record_id_of(record),
        warning=fault.reason if fault else None,
    )
    message = None if revisit else stored_message(record, block)
    return StoredCapture(message, source, captured_at(record), revisit)


def decoded_capture(capture: Capture, message: Message, max_bytes: int) -> Message:
    """Return a capture's message with its body decoded. Raises LookupFailedError."""
    try:
        return decoded_message(message, max_bytes)
    except TooLargeError as error:
        raise lookup_failure("too-large", capture, f"larger than {max_bytes} bytes") from error
    except CodingError as error:
        raise lookup_failure(error.code, capture, str(error)) from error


def lookup_failure(code: str, capture: Capture, reason: str) -> LookupFailedError:
    """Return the error for a capture that cannot be returned."""
    return LookupFailedError(code, f"{capture.url}: {reason} ({capture.filename} at byte {capture.offset})")
