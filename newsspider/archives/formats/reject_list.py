"""Lists of rejects as sources: each reject is read once more where it was found."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from newsspider.archives.files import DumpFile
from newsspider.archives.locations import Location, location_of, name_below, state_of
from newsspider.archives.pipes import PipePath
from newsspider.archives.reader import file_steps, has_byte_positions, options_within
from newsspider.archives.recognition import files_at, leads_outside
from newsspider.archives.remote_path import StorageOptions
from newsspider.archives.types import ArchivedPage, Evidence, Format, Outcome, ReadOptions
from newsspider.errors import RemoteError, SourceError
from newsspider.items import Reject

_Key = tuple[str | None, int | None, str | None]
_KEYS = frozenset({"code", "reason"})
_MAX_ROW_BYTES = 1 << 25  # a row holds an item that was rejected
_MAX_LISTS = 9  # of rejects of rejects of rejects ...
_TYPES: Mapping[str, type] = {"path": str, "offset": int, "recordId": str, "url": str, "source": str}
_NO_FILE = "a page of a live crawl, not of a file: `scrapy news --urls-file` asks for it again"


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
            reason=reason,
            source=str(self.root),
        )


def is_reject_list(file: Path) -> bool:
    """Return whether a file begins like a list of rejects.

    It is read as a list only if it is the source itself; in a folder it is read as JSON lines.
    """
    try:
        with file.open("rb") as lines:
            row = json.loads(lines.readline(_MAX_ROW_BYTES))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(row, dict) and row.keys() >= _KEYS and not row.keys() & {"html", "text", "content"}


def state_of_listed(listed: Path, storage: StorageOptions) -> str:
    """Return a text that changes whenever one of the files does in which the rejects of a list are."""
    digest = hashlib.sha256()
    seen: set[object] = set()
    for row in _rows(listed):
        named: object = (str(row.get("source")), str(row.get("path")))
        if named in seen:
            continue
        seen.add(named)
        place = _place_or_why(row, listed, storage)
        if isinstance(place, _Place) and place.file not in seen:
            seen.add(place.file)
            digest.update(f"{place.file}\0{_version(place.file)}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _version(file: Location) -> str:
    try:
        return state_of(file).version
    except (OSError, SourceError):  # said when the file is read
        return ""


def read_reject_list(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield what is now where each reject was: a page, a reject, or a skipped record.

    A row without a place, or whose place has no record any more, is a reject again.
    """
    if dump.path is None:
        return
    listed = dump.path
    places = (_place_or_why(row, listed, options.storage) for row in _rows(listed))
    for known, group in groupby(places, key=lambda one: (one.root, one.file) if isinstance(one, _Place) else None):
        if known is None:
            yield from (reject for reject in group if isinstance(reject, Reject))
        else:
            root, file = known
            # Without `source` none of the files is read as a list: two lists may refer to each other.
            within = replace(options_within(root, options), source=None)
            yield from _outcomes(file, [place for place in group if isinstance(place, _Place)], within)


def _rows(file: Path) -> Iterator[Mapping[str, Any]]:
    with file.open("rb") as lines:
        left = os.fstat(lines.fileno()).st_size  # this run may append to the list
        for line in lines:
            if left <= 0:
                return
            left -= len(line)
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            yield row if isinstance(row, dict) else {}


def _place_or_why(row: Mapping[str, Any], within: Path, storage: StorageOptions) -> _Place | Reject:
    try:
        return _place(row, within, storage)
    except RemoteError as error:  # of this row alone: others may be on disk or on other hosts
        return _again(row, "unreadable", error.reason)
    except OSError as error:  # in a folder in which nothing may be looked at
        return _again(row, "unreadable", error.strerror or str(error))


