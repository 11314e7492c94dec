"""The records of a WARC, one after the other, past whatever is damaged.

FastWARC reads; it is fast, and silent about some damage: it takes the end of the file for the end of a record
and drops a header that is cut. So each outcome is held back until the next record's header was found where the
record said that it would be. Where that fails, and at the end of the file, `recovery` looks at the held record
again, byte by byte, and finds the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from fastwarc.warc import ArchiveIterator, WarcRecord

from newsspider.archives.files import DumpFile
from newsspider.archives.recovery import end_of_record, first_content, next_record
from newsspider.archives.types import Outcome
from newsspider.items import Reject


class DamagedRecordError(Exception):
    """The record at hand cannot be read as it says that it should."""


class UnreadRecordError(Exception):
    """A record that is too long to read through; `outcome` says what becomes of it."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class _Held:
    offset: int
    outcome: Outcome
    record_id: str | None
    broken: str | None = None  # why the record is known to be damaged


@dataclass(slots=True)
class _Run:
    """How far one run of FastWARC came before it ended or failed."""

    held: _Held | None = None
    fault: str | None = None


def read_records(dump: DumpFile, outcome_of: Callable[[WarcRecord], Outcome]) -> Iterator[Outcome]:
    """Yield what `outcome_of` makes of each record, and a reject for each stretch that is damaged.

    `outcome_of` may raise DamagedRecordError, UnreadRecordError or OSError.
    """
    start: int | None = 0
    while start is not None:
        run = _Run()
        yield from _run(dump, start, outcome_of, run)
        start = yield from _after_run(dump, start, run)


def _run(
    dump: DumpFile, start: int, outcome_of: Callable[[WarcRecord], Outcome], run: _Run
) -> Iterator[Outcome]:
    """Yield all outcomes but the last, which stays in `run.held`."""
    with dump.open() as file:
        file.seek(start)
        records = _records(file, run)
        for record in records:
            if run.held:
                yield run.held.outcome
            offset, record_id = record.stream_pos, record_id_of(record)
            try:
                run.held = _Held(offset, outcome_of(record), record_id)
            except UnreadRecordError as unread:
                run.held = _Held(offset, unread.outcome, record_id)
                return
            except (DamagedRecordError, OSError, EOFError, ValueError) as error:
                reject = _reject(dump, offset, str(error), record_id)
                run.held = _Held(offset, reject, record_id, str(error))
                return


def _records(file: object, run: _Run) -> Iterator[WarcRecord]:
    try:
        # parse_http=False: the body is read whole before its headers are parsed, so nothing is left undrained.
        yield from ArchiveIterator(file, parse_http=False)  # type: ignore[arg-type]  # BufferedReader is one
    except (OSError, EOFError, ValueError) as error:
        run.fault = str(error)


def _after_run(dump: DumpFile, start: int, run: _Run) -> Generator[Outcome, None, int | None]:
    """Yield what became of the run's last record and of what follows; return where to go on."""
    held = run.held
    if held is None:
        end = first_content(dump, start)
        if end is None:
            return None
        yield _reject(dump, start, run.fault or "no record where one should begin")
        return next_record(dump, start + 1)
    sound_end = None if held.broken else end_of_record(dump, held.offset)
    if sound_end is None:
        reason = held.broken or run.fault or "the file ends within the record"
        yield _reject(dump, held.offset, f"damaged record: {reason}", held.record_id)
        return next_record(dump, held.offset + 1)
    yield held.outcome
    if first_content(dump, sound_end) is None:
        return None
    following = next_record(dump, sound_end)
    if following != sound_end:
        until = dump.size_bytes if following is None else following
        yield _reject(dump, sound_end, f"{until - sound_end} bytes that hold no readable record")
    return following


def record_id_of(record: WarcRecord) -> str | None:
    """Return the record's identifier without the angle brackets around it."""
    written = record.headers.get_bytes(b"WARC-Record-ID")
    return written.decode("utf-8", "replace").strip("<> ") or None if written else None


def _reject(dump: DumpFile, offset: int, reason: str, record_id: str | None = None) -> Reject:
    return Reject(path=dump.name, offset=offset, recordId=record_id, code="damaged", reason=reason)
