"""How records are written: what one begins with, how long its header is, and what the header says.

A form is all that tells ARC from WARC where records are found, measured and read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastwarc.warc import HeaderMap, WarcRecordType

_VERSION_LINE = re.compile(rb"WARC/\d{1,2}\.\d{1,3}[ \t]{0,9}\r{0,2}\n", re.I)
# Some writers end lines in two carriage returns and a line feed.
_HEADER_END = re.compile(rb"\r{0,2}\n\r{0,2}\n")
_RECORD_START = re.compile(rb"[Ww][Aa][Rr][Cc]/[01]\.\d{1,2}[ \t]{0,9}\r{0,2}\n[A-Za-z-]{2,40}[ \t]{0,9}:")
_FOLD = re.compile(rb"\r{0,2}\n[ \t]{1,1024}")
# In ClueWeb09 some headers have a blank line in their middle.
_REST_OF_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z-]{1,40}:[^\r\n]{0,8192}\r{0,2}\n){1,20}\r{0,2}\n")
_LENGTH = re.compile(rb"\d{1,18}")
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


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """A record's header; `size_bytes` includes the line break that ends it."""

    fields: HeaderMap  # with the names that WARC has for them
    content_length: int
    size_bytes: int

    @property
    def record_type(self) -> WarcRecordType:
        """The record's type; `unknown` if it is missing or not in the standard."""
        written = (self.fields.get_bytes(b"WARC-Type") or b"").strip().lower()
        return _TYPES.get(written, WarcRecordType.unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordForm:
    """One way of writing records, one after the other, each with its length in its header."""

    # Whether a record begins like this; the first bytes are enough.
    begins: Callable[[bytes], bool]
    # The header with which bytes begin; None if it is no header, or is not whole, or states no length.
    header: Callable[[bytes], RecordHeader | None]
    header_end: re.Pattern[bytes]
    longest_end_bytes: int  # of what `header_end` matches
    # Where the first record in these bytes begins, as far as can be told without what is before them; else None.
    # The second argument says that they begin at the beginning of a line.
    find: Callable[[bytes, bool], int | None]
    longest_start_bytes: int  # of what `find` looks at
    fastwarc_reads: bool


def is_version(content: bytes) -> bool:
    """Return whether a WARC record begins like this.

    >>> is_version(b"WARC/1.1"), is_version(b"warc/0.18"), is_version(b"WARCRAFT")
    (True, True, False)
    """
    return content[:5].upper() == b"WARC/"


def parsed_header(head: bytes) -> RecordHeader | None:
    """Return the WARC header with which `head` begins; None if it is none, or is not whole, or states no length.

    >>> parsed_header(b"warc/1.0\\ncontent-length: 2\\n\\nHi").content_length
    2
    """
    version, border = _VERSION_LINE.match(head), _HEADER_END.search(head)
    if version is None or border is None:
        return None
    lines, end = head[version.end() : border.start()], border.end()
    fields = _fields(lines)
    if not fields.contains_key_bytes(b"Content-Length") and (rest := _REST_OF_HEADER.match(head, end)):
        fields, end = _fields(lines + b"\n" + rest[0]), rest.end()
    length = (fields.get_bytes(b"Content-Length") or b"").strip()
    if not _LENGTH.fullmatch(length):
        return None
    return RecordHeader(fields, int(length), end)


def _fields(lines: bytes) -> HeaderMap:
    fields = HeaderMap()
    for line in _FOLD.sub(b" ", lines).split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon and name.strip():
            fields.append_bytes(name.strip(), value.strip())
    return fields


def _find(content: bytes, _: bool) -> int | None:  # a form's `find`
    found = _RECORD_START.search(content)
    return found.start() if found else None


WARC = RecordForm(
    begins=is_version,
    header=parsed_header,
    header_end=_HEADER_END,
    longest_end_bytes=6,
    find=_find,
    longest_start_bytes=80,
    fastwarc_reads=True,
)
