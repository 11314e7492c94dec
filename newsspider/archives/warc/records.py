"""Reading the records of a WARC or ARC in order, past any damage.

FastWARC is fast, but silent about some damage: it takes the end of the file for the end of a record, and drops a
truncated header. So each outcome is held back until the next record's header was found where the record's length
puts it. If it was not, and at the end of the file, `recovery` reads the held record again, byte by byte, and finds
the next one. Where FastWARC refuses a header, `lenient` reads on from there, for as long as records are valid.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from io import SEEK_SET, BytesIO
from typing import Any, BinaryIO, Generic, TypeAlias, TypeVar, cast

from fastwarc.warc import ArchiveIterator, HeaderMap, WarcRecordType

from newsspider.archives.files import DumpFile
from newsspider.archives.types import Found
from newsspider.archives.warc.headers import Record, record_id_in, url_in
from newsspider.archives.warc.lenient import (
    LENGTH_LIES,
    WRONG_LENGTH,
    DamagedRecordError,
    LenientReader,
    LenientRecord,
    form_of,
    has_whole_header,
)
from newsspider.archives.warc.recovery import end_of_record, first_content, next_record, past_empty_members
from newsspider.items import Reject

__all__ = ["DamagedRecordError", "UnreadRecordError", "block_of", "read_record_at", "read_records", "record_steps"]


class _RefusedHeaderError(Exception):
    """FastWARC did not understand the current record's header."""


class UnreadRecordError(Exception):
    """A record that is too long to read to its end; `outcome` is what it becomes."""

    def __init__(self, outcome: Any) -> None:  # an exception cannot be generic
        super().__init__()
        self.outcome = outcome


_T = TypeVar("_T")  # what the caller makes of a record, or a reject if it is damaged


@dataclass(slots=True)
class _Held(Generic[_T]):
    offset: int
    headers: HeaderMap | None  # not only id and URL, which take 1 µs to look up and are needed only after damage
    outcome: _T | None  # None if reading the record failed

    def reject(self, dump: DumpFile, reason: str) -> Reject:
        """Return a reject for the record, with the identifier and URL that its header has, unless that is cut."""
        reject = _reject(dump, self.offset, reason)
        if self.headers is not None and has_whole_header(dump, self.offset):
            reject.recordId, reject.url = record_id_in(self.headers), url_in(self.headers) or None
        return reject


@dataclass(slots=True)
class _Run(Generic[_T]):
    """How far one run got before it ended or failed."""

    stop: int
    position: int  # of the record after the last one whose outcome was yielded, if none is held
    held: _Held[_T] | None = None
    fault: str | None = None
    stopped: bool = False  # at the first record of the next part
    refused: bool = False  # by FastWARC: the header of the held record, or of the first one


# Each run decompresses a solid file from its start again, so that hostile damage takes quadratic time.
_MAX_RUNS_IF_SOLID = 20
# By the standard; so they show that two headers were read as one.
_ONCE = (b"WARC-Type", b"WARC-Record-ID", b"WARC-Date", b"WARC-Target-URI", b"Content-Length")
# FastWARC takes the lines of the HTTP message after such a header for a part of it.
_ENDS_IN_TWO_RETURNS = re.compile(rb"[^\r\n]{1,40}\r\r\n")
# The size up to which a record is read whole because its length is wrong.
_MAX_COUNTED_BYTES = 16 << 20
_MIN_BREAKS = 8  # of lines that all gained a carriage return
_MAX_TRAILING_BREAKS = 4  # at the end of a block, where they cannot be told from those of the record
_OutcomeOf: TypeAlias = Callable[[Record], _T]
_READ_ERRORS = (DamagedRecordError, OSError, EOFError, ValueError)


def read_records(dump: DumpFile, outcome_of: _OutcomeOf[_T]) -> Iterator[_T | Reject]:
    """Yield what `outcome_of` makes of each record, and a reject for each damaged stretch.

    `outcome_of` may raise DamagedRecordError, UnreadRecordError or OSError.
    """
    return (step.outcome for step in record_steps(dump, outcome_of))


