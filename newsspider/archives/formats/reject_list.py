"""Lists of rejects as sources: each reject is read once more where it was found."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from newsspider.archives.files import DumpFile
from newsspider.archives.locations import Location, StorageOptions, location_of
from newsspider.archives.pipes import PipePath
from newsspider.archives.reader import file_steps, has_byte_positions, options_within
from newsspider.archives.recognition import leads_outside
from newsspider.archives.types import ArchivedPage, Evidence, Format, Outcome, ReadOptions
from newsspider.errors import RemoteError, SourceError
from newsspider.items import Reject

_Key = tuple[str | None, int | None, str | None]
_KEYS = frozenset({"code", "reason"})
_MAX_ROW_BYTES = 1 << 25  # a row holds an item that was rejected
_MAX_LISTS = 9  # of rejects of rejects of rejects ...


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a reject was."""

    root: Location  # the source
    file: Location
    name: str  # of the file, as in the row's path
    path: str
    offset: int | None
    record_id: str | None


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


def read_reject_list(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield what is now where each reject was: a page, a reject, or a skipped record.

    A row without a place, or whose place has no record any more, is a reject again.
    """
    if dump.path is None:
        return
    file = dump.path
    places = (_place_or_why(row, file, options.storage) for row in _rows(file))
    for known, group in groupby(places, key=lambda place: place.file if isinstance(place, _Place) else None):
        if known is None:
            yield from (reject for reject in group if isinstance(reject, Reject))
        else:
            found = [place for place in group if isinstance(place, _Place)]
            # Without `source` none of the files is read as a list: two lists may refer to each other.
            within = replace(options_within(found[0].root, options), source=None)
            yield from _outcomes(known, found, within)


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
        return Reject(path=row.get("path"), offset=row.get("offset"), code="unreadable", reason=error.reason)


def _place(row: Mapping[str, Any], within: Path, storage: StorageOptions) -> _Place | Reject:
    path, root = row.get("path"), _root(row, within, storage)
    if not isinstance(path, str) or root is None or ".." in path.split("/") or path.startswith("/"):
        return Reject(path=path if isinstance(path, str) else None, code="gone", reason="the row has no path")
    offset, record_id = row.get("offset"), row.get("recordId")
    if isinstance(root, PipePath):
        return Reject(path=path, offset=offset, recordId=record_id, code="gone", reason="what a pipe held is gone")
    parts = PurePosixPath(path).parts
    for count in range(len(parts), 0, -1):  # the rest of the path is inside the file
        name = "/".join(parts[:count])
        file = root if root.is_file() and name == root.name else root / name
        if file.is_file() and not leads_outside(file, root):
            return _Place(root, file, name, path, offset if isinstance(offset, int) else None, record_id)
    return Reject(path=path, offset=offset, recordId=record_id, code="gone", reason=f"no such file in {root}")


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
        if has_byte_positions(file, options):
            for place in places:
                yield from _at_byte(place, options)
        else:
            yield from _among_all(file, places, options)
    except SourceError as error:
        for place in places:
            yield Reject(path=place.path, offset=place.offset, code="unreadable", reason=error.reason)


def _at_byte(place: _Place, options: ReadOptions) -> Iterator[Outcome]:
    steps = file_steps(place.file, place.name, options, place.offset or 0)
    for step in steps:
        yield step.outcome
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
            yield step.outcome
    for place in missing.values():
        reason = "there is no page or reject there any more"
        yield Reject(path=place.path, offset=place.offset, recordId=place.record_id, code="gone", reason=reason)


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
