"""What a user asks for as locations: files, folders, URLs, patterns of these, standard input, lists of sources."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsspider.archives.locations import Location, location_of
from newsspider.archives.patterns import expanded, is_pattern, matches
from newsspider.archives.pipes import STANDARD_INPUT, PipePath
from newsspider.archives.remote_path import RemotePath, StorageOptions
from newsspider.archives.source_lists import Found, SourceList, is_path_list, list_advice, may_be_list, or_error
from newsspider.errors import SourceError, printable

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Requested:
    """The sources, and the files that list sources; `prefix` is where the relative paths in lists begin."""

    sources: Sequence[str] = ()
    lists: Sequence[str] = ()
    prefix: str = ""

    def located(self, storage: StorageOptions) -> Iterator[Found]:
        """Yield the location of each source once, or why there is none. Lists are read line by line."""
        if self.prefix and not self._has_list(storage):
            yield SourceError("--prefix", self._why_no_list(storage))
            return
        seen: set[Location] = set()
        has_told = False
        for found in self._all(storage):
            if isinstance(found, SourceError):
                yield found
                continue
            place = _resolved(found)
            if place not in seen:
                seen.add(place)
                yield found
            elif not has_told:
                has_told = True  # the first alone: lists that overlap may have thousands
                logger.warning("%s: named more than once; it is read once", printable(found))

    def _all(self, storage: StorageOptions) -> Iterator[Found]:
        for source in self.sources:
            yield from or_error(self._source(source, storage))
        for listed in self.lists:
            yield from or_error(self._listed(_file_at(listed, storage), storage))

    def _has_list(self, storage: StorageOptions) -> bool:
        return bool(self.lists) or any(is_path_list(_file_at(source, storage)) for source in self.sources)

    def _why_no_list(self, storage: StorageOptions) -> str:
        named = [source for source in self.sources if may_be_list(_file_at(source, storage))]
        if named:
            why = "is not read as a list, because its lines name no archives"
            return f"{named[0]} {why}; --from {named[0]} reads it as one"
        return "needs a list of sources; --from FILE gives one"

    def _source(self, source: str, storage: StorageOptions) -> Iterator[Found]:
        location = _file_at(source, storage)
        if is_pattern(source, location):
            yield from matches(location if isinstance(location, RemotePath) else str(location))
        elif is_path_list(location):
            yield from self._listed(location, storage)
        elif advice := list_advice(location):
            raise SourceError(source, advice)
        else:
            yield location

    def _listed(self, file: Location, storage: StorageOptions) -> Iterator[Found]:
        return SourceList(file, self.prefix, storage).located()


def _resolved(location: Location) -> Location:
    try:
        return location.resolve() if isinstance(location, Path) else location
    except (OSError, ValueError, RuntimeError):  # no path that there can be, or a link to itself
        return location


def _file_at(source: str, storage: StorageOptions) -> Location:
    if source == STANDARD_INPUT:
        return PipePath(source)
    location = location_of(expanded(source), storage)
    try:
        return PipePath(source) if isinstance(location, Path) and location.is_fifo() else location
    except (OSError, ValueError):  # no path that there can be: told when it is opened
        return location
