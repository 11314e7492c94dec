"""The records of a WARC, one after the other, past whatever is damaged.

FastWARC reads; it is fast, and silent about some damage: it takes the end of the file for the end of a record
and drops a header that is cut. So each outcome is held back until the next record's header was found where the
record said that it would be. Where that fails, and at the end of the file, `recovery` looks at the held record
again, byte by byte, and finds the next one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from io import SEEK_SET
from typing import Any, BinaryIO, Generic, TypeAlias, TypeVar

from fastwarc.warc import ArchiveIterator, HeaderMap, WarcRecord

from newsspider.archives.files import DumpFile
from newsspider.archives.types import Found
from newsspider.archives.warc.headers import record_id_in
from newsspider.archives.warc.recovery import end_of_record, first_content, next_record
from newsspider.items import Reject


class DamagedRecordError(Exception):
    """The record at hand cannot be read as it says that it should."""


class UnreadRecordError(Exception):
    """A record that is too long to read through; `outcome` says what becomes of it."""

    def __init__(self, outcome: Any) -> None:  # an exception cannot be generic
        super().__init__()
        self.outcome = outcome


_T = TypeVar("_T")  # what the caller makes of a record; a reject where it is damaged


@dataclass(slots=True)
class _Held(Generic[_T]):
    offset: int
    headers: HeaderMap | None  # not its id: to look that up takes 1 µs, and damage alone asks for it
    outcome: _T | None  # None where reading the record failed

    @property
    def record_id(self) -> str | None:
        return record_id_in(self.headers) if self.headers is not None else None


@dataclass(slots=True)
class _Run(Generic[_T]):
    """How far one run of FastWARC came before it ended or failed."""

    stop: int
    held: _Held[_T] | None = None
    fault: str | None = None
    stopped: bool = False  # at a record that the next reader will begin with


# Each run decompresses such a file from its start again, so that hostile damage costs its square.
_MAX_RUNS_IF_JOINED = 20
_LENGTH_LIES = "what it says of its length is not true, or the file is cut here"
# By the standard; so they tell two headers from one.
_ONCE = (b"WARC-Type", b"WARC-Record-ID", b"WARC-Date", b"WARC-Target-URI", b"Content-Length")
_OutcomeOf: TypeAlias = Callable[[WarcRecord], _T]
_READ_ERRORS = (DamagedRecordError, OSError, EOFError, ValueError)


def read_records(dump: DumpFile, outcome_of: _OutcomeOf[_T]) -> Iterator[_T | Reject]:
    """Yield what `outcome_of` makes of each record, and a reject for each stretch that is damaged.

    `outcome_of` may raise DamagedRecordError, UnreadRecordError or OSError.
    """
    return (step.outcome for step in record_steps(dump, outcome_of))


def record_steps(
    dump: DumpFile, outcome_of: _OutcomeOf[_T], start: int = 0, stop: int = sys.maxsize
) -> Iterator[Found[_T | Reject]]:
    """Yield what read_records() does, of the records that begin from `start` on and before `stop`.

    `start` must be where one begins. Where the last of them ends is the last step's `after`.
    """
    position: int | None = start
    runs = 0
    while position is not None and position < stop:
        runs += 1
        if dump.joined and runs > _MAX_RUNS_IF_JOINED:
            reason = "too much damage for a file that is compressed as one: the rest is unread"
            yield Found(_reject(dump, position, reason), None)
            return
        run: _Run[_T] = _Run(stop)
        with dump.open() as file:
            yield from _all_but_last(_Part(file, position, dump.size_bytes), outcome_of, run)
        if run.stopped:
            return
        position = yield from _after_run(dump, position, outcome_of, run)


def _all_but_last(part: _Part, outcome_of: _OutcomeOf[_T], run: _Run[_T]) -> Iterator[Found[_T | Reject]]:
    """Yield each outcome once the next record is found; the last stays in `run.held`."""
    try:
        # parse_http=False: the body is read whole before its headers are parsed, so nothing is left undrained.
        for record in ArchiveIterator(part, parse_http=False):
            if run.held and run.held.outcome is not None:
                yield Found(run.held.outcome, record.stream_pos)
            if record.stream_pos >= run.stop:
                run.stopped = True
                return
            run.held = _Held(record.stream_pos, record.headers, None)
            _check_header(record)
            run.held.outcome = outcome_of(record)
    except UnreadRecordError as unread:
        if run.held:
            run.held.outcome = unread.outcome
    except _READ_ERRORS as error:
        run.fault = str(error)


def _check_header(record: WarcRecord) -> None:
    """Raise DamagedRecordError where FastWARC read a header that is cut and the next record's as one."""
    names = list(map(bytes.lower, record.headers.keys_bytes()))
    if len(names) == len(set(names)):  # as nearly always, and five times as fast to see
        return
    for name in _ONCE:
        if len(record.headers.get_bytes_multiple(name)) > 1:
            raise DamagedRecordError(f"its header says {name.decode()} more than once")


