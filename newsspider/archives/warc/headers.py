"""The headers of WARC records: type, URL, date and identifier."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

from fastwarc.warc import HeaderMap, WarcRecordType

from newsspider.archives.messages import Message, is_http_response, parsed_message
from newsspider.archives.types import Revisit


class BlockReader(Protocol):
    """The block of a record, to be read once."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes."""


class Record(Protocol):
    """A record as FastWARC or `lenient` reads it: its header, and its block, which can be read once."""

    @property
    def stream_pos(self) -> int:
        """Where it begins: a byte of the raw file."""

    @property
    def headers(self) -> HeaderMap:
        """Its header; names are found in any case."""

    @property
    def content_length(self) -> int:
        """The size of its block in bytes."""

    @property
    def record_type(self) -> WarcRecordType:
        """`unknown` if it is missing or not in the standard."""

    @property
    def reader(self) -> BlockReader:
        """Its block."""


_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
# ClueWeb09 has the day of the year in place of the day of the month.
_DAY_OF_YEAR = re.compile(r"(\d{4})-(\d\d)-(\d{2,3})T(\d\d:\d\d:\d\d(?:Z|[+-]\d\d:?\d\d)?)")
_LOWER_OR_LEAP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d):(\d\d)(Z?)", re.I)  # t and z, or 60 seconds
_FORMS = [
    ("%Y%m%d%H%M%S", re.compile(r"\d{14}")),  # as in ARC and CDX
    ("%Y-%m", re.compile(r"\d{4}-\d\d")),  # WARC 1.1 allows it, as it does the year alone
    ("%Y", re.compile(r"\d{4}")),
]


def kind_of(record: Record) -> str:
    """Return the record's WARC-Type; "unknown" for types that are not in the standard."""
    return str(record.record_type)


def header_of(record: Record, name: bytes) -> str:
    """Return the value of a header, `""` if it is missing."""
    return (record.headers.get_bytes(name) or b"").decode("utf-8", "replace").strip()


def url_of(record: Record) -> str:
    """Return the record's URL, without the angle brackets of old versions."""
    return url_in(record.headers)


def url_in(headers: HeaderMap) -> str:
    """Return the URL that a record's headers give, `""` if there is none."""
    written = (headers.get_bytes(b"WARC-Target-URI") or b"").strip().removeprefix(b"<").removesuffix(b">")
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:  # the bytes that the server was asked for; no letters of UTF-8
        return _BEYOND_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], written).decode("ascii")


def captured_at(record: Record) -> datetime | None:
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
        when: datetime | None = datetime.fromisoformat(written)
    except ValueError:
        when = _odd_time(written)
    return when if when is None or when.tzinfo else when.replace(tzinfo=UTC)


def _odd_time(written: str) -> datetime | None:
    """Return a time in one of the forms that tools have written into WARC-Date; None for others.

    >>> _odd_time("2009-03-65T08:43:19-0800").isoformat()
    '2009-03-06T08:43:19-08:00'
    >>> _odd_time("20100405060708").isoformat(), _odd_time("2016-01").isoformat()
    ('2010-04-05T06:07:08', '2016-01-01T00:00:00')
    """
    found = _DAY_OF_YEAR.fullmatch(written)
    try:
        if plain := _LOWER_OR_LEAP.fullmatch(written):
            return datetime.fromisoformat(f"{plain[1]}:{min(int(plain[2]), 59):02}{plain[3]}".upper())
        if found:
            first = datetime.fromisoformat(f"{found[1]}-01-01T{found[4]}")
            when = first + timedelta(days=int(found[3]) - 1)
            return when if when.month == int(found[2]) else None
        for form, pattern in _FORMS:
            if pattern.fullmatch(written):
                return datetime.strptime(written, form)  # the caller adds a missing zone
        return parsedate_to_datetime(written)
    except (ValueError, OverflowError):
        return None


def record_id_of(record: Record) -> str | None:
    """Return the record's identifier without the angle brackets around it."""
    return record_id_in(record.headers)


def record_id_in(headers: HeaderMap) -> str | None:
    """Return the identifier that a record's headers give it, without the angle brackets around it."""
    written = headers.get_bytes(b"WARC-Record-ID")
    return written.decode("utf-8", "replace").strip("<> ") or None if written else None


def stored_message(record: Record, block: bytes) -> Message:
    """Return the content of a response or resource record, with its body still encoded. Raises MessageError."""
    if is_http(record, block):
        return parsed_message(block)
    content_type = header_of(record, b"Content-Type")
    return Message(200, [(b"Content-Type", content_type.encode())] if content_type else [], block)


def revisit_of(record: Record, block: bytes) -> Revisit:
    """Return the content of a revisit record. Raises MessageError."""
    return Revisit(
        url=url_of(record),
        digest=header_of(record, b"WARC-Payload-Digest") or "-",
        refers_to_url=header_of(record, b"WARC-Refers-To-Target-URI").strip("<>"),
        refers_to_date=timestamp_of(header_of(record, b"WARC-Refers-To-Date")),
        message=parsed_message(block) if is_http_response(block) else None,
    )


def is_http(record: Record, block: bytes) -> bool:
    """Return whether the record holds an HTTP message; responses of FTP or DNS do not, nor do most resources."""
    declared = header_of(record, b"Content-Type").lower().startswith("application/http")
    if kind_of(record) == "resource":
        return declared and is_http_response(block)
    return declared or is_http_response(block)