def record_steps(
    dump: DumpFile, outcome_of: _OutcomeOf[_T], start: int = 0, stop: int = sys.maxsize
) -> Iterator[Found[_T | Reject]]:
    """Yield the same for the records that begin from `start` on and before `stop`, with positions.

    A record must begin at `start`. The last step's `after` is the end of the last record.
    """
    position: int | None = past_empty_members(dump, start)
    runs = 0
    while position is not None and position < stop:
        runs += 1
        if dump.solid and runs > _MAX_RUNS_IF_SOLID:
            reason = "too much damage for a file that is compressed as a whole: the rest was not read"
            yield Found(_reject(dump, position, reason), None)
            return
        run: _Run[_T] = _Run(stop, position)
        if form_of(dump).fastwarc_reads and not _ENDS_IN_TWO_RETURNS.match(dump.head):
            with dump.open() as file:
                yield from _all_but_last(_Part(file, position, dump.size_bytes), outcome_of, run)
        else:
            run.refused = True
        if run.refused:
            run = _Run(stop, run.held.offset if run.held else position)
            yield from _sound_records(dump, outcome_of, run)
        if run.stopped:
            return
        position = yield from _after_run(dump, run.position, outcome_of, run)


def _all_but_last(part: _Part, outcome_of: _OutcomeOf[_T], run: _Run[_T]) -> Iterator[Found[_T | Reject]]:
    """Yield each outcome once the next record was found; the last one stays in `run.held`."""
    try:
        # parse_http=False: the whole block is read before its headers are parsed, so that nothing is left unread.
        for record in ArchiveIterator(part, parse_http=False):
            if run.held and run.held.outcome is not None:
                yield Found(run.held.outcome, record.stream_pos)
            if record.stream_pos >= run.stop:
                run.stopped = True
                return
            run.held = _Held(record.stream_pos, record.headers, None)
            _check_understood(record)
            run.held.outcome = outcome_of(record)
    except UnreadRecordError as unread:
        if run.held:
            run.held.outcome = unread.outcome
    except _RefusedHeaderError:
        run.refused = True
    except _READ_ERRORS as error:
        run.fault = str(error)
        run.refused = run.held is None


def _sound_records(dump: DumpFile, outcome_of: _OutcomeOf[_T], run: _Run[_T]) -> Iterator[Found[_T | Reject]]:
    """Yield the outcome of each record from `run.position` on; the first that is not valid stays in `run.held`."""
    begin = first_content(dump, run.position)
    with dump.open() as file:
        try:
            reader = LenientReader(file, run.position if begin is None else begin, dump)
            while record := reader.next_record():
                if record.stream_pos >= run.stop:
                    run.stopped = True
                    return
                run.held = _Held(record.stream_pos, record.headers, None)
                _check_header(record)
                outcome = run.held.outcome = _outcome(record, outcome_of)
                if not reader.end_record():
                    return
                run.held, run.position = None, reader.position
                yield Found(outcome, reader.position)
        except _READ_ERRORS as error:
            run.fault = str(error)


def _outcome(record: Record, outcome_of: _OutcomeOf[_T]) -> _T:
    try:
        return outcome_of(record)
    except UnreadRecordError as unread:
        outcome: _T = unread.outcome
        return outcome


def _check_header(record: Record, once: Sequence[bytes] = _ONCE) -> None:
    """Raise DamagedRecordError if FastWARC read a truncated header and the next record's header as one."""
    names = list(map(bytes.lower, record.headers.keys_bytes()))
    if len(names) == len(set(names)):  # nearly always, and five times as fast to check
        return
    for name in once:
        if len(record.headers.get_bytes_multiple(name)) > 1:
            raise DamagedRecordError(f"its header has {name.decode()} more than once")


def _check_understood(record: Record) -> None:
    """Raise _RefusedHeaderError if FastWARC found a type, a length or the like not at all, or more than once."""
    try:
        _check_header(record, (*_ONCE, b"Content-Type"))
    except DamagedRecordError as error:
        raise _RefusedHeaderError from error
    if record.record_type is WarcRecordType.unknown or (
        not record.content_length and (record.headers.get_bytes(b"Content-Length") or b"").strip() != b"0"
    ):
        raise _RefusedHeaderError


