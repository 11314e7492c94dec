"""Writes rows into a store in a thread of its own: many in a transaction, and again where it does not answer."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from newsspider.state.database import reason_of
from newsspider.stores.faults import Fault, fault_of
from newsspider.stores.rows import ArticleRow
from newsspider.stores.versions import Written

logger = logging.getLogger(__name__)

_PAUSES_S = (0.1, 0.5, 1.0, 2.0, 4.0, 8.0)  # and the last one again


class Store(Protocol):
    """What a writer needs of a store."""

    place: str

    def write(self, rows: Sequence[ArticleRow]) -> Written:
        """Write rows in one transaction."""

    def close(self) -> None:
        """Close the database."""


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """When a batch is written: at so many rows, or so long after the first; and how long it is tried again."""

    rows: int = 500
    wait_s: float = 0.1
    retry_s: float = 120.0


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """A row that waits to be written; `done` is told None, or why it was not."""

    row: ArticleRow
    done: Callable[[str | None], None]


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of a batch: rows with the reason why they were not written, or None."""

    outcomes: Sequence[tuple[Waiting, str | None]]
    written: Written
    retries: int
    failure: str | None = None  # why no row can be written any more


class StoreWriter:
    """A queue of rows, and the thread that writes them.

    `report` is called in that thread with each batch. After a report with a failure nothing is written any more.
    The thread is a daemon: a database that hangs in a call does not keep the process alive.
    """

    def __init__(self, store: Store, options: BatchOptions, report: Callable[[BatchReport], None]) -> None:
        self._store, self._options, self._report = store, options, report
        self._changed = threading.Condition()
        self._queue: list[tuple[float, Waiting]] = []  # with the time of its arrival
        self._batch: list[Waiting] = []
        self._busy_since: float | None = None
        self._flushing = self._stopping = False
        self._failure: str | None = None
        self._thread = threading.Thread(target=self._run, name="newsspider-store", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def put(self, waiting: Waiting) -> None:
        """Queue a row."""
        with self._changed:
            self._queue.append((time.monotonic(), waiting))
            if len(self._queue) in (1, self._options.rows):
                self._changed.notify()

    def flush(self) -> None:
        """Write what is queued now, without waiting for more."""
        with self._changed:
            self._flushing = True
            self._changed.notify()

    def stop(self) -> None:
        """End the thread when the queue is empty, and close the store."""
        with self._changed:
            self._stopping = True
            self._changed.notify()

    def join(self, timeout_s: float) -> bool:
        """Return whether the thread has ended, at the latest after `timeout_s`."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def busy_s(self) -> float:
        """Return for how long the current batch has been written."""
        since = self._busy_since
        return 0.0 if since is None else time.monotonic() - since

    def give_up(self, reason: str) -> list[Waiting]:
        """Write nothing any more; return the rows that were not written, as far as that is known."""
        with self._changed:
            self._failure = self._failure or reason
            unwritten = [*self._batch, *(waiting for _, waiting in self._queue)]
            self._queue, self._batch = [], []
            self._changed.notify()
        return unwritten

    def _run(self) -> None:
        while batch := self._next_batch():
            report = self._written(batch)
            with self._changed:
                self._busy_since = None
                is_given_up, self._batch = not self._batch, []
                self._failure = self._failure or report.failure
            if is_given_up:  # meanwhile: it has been told already
                return
            self._report(report)
        self._store.close()

    def _next_batch(self) -> list[Waiting]:
        """Return the rows of the next transaction, when it is time for it; none at the end."""
        with self._changed:
            while not self._is_due():
                if self._stopping and not self._queue:
                    return []
                due_s = None if not self._queue else self._queue[0][0] + self._options.wait_s - time.monotonic()
                self._changed.wait(None if due_s is None else max(due_s, 0.0))
            self._batch = [waiting for _, waiting in self._queue[: self._options.rows]]
            del self._queue[: self._options.rows]
            self._flushing = self._flushing and bool(self._queue)
            self._busy_since = time.monotonic()
            return self._batch

    def _is_due(self) -> bool:
        if not self._queue:
            self._flushing = False
            return False
        if self._flushing or self._stopping or len(self._queue) >= self._options.rows:
            return True
        return time.monotonic() - self._queue[0][0] >= self._options.wait_s

    def _written(self, batch: Sequence[Waiting]) -> BatchReport:
        if self._failure is not None:
            return BatchReport([(waiting, self._failure) for waiting in batch], Written(), 0, self._failure)
        work = _BatchWork(self._store, self._options, lambda: self._failure)
        work.write(batch)
        return BatchReport(work.outcomes, work.written, work.retries, work.failure)


class _BatchWork:
    """The writing of one batch; a row that cannot be written is found by halves."""

    def __init__(self, store: Store, options: BatchOptions, given_up: Callable[[], str | None]) -> None:
        self._store, self._options, self._given_up = store, options, given_up
        self.outcomes: list[tuple[Waiting, str | None]] = []
        self.written = Written()
        self.retries = 0
        self.failure: str | None = None

    def write(self, batch: Sequence[Waiting]) -> None:
        """Write rows in one transaction, or in two halves if one of them cannot be written."""
        if self.failure is not None:
            self._note(batch, self.failure)
            return
        error = self._tried([waiting.row for waiting in batch])
        if error is None:
            self._note(batch, None)
        elif fault_of(error) is not Fault.OF_A_ROW:
            self.failure = reason_of(error)
            self._note(batch, self.failure)
        elif len(batch) == 1:
            self._note(batch, reason_of(error))
        else:
            middle = len(batch) // 2
            self.write(batch[:middle])
            self.write(batch[middle:])

    def _note(self, batch: Sequence[Waiting], reason: str | None) -> None:
        self.outcomes += [(waiting, reason) for waiting in batch]

    def _tried(self, rows: Sequence[ArticleRow]) -> Exception | None:
        """Return None for rows that are written, else the error for which they were not, or not in time."""
        began_s = time.monotonic()
        while True:
            try:
                written = self._store.write(rows)
            except Exception as error:  # noqa: BLE001  # of any driver: what it means is asked next
                pause_s = _PAUSES_S[min(self.retries, len(_PAUSES_S) - 1)]
                is_late = time.monotonic() + pause_s - began_s > self._options.retry_s
                if fault_of(error) is not Fault.PASSING or is_late or self._given_up() is not None:
                    return error
                logger.warning(
                    "The store %s does not accept articles; trying again in %g s: %s",
                    self._store.place,
                    pause_s,
                    reason_of(error),
                )
                self.retries += 1
                time.sleep(pause_s)
            else:
                self._add(written)
                return None

    def _add(self, written: Written) -> None:
        if self.retries and self.written == Written():
            logger.info("The store %s accepts articles again", self._store.place)
        self.written = Written(
            self.written.articles + written.articles,
            self.written.versions + written.versions,
            self.written.unchanged + written.unchanged,
        )
