"""A replay's jobs as tasks of Dask: on a cluster at an address, or on one of this computer's own cores."""

from __future__ import annotations

import logging
import pickle
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from scrapy.settings import BaseSettings

from newsspider.clusters.crawl_process import Environment
from newsspider.clusters.dask_tasks import (
    Task,
    TaskResult,
    end_function,
    read_result,
    setup_key,
    task_function,
)
from newsspider.errors import SettingError
from newsspider.replaying.jobs import Archive, Chunk, ChunkDone, Failed, Job, Progress, Report
from newsspider.replaying.worker import WorkerSetup
from newsspider.replaying.workers import Died, cores, remove_feed
from newsspider.settings import with_defaults
from newsspider.version import __version__

if TYPE_CHECKING:
    from distributed import Client, Future

_WAIT_S = 0.25
_LOOK_EVERY_S = 1.0  # at the cluster's workers
_END_S = 30.0  # for chunks in hand, when a run is stopped
_TELL_S = 10.0  # for a worker to say that it has ended its processes
_SAY_AFTER_S = 3.0  # that a scheduler does not answer
# A process that is frozen keeps its connections, and is waited for by Dask without a bound.
_ANSWER_S = 10.0  # for the scheduler to answer
_RESULT_S = 60.0  # for a worker to give the result of a task that has ended
# So many chunks are given for each thread of the cluster, and at least so many: a worker has its next one beside
# it, and clusters that grow with their work see some.
_TASKS_A_THREAD, _FEWEST_TASKS = 2, 8

logger = logging.getLogger(__name__)


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


@dataclass(slots=True)
class _Cluster:
    """What is known of the cluster."""

    threads: Mapping[str, int] = field(default_factory=dict)  # of the workers that take tasks
    refused: set[str] = field(default_factory=set)
    looked_s: float = 0.0
    is_silent: bool = False  # the scheduler did not answer
    missing_since_s: float | None = None  # since when there is no scheduler, or no worker
    is_missing_told: bool = False

    @property
    def good(self) -> Mapping[str, int]:
        """The threads of the workers that are not refused."""
        return {address: threads for address, threads in self.threads.items() if address not in self.refused}


