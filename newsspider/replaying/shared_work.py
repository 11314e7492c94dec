"""Finished work in a folder that all workers reach: on a file system that they share, or at a URL.

A worker does a chunk in a folder of its own and puts what came of it into one file, which appears at once and
whole. Where the file is there, the chunk is done, whoever did it: so it can be given to several, and to one again.
Nothing depends on locks, clocks or on a worker's end being noticed. A finished feed is put there too; its name in
the output folder is given by the supervisor alone, which holds the lock on that.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import socket
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from newsspider.archives.remote_path import RemotePath
from newsspider.errors import NewsspiderError, RemoteError
from newsspider.replaying.chunk_files import Checkpoint, checkpoint_path, part_path
from newsspider.replaying.durable import sync, sync_folder
from newsspider.replaying.finish import archive_figures_path, archive_rejects_path, feed_path, kept_path
from newsspider.replaying.jobs import Archive, Chunk, ChunkDone, Finish, Job
from newsspider.replaying.remote_out import RemoteOut
from newsspider.replaying.run_folder import work_root

# Of a chunk, in the order of the lengths in its checkpoint.
_PARTS = ("part", "rejects", "memory", "duplicates", "dropped")
_COPY_BYTES = 1 << 20
# A machine that has looked for a file in vain is told so again by its NFS client for up to `acdirmax`, 60 seconds.
_UNKNOWN_S, _LOOK_EVERY_S = 70.0, 1.0


class SharedWorkError(NewsspiderError):
    """What workers share cannot be read or written by one of them: no other job can be done there either."""


@dataclass(frozen=True, slots=True)
class SharedWork:
    """The folder of unfinished work that all workers reach, `_run/work` in the output folder.

    `key` identifies version, settings and format: files of another key are not looked at. `own` is the output
    folder of one worker, for the work in hand.
    """

    root: Path | RemotePath
    key: str
    own: Path = Path()

    def taken(self, job: Job) -> Job:
        """Return a job as it is done in the worker's folder. Raises SharedWorkError if its files are not here."""
        archive = job.archive
        for folder in (self.root, archive.source):
            if isinstance(folder, Path) and not folder.exists():
                reason = "all workers must share the file system of the sources and of --out, or use URLs"
                raise SharedWorkError(f"{folder} is not there on {socket.gethostname()}: {reason}")
        work = work_root(self.own) / archive.work.name
        file = self.root / f"{work.name}.list" if archive.is_list else archive.file
        return replace(job, archive=replace(archive, work=work, file=file))

    def done(self, chunk: Chunk) -> ChunkDone | None:
        """Return what came of a chunk if it is done. Raises SharedWorkError."""
        path = self._of(chunk.archive, _chunk_name(chunk.number, is_last=chunk.stop == sys.maxsize))
        with _told(path):
            if not path.is_file():
                return None
            with path.open("rb") as file:
                found = _checkpoint(file.readline())
            return ChunkDone(found.tally, found.position, was_done=True)

    def put_chunk(self, chunk: Chunk) -> None:
        """Put the complete files of a chunk there, and remove them here. Raises SharedWorkError."""
        work, number = chunk.archive.work, chunk.number
        ready = work / f"{number}.chunk"
        target = self._of(chunk.archive, _chunk_name(number, is_last=chunk.stop == sys.maxsize))
        with _told(target):
            _pack(work, number, ready)
            _put(ready, target)
        shutil.rmtree(work)

    def put_begun(self, chunk: Chunk) -> None:
        """Put the files of an unfinished chunk there, just after a checkpoint. Raises SharedWorkError."""
        target = self._begun(chunk)
        ready = chunk.archive.work / f"{chunk.number}.begun"
        with _told(target):
            _pack(chunk.archive.work, chunk.number, ready)
            _put(ready, target)
        ready.unlink()

    def get_begun(self, chunk: Chunk) -> None:
        """Make the worker's folder for a chunk, with what others have left of it. Raises SharedWorkError."""
        work, path = chunk.archive.work, self._begun(chunk)
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        with _told(path):
            if path.is_file():
                with path.open("rb") as file:
                    _unpack(file, work, chunk.number)

    def get_chunks(self, job: Finish) -> None:
        """Fetch the files of an archive's chunks. Raises SharedWorkError."""
        work = job.archive.work
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        for number in range(job.chunks):
            path = self._of(job.archive, _chunk_name(number, is_last=number == job.chunks - 1))
            with _told(path), _opened(path) as file:
                _unpack(file, work, number)

    def put_finished(self, archive: Archive) -> None:
        """Put an archive's finished feed there, and what is kept beside it, and remove them here."""
        for kind, path in _finished(archive).items():
            target = self._of(archive, kind)
            with _told(target):
                if path.exists():
                    _put(path, target)
                    path.unlink()
                else:
                    _remove(target)
        shutil.rmtree(archive.work, ignore_errors=True)

    def take_finished(self, archive: Archive, remote: RemoteOut | None) -> None:
        """Give what a worker has put there its place, as the supervisor. It can be interrupted and repeated.

        Raises OSError and RemoteError.
        """
        for kind, final in _finished(archive).items():
            path = self._of(archive, kind)
            if isinstance(path, Path):
                _take(path, final, is_feed=kind == "feed")
            elif remote is not None:
                _take_remote(path, final, remote, is_feed=kind == "feed")
        if isinstance(self.root, RemotePath):
            (self.root / archive.work.name).remove_folder()

    def _begun(self, chunk: Chunk) -> Path | RemotePath:
        name = _chunk_name(chunk.number, is_last=chunk.stop == sys.maxsize)
        return self._of(chunk.archive, f"{name}.begun")

    def _of(self, archive: Archive, name: str) -> Path | RemotePath:
        # The archive's state too: what was made of an archive before it changed is not looked at.
        key = hashlib.sha256(f"{self.key} {archive.state}".encode()).hexdigest()[:16]
        return self.root / archive.work.name / f"{key}.{name}"


