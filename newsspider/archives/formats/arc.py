"""ARC files, versions 1 and 2: the Internet Archive's form of web archives before WARC. Read as WARCs are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from newsspider.archives.files import DumpFile
from newsspider.archives.formats.warc import can_be_entered, read_warc, warc_steps
from newsspider.archives.types import BytePositions, Evidence, Format, Outcome, ReadOptions, Step
from newsspider.archives.warc.arc import is_arc
from newsspider.archives.warc.recovery import next_record, with_records


def as_arc(dump: DumpFile) -> DumpFile:
    """Return the file as one whose records are those of an ARC."""
    return replace(dump, records="arc")


def read_arc(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield for each record a page, a reject, or why it is skipped."""
    return read_warc(as_arc(dump), options)


def arc_steps(dump: DumpFile, options: ReadOptions, start: int, stop: int) -> Iterator[Step]:
    """Yield the outcome of each record that begins from byte `start` on and before `stop`."""
    return warc_steps(as_arc(dump), options, start, stop)


FORMAT = Format(
    name="arc",
    evidence=Evidence.HEADER,
    matches=lambda dump: is_arc(dump.head),
    read=read_arc,
    holds_many=True,
    positions=BytePositions(
        available=lambda dump: can_be_entered(as_arc(dump)),
        steps=arc_steps,
        next_record=lambda dump, offset: next_record(as_arc(dump), offset),
    ),
    recover=lambda dump: with_records(as_arc(dump)),
)
