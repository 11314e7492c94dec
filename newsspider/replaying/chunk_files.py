"""The files of one chunk: its part of the feed, its rejects, and what stateful pipelines must not forget."""

from __future__ import annotations

import gzip
import time
from pathlib import Path
from typing import Self

from newsspider.replaying.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from newsspider.replaying.durable import AppendFile, ShorterError

_GZIP_LEVEL = 6


class FeedPart:
    """A part of a feed, plain or in gzip members that end at checkpoints."""

    def __init__(self, file: AppendFile, packed: bool) -> None:
        self._file, self._packed = file, packed
        self._member: gzip.GzipFile | None = None

    def write(self, data: bytes) -> int:
        """Append `data`."""
        if not self._packed:
            return self._file.write(data)
        if self._member is None:
            # No name and no time in its header: the same articles give the same bytes.
            self._member = gzip.GzipFile("", "wb", _GZIP_LEVEL, self._file, mtime=0)  # type: ignore[call-overload]
        return self._member.write(data)

    def sync(self) -> int:
        """Return the part's length once all of it is on the disk, its last member ended."""
        if self._member is not None:
            self._member.close()
            self._member = None
        return self._file.sync()


class ChunkFiles:
    """One chunk's files, open from the last checkpoint on, and what was done up to there."""

    def __init__(self, folder: Path, number: int, *, packed: bool, begun: Checkpoint) -> None:
        self._path = checkpoint_path(folder, number)
        self._feed_file = AppendFile(part_path(folder, number), begun.feed_bytes)
        self.feed = FeedPart(self._feed_file, packed)
        self.rejects = AppendFile(rejects_path(folder, number), begun.rejects_bytes)
        self.memory = AppendFile(folder / f"{number}.memory", begun.memory_bytes)
        self.begun, self.tally = begun, begun.tally.copy()
        self._opened_s = time.monotonic()

    @classmethod
    def opened(cls, folder: Path, number: int, start: int, *, packed: bool) -> Self:
        """Return the chunk's files as its last checkpoint knows them, cut back to that, or empty."""
        checkpoint = read_checkpoint(checkpoint_path(folder, number))
        if checkpoint is not None:
            try:
                return cls(folder, number, packed=packed, begun=checkpoint)
            except ShorterError:  # a power cut took more than it can have been promised: begin anew
                pass
        return cls(folder, number, packed=packed, begun=Checkpoint(start))

    def remembered(self) -> bytes:
        """Return what `memory` held at the checkpoint."""
        length = self.begun.memory_bytes
        return self.memory.path.read_bytes()[:length] if length else b""

    def checkpoint(self, position: int | None, *, complete: bool = False) -> None:
        """Bring everything to the disk and note that reading goes on at `position`."""
        written = Checkpoint(
            position=position,
            feed_bytes=self.feed.sync(),
            rejects_bytes=self.rejects.sync(),
            memory_bytes=self.memory.sync(),
            complete=complete,
            seconds=self.begun.seconds + time.monotonic() - self._opened_s,
            tally=self.tally.copy(),
        )
        write_checkpoint(self._path, written)

    def close(self) -> None:
        """Close the files as they are."""
        for file in (self._feed_file, self.rejects, self.memory):
            file.close()


def checkpoint_path(folder: Path, number: int) -> Path:
    """Return where a chunk's checkpoint lies."""
    return folder / f"{number}.checkpoint"


def part_path(folder: Path, number: int) -> Path:
    """Return where a chunk's part of the feed lies."""
    return folder / f"{number}.part"


def rejects_path(folder: Path, number: int) -> Path:
    """Return where a chunk's rejects lie."""
    return folder / f"{number}.rejects"
