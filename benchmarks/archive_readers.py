"""The records of an archive as other readers have them, and which of them are pages by a judgement of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator

from newsspider.archives.decoding import CodingError, TooLargeError, decoded_body

_PAGE_KINDS = frozenset({"response", "resource", "conversion"})
_HTML = re.compile(rb"<(?:!doctype\s{1,9}html|html|head|body)[\s>]", re.I)
_NOT_HTML = re.compile(
    rb"\s{0,99}(?:%PDF|<\?xml(?!.{0,500}<html)|<svg|<rss|<feed|[\[{\"'/(*.@#a-z$_!])", re.I | re.DOTALL
)
_WORDS = re.compile(rb"\S+\s+\S+\s+\S+\s+\S+")
_NOT_PROSE = re.compile(rb"\s{0,99}[{\[<]")
_HEAD_BYTES = 4096
_OK = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """A record as another reader has it."""

    record_id: str
    url: str
    offset: int
    is_page: bool


def _is_page(kind: str, url: str, status: int | None, mime: str, body: bytes) -> bool:
    if kind not in _PAGE_KINDS or status not in (None, _OK) or not url.lower().startswith("http"):
        return False
    if url.partition("?")[0].endswith("/robots.txt"):
        return False
    head = body[:_HEAD_BYTES]
    if kind != "conversion" and _HTML.search(head) and not _NOT_HTML.match(head) and b"\0\0" not in head:
        return True
    is_text = kind == "conversion" or mime.startswith("text/plain")
    return is_text and bool(_WORDS.search(head)) and not _NOT_PROSE.match(head)


def _with_warcio(file: BinaryIO) -> Iterator[Seen]:
    from warcio.archiveiterator import ArchiveIterator as WarcioIterator  # noqa: PLC0415  # of the extra `interop`

    records = WarcioIterator(file)
    for record in records:
        headers, http = record.rec_headers, record.http_headers
        try:
            body = record.content_stream().read()
        except Exception:  # noqa: BLE001  # it does not decode all codings
            body = b""
        status = (http.get_statuscode() or "") if http else ""
        mime = (http or headers).get_header("Content-Type") or ""
        url = (headers.get_header("WARC-Target-URI") or headers.get_header("uri") or "").strip("<> ")
        yield Seen(
            (headers.get_header("WARC-Record-ID") or "").strip("<> "),
            url,
            records.get_record_offset(),
            _is_page(record.rec_type or "", url, int(status) if status.isdigit() else None, mime.lower(), body),
        )


def _with_fastwarc(file: BinaryIO, *, quirks: bool) -> Iterator[Seen]:
    for record in ArchiveIterator(file, quirks_mode=quirks):
        url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
        mime, status, codings = record.headers.get("Content-Type") or "", None, ""
        if record.is_http:
            http = record.http_headers
            mime, status = record.http_content_type or "", http.status_code
            codings = ",".join([*http.get_multiple("Content-Encoding"), *http.get_multiple("Transfer-Encoding")])
        yield Seen(
            (record.headers.get("WARC-Record-ID") or "").strip("<> "),
            url,
            record.stream_pos,
            _is_page(str(record.record_type), url, status, mime.lower(), _decoded(record.reader.read(), codings)),
        )


def _decoded(body: bytes, codings: str) -> bytes:
    # FastWARC's own decoding ends its reading at the first body that is not encoded as its headers say.
    try:
        return decoded_body(
            body, [one.strip().lower() for one in codings.split(",") if one.strip()], len(body) * 99
        )
    except (CodingError, TooLargeError):
        return body


READERS: Mapping[str, Callable[[BinaryIO], Iterator[Seen]]] = {
    "warcio": _with_warcio,
    "fastwarc": lambda file: _with_fastwarc(file, quirks=False),
    "fastwarc, lenient": lambda file: _with_fastwarc(file, quirks=True),
}
