"""Lists of rejects as sources: each reject is read once more where it was found."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from newsspider.archives.files import DumpFile
from newsspider.archives.filters import FILTER_REASONS
from newsspider.archives.locations import Location, location_of, name_below, state_if_readable
from newsspider.archives.pipes import PipePath
from newsspider.archives.reader import file_steps, has_byte_positions, options_within
from newsspider.archives.recognition import files_at, leads_outside
from newsspider.archives.remote_path import StorageOptions
from newsspider.archives.types import ArchivedPage, Evidence, Format, Outcome, ReadOptions, Skipped
from newsspider.errors import RemoteError, SourceError
from newsspider.items import Reject
from newsspider.reject_rows import (
    MAX_ROW_BYTES,
    PLACE_TYPES,
    RowPlace,
    is_reject_row,
    place_value,
    read_row,
    row_place,
)

_MAX_LISTS = 9  # of rejects of rejects of rejects ...
_AT_FIRST = "; at first: "
_NO_ROW: Mapping[str, Any] = MappingProxyType({})
_NO_FILE = "a page of a live crawl, not of a file: `newsspider crawl --urls-file` asks for it again"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a reject was."""

    root: Location  # the source
    file: Location
    name: str  # of the file, as in the row's path
    path: str
    offset: int | None
    record_id: str | None
    url: str | None
    row_at: int  # the byte of the list at which its row begins
    at_first: str  # what the row says of the first try: see `_at_first`

    def found(self, outcome: Outcome) -> Outcome:
        """Return what is there now, with the source that the row names: of a list's list it is the same."""
        source = str(self.root)
        if isinstance(outcome, ArchivedPage):
            return replace(outcome, root=source)
        return replace(outcome, source=outcome.source or source) if isinstance(outcome, Reject) else outcome

    def reject(self, code: str, reason: str) -> Reject:
        """Return a reject that names this place again."""
        return Reject(
            path=self.path,
            offset=self.offset,
            recordId=self.record_id,
            url=self.url,
            code=code,
            reason=f"{reason}{self.at_first}" if code == "gone" else reason,
            source=str(self.root),
        )


def is_reject_list(file: Path) -> bool:
    """Return whether a file begins like a list of rejects.

    It is read as a list only if it is the source itself; in a folder it is read as JSON lines.
    """
    try:
        with file.open("rb") as lines:
            return is_reject_row(lines.readline(MAX_ROW_BYTES))
    except OSError:
        return False


