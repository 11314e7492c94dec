"""WARC files (ISO 28500, versions 0.18 to 1.1) and WET files: which of their records are pages."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scrapy.http import HtmlResponse

from newsspider.archives.compression import CODECS
from newsspider.archives.decoding import CodingError, TooLargeError
from newsspider.archives.files import DumpFile, digest_of
from newsspider.archives.locations import Location
from newsspider.archives.messages import (
    Message,
    MessageError,
    decoded_message,
    is_http_response,
    may_be_page,
    mime_type,
    page_response,
    parsed_message,
)
from newsspider.archives.remote_path import RemotePath
from newsspider.archives.sniff import has_words, is_binary, is_blank, is_html
from newsspider.archives.types import (
    ArchivedPage,
    BytePositions,
    Evidence,
    Format,
    Outcome,
    ReadOptions,
    Skipped,
    Step,
)
from newsspider.archives.warc.digests import digest_fault
from newsspider.archives.warc.forms import is_version
from newsspider.archives.warc.headers import (
    Record,
    captured_at,
    header_of,
    is_http,
    kind_of,
    record_id_of,
    revisit_of,
    stored_message,
    url_of,
)
from newsspider.archives.warc.lenient import LenientRecord
from newsspider.archives.warc.records import UnreadRecordError, block_of, record_steps
from newsspider.archives.warc.recovery import is_solid, next_record, with_records
from newsspider.http import TextDumpResponse
from newsspider.items import Reject, Source

# Most HTTP headers end here. A record that they rule out is not read further, which takes a quarter of the time.
_HEAD_BYTES = 8 << 10
# HTTP headers may add this to the largest page: eight times what common servers accept.
_MAX_HTTP_HEADER_BYTES = 64 << 10


# The header of a first record whose version line is damaged.
_HEADER_LINES = re.compile(rb"\nWARC-[A-Za-z-]{2,30}: ?[^\r\n]{1,2048}\r\nWARC-[A-Za-z-]{2,30}:")
_NOT_MODIFIED = 304
_SHOWN_CHARS = 40
# Why a page may be skipped whatever the type of its record.
_UNWANTED = frozenset({"status", "robots.txt", "no-web-address"})
# What crawlers note in WARCs: wget its arguments and log (`metadata:`), Scoop its provenance and a copy of the
# page (`file:`), browsertrix a page's text (`urn:`), Heritrix answers of DNS.
_NOT_WEB = re.compile(r"(?!https?:|ftp:)[a-z][a-z0-9+.-]{1,40}:(?!\d)", re.I)
_ROBOTS_TXT = re.compile(r"https?://[^/?#]{1,1000}/robots\.txt(?:[?#]|$)", re.I)


def is_warc(head: bytes) -> bool:
    """Return whether a file begins like a WARC, or with a record's header whose version line is damaged.

    >>> is_warc(b"WARC/1.1\\r\\nWARC-Type: warcinfo"), is_warc(b"WARCRAFT")
    (True, False)
    """
    return is_version(head.lstrip(b"\r\n")) or bool(_HEADER_LINES.search(head[:1024]))


def read_warc(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield for each record a page, a reject, or why it is skipped."""
    return (step.outcome for step in warc_steps(readable_dump(dump), options))


def warc_steps(dump: DumpFile, options: ReadOptions, start: int = 0, stop: int = sys.maxsize) -> Iterator[Step]:
    """Yield the outcome of each record that begins from byte `start` on and before `stop`.

    `dump` must be a `readable_dump`.
    """
    outcome_of = _RecordReader(dump, options).outcome_of
    if options.has_warc_beside(dump.name):
        outcome_of = partial(_other_than_text, outcome_of)
    return record_steps(dump, outcome_of, start, stop)


def _other_than_text(outcome_of: Callable[[Record], Outcome], record: Record) -> Outcome:
    """Return the record's outcome; skip the text of a page whose HTML is in the same source."""
    return Skipped("wet-beside-warc") if kind_of(record) == "conversion" else outcome_of(record)


def readable_dump(dump: DumpFile) -> DumpFile:
    """Return the file that record offsets refer to: the content of a WARC that is compressed as a whole."""
    return dump if can_be_entered(dump) else dump.as_solid()


