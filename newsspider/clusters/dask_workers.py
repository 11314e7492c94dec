"""A replay's jobs as tasks of Dask, which its workers take and report on."""

from __future__ import annotations

import pickle
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from scrapy.settings import BaseSettings

from newsspider.clusters.crawl_process import Environment
from newsspider.clusters.dask_cluster import DaskCluster, first_line
from newsspider.clusters.dask_tasks import Task, TaskResult, read_result, setup_key, task_function
from newsspider.errors import SettingError
from newsspider.replaying.jobs import Archive, Chunk, ChunkDone, Failed, Job, Progress, Report
from newsspider.replaying.worker import WorkerSetup
from newsspider.replaying.workers import Died, remove_feed
from newsspider.settings import with_defaults

if TYPE_CHECKING:
    from distributed import Future

_WAIT_S = 0.25
# For a worker to give the result of a task that has ended; of one that is frozen, Dask waits without a bound.
_RESULT_S = 60.0
# So many chunks are given for each thread of the cluster, and at least so many: a worker has its next one beside
# it, and clusters that grow with their work see some.
_TASKS_A_THREAD, _FEWEST_TASKS = 2, 8


@dataclass(frozen=True, slots=True)
class DaskOptions:
    """Which cluster, and how it is used."""

    address: str  # "local", or a scheduler's
    workers: int | None = None  # at most so many chunks at a time


@dataclass(slots=True, eq=False)
class DaskWork:
    """A job that is a task, or waits to be one: that depends on whether there is a future."""

    job: Job | None
    future: Future | None = None
    first_progress: Progress | None = None
    progress: Progress | None = None
    only_on: frozenset[str] | None = None  # the workers that may do it


