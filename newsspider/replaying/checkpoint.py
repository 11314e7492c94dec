"""Checkpoints: how far a chunk is on the disk, in a file of its own that is replaced whole."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, fields
from pathlib import Path

from newsspider.replaying.durable import write_whole
from newsspider.replaying.jobs import Tally


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A moment at which nothing was in flight, and everything before it on the disk."""

    position: int | None  # where to go on reading; None at the archive's end
    feed_bytes: int = 0
    rejects_bytes: int = 0
    memory_bytes: int = 0
    complete: bool = False
    seconds: float = 0.0
    tally: Tally = field(default_factory=Counter)


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Make `checkpoint` the one that a new start goes on from."""
    write_whole(path, json.dumps({**_plain(checkpoint), "tally": dict(checkpoint.tally)}).encode())


def _plain(checkpoint: Checkpoint) -> dict[str, object]:
    return {one.name: getattr(checkpoint, one.name) for one in fields(checkpoint)}


def read_checkpoint(path: Path) -> Checkpoint | None:
    """Return the checkpoint at `path`, if there is one."""
    try:
        row = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    return Checkpoint(**{**row, "tally": Counter(row["tally"])})
