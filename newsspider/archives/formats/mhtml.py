"""MHTML (RFC 2557): a page saved with its pictures and styles as one MIME message.

The page is the part that the message names as its start, else the first HTML part. Only that part is in memory.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from newsspider.archives.files import DumpFile, digest_of
from newsspider.archives.messages import Message as HttpMessage
from newsspider.archives.messages import page_response
from newsspider.archives.types import ArchivedPage, Evidence, Format, Outcome, ReadOptions, Skipped
from newsspider.content_types import is_html_type, mime_type_in
from newsspider.items import Reject, Source

_FIELD = re.compile(rb"\s{0,99}[A-Za-z][A-Za-z-]{0,60}:")
_MIME = re.compile(rb"^MIME-Version:", re.I | re.M)
_TYPE = re.compile(rb"^Content-Type:\s{0,9}(?:multipart/related|text/html)\b", re.I | re.M)
_WEB = re.compile(r"https?://", re.I)
_MAX_HEADER_BYTES = 64 << 10
# Quoted-printable takes three bytes for one, plus line breaks.
_CODED_SHARE = 4


def is_mhtml(head: bytes) -> bool:
    """Return whether a file begins with the MIME header of a page, or of related parts.

    >>> is_mhtml(b"From: <Saved by Blink>\\r\\nMIME-Version: 1.0\\r\\nContent-Type: multipart/related; boundary=b")
    True
    """
    return bool(_FIELD.match(head) and _MIME.search(head) and _TYPE.search(head))


def read_mhtml(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the message's page, or a reject if it has none that can be read."""
    try:
        message, part = _main_part(dump, options.max_page_bytes)
        content = part.content(options.max_page_bytes)
    except _UnreadableError as error:
        yield Reject(path=dump.name, offset=error.offset, code=error.code, reason=f"MHTML: {error}")
        return
    content_type = (b"Content-Type", _content_type(part.header).encode())
    response = page_response(_url(part.header, message), HttpMessage(200, [content_type], content))
    source = Source(kind="mhtml", path=dump.name, offset=0, digest=digest_of(content))
    yield Skipped("content") if response is None else ArchivedPage(response, source, _date(message))


class _UnreadableError(Exception):
    def __init__(self, code: str, reason: str, offset: int = 0) -> None:
        super().__init__(reason)
        self.code, self.offset = code, offset


@dataclass(slots=True)
class _Part:
    """A part of the message, as far as it has been read; only HTML bodies are kept."""

    offset: int
    head: list[bytes] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    in_body: bool = False
    held_bytes: int = 0
    ended: bool = False
    is_html: bool = False
    header: Message = field(default_factory=Message)

    def add(self, line: bytes | None, max_bytes: int) -> None:
        """Add the part's next line; None stands for a line of more than `max_bytes`."""
        self.held_bytes += max_bytes + 1 if line is None else len(line) + 1
        if not self.in_body:
            if self.held_bytes > _MAX_HEADER_BYTES or line is None:
                raise _UnreadableError("damaged", "a header has no end", self.offset)
            self.in_body = not line.strip()
            self.head.append(line)
            if self.in_body:
                self.header = BytesHeaderParser().parsebytes(b"\n".join(self.head))
                self.is_html = is_html_type(mime_type_in(str(self.header.get("Content-Type", ""))))
                self.held_bytes = 0
            return
        if self.is_html and (line is None or self.held_bytes > max_bytes):
            raise _UnreadableError("too-large", f"an HTML part is larger than {max_bytes} bytes", self.offset)
        if self.is_html and line is not None:
            self.body += line + b"\n"

    def content(self, max_bytes: int) -> bytes:
        """Return the body, decoded."""
        if not self.ended:
            raise _UnreadableError("truncated", "the part with the page is truncated", self.offset)
        coded = bytes(self.body).removesuffix(b"\n").removesuffix(b"\r")
        coding = str(self.header.get("Content-Transfer-Encoding", "")).strip().lower()
        try:
            if coding == "quoted-printable":
                coded = binascii.a2b_qp(coded)
            elif coding == "base64":
                coded = binascii.a2b_base64(coded)
        except binascii.Error as error:
            raise _UnreadableError("encoding", f"{coding}: {error}", self.offset) from error
        if len(coded) > max_bytes:
            raise _UnreadableError("too-large", f"the page is larger than {max_bytes} bytes", self.offset)
        return coded


def _main_part(dump: DumpFile, max_page_bytes: int) -> tuple[Message, _Part]:
    """Return the message's header, and the part with the page."""
    first: _Part | None = None
    message: Message | None = None
    for part in _parts(dump, max_page_bytes * _CODED_SHARE):
        message = part.header if message is None else message
        start = _parameter(message, "start")
        if part.is_html and start and _named(part.header, "Content-ID").strip("<>") == start.strip("<> "):
            return message, part
        first = first or (part if part.is_html else None)
        if first and not start:
            break
    if message is None or first is None:
        raise _UnreadableError("damaged", "it has no HTML part")
    return message, first


def _parts(dump: DumpFile, max_bytes: int) -> Iterator[_Part]:
    """Yield the message's header as a part, then each of its parts once it is complete."""
    part, borders = _Part(0), set[bytes]()
    for offset, line in dump.lines(max_bytes):
        mark = line.rstrip() if line and line.startswith(b"--") else b""
        if (mark and mark.removesuffix(b"--") in borders) or mark in borders:
            part.ended = True
            yield part
            part = _Part(offset)
            continue
        was_body = part.in_body
        part.add(line, max_bytes)
        if part.in_body and not was_body and part.header.get_content_maintype() == "multipart":
            borders.add(b"--" + _parameter(part.header, "boundary").encode("utf-8", "replace"))
    part.ended = not borders  # a message of one part ends with the file
    if part.in_body:
        yield part


def _parameter(header: Message, name: str) -> str:
    value = header.get_param(name)
    return value.strip() if isinstance(value, str) else ""


def _named(header: Message, name: str) -> str:
    """Return a header's value, unfolded and without white space."""
    return "".join(str(header.get(name, "")).split())


def _url(part: Message, message: Message) -> str:
    written = (
        _named(part, "Content-Location"),
        _named(message, "Snapshot-Content-Location"),
        _named(message, "Content-Location"),
    )
    return next((url for url in written if _WEB.match(url)), "")


def _content_type(part: Message) -> str:
    kind, charset = mime_type_in(str(part.get("Content-Type", ""))), _parameter(part, "charset")
    return f"{kind}; charset={charset}" if charset else kind


def _date(message: Message) -> datetime | None:
    try:
        when = parsedate_to_datetime(str(message.get("Date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


FORMAT = Format(
    name="mhtml",
    evidence=Evidence.SYNTAX,
    matches=lambda dump: is_mhtml(dump.head),
    read=read_mhtml,
)
