"""One file, read from any place on: what it holds, each with the position at which reading can begin again.

The position is a byte in a WARC whose records lie there one by one; in all other files, and in containers, it is
the number of things read before it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from newsspider.archives.containers import container_of
from newsspider.archives.files import DumpFile, look_at
from newsspider.archives.formats.http_cache import BODY, is_cache_entry
from newsspider.archives.formats.table import WARC, Format, recognized
from newsspider.archives.formats.warc import can_be_entered, warc_steps
from newsspider.archives.open import dumps_in, looked_at, outcomes_of, with_filter
from newsspider.archives.types import Outcome, ReadOptions, Step
from newsspider.archives.warc.recovery import next_record
from newsspider.items import Reject

_OF_MANY = frozenset({"warc", "json"})
_Found = tuple[DumpFile, Format] | Reject


def file_steps(
    file: Path, name: str, options: ReadOptions, start: int = 0, stop: int = sys.maxsize
) -> Iterator[Step]:
    """Yield what the file holds from position `start` on and before `stop`. Raises SourceError at the first step.

    Both are 0, a step's `after`, or of `split_points`. `name` is what the file is called in what comes of it.
    """
    found = dumps_in(file, name, options.max_page_bytes)
    first = next(found, None)
    if first is None:
        return
    if (dump := _enterable(first, name)) is not None:
        yield from _record_steps(dump, options, start, stop)
        return
    outcomes = (outcome for one in chain([first], found) for outcome in _outcomes(one, options))
    for count, outcome in enumerate(outcomes, 1):
        if count > start:
            yield Step(outcome, count)


def record_steps_of(file: Path, name: str, options: ReadOptions, start: int, stop: int) -> Iterator[Step]:
    """Yield what `file_steps` does of a file that `has_byte_positions`, without looking at its beginning again.

    That takes as long as seven records that are skipped. Raises SourceError at the first step.
    """
    yield from _record_steps(looked_at(file, name), options, start, stop)


def split_points(file: Path, part_bytes: int) -> list[int]:
    """Return at which bytes the file can be read in parts of about `part_bytes` each; none if it cannot be.

    A record begins there as far as can be told without reading from the file's start: one within another looks
    the same. Who reads the part before must see it end just there. Raises SourceError.
    """
    dump = _enterable(next(dumps_in(file, file.name, 0), None), file.name)
    if dump is None or dump.size_bytes < 2 * part_bytes:
        return []
    wished = range(part_bytes, dump.size_bytes - part_bytes // 2, part_bytes)
    found = (next_record(dump, offset) for offset in wished)
    return sorted({offset for offset in found if offset is not None})


def has_byte_positions(file: Path) -> bool:
    """Return whether positions in the file are bytes. Raises SourceError."""
    return _enterable(next(dumps_in(file, file.name, 0), None), file.name) is not None


def holds_many(file: Path) -> bool:
    """Return whether the file is of a format that holds page after page: not a single one, nor nothing known."""
    try:
        dump = look_at(file, file.name)
        if file.name == BODY and is_cache_entry([one.name for one in file.parent.iterdir()]):
            return False
        found = recognized(dump)
    except OSError:
        return False
    return container_of(dump.head) is not None or (found is not None and found[1].name in _OF_MANY)


def _enterable(found: _Found | None, name: str) -> DumpFile | None:
    """Return the file where it is a WARC that can be read from any record on."""
    if not isinstance(found, tuple):
        return None
    dump, known = found
    return dump if known is WARC and dump.name == name and can_be_entered(dump) else None


def _record_steps(dump: DumpFile, options: ReadOptions, start: int, stop: int) -> Iterator[Step]:
    try:
        for step in warc_steps(dump, options, start, stop):
            filtered = with_filter(step.outcome, options)
            yield step if filtered is step.outcome else Step(filtered, step.after)
    except (OSError, EOFError) as error:
        yield Step(Reject(path=dump.name, code="unreadable", reason=str(error)), None)


def _outcomes(found: _Found, options: ReadOptions) -> Iterator[Outcome]:
    if isinstance(found, Reject):
        yield found
    else:
        yield from outcomes_of(*found, options)