def _after_run(
    dump: DumpFile, start: int, outcome_of: _OutcomeOf[_T], run: _Run[_T]
) -> Generator[Found[_T | Reject], None, int | None]:
    """Yield what became of the run's last record and of what follows; return where to go on."""
    if run.held is None and first_content(dump, start) is None:
        return None
    held: _Held[_T] = run.held or _Held(start, None, None)
    end = end_of_record(dump, held.offset)
    following = next_record(dump, held.offset + 1)
    # A record that lies too long can end by chance at a blank line within the next one.
    if end is None or (following is not None and following < end and next_record(dump, end) != end):
        yield Found(_reject(dump, held.offset, run.fault or _LENGTH_LIES, held.record_id), following)
        return following
    # FastWARC decompresses ahead, and may have failed in a sound record for damage in the next.
    outcome = _read_alone(dump, held, end, outcome_of) if held.outcome is None else held.outcome
    if first_content(dump, end) is None:
        yield Found(outcome, None)
        return None
    following = next_record(dump, end)
    yield Found(outcome, end if following == end else None)
    if following != end:
        extent = "what follows" if following is None else f"a stretch of {following - end} bytes"
        yield Found(_reject(dump, end, f"{extent} holds no readable record"), following)
    return following


def _read_alone(dump: DumpFile, held: _Held[Any], end: int, outcome_of: _OutcomeOf[_T]) -> _T | Reject:
    """Return the outcome of the sound record from `held.offset` to `end`, away from what comes after it."""
    try:
        return read_record_at(dump, held.offset, outcome_of, end)
    except UnreadRecordError as unread:
        outcome: _T = unread.outcome
        return outcome
    except _READ_ERRORS as error:
        return _reject(dump, held.offset, str(error), held.record_id)


def read_record_at(dump: DumpFile, offset: int, read: Callable[[WarcRecord], _T], end: int | None = None) -> _T:
    """Return what `read` makes of the record at `offset`, none of the others being looked at.

    Raises DamagedRecordError where no record begins there, OSError, EOFError and ValueError where it is damaged.
    """
    end = dump.size_bytes if end is None else min(end, dump.size_bytes)
    if not 0 <= offset < end:
        raise DamagedRecordError(f"byte {offset} is behind the end of the file")
    with dump.open() as file:
        # parse_http=False: as in reading one after the other.
        for record in ArchiveIterator(_Part(file, offset, end), parse_http=False):
            if record.stream_pos != offset:
                break
            _check_header(record)
            return read(record)
    raise DamagedRecordError(f"no record begins at byte {offset}, or its header cannot be read")


def block_of(record: WarcRecord, head: bytes = b"") -> bytes:
    """Return the record's whole block, `head` of which is read. Raises DamagedRecordError where it is cut."""
    block = head + record.reader.read(record.content_length - len(head))
    if len(block) < record.content_length:
        raise DamagedRecordError(f"{len(block)} of {record.content_length} bytes are there")
    return bytes(block)


class _Part:
    """A file from `start` to `end`, as FastWARC reads it; positions are the file's own."""

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


def _reject(dump: DumpFile, offset: int, reason: str, record_id: str | None = None) -> Reject:
    return Reject(path=dump.name, offset=dump.offset_of(offset), recordId=record_id, code="damaged", reason=reason)
