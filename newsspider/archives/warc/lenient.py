"""Reading records whose headers FastWARC refuses, or reads without a word as empty records of no type.

Lines that end in LF alone, names or a version line in lower case ("Field names are case-insensitive", ISO 28500,
section 4), folded lines. FastWARC is several times faster, so it reads whatever it can.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from fastwarc.warc import HeaderMap, WarcRecordType

from newsspider.archives.compression import CHUNK_BYTES, Compression, MemberReader

MAX_HEADER_BYTES = 64 << 10  # twice FastWARC's own limit
_VERSION_LINE = re.compile(rb"WARC/\d{1,2}\.\d{1,3}[ \t]{0,9}\r?\n", re.I)
HEADER_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]{1,1024}")
_LENGTH = re.compile(rb"\d{1,18}")
# A record ends with two line breaks; some writers write none, some a few more.
MAX_TRAILER_BYTES = 64
_LINE_BREAKS = b"\r\n"
_STEP_BYTES = 1024
_TYPES: Mapping[bytes, WarcRecordType] = {
    b"warcinfo": WarcRecordType.warcinfo,
    b"response": WarcRecordType.response,
    b"resource": WarcRecordType.resource,
    b"request": WarcRecordType.request,
    b"metadata": WarcRecordType.metadata,
    b"revisit": WarcRecordType.revisit,
    b"conversion": WarcRecordType.conversion,
    b"continuation": WarcRecordType.continuation,
}


class DamagedRecordError(Exception):
    """The current record does not match its own header."""


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """A record's header; `size_bytes` includes the blank line that ends it."""

    fields: HeaderMap
    content_length: int
    size_bytes: int

    @property
    def record_type(self) -> WarcRecordType:
        """The record's type; `unknown` if it is missing or not in the standard."""
        written = (self.fields.get_bytes(b"WARC-Type") or b"").strip().lower()
        return _TYPES.get(written, WarcRecordType.unknown)


def is_version(content: bytes) -> bool:
    """Return whether a record begins like this.

    >>> is_version(b"WARC/1.1"), is_version(b"warc/0.18"), is_version(b"WARCRAFT")
    (True, True, False)
    """
    return content[:5].upper() == b"WARC/"


def is_trailer(rest: bytes) -> bool:
    """Return whether the rest of a member, after a record's block, is nothing but the end of the record."""
    return not rest.strip(_LINE_BREAKS)


def parsed_header(head: bytes) -> RecordHeader | None:
    """Return the header with which `head` begins; None if it is no header, or is not whole, or states no length.

    >>> parsed_header(b"warc/1.0\\ncontent-length: 2\\n\\nHi").content_length
    2
    """
    version, border = _VERSION_LINE.match(head), HEADER_END.search(head)
    if version is None or border is None:
        return None
    fields = _fields(head[version.end() : border.start()])
    length = (fields.get_bytes(b"Content-Length") or b"").strip()
    if not _LENGTH.fullmatch(length):
        return None
    return RecordHeader(fields, int(length), border.end())


def _fields(lines: bytes) -> HeaderMap:
    fields = HeaderMap()
    for line in _FOLD.sub(b" ", lines).split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon and name.strip():
            fields.append_bytes(name.strip(), value.strip())
    return fields


def header_bytes(reader: MemberReader, head: bytes = b"") -> bytes:
    """Return the beginning of a record with its whole header, and read little more: what follows may be damaged.

    `head` was read before.
    """
    searched = 0
    while len(head) < MAX_HEADER_BYTES and not HEADER_END.search(head, searched):
        searched = max(len(head) - 3, 0)
        piece = reader.read_some(_STEP_BYTES)
        if not piece:
            break
        head += piece
    return head


@dataclass(frozen=True, slots=True)
class LenientRecord:
    """A record as FastWARC would return it, as far as records are used here."""

    stream_pos: int
    headers: HeaderMap
    content_length: int
    record_type: WarcRecordType
    reader: LenientReader


class LenientReader:
    """Reads record after record of a file, from the record at `start` on. Damage raises OSError or EOFError."""

    def __init__(self, file: BinaryIO, start: int, compression: Compression) -> None:
        self._members = MemberReader(file, start, compression)
        self._is_compressed = bool(compression)
        self._ahead = b""  # read, but not used yet; of the current member
        self._left = 0  # of the current record's block

    @property
    def position(self) -> int:
        """The byte of the raw file at which the next record begins; valid after `end_record`."""
        return self._members.position - len(self._ahead)

    def next_record(self) -> LenientRecord | None:
        """Return the record that begins here; None if none does."""
        position = self.position
        head = header_bytes(self._members, self._ahead)
        header = parsed_header(head)
        if header is None:
            self._ahead = head
            return None
        self._ahead, self._left = head[header.size_bytes :], header.content_length
        return LenientRecord(position, header.fields, header.content_length, header.record_type, self)

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes of the current record's block. Raises DamagedRecordError if it is cut."""
        wanted = self._left if size < 0 else min(size, self._left)
        pieces = [self._ahead[:wanted]]
        self._ahead = self._ahead[wanted:]
        missing = wanted - len(pieces[0])
        while missing:
            is_border = self._is_compressed and self._members.at_member_end
            piece = self._members.read_some(missing)
            # A record may extend over several members, but a member that begins with a header is the next record.
            if not piece or (is_border and is_version(piece)):
                raise DamagedRecordError("its stated length is wrong, or the file is truncated here")
            pieces.append(piece)
            missing -= len(piece)
        self._left -= wanted
        return b"".join(pieces)

    def end_record(self) -> bool:
        """Read the current record to its end; return whether it ends there, and the next one or nothing follows.

        Raises DamagedRecordError if it is cut.
        """
        while self._left:
            self.read(CHUNK_BYTES)
        if not self._is_compressed:
            return self._end_plain()
        rest = self._ahead + self._members.rest_of_member(MAX_TRAILER_BYTES)
        self._ahead = b""
        return self._members.at_member_end and is_trailer(rest)

    def _end_plain(self) -> bool:
        while not (rest := self._ahead.lstrip(_LINE_BREAKS)):
            self._ahead = self._members.read_some(_STEP_BYTES)
            if not self._ahead:
                return True
        self._ahead = rest if len(rest) >= _STEP_BYTES else rest + self._members.read(_STEP_BYTES)
        return is_version(self._ahead)