def can_be_entered(dump: DumpFile) -> bool:
    """Return whether reading can begin at any record; FastWARC reads no other files."""
    is_readable = not dump.compression or CODECS[dump.compression].fastwarc_reads
    return is_readable and not is_solid(dump)


@dataclass(frozen=True, slots=True)
class _RecordReader:
    dump: DumpFile
    options: ReadOptions

    @property
    def max_page_bytes(self) -> int:
        """The size of the largest page."""
        return self.options.max_page_bytes

    def outcome_of(self, record: Record) -> Outcome:
        """Return the record's page, or why it has none."""
        kind = kind_of(record)
        response_of = _RESPONSES_BY_TYPE.get(kind)
        outcome = self.by_header(record) if response_of else Skipped(kind)
        if outcome and record.content_length > self.max_page_bytes:
            raise UnreadRecordError(outcome)
        if outcome or response_of is None:
            return outcome or Skipped(kind)
        head = record.reader.read(min(record.content_length, _HEAD_BYTES))
        reason = _reason_by_head(url_of(record), head, self.options) if kind == "response" else None
        return Skipped(reason) if reason else self.from_block(response_of, record, block_of(record, head))

    def from_block(self, response_of: _ResponseOf, record: Record, block: bytes) -> Outcome:
        """Return the page in a record's block, or why it has none."""
        fault = digest_fault(record, block, self.options.digests, self.max_page_bytes)
        if fault and fault.is_reject:
            return self.reject(record, "digest", fault.reason)
        try:
            response = response_of(url_of(record), record, block, self.options)
            return self.page(record, response, fault.reason if fault else None)
        except TooLargeError:
            return self.too_large(record)
        except CodingError as error:
            return self.reject(record, error.code, str(error))
        except MessageError as error:
            return self.reject(record, "damaged", str(error))

    def by_header(self, record: Record) -> Outcome | None:
        """Return the outcome if the record's header decides it; None if the block must be read.

        Nine records in ten may be of no interest.
        """
        wanted = self.options.wanted
        if wanted.asks_for_capture:
            captured = captured_at(record) if wanted.since or wanted.until else None
            if reason := wanted.reason_against_capture(url_of(record), captured):
                return Skipped(reason)
        if header_of(record, b"WARC-Segment-Number"):
            return self.reject(record, "segmented", "the record is segmented, and segments are not joined")
        if record.content_length > self.max_page_bytes + _MAX_HTTP_HEADER_BYTES:
            return self.too_large(record)
        return None

    def page(self, record: Record, response: _Response | str, warning: str | None) -> Outcome:
        if isinstance(response, str):
            return Skipped(response)
        source = Source(
            kind="wet" if kind_of(record) == "conversion" else self.dump.records,
            path=self.dump.name,
            offset=self.dump.offset_of(record.stream_pos),
            recordId=record_id_of(record),
            digest=digest_of(response.body),
            warning=warning or (record.warning if isinstance(record, LenientRecord) else None),
        )
        return ArchivedPage(response, source, captured_at(record))

    def too_large(self, record: Record) -> Reject:
        return self.reject(record, "too-large", f"the page is larger than {self.max_page_bytes} bytes")

    def reject(self, record: Record, code: str, reason: str) -> Reject:
        return Reject(
            path=self.dump.name,
            offset=self.dump.offset_of(record.stream_pos),
            recordId=record_id_of(record),
            url=url_of(record) or None,
            code=code,
            reason=reason,
        )


_Response = HtmlResponse | TextDumpResponse
# URL, record, block, options -> the record's response, or why it is skipped.
_ResponseOf = Callable[[str, Record, bytes, ReadOptions], _Response | str]


def _from_response(url: str, record: Record, block: bytes, options: ReadOptions) -> _Response | str:
    if is_blank(block):
        return "content"
    message = stored_message(record, block)
    reason = _reason_against(url, message, options if is_http(record, block) else None)
    return reason or page_response(url, decoded_message(message, options.max_page_bytes)) or "content"


