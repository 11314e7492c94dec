"""Duplicates across archives: the articles of archives that are done are known when the next one is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from newsspider.pipelines.duplicates import DuplicatePipeline
from newsspider.replaying.finish import MEMORY, kept_path


class EarlierArchives:
    """Lets the duplicate filter of a worker know the articles of all archives that are done.

    The archives are read by one worker, one after the other. What it remembers of each is kept beside the
    archive's rejects, so that a run that was killed goes on with the same memory.
    """

    def __init__(self) -> None:
        self._held: frozenset[Path] | None = None  # the memories of archives whose articles the filter knows

    def begin(self, duplicates: DuplicatePipeline, work: Path, saved: bytes) -> None:
        """Prepare the filter for the archive with the work folder `work`, of which `saved` is remembered already.

        An archive that failed on its way is forgotten: its articles are in no feed.
        """
        own = kept_path(work, MEMORY)
        done = frozenset(own.parent.glob(f"*.{MEMORY}")) - {own}
        if saved or self._held != done:
            duplicates.begin(chain(_memories(done), [saved]))
        else:
            duplicates.go_on()
        self._held = done | {own}


def _memories(done: Iterable[Path]) -> Iterator[bytes]:
    """Yield what is remembered of archives, in the order in which they were done."""
    for path in sorted(done, key=lambda path: (path.stat().st_mtime_ns, path.name)):
        yield path.read_bytes()
