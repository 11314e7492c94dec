"""The progress of a replay: one line that is redrawn in a terminal, else a plain line every 30 seconds."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TextIO

from newsspider.display.quantities import time_left
from newsspider.display.terminal import is_live
from newsspider.replaying.jobs import Chunk, Tally
from newsspider.replaying.workers import Work
from newsspider.report.progress_line import ProgressLine

_TERMINAL_EVERY_S, _LOG_EVERY_S = 0.2, 30.0


@dataclass(slots=True)
class Totals:
    """What is done, in finished and unfinished chunks together."""

    archives: int = 0
    size_bytes: float = 0.0
    tally: Tally = field(default_factory=Counter)
    pages_here: int = 0  # in this run only: earlier runs say nothing about its speed
    bytes_here: float = 0.0

    def add_chunk(self, worker: Work) -> None:
        """Add what a worker has done of its unfinished chunk."""
        if isinstance(worker.job, Chunk) and worker.first_progress and worker.progress:
            at, before = (worker.job.bytes_at(one.position) for one in (worker.progress, worker.first_progress))
            self.size_bytes += at
            self.bytes_here += at - before
            self.tally.update(worker.progress.tally)
            self.pages_here += worker.progress.tally["pages"] - worker.first_progress.tally["pages"]


class Progress:
    """Counts what is done and shows it on `stream`, unless quiet."""

    def __init__(self, stream: TextIO, archives: int, total_bytes: int, *, quiet: bool = False) -> None:
        self._stream, self._archives, self._total_bytes, self._quiet = stream, archives, total_bytes, quiet
        self._every_s = _TERMINAL_EVERY_S if is_live(stream) else _LOG_EVERY_S
        self._shown_s = time.monotonic()
        self._began_s: float | None = None  # when the first worker was ready
        self._totals = Totals()
        self._line = ProgressLine(stream)

    def chunk_done(self, worker: Work, chunk: Chunk, tally: Tally) -> None:
        """Count a chunk that its worker has finished."""
        before = worker.first_progress or worker.progress
        self._totals.tally.update(tally)
        self._totals.size_bytes += chunk.size_bytes
        if before is not None:
            self._totals.pages_here += tally["pages"] - before.tally["pages"]
            self._totals.bytes_here += chunk.size_bytes - chunk.bytes_at(before.position)

    def archive_done(self) -> None:
        """Count an archive that is done or given up."""
        self._totals.archives += 1

    def show(self, workers: Sequence[Work]) -> None:
        """Show the progress line, if it is time to."""
        now_s = time.monotonic()
        if self._began_s is None and any(worker.first_progress for worker in workers):
            self._began_s = now_s
        if self._quiet or now_s - self._shown_s < self._every_s:
            return
        self._shown_s = now_s
        if self._began_s is None and not self._totals.archives:
            self._write(["starting workers ..."], "", None)
            return
        done = Totals(
            self._totals.archives,
            self._totals.size_bytes,
            self._totals.tally.copy(),
            self._totals.pages_here,
            self._totals.bytes_here,
        )
        for worker in workers:
            done.add_chunk(worker)
        seconds = now_s - self._began_s if self._began_s else 0.0
        parts, left = progress_parts(done, self._archives, self._total_bytes, seconds)
        self._write(parts, left, done.size_bytes / max(self._total_bytes, 1))

    def clear(self) -> None:
        """Erase the progress line, so that other output can take its place."""
        self._line.clear()

    def _write(self, parts: Sequence[str], left: str, share: float | None) -> None:
        if is_live(self._stream):
            self._line.show(parts, left, share)
        else:
            self._stream.write(", ".join([*parts, left] if left else parts) + "\n")
            self._stream.flush()


def progress_parts(done: Totals, archives: int, total_bytes: int, seconds: float) -> tuple[list[str], str]:
    """Return the parts of the line of a replay that has run for `seconds`, and the time left, `""` if unknown.

    >>> tally = Counter({"pages": 900, "articles": 612, "rejected/damaged": 2})
    >>> progress_parts(Totals(3, 5e8, tally, 900, 5e8), 12, 2_000_000_000, 60.0)
    (['25%', '3 of 12 archives', '612 articles', '15.0 pages/s', '2 rejects'], '3:00 left')
    """
    rejects = sum(count for key, count in done.tally.items() if key.startswith("rejected/"))
    parts = [
        f"{100 * done.size_bytes / max(total_bytes, 1):.0f}%",
        f"{done.archives} of {archives} archives",
        f"{done.tally['articles']:,} articles",
        f"{done.pages_here / seconds if seconds else 0.0:.1f} pages/s",
        f"{rejects:,} rejects",
    ]
    return parts, time_left(seconds, done.bytes_here, max(total_bytes - done.size_bytes, 0))
