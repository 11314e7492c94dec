"""Writing WARC files that this and other tools can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import BinaryIO, Literal, Self
from uuid import NAMESPACE_URL, uuid5

from fastwarc.stream_io import GzipWriter, ZstdWriter
from fastwarc.warc import WarcRecord, WarcRecordType
from scrapy.http import Response

_Compression = Literal["", "gzip", "zstd"]
_WRITERS = {"gzip": GzipWriter, "zstd": ZstdWriter}
# The body is written decoded and as one, so these headers would be wrong.
_FRAMING_HEADERS = frozenset({b"content-encoding", b"transfer-encoding", b"content-length"})


RecordKind = Literal["response", "resource", "conversion", "request", "metadata", "revisit", "warcinfo"]


@dataclass(frozen=True, slots=True)
class RecordHead:
    """The header of a record; `more` are headers in addition to those that every record has."""

    kind: RecordKind
    url: str
    captured: datetime  # aware
    content_type: str = "application/http; msgtype=response"
    record_id: str | None = None  # made from position, URL and time if it is None
    more: Mapping[str, str] = field(default_factory=dict)


class WarcWriter:
    """Writes responses as WARC 1.1 records to a binary file, each in its own gzip member or zstd frame.

    A context manager; it does not close the file. Record ids are made from position, URL and time, so that the
    same pages give the same bytes.
    """

    def __init__(self, file: BinaryIO, compression: _Compression = "gzip") -> None:
        self._file, self._compression = file, compression
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.flush()

    def write(self, response: Response, captured: datetime) -> str:
        """Write a response record with its HTTP headers; return the record's id.

        The body is written decoded, as in the response, with matching headers. `captured` must be aware.
        """
        return self.write_block(_http_block(response), url=response.url, captured=captured, kind="response")

    def write_block(
        self,
        block: bytes,
        *,
        url: str,
        captured: datetime,
        kind: RecordKind,
        content_type: str = "application/http; msgtype=response",
    ) -> str:
        """Write a record of any kind with a given block; return the record's id."""
        return self.write_record(RecordHead(kind, url, captured, content_type), block)

    def write_record(self, head: RecordHead, block: bytes) -> str:
        """Write a record; return its id."""
        written = written_date(head.captured)
        position = f"{self._count} {head.kind} {written} {head.url}"
        record_id = head.record_id or uuid5(NAMESPACE_URL, position).urn
        self._count += 1
        record = WarcRecord()
        record.init_headers(getattr(WarcRecordType, head.kind))
        headers = record.headers
        headers.set("WARC-Record-ID", f"<{record_id}>")
        headers.set("WARC-Date", written)
        if head.url:
            headers.set("WARC-Target-URI", _one_line(head.url))
        for name, value in head.more.items():
            headers.set(name, _one_line(value))
        headers.set("Content-Type", _one_line(head.content_type))
        record.set_bytes_content(block)
        self._write(record)
        return record_id

    def _write(self, record: WarcRecord) -> None:
        writer = _WRITERS.get(self._compression)
        if writer is None:
            record.write(self._file)
            return
        member = writer(self._file)
        record.write(member)
        member.finish()


def written_date(captured: datetime) -> str:
    """Return an aware time in the form that WARC records use.

    >>> written_date(datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC))
    '2024-05-06T07:08:09Z'
    """
    return captured.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _one_line(value: str) -> str:
    return " ".join(value.split())  # a line break would end the header


def write_pages(file: BinaryIO, pages: Iterable[tuple[Response, datetime]], compression: _Compression) -> int:
    """Write (response, capture time) pairs as a WARC; return how many there were."""
    count = 0
    with WarcWriter(file, compression) as writer:
        for response, captured in pages:
            writer.write(response, captured)
            count += 1
    return count


def _http_block(response: Response) -> bytes:
    lines = [b"HTTP/1.1 %d %s" % (response.status, phrase_of(response.status))]
    for name, values in response.headers.items():
        if name.lower() not in _FRAMING_HEADERS:
            lines += [name + b": " + b" ".join(value.split()) for value in values]
    lines.append(b"Content-Length: %d" % len(response.body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + response.body


def phrase_of(status: int) -> bytes:
    """Return the reason phrase of a status.

    >>> phrase_of(404), phrase_of(999)
    (b'Not Found', b'Unknown')
    """
    try:
        return HTTPStatus(status).phrase.encode()
    except ValueError:
        return b"Unknown"
