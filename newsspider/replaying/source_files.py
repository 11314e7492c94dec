"""The files of the sources of a durable replay, as they are when it begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from newsspider.archives.formats.reject_list import is_reject_list, state_of_listed
from newsspider.archives.locations import Location, state_if_readable, state_of
from newsspider.archives.pipes import PipePath
from newsspider.archives.reader import holds_many
from newsspider.archives.recognition import files_of, list_files
from newsspider.archives.remote_path import FileState, RemotePath, list_folders
from newsspider.archives.requested import Requested
from newsspider.archives.types import ReadOptions
from newsspider.errors import SourceError
from newsspider.replaying.identity import source_root

_REQUESTS_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a source, and its state."""

    location: Location
    state: FileState
    is_archive: bool  # an archive by itself; the others of a folder are one together
    refers_to: str = ""  # if it is a list of rejects: see `Archive`


# A source with its files, or why it cannot be read.
SourceFiles: TypeAlias = tuple[Location, Sequence[SourceFile] | SourceError]


def read_sources(requested: Requested, out: Path, options: ReadOptions) -> list[SourceFiles]:
    """Return each source with its files, or why it cannot be read; several remote ones are asked at once.

    Files in the output folder `out` are left out, should it lie inside a source. Nothing is made there.
    """

    def read(found: Location | SourceError) -> SourceFiles:
        if isinstance(found, SourceError):
            return Path(found.path), found
        root = source_root(found)
        try:
            return root, _files(root, out, options)
        except SourceError as error:
            return root, error
        except OSError as error:
            return root, SourceError(str(error.filename), error.strerror or str(error))

    located = list(requested.located(options.storage))
    remote = [one for one in located if isinstance(one, RemotePath)]
    if not remote:
        return list(map(read, located))
    list_folders(remote)
    with ThreadPoolExecutor(_REQUESTS_AT_ONCE) as pool:
        return list(pool.map(read, located))


def faults_of(sources: Iterable[SourceFiles]) -> list[SourceError]:
    """Return why sources cannot be read, in one error for each that cannot."""
    return [found for _, found in sources if isinstance(found, SourceError)]


def _files(root: Location, out: Path, options: ReadOptions) -> list[SourceFile]:
    if isinstance(root, PipePath):
        reason = "can be read only once, and --out may have to read it again: use -O, or make it a file first"
        raise SourceError(str(root), reason)
    if isinstance(root, RemotePath):
        states = root.files()
        found = [_described(file, root, states[file], options) for file in files_of(root, states)]
    elif root.resolve().is_relative_to(out.resolve()):
        raise SourceError(str(root), "is inside the output folder; choose another --out")
    else:
        files = (file for file in list_files(root, options.formats) if not _is_inside(file, out))
        found = [
            _described(file, root, state_of(file) if file == root else state_if_readable(file), options)
            for file in files
        ]
    if not found:
        raise SourceError(str(root), "no file in this folder can be read")
    return found


def _is_inside(file: Path, out: Path) -> bool:
    return file.resolve().is_relative_to(out.resolve())


def _described(file: Location, root: Location, state: FileState, options: ReadOptions) -> SourceFile:
    if file != root:
        return SourceFile(file, state, holds_many(file, options))
    if isinstance(file, Path) and is_reject_list(file):
        return SourceFile(file, state, is_archive=True, refers_to=state_of_listed(file, options.storage))
    return SourceFile(file, state, is_archive=True)
