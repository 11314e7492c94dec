"""A cluster of Dask, as a replay sees it: connected with, looked at, and waited for within bounds."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from newsspider.clusters.dask_tasks import end_function
from newsspider.errors import SettingError
from newsspider.replaying.workers import cores
from newsspider.version import __version__

if TYPE_CHECKING:
    from distributed import Client, Future

LOCAL = "local"  # the address of a cluster on this computer's own cores
_LOOK_EVERY_S = 1.0  # at the workers
_LOOK_AGAIN_S = 0.25  # whether a cluster here has ended its work
_END_S = 30.0  # for chunks in hand, when a run is stopped
_TELL_S = 10.0  # for a worker to say that it has ended its processes
_SAY_AFTER_S = 3.0  # that a scheduler does not answer
# A process that is frozen keeps its connections, and is waited for by Dask without a bound.
_ANSWER_S = 10.0  # for the scheduler to answer

logger = logging.getLogger(__name__)


class DaskCluster:
    """The scheduler and the workers at an address.

    For those that are not there it waits for `wait_s`. Raises SettingError where there is no scheduler at first.
    `most_threads` is for a cluster on this computer.
    """

    def __init__(self, address: str, wait_s: float, most_threads: int | None = None) -> None:
        self._address, self._wait_s = address, wait_s
        self._threads: Mapping[str, int] = {}  # of the workers that take tasks
        self._refused: set[str] = set()
        self._looked_s = 0.0
        self._is_silent = False  # the scheduler did not answer
        self._missing_since_s: float | None = None  # since when there is no scheduler, or no worker
        self._is_missing_told = False
        self._local: Any = None
        _say_nothing_of_dask()
        self._client = self._of_this_computer(most_threads or cores()) if address == LOCAL else self._connected()

    def _of_this_computer(self, threads: int) -> Client:
        from distributed import Client  # noqa: PLC0415  # of an extra

        self._local = local_cluster(threads)
        return Client(self._local)

    def _connected(self) -> Client:
        address = self._address
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
            raise SettingError("--dask", f"{address}: {first_line(found)}") from found
        return found

    @property
    def workers(self) -> Mapping[str, int]:
        """The threads of the workers that take tasks and are not refused, by their addresses."""
        return {address: threads for address, threads in self._threads.items() if address not in self._refused}

    @property
    def has_refused(self) -> bool:
        """Whether any worker was refused."""
        return bool(self._refused)

    @property
    def is_connected(self) -> bool:
        """Whether tasks can be given."""
        return bool(self._client.status == "running")

    def submit(self, function: Callable[[bytes], bytes], task: bytes, **options: Any) -> Future:
        """Have a task done; `options` are those of `Client.submit`."""
        return self._client.submit(function, task, pure=False, **options)

    def cancel(self, future: Future) -> None:
        """Take a task back."""
        if self.is_connected:
            future.cancel(force=True)

    def refuse(self, worker: str, version: str | None) -> None:
        """Give no more tasks to a worker with another version of newsspider, or with none."""
        if worker not in self._refused:
            self._refused.add(worker)
            has = f"newsspider {version}" if version else "no newsspider"
            logger.warning("Refused worker %s: it has %s, this is %s", worker, has, __version__)

    def look(self) -> None:
        """Look at the workers, once in a while."""
        now_s = monotonic()
        if now_s - self._looked_s < _LOOK_EVERY_S:
            return
        self._looked_s = now_s
        try:
            self._threads, self._is_silent = self._seen_threads(), False
        except TimeoutError:
            self._threads, self._is_silent = {}, True
        if self.workers:
            self._missing_since_s, self._is_missing_told = None, False
        elif self._missing_since_s is None:
            self._missing_since_s = now_s

    def _seen_threads(self) -> Mapping[str, int]:
        """Return the threads of the workers that take tasks; none without a scheduler. Raises TimeoutError."""
        scheduler = self._client.scheduler
        if not self.is_connected or scheduler is None:
            return {}
        try:
            workers = self._client.sync(scheduler.identity, n_workers=-1, callback_timeout=_ANSWER_S)["workers"]
        except TimeoutError:
            raise
        except (OSError, RuntimeError):  # it has just gone
            return {}
        return {address: one["nthreads"] for address, one in workers.items() if one["status"] == "running"}

    def why_not(self) -> str | None:
        """Return why the run cannot go on, or None; say it if it waits for something."""
        address = self._address
        if self._client.status == "closed":
            return f"{address}: the scheduler has not been reached for {self._wait_s:.0f} s"
        if self._missing_since_s is None:
            return None
        what = "the scheduler does not answer" if self._is_silent else "it has no workers that take tasks"
        if not self.is_connected:
            what = "the scheduler is gone"
        if self._threads and not self.workers:
            return f"{address}: no worker has newsspider {__version__}"
        missing_s = monotonic() - self._missing_since_s
        if missing_s > self._wait_s:
            return f"{address}: {what}, for {missing_s:.0f} s"
        if not self._is_missing_told and missing_s > 2 * _LOOK_EVERY_S:
            self._is_missing_told = True
            logger.warning("%s: %s; waiting for up to %.0f s", address, what, self._wait_s)
        return None

    def end_processes(self, key: str) -> bool:
        """Have the workers end their processes of this key, which save what they have; return whether asked."""
        if not self.is_connected or self._is_silent:
            return False
        with suppress(OSError, RuntimeError, TimeoutError):  # they end by themselves, too
            run = self._client._run  # `run` waits without a bound for workers that do not answer
            self._client.sync(run, end_function(), key, on_error="ignore", callback_timeout=_TELL_S)
        return True

    def leave(self, is_urgent: Callable[[], bool]) -> None:
        """Leave the cluster; one of this computer's own when its workers have saved what they have."""
        deadline_s = monotonic() + _END_S
        while self._is_busy_here() and not is_urgent() and monotonic() < deadline_s:
            sleep(_LOOK_AGAIN_S)
        with suppress(OSError, RuntimeError, TimeoutError):
            self._client.close(timeout=_TELL_S)
        if self._local is not None:
            self._local.close()

    def _is_busy_here(self) -> bool:
        found = self._local.workers.values() if self._local is not None else ()
        processes = [worker.extensions.get("newsspider") for worker in found]
        return any(one.is_busy for one in processes if one is not None)


