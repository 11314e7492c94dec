"""A crawl process that does jobs for a program with threads and daemons of its own, such as a Dask worker.

It is a new interpreter, not a child of multiprocessing: daemonic processes, which Dask's workers are, may not have
any. It ends when that program does, since its standard input is a socket to it.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from newsspider.replaying.jobs import Failed, Report, Stop, Stopped
from newsspider.replaying.run_folder import work_root
from newsspider.replaying.worker import WorkerSetup, work
from newsspider.replaying.worker_process import interrupts_held_back

_LOG_TAIL_BYTES = 20_000
_END_S = 10.0


@dataclass(frozen=True, slots=True)
class Environment:
    """What a crawl process needs to find a project's own classes and files, if they are where it runs."""

    path: Sequence[str]  # sys.path of who asks for the run
    folder: str  # their current one


class CrawlProcess:
    """The process, and the folder below `scratch` in which it works. `setup` is a pickled WorkerSetup.

    It is pickled since a setup may hold classes of a project that only the process itself can import.
    """

    def __init__(self, environment: Environment, setup: bytes, scratch: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="newsspider-", dir=scratch)
        self._log_path = Path(self._folder.name) / "worker.log"
        self.has_started = False
        ours, theirs = socket.socketpair()
        with theirs, self._log_path.open("wb") as log, interrupts_held_back():
            self._process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603  # ourselves
                [sys.executable, "-m", "newsspider.clusters.crawl_process", self._folder.name],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        self.connection = Connection(ours.detach())
        with suppress(OSError):  # it has ended: seen by who waits for its reports
            self.connection.send(environment)
            self.connection.send_bytes(setup)

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Return whether the process runs."""
        return self._process.poll() is None

    def memory_bytes(self) -> int:
        """Return how much memory the process has now. Raises EOFError when it has ended."""
        import psutil  # noqa: PLC0415  # what distributed brings

        try:
            return int(psutil.Process(self.pid).memory_info().rss)
        except psutil.NoSuchProcess as error:
            raise EOFError from error

    def give(self, job: bytes) -> None:
        """Give it a pickled job, when it has none."""
        with suppress(OSError):
            self.connection.send_bytes(job)

    def ask_to_stop(self) -> None:
        """Ask it to save what it has and end."""
        with suppress(OSError):
            self.connection.send(Stop())

    def reports(self, timeout_s: float) -> Iterator[Report]:
        """Wait for reports and yield those that have come. Raises EOFError when the process has ended."""
        try:
            if self.connection.poll(timeout_s):
                yield self.connection.recv()
        except OSError as error:
            raise EOFError from error

    def end(self, *, at_once: bool = False) -> None:
        """End the process and remove its folder; it closes its crawl unless it is to end at once."""
        self.ask_to_stop()
        if at_once:
            self._process.kill()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.connection.close()
        self._folder.cleanup()

    def how_it_ended(self) -> str:
        """Return how the process ended, in words that follow "a worker"."""
        code = self._process.wait()
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def log_tail(self) -> bytes:
        """Return the end of what the process wrote to its standard error."""
        content = self._log_path.read_bytes() if self._log_path.exists() else b""
        return content[-_LOG_TAIL_BYTES:]


def ends_process(report: Report) -> bool:
    """Return whether a process ends after such a report."""
    return isinstance(report, Stopped) or (isinstance(report, Failed) and report.fatal)


def main(folder: str) -> None:
    """Do the jobs that come over standard input, in a folder of one's own."""
    connection = Connection(os.dup(0))
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    environment: Environment = connection.recv()
    sys.path += [entry for entry in environment.path if entry not in sys.path and Path(entry).exists()]
    with suppress(OSError):
        os.chdir(environment.folder)
    setup: WorkerSetup = pickle.loads(connection.recv_bytes())  # noqa: S301  # from who started us
    own = Path(folder) / "out"
    work_root(own).mkdir(parents=True)
    shared = replace(setup.shared, own=own) if setup.shared is not None else None
    here = replace(setup, out=own, shared=shared, supervisor=os.getppid())
    work(here, connection, Path(folder) / "worker.log")


if __name__ == "__main__":
    main(sys.argv[1])