def _from_revisit(url: str, record: Record, block: bytes, options: ReadOptions) -> _Response | str:
    revisit = revisit_of(record, block)
    own = revisit.message
    # If its own headers rule it out, the payload is not looked up.
    if own and own.status != _NOT_MODIFIED and (reason := _reason_against(url, own, options)):
        return reason
    message = options.resolve(revisit, options.max_page_bytes) if options.resolve else None
    if message is None:
        return "unresolved-revisit"
    return _reason_against(url, message, options) or page_response(url, message) or "content"


def _reason_by_head(url: str, head: bytes, options: ReadOptions) -> str | None:
    """Return why a response is not wanted, by its first bytes; None if they do not decide it."""
    if b"\r\n\r\n" not in head or not is_http_response(head):
        return None
    try:
        message = parsed_message(head)
    except MessageError:
        return None
    declared = mime_type(message)
    return _reason_against(url, message, options) or (
        options.wanted.reason_against_type(declared) if declared else None
    )


def _reason_against(url: str, message: Message, options: ReadOptions | None) -> str | None:
    """Return why a message is not a page, or not wanted; its status is checked if `options` are given."""
    if options and message.status not in options.statuses:
        return "status"
    if not may_be_page(message):
        return "content-type"
    if _NOT_WEB.match(url):
        return "no-web-address"
    # Every crawl fetches it; it is text, but not a page.
    return "robots.txt" if _ROBOTS_TXT.match(url) else None


def _from_conversion(url: str, record: Record, block: bytes, options: ReadOptions) -> _Response | str:
    if len(block) > options.max_page_bytes:
        raise TooLargeError
    message = Message(200, [(b"Content-Type", header_of(record, b"Content-Type").encode())], block)
    if not may_be_page(message):
        return "content-type"
    if is_blank(block) or is_binary(block) or not (is_html(block) or has_words(block)):
        return "content"
    # Text that begins with tags is what a tool calls a conversion that has only cleaned the HTML.
    return HtmlResponse(url, body=block, encoding="utf-8") if is_html(block) else conversion_response(url, block)


def _from_unknown(url: str, record: Record, block: bytes, options: ReadOptions) -> _Response | str:
    """Return the page of a record whose type is missing, or not in the standard. Raises MessageError."""
    found = _from_response(url, record, block, options)
    if isinstance(found, str) and found not in _UNWANTED:
        written = header_of(record, b"WARC-Type")[:_SHOWN_CHARS]
        raise MessageError(f"its type, {written!r}, is not in the standard" if written else "it has no WARC-Type")
    return found


_RESPONSES_BY_TYPE: dict[str, _ResponseOf] = {
    "response": _from_response,
    "unknown": _from_unknown,
    "resource": _from_response,
    "revisit": _from_revisit,
    "conversion": _from_conversion,
}


def conversion_response(url: str, block: bytes) -> TextDumpResponse:
    """Return the page of a conversion record; by the standard its text is UTF-8.

    >>> conversion_response("https://example.org/a", "Sturm trifft Küste".encode()).text
    'Sturm trifft Küste'
    """
    return TextDumpResponse(url, body=block, encoding="utf-8")


def warc_beside(root: Location) -> Callable[[str], bool]:
    """Return a function that says of a file's name whether it is a WET whose WARC is in the source too.

    As in Common Crawl, `a.warc.wet.gz` is the text of `a.warc.gz`, in the same folder or in `warc/` beside `wet/`.
    """

    def is_beside(name: str) -> bool:
        folder, _, file = name.rpartition("/")
        warc = file.replace(".warc.wet", ".warc", 1)
        if warc == file:
            return False
        parts = folder.split("/")
        folders = [folder, "/".join("warc" if part == "wet" else part for part in parts)]
        return any(_is_file_in(root, place, warc) for place in folders)

    return is_beside


def _is_file_in(root: Location, place: str, name: str) -> bool:
    if isinstance(root, Path):
        return (root / place / name).is_file()
    return isinstance(root, RemotePath) and root.is_dir() and (root / f"{place}/{name}".lstrip("/")).is_file()


FORMAT = Format(
    name="warc",
    evidence=Evidence.HEADER,
    matches=lambda dump: is_warc(dump.head),
    read=read_warc,
    holds_many=True,
    positions=BytePositions(available=can_be_entered, steps=warc_steps, next_record=next_record),
    recover=with_records,
)
