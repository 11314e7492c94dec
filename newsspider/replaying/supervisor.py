"""The supervisor: gives jobs to workers, handles their deaths, and writes the manifest."""

from __future__ import annotations

import logging
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
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
from newsspider.replaying.run_folder import logs_folder, work_root
from newsspider.replaying.worker import WorkerSetup
from newsspider.replaying.worker_process import WorkerProcess

_LOOK_EVERY_S = 0.25
_END_S = 30.0  # for a crawl to close: a project's pipelines may have work to finish
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
    """Runs the jobs of a queue in up to `count` workers.

    `common_fields` go into every row of the manifest.
    """

    def __init__(
        self, setup: WorkerSetup, count: int, manifest: Manifest, common_fields: Row, progress: Progress
    ) -> None:
        self._setup, self._count, self._manifest = setup, count, manifest
        self._common_fields, self._progress = common_fields, progress
        self._workers: list[WorkerProcess] = []
        self._failed: set[Archive] = set()
        self._started = self._failed_starts = 0
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
                self._state.fatal = f"{error.filename or self._setup.out}: {error.strerror or error}"
            finally:
                self._end_workers()
        return self._state.fatal

    def _run(self, queue: JobQueue) -> None:
        while True:
            if not self._state.is_over:
                self._hand_out(queue)
                self._note_failed(queue)
            if not any(worker.job for worker in self._workers):
                return
            if self._state.is_over:
                for worker in self._workers:
                    worker.stop()
            if self._state.interrupts > 1:
                return
            wait([end for worker in self._workers for end in (worker.connection, worker.sentinel)], _LOOK_EVERY_S)
            for worker in tuple(self._workers):
                self._listen(worker, queue)
            if not self._state.is_over:  # a stopped worker has no chunk, and the line would go backwards
                self._progress.show(self._workers)

    def _hand_out(self, queue: JobQueue) -> None:
        idle = [worker for worker in self._workers if worker.job is None]
        while len(idle) + self._count - len(self._workers) > 0 and (job := queue.next_job()) is not None:
            if not idle:
                self._started += 1
                log_path = work_root(self._setup.out) / f"worker-{self._started}.log"
                idle.append(WorkerProcess(self._setup, log_path, self._workers))
                self._workers.append(idle[-1])
            idle.pop().give(job)

    def _listen(self, worker: WorkerProcess, queue: JobQueue) -> None:
        is_alive = worker.is_alive()  # asked before its last reports are read, so that none is lost
        for report in worker.reports():
            self._handle_report(worker, report, queue)
        if not is_alive:
            self._workers.remove(worker)
            if worker.job is not None:
                self._handle_death(worker, queue)

    def _handle_report(self, worker: WorkerProcess, report: Report, queue: JobQueue) -> None:
        job = worker.job
        self._log(report)
        if isinstance(report, ChunkDone) and isinstance(job, Chunk):
            self._progress.chunk_done(worker, job, report.tally)
            worker.job = None
            queue.chunk_done(job, report.reached)
        elif isinstance(report, Finished) and job is not None:
            worker.job = None
            self._archive_done(job.archive, report.row)
        elif isinstance(report, Failed):
            worker.job = None
            if report.fatal:
                self._state.fatal = self._state.fatal or report.reason
            elif job is not None:
                queue.fail(job.archive, report.reason)
        elif isinstance(report, Stopped):
            worker.job = None

    def _log(self, report: Report) -> None:
        if isinstance(report, logging.LogRecord):
            self._progress.clear()
            logging.getLogger(report.name).handle(report)

    def _archive_done(self, archive: Archive, row: dict[str, Any]) -> None:
        old = self._manifest.row(archive)
        self._manifest.add(
            archive, {**row, "bytes": archive.size_bytes, "state": archive.state, **self._common_fields}
        )
        if old and old["feed"] != archive.feed:
            self._remove_feed(old["feed"])
        shutil.rmtree(archive.work)
        self._log_of(archive).unlink(missing_ok=True)
        self._progress.archive_done()

    def _remove_feed(self, name: str) -> None:
        if self._setup.remote is None:
            (self._setup.out / name).unlink(missing_ok=True)
            return
        try:
            self._setup.remote.remove(name)
        except RemoteError as error:
            self._state.fatal = str(error)

    def _handle_death(self, worker: WorkerProcess, queue: JobQueue) -> None:
        """Queue a dead worker's job again, or give up."""
        job, how = worker.job, worker.how_it_ended()
        assert job is not None  # noqa: S101  # the caller asked
        self._failed_starts = 0 if worker.has_started else self._failed_starts + 1
        if self._state.is_over:
            return
        if self._failed_starts >= _MAX_FAILED_STARTS:
            lines = worker.log_tail().decode("utf-8", "replace").strip().splitlines() or [how]
            self._state.fatal = f"Workers cannot start: {lines[-1]}"
            return
        self._progress.clear()
        logging.getLogger(__name__).warning("A worker that was reading %s %s", job.archive.title, how)
        queue.worker_died(job, how)
        if job.archive in queue.failed:
            log = self._log_of(job.archive)
            log.parent.mkdir(exist_ok=True)
            log.write_bytes(worker.log_tail())

    def _log_of(self, archive: Archive) -> Path:
        return logs_folder(self._setup.out) / f"{archive.work.name}.log"

    def _note_failed(self, queue: JobQueue) -> None:
        for archive in [one for one in queue.failed if one not in self._failed]:
            self._failed.add(archive)
            self._progress.archive_done()
            log = self._log_of(archive)
            named = {"log": log.relative_to(self._setup.out).as_posix()} if log.exists() else {}
            self._manifest.add(archive, {"failed": queue.failed[archive], **named, **self._common_fields})
            for path in (archive_rejects_path(archive.work), archive_figures_path(archive.work)):
                path.unlink(missing_ok=True)

    def _end_workers(self) -> None:
        """Let the workers close their crawls, log what they report, kill those that do not end."""
        for worker in self._workers:
            worker.stop()
        deadline_s = time.monotonic() + _END_S
        while alive := [worker for worker in self._workers if worker.is_alive()]:
            if self._state.interrupts > 1 or time.monotonic() > deadline_s:
                for worker in alive:
                    worker.kill()
            wait([end for worker in alive for end in (worker.connection, worker.sentinel)], _LOOK_EVERY_S)
            for worker in alive:
                for report in worker.reports():
                    self._log(report)


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
