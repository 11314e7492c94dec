"""The queue of jobs: archives are cut into chunks, done in any order; complete archives are finished."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from newsspider.archives.reader import has_byte_positions, split_points
from newsspider.archives.types import ReadOptions
from newsspider.errors import SourceError
from newsspider.replaying.durable import write_atomically
from newsspider.replaying.finish import done_path
from newsspider.replaying.jobs import Archive, Chunk, Finish, Job
from newsspider.replaying.reading import listed_names

MAX_DEATHS = 3  # of workers on one chunk: it is retried twice
# An archive is cut into this many chunks, within limits on their size. With 7 chunks of 62 MB one of two workers
# read 60% of them while the other had nothing left to do. Starting and ending a chunk takes 4 ms, a megabyte of
# pages half a second.
_CHUNKS = 32
_LEAST_CHUNK_BYTES = 1 << 20
_REMOTE_SCALE = 4  # each chunk of a remote archive costs a few requests
_CHUNK_FILES = range(32, 501)


@dataclass(slots=True)
class _OpenArchive:
    """An archive whose chunks have been handed out."""

    chunks: list[Chunk]
    reached: dict[int, int | None] = field(default_factory=dict)


class JobQueue:
    """The jobs that make the feeds of archives.

    `key` identifies version, settings and format: work begun with another key is discarded. An archive is cut by
    its size alone, never by the number of workers, so that its feed does not depend on who makes it.
    """

    def __init__(self, archives: Iterable[Archive], key: str, chunk_bytes: int, options: ReadOptions) -> None:
        self._waiting = deque(archives)
        self.key = f"{key} {_CHUNKS} {_LEAST_CHUNK_BYTES} {_CHUNK_FILES}"  # chunk 7 must stay the same bytes
        self._chunk_bytes, self._options = chunk_bytes, options
        self._jobs: deque[Job] = deque()
        self._open: dict[Archive, _OpenArchive] = {}
        self._deaths: Counter[Job] = Counter()
        self.failed: dict[Archive, str] = {}

    def next_job(self) -> Job | None:
        """Return the next job, or None for now; archives in progress come first."""
        while not self._jobs and self._waiting:
            archive = self._waiting.popleft()
            try:
                self._begin(archive)
            except SourceError as error:
                self.failed[archive] = error.reason
        return self._jobs.popleft() if self._jobs else None

    def chunk_done(self, chunk: Chunk, reached: int | None) -> None:
        """Note how far a chunk was read; after an archive's last chunk, queue its finish."""
        archive = chunk.archive
        if archive in self.failed:
            return
        opened = self._open[archive]
        opened.reached[chunk.number] = reached
        if len(opened.reached) < len(opened.chunks):
            return
        if archive.is_list or _joins(opened):
            self._jobs.appendleft(Finish(archive, len(opened.chunks)))
        else:  # a chunk began inside a record
            shutil.rmtree(archive.work, ignore_errors=True)  # another worker may still write there
            self._begin(archive, whole=True)

    def worker_died(self, job: Job, how: str) -> None:
        """Queue the job again, or give its archive up after too many deaths over it."""
        self._deaths[job] += 1
        if self._deaths[job] >= MAX_DEATHS:
            self.fail(job.archive, f"{MAX_DEATHS} workers died while reading it; the last one {how}")
        elif job.archive not in self.failed:
            self._jobs.appendleft(job)

    def fail(self, archive: Archive, reason: str) -> None:
        """Give an archive up and drop its jobs."""
        self.failed[archive] = reason
        self._jobs = deque(job for job in self._jobs if job.archive != archive)

    def _begin(self, archive: Archive, *, whole: bool = False) -> None:
        whole = _prepared(archive, self.key, whole)
        chunks = _chunks(archive, 0 if whole else self._chunk_bytes, self._options)
        self._open[archive] = _OpenArchive(chunks)
        self._jobs.extend([Finish(archive, len(chunks))] if done_path(archive).exists() else chunks)


def _chunks(archive: Archive, chunk_bytes: int, options: ReadOptions) -> list[Chunk]:
    """Return the archive's chunks of at most `chunk_bytes` each; a single one for 0."""
    if archive.is_list:
        files = sum(1 for _ in listed_names(archive.file))
        part_files = min(max(files // _CHUNKS, _CHUNK_FILES[0]), _CHUNK_FILES[-1])
        count: int | None = files
        points: Iterable[int] = range(part_files, files, part_files) if chunk_bytes else ()
    else:
        count = archive.size_bytes if has_byte_positions(archive.file, options) else None
        scale = 1 if isinstance(archive.file, Path) else _REMOTE_SCALE
        part_bytes = min(max(archive.size_bytes // _CHUNKS, scale * _LEAST_CHUNK_BYTES), scale * chunk_bytes)
        points = split_points(archive.file, part_bytes, options) if count and chunk_bytes else ()
    borders = [0, *points, sys.maxsize]
    chunks = []
    for number, (start, stop) in enumerate(pairwise(borders)):
        positions = min(stop, count) - start if count else None
        size_bytes = archive.size_bytes * positions // count if count and positions else archive.size_bytes
        chunks.append(Chunk(archive, number, start, stop, size_bytes, positions))
    return chunks


def _joins(opened: _OpenArchive) -> bool:
    """Return whether each chunk begins where the previous one ended."""
    return all(opened.reached[chunk.number - 1] == chunk.start for chunk in opened.chunks[1:])


def _prepared(archive: Archive, key: str, whole: bool) -> bool:
    """Make the archive's work folder, emptied if its key differs; return whether to read it in one chunk."""
    path = archive.work / "key.json"
    own = f"{key} {archive.state}"
    noted = json.loads(path.read_bytes()) if path.exists() else None
    if noted and noted[0] == own:
        return bool(noted[1]) or whole
    shutil.rmtree(archive.work, ignore_errors=True)
    archive.work.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps([own, whole]).encode())
    return whole
