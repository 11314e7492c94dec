"""Writing WARC: responses as records that this and other tools read back."""

from __future__ import annotations

from collections.abc import Iterable
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
# The body is written decoded and whole, so what said otherwise goes.
_FRAMING_HEADERS = frozenset({b"content-encoding", b"transfer-encoding", b"content-length"})


class WarcWriter:
    """Writes responses as WARC 1.1 records into a binary file, each in a gzip member or zstd frame of its own.

    A context manager; leaving it does not close the file, which is the caller's. Record ids are made from
    position, URL and time, so that the same pages give the same bytes.
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

        The body is written as the response holds it, decoded, with headers that fit. `captured` must be aware.
        """
        return self.write_block(_http_block(response), url=response.url, captured=captured, kind="response")

    def write_block(
        self,
        block: bytes,
        *,
        url: str,
        captured: datetime,
        kind: Literal["response", "resource", "conversion", "request", "metadata", "warcinfo"],
        content_type: str = "application/http; msgtype=response",
    ) -> str:
        """Write a record of any kind whose block is given as it shall lie there; return the record's id."""
        written = captured.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        record_id = uuid5(NAMESPACE_URL, f"{self._count} {kind} {written} {url}").urn
        self._count += 1
        record = WarcRecord()
        record.init_headers(getattr(WarcRecordType, kind))
        headers = record.headers
        headers.set("WARC-Record-ID", f"<{record_id}>")
        headers.set("WARC-Date", written)
        headers.set("WARC-Target-URI", " ".join(url.split()))  # a line break would end the header
        headers.set("Content-Type", content_type)
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


def write_pages(file: BinaryIO, pages: Iterable[tuple[Response, datetime]], compression: _Compression) -> int:
    """Write (response, capture time) pairs as a WARC; return how many there were."""
    count = 0
    with WarcWriter(file, compression) as writer:
        for response, captured in pages:
            writer.write(response, captured)
            count += 1
    return count


def _http_block(response: Response) -> bytes:
    lines = [b"HTTP/1.1 %d %s" % (response.status, _phrase(response.status))]
    for name, values in response.headers.items():
        if name.lower() not in _FRAMING_HEADERS:
            lines += [name + b": " + b" ".join(value.split()) for value in values]
    lines.append(b"Content-Length: %d" % len(response.body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + response.body


def _phrase(status: int) -> bytes:
    try:
        return HTTPStatus(status).phrase.encode()
    except ValueError:
        return b"Unknown"