def _after_run(
    dump: DumpFile, start: int, outcome_of: _OutcomeOf[_T], run: _Run[_T]
) -> Generator[Found[_T | Reject], None, int | None]:
    """Yield the outcomes of the run's last record and of what follows it; return where to continue."""
    if run.held is None and first_content(dump, start) is None:
        return None
    held: _Held[_T] = run.held or _Held(start, None, None)
    end = end_of_record(dump, held.offset)
    following = next_record(dump, held.offset + 1)
    # A record whose stated length is too long can end by chance at a blank line in the next one.
    if end is None or (following is not None and following < end and next_record(dump, end) != end):
        found = _counted_otherwise(dump, held.offset, following or dump.size_bytes, outcome_of)
        yield Found(held.reject(dump, run.fault or LENGTH_LIES) if found is None else found, following)
        return following
    end = past_empty_members(dump, end)
    # FastWARC decompresses ahead, and may fail in an intact record because the next one is damaged.
    outcome = _read_alone(dump, held, end, outcome_of) if held.outcome is None else held.outcome
    if first_content(dump, end) is None:
        yield Found(outcome, None)
        return None
    following = next_record(dump, end)
    yield Found(outcome, end if following == end else None)
    if following != end:
        extent = "the rest of the file" if following is None else f"a stretch of {following - end} bytes"
        yield Found(_reject(dump, end, f"{extent} holds no readable record"), following)
    return following


def _counted_otherwise(dump: DumpFile, offset: int, end: int, outcome_of: _OutcomeOf[_T]) -> _T | None:
    """Return the outcome of the record from `offset` to `end` if only its length was counted otherwise, else None.

    ClueWeb09 lost the carriage returns of its lines, other files gained them, and some tools count characters.
    """
    if dump.compression or dump.solid or end - offset > _MAX_COUNTED_BYTES:
        return None
    with dump.open() as file:
        file.seek(offset)
        content = file.read(end - offset)
    header = form_of(dump).header(content)
    if header is None:
        return None
    block = content[header.size_bytes :].rstrip(b"\r\n")
    if not _may_be_length(header.content_length, content, block):
        return None
    record = LenientRecord(
        offset, header.fields, len(block), header.record_type, BytesIO(block), warning=WRONG_LENGTH
    )
    try:
        return _outcome(record, outcome_of)
    except _READ_ERRORS:
        return None


def _may_be_length(stated: int, content: bytes, block: bytes) -> bool:
    """Return whether a block may have had this length before its line ends changed, or has it in characters."""
    breaks = block.count(b"\n")
    if stated > len(block):
        return b"\r\n" not in content and stated <= len(block) + breaks + _MAX_TRAILING_BREAKS
    characters = len(block.decode("utf-8", "replace"))
    counts = [len(block) - breaks] if block.count(b"\r\n") == breaks >= _MIN_BREAKS else []
    counts += [characters] if characters < len(block) else []
    return any(abs(stated - count) <= _MAX_TRAILING_BREAKS for count in counts)


def _read_alone(dump: DumpFile, held: _Held[Any], end: int, outcome_of: _OutcomeOf[_T]) -> _T | Reject:
    """Return the outcome of the intact record from `held.offset` to `end`, read without the bytes after it."""
    try:
        return read_record_at(dump, held.offset, lambda record: _outcome(record, outcome_of), end)
    except _READ_ERRORS as error:
        return held.reject(dump, str(error))


def read_record_at(dump: DumpFile, offset: int, read: Callable[[Record], _T], end: int | None = None) -> _T:
    """Return what `read` makes of the record at `offset`, reading no other record.

    Raises DamagedRecordError if no record begins there, and OSError, EOFError or ValueError if it is damaged.
    """
    end = dump.size_bytes if end is None else min(end, dump.size_bytes)
    if not 0 <= offset < end:
        raise DamagedRecordError(f"byte {offset} is after the end of the file")
    with dump.open() as file:
        part = cast("BinaryIO", _Part(file, offset, end))
        record = LenientReader(part, offset, dump).next_record()
        if record is not None:
            _check_header(record)
            return read(record)
    raise DamagedRecordError(f"no record begins at byte {offset}, or its header cannot be read")


def block_of(record: Record, head: bytes = b"") -> bytes:
    """Return the record's whole block, of which `head` was read. Raises DamagedRecordError if it is truncated."""
    block = head + record.reader.read(record.content_length - len(head))
    if len(block) < record.content_length:
        raise DamagedRecordError(f"only {len(block)} of {record.content_length} bytes are there")
    return bytes(block)


class _Part:
    """A file from `start` to `end` for FastWARC; positions are those of the whole file."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        file.seek(start)
        self._file, self._end = file, end

    def read(self, size: int = -1) -> bytes:
        left = max(self._end - self._file.tell(), 0)
        return self._file.read(left if size < 0 else min(size, left))

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()


def _reject(dump: DumpFile, offset: int, reason: str) -> Reject:
    return Reject(path=dump.name, offset=dump.offset_of(offset), code="damaged", reason=reason)
