"""Finding the index of an archive, updating it, or making one."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from newsspider.archives.files import DumpFile, look_at
from newsspider.archives.formats import format_of
from newsspider.archives.formats.arc import as_arc
from newsspider.archives.formats.warc import readable_dump
from newsspider.archives.locations import Location, location_of, name_below, state_of
from newsspider.archives.lookup.captures import captures_of
from newsspider.archives.lookup.cdxj import Capture, line_of, parsed_line
from newsspider.archives.lookup.foreign_index import foreign_captures
from newsspider.archives.lookup.index import CaptureIndex, index_in_memory, opened_index, write_index
from newsspider.archives.pipes import PipePath
from newsspider.archives.recognition import files_at, leads_outside, members_of
from newsspider.archives.types import Format, ReadOptions
from newsspider.errors import SourceError, printable
from newsspider.items import Reject

logger = logging.getLogger(__name__)
# Indexing takes a second or two at each start: not worth a file beside the archive.
_SMALL_BYTES = 16 << 20
_WITH_RECORDS = frozenset({"warc", "arc"})  # names of formats
_NoteReject = Callable[[Reject], None]
_State: TypeAlias = Mapping[str, tuple[int, int]]  # size and time in ns, by name


@dataclass(frozen=True, slots=True)
class WebArchive:
    """A WARC, ARC, WACZ, zip or tar, or a folder of them, and the files in it that may hold records."""

    root: Location
    files: Mapping[str, Location]  # by name relative to the root, as in `metadata.source.path`
    state: _State
    old_index: CaptureIndex | None  # this package's index, up to date or not

    @property
    def index_path(self) -> Location:
        """The path of the archive's index."""
        return _index_path(self.root)

    def dumps_in(self, name: str) -> Iterator[DumpFile | Reject]:
        """Yield the WARCs and ARCs in one of the files, or the file itself, readable at any record's offset."""
        dump = look_at(self.files[name], name)
        known = format_of(dump)
        if known is None or not known.is_container:
            yield _with_records(dump, known)
            return
        if dump.compression:
            reason = "a compressed tar or zip cannot be read from the middle; unpack it to look up its captures"
            yield Reject(path=name, code="unreadable", reason=reason)
            return
        # Listed before the first is used: a member that can be opened afterwards can be opened at any time.
        for member in list(members_of(known, dump, ReadOptions(max_page_bytes=0))):
            if isinstance(member, Reject):
                yield member
            elif isinstance(member, DumpFile) and _holds_records(kind := format_of(member)):
                yield _if_reopened(member, kind)


def _holds_records(known: Format | None) -> bool:
    return known is not None and known.name in _WITH_RECORDS


def _with_records(dump: DumpFile, known: Format | None) -> DumpFile:
    return readable_dump(as_arc(dump) if known is not None and known.name == "arc" else dump)


def _if_reopened(member: DumpFile, known: Format | None) -> DumpFile | Reject:
    try:
        with member.open():
            pass
    except OSError:
        reason = "a WARC deflated in a zip cannot be read from the middle; unpack it to look up its captures"
        return Reject(path=member.name, code="unreadable", reason=reason)
    return replace(_with_records(member, known), head=b"")


def web_archive(path: str | Location) -> WebArchive:
    """Return the files at `path` that may hold WARC records. Raises SourceError if there are none."""
    root = location_of(path)
    files: dict[str, Location] = {}
    state: dict[str, tuple[int, int]] = {}
    old = opened_index(_index_path(root))
    for file in files_at(root):
        if leads_outside(file, root):
            continue
        name = name_below(file, root)
        try:
            is_now = _size_and_time(file)
            # Files that the index covers are not opened: for 10,000 files that would take three seconds.
            if (old is not None and old.files.get(name) == is_now) or _may_hold_records(file, name):
                files[name], state[name] = file, is_now
        except OSError as error:
            raise SourceError(str(file), error.strerror or str(error)) from error
    if not files:
        raise SourceError(str(path), "no WARC, ARC or WACZ file here, and look-ups need one")
    return WebArchive(root, files, state, old)