class DaskWorkers:
    """The workers of a Dask cluster.

    For a scheduler or workers that are not there it waits for `wait_s`. Raises SettingError where there is no
    scheduler at first.
    """

    def __init__(self, options: DaskOptions, wait_s: float, setup: WorkerSetup) -> None:
        self._options, self._wait_s, self._setup = options, wait_s, setup
        self._pickled = pickle.dumps(replace(setup, remote=None, lock=-1))  # of no use elsewhere
        self._environment = Environment(tuple(sys.path), str(Path.cwd()))
        self._function = task_function()
        self._run, self._numbers = uuid.uuid4().hex[:12], count()
        self._works: list[DaskWork] = []
        self._arrived: SimpleQueue[tuple[DaskWork, Future]] = SimpleQueue()
        self._cluster = _Cluster()
        self._is_stopping = self._is_ended = False
        self._local: Any = None
        self._client = self._connected()

    def _connected(self) -> Client:
        from distributed import Client  # noqa: PLC0415  # of an extra

        address = self._options.address
        _say_nothing_of_dask()
        if address == "local":
            self._local = _local_cluster(self._options.workers or cores())
            return Client(self._local)
        is_file = address.endswith(".json")
        if is_file and not Path(address).is_file():
            raise SettingError("--dask", f"{address}: there is no such file")
        line = "%s: the scheduler does not answer; waiting for up to %.0f s"
        said = Timer(_SAY_AFTER_S, logger.warning, [line, address, self._wait_s])
        said.daemon = True
        said.start()
        made: SimpleQueue[Client | Exception] = SimpleQueue()
        place = {"scheduler_file" if is_file else "address": address}
        Thread(target=_connect, args=[made, place, self._wait_s], daemon=True).start()
        try:
            found = made.get(timeout=self._wait_s + _ANSWER_S)
        except Empty:
            found = TimeoutError("the scheduler does not answer")
        finally:
            said.cancel()
        if isinstance(found, Exception):
            raise SettingError("--dask", f"{address}: {_reason(found)}") from found
        return found

    @property
    def at_work(self) -> Sequence[DaskWork]:
        """The jobs that were given and are not done."""
        return self._works

    @property
    def has_room(self) -> bool:
        """Whether another job can be given."""
        threads = sum(self._cluster.good.values())
        most = max(_FEWEST_TASKS, _TASKS_A_THREAD * threads)
        return len(self._works) < (min(most, self._options.workers) if self._options.workers else most)

    def give(self, job: Job) -> None:
        """Have a job done."""
        if self._setup.remote is not None and job.archive.is_list and isinstance(job, Chunk) and not job.number:
            self._setup.remote.send(Path(str(job.archive.file)))
        self._works.append(DaskWork(job))

    def events(self) -> Iterator[tuple[DaskWork, Report | Died]]:
        """Wait briefly, and yield what was reported of which job."""
        self._look()
        if fatal := self._why_not():
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
        if self._client.status == "running" and not (self._is_ended or self._cluster.is_silent):
            self._is_ended = True
            with suppress(OSError, RuntimeError, TimeoutError):  # they end by themselves, too
                key = setup_key(self._pickled)
                run = self._client._run  # `run` waits without a bound for workers that do not answer
                self._client.sync(run, end_function(), key, on_error="ignore", callback_timeout=_TELL_S)

    def end(self, is_urgent: Callable[[], bool]) -> Iterator[Report]:
        """Leave the cluster; one of this computer's own when its workers have saved what they have."""
        self.stop()
        deadline_s = monotonic() + _END_S
        while self._is_busy_here() and not is_urgent() and monotonic() < deadline_s:
            sleep(_WAIT_S)
        with suppress(OSError, RuntimeError, TimeoutError):
            self._client.close(timeout=_TELL_S)
        if self._local is not None:
            self._local.close()
        yield from ()

    def _is_busy_here(self) -> bool:
        found = self._local.workers.values() if self._local is not None else ()
        processes = [worker.extensions.get("newsspider") for worker in found]
        return any(one.is_busy for one in processes if one is not None)

    def take_feed(self, archive: Archive) -> None:
        """Bring what was made of a finished archive to its place. Raises OSError, RemoteError."""
        assert self._setup.shared is not None  # noqa: S101  # set with these workers
        self._setup.shared.take_finished(archive, self._setup.remote)

    def remove_feed(self, name: str) -> None:
        """Remove an older feed. Raises OSError, RemoteError."""
        remove_feed(self._setup, name)

    def _submit(self) -> None:
        """Make tasks of the jobs that wait, and of those whose workers are gone."""
        if self._client.status != "running" or self._is_stopping:
            return
        good = frozenset(self._cluster.good)
        for work in self._works:
            if work.future is not None and work.only_on is not None and not work.only_on & good:
                self._take_back(work)
            if work.future is None and work.job is not None:
                self._submit_one(work, good)

    def _submit_one(self, work: DaskWork, good: frozenset[str]) -> None:
        work.only_on = good if self._cluster.refused else None
        if work.only_on is not None and not good:
            return
        assert work.job is not None  # noqa: S101  # asked before
        is_chunk = isinstance(work.job, Chunk)
        future = self._client.submit(
            self._function,
            Task(self._environment, self._pickled, pickle.dumps(work.job)).pickled(),
            key=f"newsspider-{'chunk' if is_chunk else 'finish'}-{self._run}-{next(self._numbers)}",
            pure=False,
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
        if future is not None and self._client.status == "running":
            future.cancel(force=True)

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
            yield Died(work.job, f"failed: {_reason(error)}", had_started=True)
            return
        if result.report is None:
            self._refuse(result)
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

    def _refuse(self, result: TaskResult) -> None:
        if result.worker not in self._cluster.refused:
            self._cluster.refused.add(result.worker)
            has = f"newsspider {result.version}" if result.version else "no newsspider"
            logger.warning("Refused worker %s: it has %s, this is %s", result.worker, has, __version__)

    def _look(self) -> None:
        """Look at the cluster's workers, once in a while."""
        cluster = self._cluster
        now_s = monotonic()
        if self._is_stopping or now_s - cluster.looked_s < _LOOK_EVERY_S:
            return
        cluster.looked_s = now_s
        try:
            cluster.threads, cluster.is_silent = self._threads(), False
        except TimeoutError:
            cluster.threads, cluster.is_silent = {}, True
        if cluster.good:
            cluster.missing_since_s, cluster.is_missing_told = None, False
        elif cluster.missing_since_s is None:
            cluster.missing_since_s = now_s

    def _threads(self) -> Mapping[str, int]:
        """Return the threads of the workers that take tasks; none without a scheduler. Raises TimeoutError."""
        scheduler = self._client.scheduler
        if self._client.status != "running" or scheduler is None:
            return {}
        try:
            workers = self._client.sync(scheduler.identity, n_workers=-1, callback_timeout=_ANSWER_S)["workers"]
        except TimeoutError:
            raise
        except (OSError, RuntimeError):  # it has just gone
            return {}
        return {address: one["nthreads"] for address, one in workers.items() if one["status"] == "running"}

    def _why_not(self) -> str | None:
        """Return why the run cannot go on, or None; say it if it waits for something."""
        cluster = self._cluster
        address = self._options.address
        if self._client.status == "closed":
            return f"{address}: the scheduler has not been reached for {self._wait_s:.0f} s"
        if cluster.missing_since_s is None:
            return None
        what = "the scheduler does not answer" if cluster.is_silent else "it has no workers that take tasks"
        if self._client.status != "running":
            what = "the scheduler is gone"
        if cluster.threads and not cluster.good:
            return f"{address}: no worker has newsspider {__version__}"
        missing_s = monotonic() - cluster.missing_since_s
        if missing_s > self._wait_s:
            return f"{address}: {what}, for {missing_s:.0f} s"
        if not cluster.is_missing_told and missing_s > 2 * _LOOK_EVERY_S:
            cluster.is_missing_told = True
            logger.warning("%s: %s; waiting for up to %.0f s", address, what, self._wait_s)
        return None


def _connect(made: SimpleQueue[Client | Exception], place: Mapping[str, str], wait_s: float) -> None:
    """Put a client of the scheduler at a place into a queue, or the reason why there is none.

    Its own bound holds for a scheduler that refuses the connection, not for one that takes it and says nothing.
    """
    from distributed import Client  # noqa: PLC0415  # of an extra

    try:
        made.put(Client(**place, timeout=wait_s))
    except Exception as error:  # noqa: BLE001  # of many kinds, those of wrong addresses and keys among them
        made.put(error)


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


def _local_cluster(threads: int) -> Any:
    """Return a cluster in this process: the crawls have processes of their own anyway."""
    from distributed import LocalCluster  # noqa: PLC0415  # of an extra

    # Without these its servers of metrics listen on all interfaces, even where there is to be no dashboard.
    addresses = {"dashboard_address": "127.0.0.1:0", "worker_dashboard_address": "127.0.0.1:0"}
    return LocalCluster(n_workers=1, threads_per_worker=threads, processes=False, **addresses)


def _say_nothing_of_dask() -> None:
    """Have Dask log nothing here: what happens to the cluster is told by the run itself."""
    for name in ("distributed", "distributed.client", "tornado", "asyncio"):
        found = logging.getLogger(name)
        found.handlers.clear()
        found.addHandler(logging.NullHandler())
        found.propagate = False
        found.setLevel(logging.CRITICAL + 1)


def _reason(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
