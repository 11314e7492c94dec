"""A task of Dask: one job of a replay, done by a crawl process beside the worker.

A reactor cannot start twice, so each of a worker's threads has a crawl process, which it keeps for its next tasks.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from newsspider.clusters.crawl_process import CrawlProcess, Environment, ends_process
from newsspider.replaying.jobs import ChunkDone, Failed, Finished, Job, Report, Started, Stopped
from newsspider.replaying.workers import Died
from newsspider.version import __version__

_IDLE_S = 60.0  # so long a crawl process waits for another task
_LOOK_EVERY_S = 1.0  # at the memory of a process
_MAX_LOGS = 1_000  # of one task: a page that makes a warning makes few of them


@dataclass(frozen=True, slots=True)
class Task:
    """A job, and what it is done with; both are pickled, for they may name classes that a worker cannot import."""

    environment: Environment
    setup: bytes
    job: bytes

    def pickled(self) -> bytes:
        """Return the task as it is sent: its version is read before the rest, whose form may differ with it."""
        return pickle.dumps((__version__, pickle.dumps(self)))


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What became of a task. The report is None if the worker has another version of newsspider, or none."""

    worker: str
    version: str | None
    report: Report | Died | None = None
    logs: tuple[logging.LogRecord, ...] = ()


def task_function() -> Callable[[bytes], bytes]:
    """Return the function of a task. It is sent as a whole, so that the scheduler needs no newsspider.

    Tasks and results are bytes, since their values are of no use to the scheduler, and no business of it: they may
    hold keys of stores.
    """

    def newsspider_replay(task: bytes) -> bytes:
        import pickle  # noqa: PLC0415  # where it runs

        from distributed import get_worker  # noqa: PLC0415

        try:
            from newsspider.clusters.dask_tasks import run_task  # noqa: PLC0415
        except ImportError:
            return pickle.dumps((get_worker().address, None))
        return run_task(task)

    return newsspider_replay


def end_function() -> Callable[[str], None]:
    """Return the function that ends the crawl processes of a setup on a worker, after saving what they have."""

    def newsspider_end(setup_key: str) -> None:
        from distributed import get_worker  # noqa: PLC0415

        processes = get_worker().extensions.get("newsspider")
        if processes is not None:
            processes.end(setup_key)

    return newsspider_end


def read_result(result: bytes) -> TaskResult:
    """Return a task's result from what its function returned."""
    found: TaskResult | tuple[str, None] = pickle.loads(result)  # noqa: S301  # from our own worker
    return found if isinstance(found, TaskResult) else TaskResult(*found)


def setup_key(setup: bytes) -> str:
    """Return what crawl processes of the same setup have in common."""
    return hashlib.sha256(setup).hexdigest()


def run_task(pickled: bytes) -> bytes:
    """Do a task in a worker's thread, and return its pickled result."""
    from distributed import get_worker  # noqa: PLC0415  # of an extra

    worker: Any = get_worker()
    version, task_bytes = pickle.loads(pickled)  # noqa: S301  # from our own client
    if version != __version__:
        return pickle.dumps(TaskResult(worker.address, __version__))
    task: Task = pickle.loads(task_bytes)  # noqa: S301  # the same
    processes = worker.extensions.setdefault("newsspider", CrawlProcesses(worker.local_directory))
    limit = worker.memory_manager.memory_limit
    report, logs = processes.run(task, limit // worker.state.nthreads if limit else None)
    return pickle.dumps(TaskResult(worker.address, __version__, report, tuple(logs)))


class CrawlProcesses:
    """The crawl processes of a worker, which work below the folder `scratch`."""

    def __init__(self, scratch: str) -> None:
        self._scratch = scratch
        self._idle: list[tuple[str, CrawlProcess, threading.Timer]] = []
        self._busy: list[tuple[str, CrawlProcess]] = []
        self._lock = threading.Lock()

    @property
    def is_busy(self) -> bool:
        """Whether any has a task."""
        return bool(self._busy)

    def run(self, task: Task, memory_limit: int | None) -> tuple[Report | Died, list[logging.LogRecord]]:
        """Do a task in an idle process or a new one; return its last report, and what it logged."""
        key = setup_key(task.setup)
        logs: list[logging.LogRecord] = []
        process = self._taken(key)
        if process is None:
            process = CrawlProcess(task.environment, task.setup, self._scratch)
        with self._noted(key, process):
            process.give(task.job)
            report = _last_report(process, pickle.loads(task.job), memory_limit, logs)  # noqa: S301  # as above
        if isinstance(report, Died) or ends_process(report):
            process.end(at_once=isinstance(report, Died))
        else:
            self._keep(key, process)
        return report, logs

    def end(self, key: str) -> None:
        """End the processes of a setup; those that have a task save what they have first."""
        with self._lock:
            for busy_key, process in self._busy:
                if busy_key == key:
                    process.ask_to_stop()
            ended = [one for one in self._idle if one[0] == key]
            self._idle = [one for one in self._idle if one not in ended]
        for _, process, timer in ended:
            timer.cancel()
            process.end()

    @contextmanager
    def _noted(self, key: str, process: CrawlProcess) -> Iterator[None]:
        with self._lock:
            self._busy.append((key, process))
        try:
            yield
        finally:
            with self._lock:
                self._busy.remove((key, process))

    def _taken(self, key: str) -> CrawlProcess | None:
        with self._lock:
            found = next((one for one in self._idle if one[0] == key), None)
            if found is None:
                return None
            self._idle.remove(found)
        _, process, timer = found
        timer.cancel()
        if process.is_alive():
            return process
        process.end()
        return None

    def _keep(self, key: str, process: CrawlProcess) -> None:
        timer = threading.Timer(_IDLE_S, self._end_one, [process])
        timer.daemon = True
        with self._lock:
            self._idle.append((key, process, timer))
        timer.start()

    def _end_one(self, process: CrawlProcess) -> None:
        with self._lock:
            if all(one[1] is not process for one in self._idle):
                return
            self._idle = [one for one in self._idle if one[1] is not process]
        process.end()


def _last_report(
    process: CrawlProcess, job: Job, memory_limit: int | None, logs: list[logging.LogRecord]
) -> Report | Died:
    """Return the report that ends a job, or the death of its process: at the limit of its memory it is killed."""
    how = None
    try:
        while how is None:
            for report in process.reports(_LOOK_EVERY_S):
                if isinstance(report, logging.LogRecord) and len(logs) < _MAX_LOGS:
                    logs.append(report)
                process.has_started |= isinstance(report, Started)
                if isinstance(report, (ChunkDone, Finished, Failed, Stopped)):
                    return report
            if memory_limit and process.memory_bytes() > memory_limit:
                how = f"was killed: it needed more than the {memory_limit / 1e6:,.0f} MB of memory it may have"
    except EOFError:
        how = process.how_it_ended()
        return Died(job, how, process.has_started, process.log_tail())
    return Died(job, how, had_started=True, log=process.log_tail())