def state_of_listed(listed: Path, storage: StorageOptions) -> str:
    """Return a text that changes whenever one of the files does in which the rejects of a list are."""
    digest = hashlib.sha256()
    seen: set[object] = set()
    for at, row in _rows(listed):
        named: object = (str(row.get("source")), str(row.get("path")))
        if named in seen:
            continue
        seen.add(named)
        place = _place_or_why(row, at, listed, storage)
        if isinstance(place, _Place) and place.file not in seen:
            seen.add(place.file)
            digest.update(f"{place.file}\0{_version(place.file)}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _version(file: Location) -> str:
    try:
        return state_if_readable(file).version
    except SourceError:  # said when the file is read
        return ""


def read_reject_list(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield what is now where each reject was: a page, a reject, or a skipped record.

    A row without a place, or whose place has no record any more, is a reject again.
    """
    if dump.path is None:
        return
    if dump.compression:  # the rows that are left to try are written back
        raise SourceError(str(dump.path), f"a packed list of rejects ({dump.compression}): unpack it first")
    listed = dump.path
    places = ((at, _place_or_why(row, at, listed, options.storage)) for at, row in _rows(listed))
    for known, group in groupby(places, key=lambda one: _file_of(one[1])):
        if known is None:
            for at, reject in group:
                options.on_row_read(listed, at)
                if isinstance(reject, Reject):
                    yield reject
        else:
            root, file = known
            # Without `source` none of the files is read as a list: two lists may refer to each other.
            within = replace(options_within(root, options), source=None)
            reading = _Reading(file, [place for _, place in group if isinstance(place, _Place)], within, listed)
            yield from reading.outcomes()


def _file_of(place: _Place | Reject) -> tuple[Location, Location] | None:
    return (place.root, place.file) if isinstance(place, _Place) else None


def _rows(file: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield each row of a list and the byte at which it begins."""
    with file.open("rb") as lines:
        at, size = 0, os.fstat(lines.fileno()).st_size  # this run may append to the list
        for line in lines:
            if at >= size:
                return
            row = read_row(line)
            yield at, _NO_ROW if row is None else row
            at += len(line)


def _place_or_why(row: Mapping[str, Any], at: int, within: Path, storage: StorageOptions) -> _Place | Reject:
    try:
        return _place(row, at, within, storage)
    except RemoteError as error:  # of this row alone: others may be on disk or on other hosts
        return _again(row, "unreadable", error.reason)
    except OSError as error:  # in a folder in which nothing may be looked at
        return _again(row, "unreadable", error.strerror or str(error))


def _place(row: Mapping[str, Any], at: int, within: Path, storage: StorageOptions) -> _Place | Reject:
    if fault := _fault(row):
        return _again(row, "gone", fault)
    path, root = row["path"], _root(row, within, storage)
    if root is None:
        return _again(row, "gone", "the row does not say in which source its path is")
    if isinstance(root, PipePath):
        return _again(row, "gone", "what came through a pipe cannot be read again", root)
    offset, record_id, url = (place_value(row, name) for name in ("offset", "recordId", "url"))
    parts = PurePosixPath(path).parts or (".",)  # somewhere in the folder
    for count in range(len(parts), 0, -1):  # the rest of the path is inside the file
        name = "/".join(parts[:count])
        file = root if root.is_file() and name == root.name else root / name
        is_there = file.is_file() or (count == len(parts) and file.is_dir())  # a folder that could not be listed
        if is_there and not leads_outside(file, root):
            return _Place(root, file, name, path, offset, record_id, url, at, _at_first(row))
    return _again(row, "gone", _why_gone(root), root)


def _fault(row: Mapping[str, Any]) -> str | None:
    """Return why nothing can be where a row says, if that is seen by its path alone."""
    path = row.get("path")
    if row is _NO_ROW:
        return "the line is not a JSON object"
    if not isinstance(path, str):
        return _NO_FILE if row.get("url") else "the row has no path"
    leads_out = ".." in path.split("/") or path.startswith("/")
    return "the row's path leads out of its source" if leads_out else None


def _why_gone(root: Location) -> str:
    if not root.exists():
        return f"its source no longer exists: {root}"
    return f"the folder {root} has no such file" if root.is_dir() else f"not in {root}"


def _again(row: Mapping[str, Any], code: str, reason: str, root: Location | None = None) -> Reject:
    """Return a reject for a row of which nothing can be read: it names the same place, for the next try."""
    place = {name: place_value(row, name) for name in PLACE_TYPES}
    source, at_first = str(root) if root else place["source"], _at_first(row) if code == "gone" else ""
    return Reject(**{**place, "source": source}, code=code, reason=f"{reason}{at_first}")


def _at_first(row: Mapping[str, Any]) -> str:
    """Return what a row said at first, to go on with what it says of a later try: that nothing is there."""
    code, reason = row.get("code"), row.get("reason")
    if not isinstance(code, str) or not isinstance(reason, str):
        return ""
    _, again, first = reason.partition(_AT_FIRST)
    return f"{_AT_FIRST}{first}" if again else f"{_AT_FIRST}{code}: {reason}"


def _root(row: Mapping[str, Any], within: Path, storage: StorageOptions) -> Location | None:
    """Return the source that the row's path is relative to, following lists that were replayed from lists."""
    for _ in range(_MAX_LISTS):
        source = row.get("source")
        if not isinstance(source, str):
            return None
        root = location_of(source, storage)
        if not isinstance(root, Path):
            return root
        if root.samefile(within) if root.exists() else False:
            return None
        if not root.is_file() or root.name == row.get("path") or not is_reject_list(root):
            return root
        row = next((one for _, one in _rows(root) if one.get("path") == row.get("path")), {})
    return None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is now at the places of rejects in one file or folder."""

    file: Location
    places: Sequence[_Place]
    options: ReadOptions
    listed: Path

    def outcomes(self) -> Iterator[Outcome]:
        """Yield what is there. A row is read before its last outcome, but for one that a filter leaves out."""
        try:
            if self.file.is_dir():
                yield from self._in_folder()
            elif has_byte_positions(self.file, self.options):
                for place in self.places:
                    yield from self._at_byte(place)
            else:
                yield from self._among_all()
        except SourceError as error:
            for place in self.places:
                self._are_read([place])
                yield place.reject("unreadable", error.reason)

    def _are_read(self, places: Iterable[_Place]) -> None:
        for place in places:
            self.options.on_row_read(self.listed, place.row_at)

    def _is_filtered(self, outcome: Outcome) -> bool:
        if not isinstance(outcome, Skipped):
            return False
        has_statuses = self.options.statuses != ReadOptions().statuses
        return outcome.reason in FILTER_REASONS or (outcome.reason == "status" and has_statuses)

    def _in_folder(self) -> Iterator[Outcome]:
        place, is_complete = self.places[0], True
        for file in files_at(self.file, self.options.formats):
            name = name_below(file, place.root)
            try:
                for step in file_steps(file, name, self.options):
                    is_complete = is_complete and not self._is_filtered(step.outcome)
                    yield place.found(step.outcome)
            except SourceError as error:
                yield replace(place, path=name).reject("unreadable", error.reason)
        if is_complete:
            self._are_read(self.places)

    def _at_byte(self, place: _Place) -> Iterator[Outcome]:
        is_complete = True
        for step in file_steps(place.file, place.name, self.options, place.offset or 0):
            is_complete = is_complete and not self._is_filtered(step.outcome)
            if place.offset is not None:
                if is_complete:
                    self._are_read([place])
                yield place.found(step.outcome)
                return
            yield place.found(step.outcome)
        if is_complete:
            self._are_read([place])

    def _among_all(self) -> Iterator[Outcome]:
        rows: dict[RowPlace, list[_Place]] = {}  # a list may have the same one twice
        for place in self.places:
            rows.setdefault((place.path, place.offset, place.record_id), []).append(place)
        whole = {place.path for place in self.places if place.offset is None and place.record_id is None}
        missing, filtered = dict.fromkeys(rows), None
        for step in file_steps(self.file, self.places[0].name, self.options):
            if self._is_filtered(step.outcome):
                filtered = step.outcome
            key = _key(step.outcome)
            if key not in missing and key[0] not in whole:
                continue
            missing.pop(key, None)
            missing.pop((key[0], None, None), None)
            self._are_read(rows.get(key, ()) if key[0] not in whole else ())
            yield self.places[0].found(step.outcome)
        if filtered is None:
            self._are_read(place for place in self.places if place.path in whole)
        for key in missing:
            if filtered is None:
                self._are_read(rows[key])
            # The record of a row may be among those that were left out.
            yield filtered or rows[key][0].reject("gone", "there is no page or reject at that position any more")


def _key(outcome: Outcome) -> RowPlace:
    if isinstance(outcome, ArchivedPage):
        return row_place(outcome.source)
    return row_place(outcome) if isinstance(outcome, Reject) else (None, None, None)


def _is_named_list(dump: DumpFile) -> bool:
    if not dump.is_named or dump.path is None or not dump.head.lstrip().startswith(b"{"):
        return False
    if not dump.compression:
        return is_reject_list(dump.path)
    with suppress(OSError, EOFError):
        return is_reject_row(next((line or b"" for _, line in dump.lines(MAX_ROW_BYTES)), b""))
    return False


FORMAT = Format(
    name="reject-list",
    evidence=Evidence.NAME,
    matches=_is_named_list,
    read=read_reject_list,
    holds_many=True,
)
