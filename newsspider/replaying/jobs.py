"""The messages between the supervisor and its workers."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from newsspider.archives.locations import Location
from newsspider.archives.remote_path import FileState
from newsspider.errors import printable

FeedFormat: TypeAlias = Literal[
    "jsonl", "jsonl.gz", "csv", "parquet", "json", "xml", "md", "jsonfeed", "atom", "rss"
]
FeedFields: TypeAlias = Mapping[str, str] | Iterable[str] | None  # those of FEED_EXPORT_FIELDS
# Counts of what became of records, by "records", "pages", "articles", "dropped/<reason>", "rejected/<code>" ...
Tally: TypeAlias = Counter[str]


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive and its output.

    `file` is the archive itself, or with `is_list` a list of files that are read in turn. `state` changes whenever
    the archive does.
    """

    source: Location  # what the user named: the file itself, or a folder above it
    name: str  # its path below the source, as manifest and articles show it
    file: Location
    feed: str  # the feed's path in the output folder
    work: Path  # the folder for unfinished work
    size_bytes: int
    state: str
    is_list: bool = False
    refers_to: str = ""  # the state of the files in which rejects are, if it is a list of rejects; part of `state`

    @property
    def title(self) -> str:
        """The name shown to people."""
        return printable(self.source if self.is_list else self.name)

    def is_as_planned(self, state: FileState) -> bool:
        """Return whether `state` is still that of the archive's file."""
        return with_referred(state.version, self.refers_to) == self.state


def with_referred(version: str, refers_to: str) -> str:
    """Return an archive's state: the version of its file, and the state of the files that it refers to, if any."""
    return f"{version} {refers_to}" if refers_to else version


@dataclass(frozen=True, slots=True)
class Chunk:
    """The part of an archive between the positions `start` (inclusive) and `stop`."""

    archive: Archive
    number: int
    start: int
    stop: int
    size_bytes: int  # its share of the archive's bytes, for the progress line
    positions: int | None  # how many it has, if that is known in advance; for the progress line

    def bytes_at(self, position: int | None) -> float:
        """Return how many of the chunk's bytes lie before `position`; 0 if unknown."""
        if position is None or not self.positions:
            return 0.0
        return self.size_bytes * (position - self.start) / self.positions


@dataclass(frozen=True, slots=True)
class Finish:
    """Asks a worker to join an archive's chunks into its feed."""

    archive: Archive
    chunks: int


Job: TypeAlias = Chunk | Finish


@dataclass(frozen=True, slots=True)
class Stop:
    """Asks a worker to save its work and end."""


@dataclass(frozen=True, slots=True)
class Started:
    """The worker's crawl has started."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a worker has come with its chunk."""

    tally: Tally
    position: int


@dataclass(frozen=True, slots=True)
class ChunkDone:
    """A chunk has been read to its end."""

    tally: Tally
    reached: int | None  # the position after its last record; None at the archive's end
    was_done: bool = False  # in an earlier run, or by another worker


@dataclass(frozen=True, slots=True)
class Finished:
    """An archive's feed is at its final path."""

    row: dict[str, object]


@dataclass(frozen=True, slots=True)
class Failed:
    """The current job cannot be done; if `fatal`, no other can be either."""

    reason: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Stopped:
    """The worker has saved its work and ends."""


Report: TypeAlias = Started | Progress | ChunkDone | Finished | Failed | Stopped | logging.LogRecord
