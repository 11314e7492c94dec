"""The supervisor: gives jobs to workers, handles their deaths, and writes the manifest."""

from __future__ import annotations

import logging
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsspider.errors import RemoteError
from newsspider.replaying.finish import archive_figures_path, archive_rejects_path
from newsspider.replaying.job_queue import JobQueue
from newsspider.replaying.jobs import (
    Archive,
    Chunk,
    ChunkDone,
    Failed,
    Finished,
    Report,
    Stopped,
)
from newsspider.replaying.manifest import Manifest, Row
from newsspider.replaying.progress import Progress
from newsspider.replaying.run_folder import logs_folder
from newsspider.replaying.workers import Died, Work, Workers

_MAX_FAILED_STARTS = 3


@dataclass(slots=True)
class _State:
    """Why a run must end early."""

    interrupts: int = 0
    fatal: str | None = None

    @property
    def is_over(self) -> bool:
        return self.interrupts > 0 or self.fatal is not None


class Supervisor:
    """Has the jobs of a queue done by workers, and their feeds put into the folder `out`.

    `common_fields` go into every row of the manifest.
    """

    def __init__(
        self, out: Path, workers: Workers, manifest: Manifest, common_fields: Row, progress: Progress
    ) -> None:
        self._out, self._workers, self._manifest = out, workers, manifest
        self._common_fields, self._progress = common_fields, progress
        self._failed: set[Archive] = set()
        self._failed_starts = 0
        self._state = _State()

    @property
    def was_interrupted(self) -> bool:
        """Return whether Ctrl-C or SIGTERM asked to stop."""
        return self._state.interrupts > 0

    def run(self, queue: JobQueue) -> str | None:
        """Run all jobs, or until asked to stop; return the reason if the run could not go on, else None."""
        with _interrupts(self._state):
            try:
                self._run(queue)
            except OSError as error:
                self._state.fatal = f"{error.filename or self._out}: {error.strerror or error}"
            finally:
                for report in self._workers.end(lambda: self._state.interrupts > 1):
                    self._log(report)
        return self._state.fatal

    def _run(self, queue: JobQueue) -> None:
        while True:
            if not self._state.is_over:
                while self._workers.has_room and (job := queue.next_job()) is not None:
                    self._workers.give(job)
                self._note_failed(queue)
            if not self._workers.at_work:
                return
            if self._state.is_over:
                self._workers.stop()
            if self._state.interrupts > 1:
                return
            for work, report in self._workers.events():
                self._handle_report(work, report, queue)
            if not self._state.is_over:  # a stopped worker has no chunk, and the line would go backwards
                self._progress.show(self._workers.at_work)

    def _handle_report(self, work: Work, report: Report | Died, queue: JobQueue) -> None:
        job = work.job
        if isinstance(report, logging.LogRecord):
            self._log(report)
        elif isinstance(report, Died):
            self._handle_death(report, queue)
        elif isinstance(report, ChunkDone) and isinstance(job, Chunk):
            self._progress.chunk_done(work, job, report.tally)
            work.job = None
            queue.chunk_done(job, report.reached)
        elif isinstance(report, Finished) and job is not None:
            work.job = None
            self._archive_done(job.archive, report.row, queue)
        elif isinstance(report, Failed):
            work.job = None
            if report.fatal:
                self._state.fatal = self._state.fatal or report.reason
            elif job is not None:
                queue.fail(job.archive, report.reason)
        elif isinstance(report, Stopped):
            work.job = None

    def _log(self, report: Report) -> None:
        if isinstance(report, logging.LogRecord):
            self._progress.clear()
            logging.getLogger(report.name).handle(report)

    def _archive_done(self, archive: Archive, row: dict[str, Any], queue: JobQueue) -> None:
        try:
            self._workers.take_feed(archive)
        except RemoteError as error:
            queue.fail(archive, error.reason)
            return
        old = self._manifest.row(archive)
        self._manifest.add(
            archive, {**row, "bytes": archive.size_bytes, "state": archive.state, **self._common_fields}
        )
        if old and old["feed"] != archive.feed:
            try:
                self._workers.remove_feed(old["feed"])
            except RemoteError as error:
                self._state.fatal = str(error)
        shutil.rmtree(archive.work, ignore_errors=True)  # a worker that was given up may still write there
        self._log_of(archive).unlink(missing_ok=True)
        self._progress.archive_done()

    def _handle_death(self, death: Died, queue: JobQueue) -> None:
        """Queue a dead worker's job again, or give up."""
        job = death.job
        self._failed_starts = 0 if death.had_started else self._failed_starts + 1
        if self._state.is_over:
            return
        if self._failed_starts >= _MAX_FAILED_STARTS:
            lines = death.log.decode("utf-8", "replace").strip().splitlines() or [death.how]
            self._state.fatal = f"Workers cannot start: {lines[-1]}"
            return
        self._progress.clear()
        logging.getLogger(__name__).warning("A worker that was reading %s %s", job.archive.title, death.how)
        queue.worker_died(job, death.how)
        if job.archive in queue.failed:
            log = self._log_of(job.archive)
            log.parent.mkdir(exist_ok=True)
            log.write_bytes(death.log)

    def _log_of(self, archive: Archive) -> Path:
        return logs_folder(self._out) / f"{archive.work.name}.log"

    def _note_failed(self, queue: JobQueue) -> None:
        for archive in [one for one in queue.failed if one not in self._failed]:
            self._failed.add(archive)
            self._progress.archive_done()
            log = self._log_of(archive)
            named = {"log": log.relative_to(self._out).as_posix()} if log.exists() else {}
            self._manifest.add(archive, {"failed": queue.failed[archive], **named, **self._common_fields})
            for path in (archive_rejects_path(archive.work), archive_figures_path(archive.work)):
                path.unlink(missing_ok=True)


@contextmanager
def _interrupts(state: _State) -> Iterator[None]:
    """Count Ctrl-C and SIGTERM instead of ending the process."""

    def count(*_: object) -> None:
        state.interrupts += 1

    old = {number: signal.signal(number, count) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
