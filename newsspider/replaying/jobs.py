"""What the supervisor and its workers say to each other."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

Format: TypeAlias = Literal["jsonl", "jsonl.gz", "parquet"]
# What became of an archive's records, by "records", "pages", "articles", "dropped/<reason>", "rejected/<code>" ...
Tally: TypeAlias = Counter[str]


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive, and what is made of it.

    Its `file` is read, or where that is a list of files (`is_list`), each file on it. Its `state` is another once
    it has changed.
    """

    source: Path  # what was asked for: the file itself, or a folder above it
    name: str  # what the archive is called in what comes of it: its path below the source
    file: Path
    feed: str  # the feed's path in the output folder
    work: Path  # the folder for what is unfinished
    size_bytes: int
    state: str
    is_list: bool = False

    @property
    def title(self) -> str:
        """What people call it."""
        return str(self.source) if self.is_list else self.name


@dataclass(frozen=True, slots=True)
class Chunk:
    """The part of an archive that is read from position `start` on and before `stop`."""

    archive: Archive
    number: int
    start: int
    stop: int
    size_bytes: int  # of the archive's; for progress, as is:
    positions: int | None  # how many there are, where that is known before

    def bytes_at(self, position: int | None) -> float:
        """Return how many of the chunk's bytes lie before `position`, as far as that is known."""
        if position is None or not self.positions:
            return 0.0
        return self.size_bytes * (position - self.start) / self.positions


@dataclass(frozen=True, slots=True)
class Finish:
    """All chunks of an archive are done: make its feed of theirs."""

    archive: Archive
    chunks: int


Job: TypeAlias = Chunk | Finish


@dataclass(frozen=True, slots=True)
class Stop:
    """Asks a worker to come to a good end soon."""


@dataclass(frozen=True, slots=True)
class Started:
    """The worker's crawl has begun."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a worker is with its chunk."""

    tally: Tally
    position: int


@dataclass(frozen=True, slots=True)
class ChunkDone:
    """A chunk is read to its end."""

    tally: Tally
    reached: int | None  # the position after its last record; None at the archive's end


@dataclass(frozen=True, slots=True)
class Finished:
    """An archive's feed lies under its final name."""

    row: dict[str, object]


@dataclass(frozen=True, slots=True)
class Failed:
    """The job at hand cannot be done; where it is `fatal` no other can be either."""

    reason: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Stopped:
    """The worker has put away what it had, and ends."""


Report: TypeAlias = Started | Progress | ChunkDone | Finished | Failed | Stopped | logging.LogRecord