def _place(row: Mapping[str, Any], within: Path, storage: StorageOptions) -> _Place | Reject:
    if fault := _fault(row):
        return _again(row, "gone", fault)
    path, root = row["path"], _root(row, within, storage)
    if root is None:
        return _again(row, "gone", "the row does not say in which source its path is")
    if isinstance(root, PipePath):
        return _again(row, "gone", "what a pipe held is gone", root)
    offset, record_id, url = (_of_type(row, name) for name in ("offset", "recordId", "url"))
    parts = PurePosixPath(path).parts or (".",)  # somewhere in the folder
    for count in range(len(parts), 0, -1):  # the rest of the path is inside the file
        name = "/".join(parts[:count])
        file = root if root.is_file() and name == root.name else root / name
        is_there = file.is_file() or (count == len(parts) and file.is_dir())  # a folder that could not be listed
        if is_there and not leads_outside(file, root):
            return _Place(root, file, name, path, offset, record_id, url)
    return _again(row, "gone", _why_gone(root), root)


def _fault(row: Mapping[str, Any]) -> str | None:
    """Return why nothing can be where a row says, if that is seen by its path alone."""
    path = row.get("path")
    if not isinstance(path, str):
        return _NO_FILE if row.get("url") else "the row has no path"
    leads_out = ".." in path.split("/") or path.startswith("/")
    return "the row's path leads out of its source" if leads_out else None


def _why_gone(root: Location) -> str:
    if not root.exists():
        return f"its source is gone: {root}"
    return f"the folder {root} has no such file" if root.is_dir() else f"not in {root}"


def _of_type(row: Mapping[str, Any], name: str) -> Any:
    """Return a value of a row, None if it is not of the type that such values have."""
    value = row.get(name)
    return value if isinstance(value, _TYPES[name]) else None


def _again(row: Mapping[str, Any], code: str, reason: str, root: Location | None = None) -> Reject:
    """Return a reject for a row of which nothing can be read: it names the same place, for the next try."""
    place = {name: _of_type(row, name) for name in _TYPES}
    return Reject(**{**place, "source": str(root) if root else place["source"]}, code=code, reason=reason)


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
        row = next((one for one in _rows(root) if one.get("path") == row.get("path")), {})
    return None


def _outcomes(file: Location, places: Sequence[_Place], options: ReadOptions) -> Iterator[Outcome]:
    try:
        if file.is_dir():
            yield from _in_folder(file, places, options)
        elif has_byte_positions(file, options):
            for place in places:
                yield from _at_byte(place, options)
        else:
            yield from _among_all(file, places, options)
    except SourceError as error:
        for place in places:
            yield place.reject("unreadable", error.reason)


def _in_folder(folder: Location, places: Sequence[_Place], options: ReadOptions) -> Iterator[Outcome]:
    place = places[0]
    for file in files_at(folder, options.formats):
        name = name_below(file, place.root)
        try:
            for step in file_steps(file, name, options):
                yield place.found(step.outcome)
        except SourceError as error:
            yield replace(place, path=name).reject("unreadable", error.reason)


def _at_byte(place: _Place, options: ReadOptions) -> Iterator[Outcome]:
    steps = file_steps(place.file, place.name, options, place.offset or 0)
    for step in steps:
        yield place.found(step.outcome)
        if place.offset is not None:
            return


def _among_all(file: Location, places: Sequence[_Place], options: ReadOptions) -> Iterator[Outcome]:
    missing: dict[_Key, _Place] = {(place.path, place.offset, place.record_id): place for place in places}
    whole = {place.path for place in places if place.offset is None and place.record_id is None}
    for step in file_steps(file, places[0].name, options):
        key = _key(step.outcome)
        found = missing.pop(key, None)
        if found is not None or key[0] in whole:
            missing.pop((key[0], None, None), None)
            yield places[0].found(step.outcome)
    for place in missing.values():
        yield place.reject("gone", "there is no page or reject there any more")


def _key(outcome: Outcome) -> _Key:
    if isinstance(outcome, ArchivedPage):
        return outcome.source.path, outcome.source.offset, outcome.source.recordId
    if isinstance(outcome, Reject):
        return outcome.path, outcome.offset, outcome.recordId
    return None, None, None


def _is_named_list(dump: DumpFile) -> bool:
    begins_so = dump.is_named and not dump.compression and dump.head.lstrip().startswith(b"{")
    return begins_so and dump.path is not None and is_reject_list(dump.path)


FORMAT = Format(
    name="reject-list",
    evidence=Evidence.NAME,
    matches=_is_named_list,
    read=read_reject_list,
    holds_many=True,
)
