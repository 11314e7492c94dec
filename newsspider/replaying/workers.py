"""Who does the jobs of a replay: processes of this computer, or what stands for them elsewhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from time import monotonic
from typing import Protocol

from newsspider.replaying.jobs import Archive, Job, Progress, Report
from newsspider.replaying.run_folder import work_root
from newsspider.replaying.worker import WorkerSetup
from newsspider.replaying.worker_process import WorkerProcess

_LOOK_EVERY_S = 0.25
_END_S = 30.0  # for a crawl to close: a project's pipelines may have work to finish


class Work(Protocol):
    """A job that is being done, and how far it is. Both reports of progress are those of this run alone."""

    job: Job | None
    first_progress: Progress | None
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class Died:
    """A worker has ended without having done its job; `how` follows "a worker"."""

    job: Job
    how: str
    had_started: bool
    log: bytes = b""  # the last that it wrote


class Workers(Protocol):
    """Those who do the jobs of a run."""

    @property
    def at_work(self) -> Sequence[Work]:
        """The jobs that were given and are not done."""

    @property
    def has_room(self) -> bool:
        """Whether another job can be given."""

    def give(self, job: Job) -> None:
        """Have a job done."""

    def events(self) -> Iterator[tuple[Work, Report | Died]]:
        """Wait briefly, and yield what was reported of which job."""

    def stop(self) -> None:
        """Have all save what they have, and end. It can be called again."""

    def end(self, is_urgent: Callable[[], bool]) -> Iterator[Report]:
        """Wait until all have ended, not for long if it is urgent; yield what they still report."""

    def take_feed(self, archive: Archive) -> None:
        """Bring a finished archive's feed to its place, if it is not there. Raises OSError, RemoteError."""

    def remove_feed(self, name: str) -> None:
        """Remove an older feed. Raises OSError, RemoteError."""


class LocalWorkers:
    """Up to `count` processes of this computer."""

    def __init__(self, setup: WorkerSetup, count: int) -> None:
        self._setup, self._count = setup, count
        self._processes: list[WorkerProcess] = []
        self._started = 0

    @property
    def at_work(self) -> Sequence[WorkerProcess]:
        """The processes that have a job."""
        return [process for process in self._processes if process.job is not None]

    @property
    def has_room(self) -> bool:
        """Whether a process has no job, or another one may be started."""
        return len(self.at_work) < self._count

    def give(self, job: Job) -> None:
        """Give a job to a process that has none; start one if all have."""
        idle = next((process for process in reversed(self._processes) if process.job is None), None)
        if idle is None:
            self._started += 1
            log_path = work_root(self._setup.out) / f"worker-{self._started}.log"
            idle = WorkerProcess(self._setup, log_path, self._processes)
            self._processes.append(idle)
        idle.give(job)

    def events(self) -> Iterator[tuple[WorkerProcess, Report | Died]]:
        """Wait briefly, and yield what the processes report, and the deaths of those that had a job."""
        self._wait_for(self._processes)
        for process in tuple(self._processes):
            is_alive = process.is_alive()  # asked before its last reports are read, so that none is lost
            for report in process.reports():
                yield process, report
            if not is_alive:
                self._processes.remove(process)
                if process.job is not None:
                    how = process.how_it_ended()
                    yield process, Died(process.job, how, process.has_started, process.log_tail())

    def stop(self) -> None:
        """Ask all processes to save their work and end."""
        for process in self._processes:
            process.stop()

    def end(self, is_urgent: Callable[[], bool]) -> Iterator[Report]:
        """Let the processes close their crawls, yield what they report, kill those that do not end."""
        self.stop()
        deadline_s = monotonic() + _END_S
        while alive := [process for process in self._processes if process.is_alive()]:
            if is_urgent() or monotonic() > deadline_s:
                for process in alive:
                    process.kill()
            self._wait_for(alive)
            for process in alive:
                yield from process.reports()

    def take_feed(self, archive: Archive) -> None:
        """Do nothing: the processes write feeds to their places."""

    def remove_feed(self, name: str) -> None:
        """Remove an older feed. Raises OSError, RemoteError."""
        remove_feed(self._setup, name)

    @staticmethod
    def _wait_for(processes: Sequence[WorkerProcess]) -> None:
        wait([end for process in processes for end in (process.connection, process.sentinel)], _LOOK_EVERY_S)


def remove_feed(setup: WorkerSetup, name: str) -> None:
    """Remove a feed from where workers with this setup have theirs. Raises OSError, RemoteError."""
    if setup.remote is None:
        (setup.out / name).unlink(missing_ok=True)
    else:
        setup.remote.remove(name)


def cores() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