def _size_and_time(file: Location) -> tuple[int, int]:
    """Return a file's size and its time in ns, or for a remote one a number that changes with its version."""
    if isinstance(file, Path):
        stat = file.stat()
        return stat.st_size, stat.st_mtime_ns
    state = state_of(file)
    return state.size_bytes or 0, int.from_bytes(hashlib.sha256(state.version.encode()).digest()[:6], "big")


def _may_hold_records(file: Location, name: str) -> bool:
    known = format_of(look_at(file, name))
    return known is not None and (known.is_container or _holds_records(known))


def _index_path(root: Location) -> Location:
    """Return the path of an archive's index: in the folder, or beside the file."""
    if isinstance(root, PipePath):
        return Path(os.devnull)
    return root / "index.cdxj" if root.is_dir() else root.with_name(f"{root.name}.cdxj")


def index_of(
    archive: WebArchive, note_reject: _NoteReject, recorded: Iterable[bytes] | None = None
) -> CaptureIndex:
    """Return the archive's index; make or update it if it does not match the files.

    The lines of unchanged files are kept. `note_reject` is called for everything that could not be indexed.
    `recorded` are the lines of files that were just written: these are not read again, and the index is written
    even for a small archive.
    """
    state, old = archive.state, archive.old_index
    if old is not None and old.files == state:
        return old
    is_small = recorded is None and old is None and sum(size for size, _ in state.values()) < _SMALL_BYTES
    lines = _lines(archive, note_reject, recorded or ())
    path = archive.index_path
    # An index of another tool is not overwritten, and none is written beside remote files.
    if is_small or not isinstance(path, Path) or (old is None and path.exists()):
        return index_in_memory(lines, state)
    logger.info("Indexing %s", printable(archive.root))
    try:
        write_index(path, lines, state)
    except OSError as error:
        logger.warning("%s cannot be written (%s); the index is kept in memory", path, error.strerror)
        return index_in_memory(_lines(archive, note_reject, ()), state)
    return opened_index(path) or index_in_memory((), state)


def _lines(archive: WebArchive, note_reject: _NoteReject, recorded: Iterable[bytes]) -> Iterator[bytes]:
    state, old = archive.state, archive.old_index
    kept = {name for name, is_now in state.items() if old is not None and old.files.get(name) == is_now}
    if old is not None and kept:
        yield from (line for line in old.lines() if _outer_name(archive, line) in kept)
    fresh = state.keys() - kept
    covered: set[str] = set()
    for line in recorded:
        if (name := _outer_name(archive, line)) in fresh:
            covered.add(name)
            yield line
    for capture in foreign_captures(archive.root, {name: archive.files[name] for name in fresh - covered}):
        covered.add(capture.filename)
        yield line_of(capture)
    for name in sorted(fresh):
        yield from _scanned(archive.dumps_in(name), covered, note_reject)


def _scanned(dumps: Iterable[DumpFile | Reject], covered: set[str], note_reject: _NoteReject) -> Iterator[bytes]:
    for dump in dumps:
        if isinstance(dump, Reject):
            note_reject(dump)
        elif dump.name not in covered:
            for found in captures_of(dump):
                if isinstance(found, Capture):
                    yield line_of(found)
                else:
                    note_reject(found)


def _outer_name(archive: WebArchive, line: bytes) -> str | None:
    capture = parsed_line(line)
    return outer_file(archive.files, capture.filename) if capture else None


def outer_file(files: Mapping[str, Location], name: str) -> str | None:
    """Return the name of the file that a WARC is in: itself, or a zip or tar.

    >>> outer_file({"a.wacz": Path("a.wacz")}, "a.wacz/archive/data.warc.gz")
    'a.wacz'
    """
    while name not in files:
        name, slash, _ = name.rpartition("/")
        if not slash:
            return None
    return name