class DaskWorkers:
    """The workers of a Dask cluster.

    For a scheduler or workers that are not there they wait for `wait_s`. Raises SettingError where there is no
    scheduler at first.
    """

    def __init__(self, options: DaskOptions, wait_s: float, setup: WorkerSetup) -> None:
        self._most, self._setup = options.workers, setup
        self._pickled = pickle.dumps(replace(setup, remote=None, lock=-1))  # of no use elsewhere
        self._environment = Environment(tuple(sys.path), str(Path.cwd()))
        self._function = task_function()
        self._run, self._numbers = uuid.uuid4().hex[:12], count()
        self._works: list[DaskWork] = []
        self._arrived: SimpleQueue[tuple[DaskWork, Future]] = SimpleQueue()
        self._is_stopping = self._are_told = False  # the workers are told once that the run stops
        self.cluster = DaskCluster(options.address, wait_s, options.workers)

    @property
    def at_work(self) -> Sequence[DaskWork]:
        """The jobs that were given and are not done."""
        return self._works

    @property
    def has_room(self) -> bool:
        """Whether another job can be given."""
        threads = sum(self.cluster.workers.values())
        most = max(_FEWEST_TASKS, _TASKS_A_THREAD * threads)
        return len(self._works) < (min(most, self._most) if self._most else most)

    def give(self, job: Job) -> None:
        """Have a job done."""
        if self._setup.remote is not None and job.archive.is_list and isinstance(job, Chunk) and not job.number:
            self._setup.remote.send(Path(str(job.archive.file)))
        self._works.append(DaskWork(job))

    def events(self) -> Iterator[tuple[DaskWork, Report | Died]]:
        """Wait briefly, and yield what was reported of which job."""
        if not self._is_stopping:
            self.cluster.look()
        if fatal := self.cluster.why_not():
            yield DaskWork(None), Failed(fatal, fatal=True)
            return
        self._submit()
        for work, future in self._arrivals():
            if work.future is future:
                for report in self._reports(work, future):
                    yield work, report
                    if work.job is None or isinstance(report, Died):
                        self._works.remove(work)

    def _arrivals(self) -> list[tuple[DaskWork, Future]]:
        """Wait briefly for the first task that has ended; return those that have."""
        found = []
        with suppress(Empty):
            found.append(self._arrived.get(timeout=_WAIT_S))
            while True:
                found.append(self._arrived.get_nowait())
        return found

    def stop(self) -> None:
        """Take all jobs back, and have the workers save what they have of them."""
        self._is_stopping = True
        for work in self._works:
            self._take_back(work)
        self._works.clear()
        self._are_told = self._are_told or self.cluster.end_processes(setup_key(self._pickled))

    def end(self, is_urgent: Callable[[], bool]) -> Iterator[Report]:
        """Leave the cluster; one of this computer's own when its workers have saved what they have."""
        self.stop()
        self.cluster.leave(is_urgent)
        yield from ()

    def take_feed(self, archive: Archive) -> None:
        """Bring what was made of a finished archive to its place. Raises OSError, RemoteError."""
        assert self._setup.shared is not None  # noqa: S101  # set with these workers
        self._setup.shared.take_finished(archive, self._setup.remote)

    def remove_feed(self, name: str) -> None:
        """Remove an older feed. Raises OSError, RemoteError."""
        remove_feed(self._setup, name)

    def _submit(self) -> None:
        """Make tasks of the jobs that wait, and of those whose workers are gone."""
        if not self.cluster.is_connected or self._is_stopping:
            return
        good = frozenset(self.cluster.workers)
        for work in self._works:
            if work.future is not None and work.only_on is not None and not work.only_on & good:
                self._take_back(work)
            if work.future is None and work.job is not None:
                self._submit_one(work, good)

    def _submit_one(self, work: DaskWork, good: frozenset[str]) -> None:
        work.only_on = good if self.cluster.has_refused else None
        if work.only_on is not None and not good:
            return
        assert work.job is not None  # noqa: S101  # asked before
        is_chunk = isinstance(work.job, Chunk)
        future = self.cluster.submit(
            self._function,
            Task(self._environment, self._pickled, pickle.dumps(work.job)).pickled(),
            key=f"newsspider-{'chunk' if is_chunk else 'finish'}-{self._run}-{next(self._numbers)}",
            priority=0 if is_chunk else 1,
            workers=None if work.only_on is None else sorted(work.only_on),
        )
        work.future = future
        if isinstance(work.job, Chunk) and good:
            work.first_progress = Progress(Counter(), work.job.start)
            work.progress = work.first_progress
        future.add_done_callback(lambda done: self._arrived.put((work, done)))

    def _take_back(self, work: DaskWork) -> None:
        future, work.future = work.future, None
        if future is not None:
            self.cluster.cancel(future)

    def _reports(self, work: DaskWork, future: Future) -> Iterator[Report | Died]:
        """Yield what became of a task; nothing where it is to be done again."""
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415  # of an extra

        assert work.job is not None  # noqa: S101  # it is a task
        try:
            result = read_result(future.result(timeout=_RESULT_S))
        except CancelledError:  # the scheduler is gone, and with it all that it knew
            work.future = None
            return
        except KilledWorker:
            yield Died(
                work.job, "was lost with its machine or by the cluster's doing, several times", had_started=True
            )
            return
        except Exception as error:  # noqa: BLE001  # what a cluster may say of a task is its own affair
            if isinstance(error, TimeoutError) and future.status == "finished":
                self._take_back(work)
                return
            yield Died(work.job, f"failed: {first_line(error)}", had_started=True)
            return
        if result.report is None:
            self.cluster.refuse(result.worker, result.version)
            work.future = None
            return
        yield from result.logs
        yield self._told(work, result)

    def _told(self, work: DaskWork, result: TaskResult) -> Report | Died:
        report = result.report
        assert report is not None  # noqa: S101  # asked before
        if isinstance(report, Failed) and report.fatal:
            return replace(report, reason=f"{result.worker}: {report.reason}")
        if isinstance(report, ChunkDone) and report.was_done and isinstance(work.job, Chunk):
            end = work.job.start + (work.job.positions or 0)
            work.first_progress = Progress(report.tally, end)
        return report


def check_dask() -> None:
    """Raise SettingError if Dask is not installed."""
    if find_spec("distributed") is None:
        raise SettingError("--dask", "needs Dask: pip install 'newsspider[dask]'")


def dask_workers(options: DaskOptions, settings: BaseSettings, setup: WorkerSetup) -> DaskWorkers:
    """Return the workers of a cluster, with which it is connected. Raises SettingError."""
    store = str(settings.get("NEWSSPIDER_STORE") or "")
    if store and not store.startswith("postgres"):
        raise SettingError("NEWSSPIDER_STORE", "workers of a cluster can share a store in PostgreSQL only")
    return DaskWorkers(options, with_defaults(settings).getfloat("NEWSSPIDER_DASK_WAIT_S"), setup)