def _connect(made: SimpleQueue[Client | Exception], place: Mapping[str, str], wait_s: float) -> None:
    """Put a client of the scheduler at a place into a queue, or the reason why there is none.

    Its own bound holds for a scheduler that refuses the connection, not for one that takes it and says nothing.
    """
    from distributed import Client  # noqa: PLC0415  # of an extra

    try:
        made.put(Client(**place, timeout=wait_s))
    except Exception as error:  # noqa: BLE001  # of many kinds, those of wrong addresses and keys among them
        made.put(error)


def local_cluster(threads: int) -> Any:
    """Return a cluster in this process: the crawls have processes of their own anyway."""
    from distributed import LocalCluster  # noqa: PLC0415  # of an extra

    # Without these its servers of metrics listen on all interfaces, even where there is to be no dashboard.
    addresses = {"dashboard_address": "127.0.0.1:0", "worker_dashboard_address": "127.0.0.1:0"}
    return LocalCluster(n_workers=1, threads_per_worker=threads, processes=False, **addresses)


def first_line(error: BaseException) -> str:
    """Return the first line of an error, or its name where it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _say_nothing_of_dask() -> None:
    """Have Dask log nothing here: what happens to the cluster is told by the run itself."""
    import distributed  # noqa: F401, PLC0415  # of an extra; it sets its loggers up when it is imported

    for name in ("distributed", "distributed.client", "tornado", "asyncio"):
        found = logging.getLogger(name)
        found.handlers.clear()
        found.addHandler(logging.NullHandler())
        found.propagate = False
        found.setLevel(logging.CRITICAL + 1)
