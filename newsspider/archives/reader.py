"""Reading files and folders as pages, from the start or from any position reached before.

A position is a byte in a file whose records begin at known bytes (a WARC that is not compressed as a whole), and
the number of records before it in every other file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from newsspider.archives.files import DumpFile
from newsspider.archives.formats.warc import warc_beside
from newsspider.archives.locations import Location, location_of, name_below
from newsspider.archives.lookup.capture_archive import Revisits
from newsspider.archives.recognition import Recognized, files_at, recognized_file, unpacked
from newsspider.archives.remote_path import RemotePath
from newsspider.archives.types import ArchivedPage, Format, Outcome, ReadOptions, Skipped, Step
from newsspider.errors import MissingPackageError, RemoteError, SourceError
from newsspider.items import Reject


def open_source(
    path: str | Location, options: ReadOptions | None = None, count_skipped: Callable[[str], None] | None = None
) -> Iterator[ArchivedPage | Reject]:
    """Yield the pages of a file or folder, and a reject for each thing that could not be read.

    Lazy: nothing is opened before the first page is asked for, one file is open at a time, and at most two pages
    are in memory. `count_skipped` is called with a short reason for each valid record that is skipped. Raises
    SourceError, at the first step, if nothing can be read at all; a folder or container in which no file can be
    read raises it after its rejects.
    """
    for _, step in source_steps(path, options):
        if not isinstance(step.outcome, Skipped):
            yield step.outcome
        elif count_skipped is not None:
            count_skipped(step.outcome.reason)


def source_steps(path: str | Location, options: ReadOptions | None = None) -> Iterator[tuple[str | None, Step]]:
    """Yield what `open_source` does and, in between, what is skipped: the file's name, and a step in it.

    A step's `after` is the byte behind it, None in files where that is not known.
    """
    options = options or ReadOptions()
    root = location_of(path, options.storage)
    options = options_within(root, options)
    readable, why = False, ""
    for found in _files_of(root, options):
        readable = readable or not isinstance(found, Reject)
        if isinstance(found, Reject):
            why = why or f": {found.path}: {found.reason}"
        if isinstance(found, tuple) and found[1].has_byte_positions(found[0]):
            dump, known = found
            yield from ((dump.name, step) for step in _steps_by_byte(dump, known, options, 0, sys.maxsize))
        else:
            name = found[0].name if isinstance(found, tuple) else None
            yield from ((name, Step(outcome, None)) for outcome in _outcomes_in(found, options))
    if not readable:
        if isinstance(root, RemotePath) and not root.exists():
            raise SourceError(str(path), "no such file or folder")
        kind = "folder" if root.is_dir() else "archive"
        raise SourceError(str(path), f"no file in this {kind} can be read{why}")


def options_within(root: Location, options: ReadOptions) -> ReadOptions:
    """Return the options for the files of one source, which may refer to each other. Nothing is opened yet."""
    return replace(
        options, source=root, resolve=Revisits(root, options.digests), has_warc_beside=warc_beside(root)
    )


def file_steps(
    file: Location, name: str, options: ReadOptions, start: int = 0, stop: int = sys.maxsize
) -> Iterator[Step]:
    """Yield what a file holds from position `start` on and before `stop`. Raises SourceError at the first step.

    `start` and `stop` are 0, a step's `after`, or one of `split_points`. `name` is what articles and rejects call
    the file.
    """
    dump, known = recognized_file(file, name, options)
    if known.has_byte_positions(dump):
        yield from _steps_by_byte(dump, known, options, start, stop)
        return
    parts = unpacked(dump, known, options)
    for count, outcome in enumerate((outcome for part in parts for outcome in _outcomes_in(part, options)), 1):
        if count > start:
            yield Step(outcome, count)


def record_steps(file: Location, name: str, options: ReadOptions, start: int, stop: int) -> Iterator[Step]:
    """Yield what `file_steps` does, for a file that is known to have byte positions.

    To find that out takes as long as skipping seven records. Raises SourceError at the first step.
    """
    dump, known = recognized_file(file, name, options)
    yield from _steps_by_byte(dump, known, options, start, stop)


def has_byte_positions(file: Location, options: ReadOptions) -> bool:
    """Return whether positions in the file are bytes. Raises SourceError."""
    dump, known = recognized_file(file, file.name, options)
    return known.has_byte_positions(dump)


def split_points(file: Location, part_bytes: int, options: ReadOptions) -> list[int]:
    """Return the bytes at which the file can be read in parts of about `part_bytes`; none if it cannot be split.

    A record begins at each of them, as far as can be told without reading from the file's start; a record within
    another looks the same. So the part before must be seen to end exactly there. Raises SourceError.
    """
    dump, known = recognized_file(file, file.name, options)
    if known.positions is None or not known.has_byte_positions(dump) or dump.size_bytes < 2 * part_bytes:
        return []
    wished = range(part_bytes, dump.size_bytes - part_bytes // 2, part_bytes)
    found = (known.positions.next_record(dump, offset) for offset in wished)
    return sorted({offset for offset in found if offset is not None})


def holds_many(file: Location, options: ReadOptions) -> bool:
    """Return whether the file holds many pages; False for a single page and for a file that cannot be read."""
    try:
        dump, known = recognized_file(file, file.name, options)
        return known.holds_pages(dump, options)
    except RemoteError:
        raise
    except (OSError, EOFError, SourceError):
        return False


def _files_of(root: Location, options: ReadOptions) -> Iterator[Recognized | Outcome]:
    """Yield each file of a source that can be read, those in containers too, and a reject for each that cannot."""
    for file in files_at(root, options.formats):
        if file != root and options.is_left_out(file):
            continue
        name = name_below(file, root)
        try:
            yield from unpacked(*recognized_file(file, name, options), options)
        except SourceError as error:
            if file == root or isinstance(error, RemoteError):
                raise
            yield Reject(path=name, code=error.code, reason=error.reason)


def _outcomes_in(found: Recognized | Outcome, options: ReadOptions) -> Iterator[Outcome]:
    """Yield what a file of pages holds: pages that are wanted, rejects, and why the others are skipped."""
    if not isinstance(found, tuple):
        yield _filtered(found, options)
        return
    dump, known = found
    try:
        for outcome in known.read(dump, options):
            if isinstance(outcome, DumpFile):
                raise TypeError(f"the format {known.name!r} yields files: declare is_container=True")
            yield _filtered(outcome, options)
    except (OSError, EOFError) as error:
        yield Reject(path=dump.name, code="unreadable", reason=str(error))
    except ImportError as error:
        if known.extra is None:
            raise
        reason = f"{known.name} files are read with {error.name}: pip install '{known.extra}'"
        yield Reject(path=dump.name, code=MissingPackageError.code, reason=reason)


def _steps_by_byte(dump: DumpFile, known: Format, options: ReadOptions, start: int, stop: int) -> Iterator[Step]:
    positions = known.positions
    assert positions is not None  # noqa: S101  # the caller has asked
    try:
        for step in positions.steps(dump, options, start, stop):
            filtered = _filtered(step.outcome, options)
            yield step if filtered is step.outcome else Step(filtered, step.after)
    except (OSError, EOFError) as error:
        yield Step(Reject(path=dump.name, code="unreadable", reason=str(error)), None)


def _filtered(outcome: Outcome, options: ReadOptions) -> Outcome:
    """Return `outcome`, or why its page is not wanted, or a reject if its URL is invalid."""
    if not isinstance(outcome, ArchivedPage):
        return outcome
    if reason := options.wanted.reason_against(outcome.response, outcome.captured):
        return Skipped(reason)
    try:
        urlsplit(outcome.response.url)
    except ValueError as error:  # no link on the page could be resolved
        return _reject_of(outcome, f"its URL is invalid: {error}")
    return outcome


def _reject_of(page: ArchivedPage, reason: str) -> Reject:
    source, url = page.source, page.response.url
    return Reject(
        path=source.path, offset=source.offset, recordId=source.recordId, url=url, code="url", reason=reason
    )