def _chunk_name(number: int, *, is_last: bool) -> str:
    """Return the name of a chunk's file, another for the only one of an archive than for the first of several."""
    return f"{number}.last.chunk" if is_last else f"{number}.chunk"


def _finished(archive: Archive) -> dict[str, Path]:
    """Return the files that a finished archive leaves, by kind; the feed is the first."""
    return {
        "feed": feed_path(archive),
        "rejects": archive_rejects_path(archive.work),
        "figures": archive_figures_path(archive.work),
        "dropped": kept_path(archive.work, "dropped"),
        "duplicates": kept_path(archive.work, "duplicates"),
    }


@dataclass(slots=True)
class _told:  # noqa: N801  # reads as a statement
    """Raises errors of reading and writing a shared file as a SharedWorkError that names it and this machine."""

    path: Path | RemotePath

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise the error anew, if it is one of files."""
        if isinstance(error, RemoteError):
            raise SharedWorkError(f"{error}, on {socket.gethostname()}") from error
        if isinstance(error, OSError):
            reason = error.strerror or error
            raise SharedWorkError(f"{error.filename or self.path}: {reason}, on {socket.gethostname()}") from error


def _put(ready: Path, target: Path | RemotePath) -> None:
    """Put a file at its place, where it appears at once and whole."""
    if isinstance(target, RemotePath):
        target.put(ready)
        return
    unfinished = target.with_name(f"{target.name}.{secrets.token_hex(8)}.new")  # another may write it now, too
    try:
        with unfinished.open("xb") as file, ready.open("rb") as content:
            shutil.copyfileobj(content, file, _COPY_BYTES)
            sync(file)
        unfinished.replace(target)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _remove(target: Path | RemotePath) -> None:
    if isinstance(target, RemotePath):
        target.remove()
    else:
        target.unlink(missing_ok=True)


def _opened(path: Path | RemotePath) -> BinaryIO:
    """Return a file that another has put there, opened; NFS may not know of it for a while."""
    deadline_s = time.monotonic() + _UNKNOWN_S
    while True:
        try:
            return path.open("rb")
        except FileNotFoundError:
            if time.monotonic() > deadline_s:
                raise
        time.sleep(_LOOK_EVERY_S)


def _take(path: Path, final: Path, *, is_feed: bool) -> None:
    if not is_feed and not path.exists():
        final.unlink(missing_ok=True)
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    path.replace(final)
    sync_folder(final.parent)


def _take_remote(path: RemotePath, final: Path, remote: RemoteOut, *, is_feed: bool) -> None:
    path.system.invalidate_cache()  # another machine has written it
    if is_feed:
        path.move(remote.place_of(final))
        return
    if path.is_file():
        path.get(final)
    else:
        final.unlink(missing_ok=True)
    remote.send(final)


def _checkpoint(line: bytes) -> Checkpoint:
    row = json.loads(line)
    return Checkpoint(**{**row, "tally": Counter(row["tally"])})


def _pack(work: Path, number: int, target: Path) -> None:
    """Write a chunk's files into one: the checkpoint in a line, then the others as long as it says."""
    line = checkpoint_path(work, number).read_bytes() + b"\n"
    with target.open("wb") as file:
        file.write(line)
        for kind, length in _lengths(line):
            with part_path(work, number, kind).open("rb") as part:
                _copy(part, file, length)


def _unpack(file: BinaryIO, work: Path, number: int) -> None:
    line = file.readline()
    checkpoint_path(work, number).write_bytes(line)
    for kind, length in _lengths(line):
        with part_path(work, number, kind).open("wb") as part:
            _copy(file, part, length)


def _lengths(line: bytes) -> list[tuple[str, int]]:
    """Return the kinds of a chunk's files that have a content, and its length, by the line of its checkpoint."""
    found = _checkpoint(line)
    lengths = (
        found.feed_bytes, found.rejects_bytes, found.memory_bytes, found.duplicates_bytes, found.dropped_bytes,
    )  # fmt: skip
    return [(kind, length) for kind, length in zip(_PARTS, lengths, strict=True) if length]


def _copy(file: BinaryIO, target: BinaryIO, length: int) -> None:
    while length:
        data = file.read(min(length, _COPY_BYTES))
        if not data:
            raise OSError(f"{length} bytes of a chunk are missing")
        target.write(data)
        length -= len(data)
