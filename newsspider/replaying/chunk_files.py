"""The files of one chunk: its part of the feed, its rejects, what pipelines remember, and its checkpoint."""

from __future__ import annotations

import gzip
import json
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from newsspider.replaying.durable import AppendFile, TruncatedFileError, write_atomically
from newsspider.replaying.jobs import Tally
from newsspider.report.figures import Figures

_GZIP_LEVEL = 6


class FeedPart:
    """A part of a feed, plain or in gzip members that end at checkpoints."""

    def __init__(self, file: AppendFile, gzipped: bool) -> None:
        self._file, self._gzipped = file, gzipped
        self._member: gzip.GzipFile | None = None

    def write(self, data: bytes) -> int:
        """Append `data`."""
        if not self._gzipped:
            return self._file.write(data)
        if self._member is None:
            # No name and no time in its header: the same articles give the same bytes.
            self._member = gzip.GzipFile("", "wb", _GZIP_LEVEL, self._file, mtime=0)  # type: ignore[call-overload]
        return self._member.write(data)

    def sync(self) -> int:
        """End the current gzip member, sync to disk, and return the part's length."""
        if self._member is not None:
            self._member.close()
            self._member = None
        return self._file.sync()

    def close(self) -> None:
        """Close the file; what came after the last checkpoint is cut off when it is opened again."""
        with suppress(OSError):  # a full disk: told where it was written to
            if self._member is not None:
                self._member.close()  # else it writes to the closed file when it is collected
        self._file.close()


class ChunkFiles:
    """One chunk's files, opened at its last checkpoint, and the tally and figures up to there."""

    def __init__(self, folder: Path, number: int, *, gzipped: bool, resumed_from: Checkpoint) -> None:
        self.folder, self._path = folder, checkpoint_path(folder, number)
        self.feed = FeedPart(AppendFile(part_path(folder, number), resumed_from.feed_bytes), gzipped)
        self.rejects = AppendFile(rejects_path(folder, number), resumed_from.rejects_bytes)
        self.memory = AppendFile(part_path(folder, number, "memory"), resumed_from.memory_bytes)
        self.duplicates = AppendFile(part_path(folder, number, "duplicates"), resumed_from.duplicates_bytes)
        self.dropped = AppendFile(part_path(folder, number, "dropped"), resumed_from.dropped_bytes)
        self.resumed_from, self.tally = resumed_from, resumed_from.tally.copy()
        self.figures = Figures.from_dict(resumed_from.figures)
        self._opened_s = time.monotonic()

    @classmethod
    def opened(cls, folder: Path, number: int, start: int, *, gzipped: bool) -> Self:
        """Return the chunk's files, cut back to its last checkpoint, or empty without one."""
        checkpoint = read_checkpoint(checkpoint_path(folder, number))
        if checkpoint is not None:
            try:
                return cls(folder, number, gzipped=gzipped, resumed_from=checkpoint)
            except TruncatedFileError:  # a power cut took data that was synced: begin anew
                pass
        return cls(folder, number, gzipped=gzipped, resumed_from=Checkpoint(start))

    def saved_memory(self) -> bytes:
        """Return the content of `memory` at the checkpoint that the chunk resumed from."""
        length = self.resumed_from.memory_bytes
        return self.memory.path.read_bytes()[:length] if length else b""

    def checkpoint(self, position: int | None, *, complete: bool = False) -> None:
        """Sync all files to disk, then note that reading continues at `position`."""
        written = Checkpoint(
            position=position,
            feed_bytes=self.feed.sync(),
            rejects_bytes=self.rejects.sync(),
            memory_bytes=self.memory.sync(),
            duplicates_bytes=self.duplicates.sync(),
            dropped_bytes=self.dropped.sync(),
            complete=complete,
            seconds=self.resumed_from.seconds + time.monotonic() - self._opened_s,
            tally=self.tally.copy(),
            figures=self.figures.to_dict(),
        )
        write_checkpoint(self._path, written)

    def close(self) -> None:
        """Close the files."""
        for file in (self.feed, self.rejects, self.memory, self.duplicates, self.dropped):
            file.close()


def checkpoint_path(folder: Path, number: int) -> Path:
    """Return the path of a chunk's checkpoint."""
    return folder / f"{number}.checkpoint"


def part_path(folder: Path, number: int, kind: str = "part") -> Path:
    """Return the path of a chunk's part of the feed, or of another kind of file."""
    return folder / f"{number}.{kind}"


def rejects_path(folder: Path, number: int) -> Path:
    """Return the path of a chunk's rejects."""
    return folder / f"{number}.rejects"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A moment when no item was in flight and everything before it was on disk."""

    position: int | None  # where reading continues; None at the archive's end
    feed_bytes: int = 0
    rejects_bytes: int = 0
    memory_bytes: int = 0
    duplicates_bytes: int = 0
    dropped_bytes: int = 0
    complete: bool = False
    seconds: float = 0.0
    tally: Tally = field(default_factory=Counter)
    figures: Mapping[str, Any] = field(default_factory=dict)  # in the form of `Figures.to_dict`


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Replace the checkpoint at `path`: a restart resumes from it."""
    write_atomically(path, json.dumps({**_plain(checkpoint), "tally": dict(checkpoint.tally)}).encode())


def _plain(checkpoint: Checkpoint) -> dict[str, object]:
    return {one.name: getattr(checkpoint, one.name) for one in fields(checkpoint)}


def read_checkpoint(path: Path) -> Checkpoint | None:
    """Return the checkpoint at `path`, or None."""
    try:
        row = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    return Checkpoint(**{**row, "tally": Counter(row["tally"])})
