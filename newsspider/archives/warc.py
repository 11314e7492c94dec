"""WARC files (ISO 28500, versions 0.18 to 1.1): plain, gzip or zstd, whatever their name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from fastwarc.warc import WarcRecord
from scrapy.http import HtmlResponse

from newsspider.archives.decoding import CodingError, TooLargeError
from newsspider.archives.files import DumpFile, digest_of
from newsspider.archives.messages import (
    Message,
    MessageError,
    decoded_message,
    may_be_page,
    page_response,
    parsed_message,
)
from newsspider.archives.records import (
    DamagedRecordError,
    UnreadRecordError,
    read_records,
    record_id_of,
)
from newsspider.archives.recovery import is_joined
from newsspider.archives.sniff import is_binary
from newsspider.archives.types import ArchivedPage, Outcome, ReadOptions, Skipped
from newsspider.archives.wet import conversion_response
from newsspider.http import TextDumpResponse
from newsspider.items import Reject, Source

# What HTTP headers may add to a page of the largest size: eight times what the common servers accept.
_MAX_HTTP_HEADER_BYTES = 64 << 10


# The first record's header where the version line before it is damaged.
_HEADER_LINES = re.compile(rb"\nWARC-[A-Za-z-]{2,30}: ?[^\r\n]{1,2048}\r\nWARC-[A-Za-z-]{2,30}:")


def is_warc(head: bytes) -> bool:
    """Return whether a file begins as a WARC does, or with the rest of a record's header.

    >>> is_warc(b"WARC/1.1\\r\\nWARC-Type: warcinfo"), is_warc(b"WARCRAFT")
    (True, False)
    """
    return head.lstrip(b"\r\n").startswith(b"WARC/") or bool(_HEADER_LINES.search(head[:1024]))


def read_warc(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield what each record of the file is: a page, a reject, or skipped."""
    if dump.compression in ("xz", "bzip2") or is_joined(dump):  # FastWARC reads neither
        dump = dump.as_joined()
    return read_records(dump, _RecordReader(dump, options).outcome_of)


@dataclass(frozen=True, slots=True)
class _RecordReader:
    dump: DumpFile
    options: ReadOptions

    @property
    def max_page_bytes(self) -> int:
        """The size of the largest page in bytes."""
        return self.options.max_page_bytes

    def outcome_of(self, record: WarcRecord) -> Outcome:
        """Return the page that the record holds, or why it holds none."""
        kind = _kind(record)
        make = _MAKERS.get(kind)
        outcome: Outcome | None = None if make else Skipped(kind)
        if make and record.content_length > self.max_page_bytes + _MAX_HTTP_HEADER_BYTES:
            outcome = self.too_large(record)
        if outcome and record.content_length > self.max_page_bytes:
            raise UnreadRecordError(outcome)
        if outcome or make is None:
            return outcome or Skipped(kind)
        block = record.reader.read(record.content_length)
        if len(block) < record.content_length:
            raise DamagedRecordError(f"{len(block)} of {record.content_length} bytes are there")
        try:
            return self.page(record, make(url_of(record), record, block, self.options))
        except TooLargeError:
            return self.too_large(record)
        except CodingError as error:
            return self.reject(record, error.code, str(error))
        except MessageError as error:
            return self.reject(record, "damaged", str(error))

    def page(self, record: WarcRecord, response: _Response | str) -> Outcome:
        if isinstance(response, str):
            return Skipped(response)
        source = Source(
            kind="wet" if _kind(record) == "conversion" else "warc",
            path=self.dump.name,
            offset=self.dump.offset_of(record.stream_pos),
            recordId=record_id_of(record),
            digest=digest_of(response.body),
        )
        return ArchivedPage(response, source, captured_at(record))

    def too_large(self, record: WarcRecord) -> Reject:
        return self.reject(record, "too-large", f"the page is larger than {self.max_page_bytes} bytes")

    def reject(self, record: WarcRecord, code: str, reason: str) -> Reject:
        return Reject(
            path=self.dump.name,
            offset=self.dump.offset_of(record.stream_pos),
            recordId=record_id_of(record),
            url=url_of(record) or None,
            code=code,
            reason=reason,
        )


_Response = HtmlResponse | TextDumpResponse
# A record's response, or why it is skipped, from its URL, the record, its block and what is to be read.
_Maker = Callable[[str, WarcRecord, bytes, ReadOptions], _Response | str]


def _from_response(url: str, record: WarcRecord, block: bytes, options: ReadOptions) -> _Response | str:
    if not _header(record, b"Content-Type").lower().startswith("application/http") and not block.startswith(
        b"HTTP/"
    ):
        return _from_resource(url, record, block, options)  # ftp, dns: no HTTP message
    message = parsed_message(block)
    if message.status not in options.statuses:
        return "status"
    if not may_be_page(message):
        return "content-type"
    return page_response(url, decoded_message(message, options.max_page_bytes)) or "content"


def _from_resource(url: str, record: WarcRecord, block: bytes, options: ReadOptions) -> _Response | str:
    if len(block) > options.max_page_bytes:
        raise TooLargeError
    content_type = _header(record, b"Content-Type")
    message = Message(200, [(b"Content-Type", content_type.encode())] if content_type else [], block)
    if not may_be_page(message):
        return "content-type"
    return page_response(url, message) or "content"


def _from_conversion(url: str, record: WarcRecord, block: bytes, options: ReadOptions) -> _Response | str:
    if len(block) > options.max_page_bytes:
        raise TooLargeError
    message = Message(200, [(b"Content-Type", _header(record, b"Content-Type").encode())], block)
    if not may_be_page(message):
        return "content-type"
    return "content" if not block.strip() or is_binary(block) else conversion_response(url, block)


_MAKERS: dict[str, _Maker] = {
    "response": _from_response,
    "resource": _from_resource,
    "conversion": _from_conversion,
}


def _kind(record: WarcRecord) -> str:
    return str(record.record_type)


def _header(record: WarcRecord, name: bytes) -> str:
    return (record.headers.get_bytes(name) or b"").decode("utf-8", "replace").strip()


def url_of(record: WarcRecord) -> str:
    """Return the URL that the record is about, as written but for the brackets of old versions."""
    return _header(record, b"WARC-Target-URI").removeprefix("<").removesuffix(">")


def captured_at(record: WarcRecord) -> datetime | None:
    """Return the record's WARC-Date as an aware time; None where it is none."""
    try:
        written = datetime.fromisoformat(_header(record, b"WARC-Date"))
    except ValueError:
        return None
    return written if written.tzinfo else written.replace(tzinfo=UTC)
