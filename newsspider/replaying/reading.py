"""Read an archive from a position on: a file, or each file on a list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from newsspider.archives.locations import Location, state_of
from newsspider.archives.pipes import PipePath
from newsspider.archives.reader import file_steps, record_steps
from newsspider.archives.types import ReadOptions, Step
from newsspider.errors import RemoteError, SourceError
from newsspider.items import Reject
from newsspider.replaying.jobs import Archive, Chunk


def chunk_steps(chunk: Chunk, options: ReadOptions, start: int) -> Iterator[Step]:
    """Yield the chunk's pages and other records from position `start` on. Raises SourceError at the first step."""
    archive = chunk.archive
    if archive.is_list:
        return _list_steps(archive, options, start, chunk.stop)
    steps = file_steps if chunk.positions is None else record_steps
    return steps(archive.file, archive.name, options, start, chunk.stop)


def _list_steps(archive: Archive, options: ReadOptions, start: int, stop: int) -> Iterator[Step]:
    """Yield the content of each file on the list; a position is the number of files before it."""
    for position, name in enumerate(islice(listed_names(archive.file), start, stop), start + 1):
        last: Step | None = None
        for step in _file_on_list(_below(archive.source, name), name, options):
            if last is not None:
                yield Step(last.outcome, None)
            last = step
        if last is not None:
            yield Step(last.outcome, position)


def _file_on_list(file: Location, name: str, options: ReadOptions) -> Iterator[Step]:
    try:
        yield from file_steps(file, name, options)
    except RemoteError:
        raise
    except SourceError as error:
        yield Step(Reject(path=name, code=error.code, reason=error.reason), None)


def listed_names(path: Location) -> Iterator[str]:
    """Yield the names on a list of files."""
    with path.open("rb") as file:
        for line in file:
            yield json.loads(line)


def list_of(names: Iterable[str]) -> bytes:
    """Return names as a list of files, one JSON string a line, since a name may hold line breaks."""
    return b"".join(json.dumps(name).encode() + b"\n" for name in names)


def content_digest(archive: Archive) -> str:
    """Return "sha256:" and the digest of the archive's bytes, or of a list's file names and bytes.

    A remote file's bytes are not fetched again for that: its version counts, as the server tells it. Raises
    SourceError if they cannot be read, or changed while they were read.
    """
    try:
        digest = _digest(archive)
        if not archive.is_list and not archive.is_as_planned(state_of(archive.file, fresh=True)):
            raise SourceError(archive.name, "the archive changed while it was read")
    except OSError as error:
        raise SourceError(str(error.filename), error.strerror or str(error)) from error
    return digest


def _digest(archive: Archive) -> str:
    if not isinstance(archive.file, Path):
        return f"version:{archive.state}"
    digest = hashlib.sha256()
    names = listed_names(archive.file) if archive.is_list else ()
    for name in names:
        _add_file(digest, name, _below(archive.source, name))
    if not archive.is_list:
        with archive.file.open("rb") as content:
            hashlib.file_digest(content, lambda: digest)
        digest.update(archive.refers_to.encode())
    return f"sha256:{digest.hexdigest()}"


def _add_file(digest: hashlib._Hash, name: str, file: Location) -> None:
    if not isinstance(file, Path):
        digest.update(f"{name}\0{state_of(file).version}\0".encode("utf-8", "surrogateescape"))
        return
    try:
        with file.open("rb") as content:
            digest.update(f"{name}\0{state_of(file).size_bytes}\0".encode("utf-8", "surrogateescape"))
            hashlib.file_digest(content, lambda: digest)
    except OSError as error:  # a reject, when it was to be read
        digest.update(f"{name}\0unreadable {error.errno}\0".encode("utf-8", "surrogateescape"))


def _below(folder: Location, name: str) -> Location:
    """Return a file of a folder."""
    if isinstance(folder, PipePath):
        raise SourceError(str(folder), "a pipe is not a folder")
    return folder / name
