"""A Dask scheduler and workers as processes of their own, on 127.0.0.1."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
_QUICK = {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
    "DASK_DISTRIBUTED__DEPLOY__LOST_WORKER_TIMEOUT": "5s",
}


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass(slots=True)
class DaskProcesses:
    """The processes of a cluster. Each leads a group of its own, so that all that it started is killed with it."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return the scheduler's address."""
        return f"tcp://127.0.0.1:{self.port}"

    def start_scheduler(self) -> None:
        """Start the scheduler."""
        self.scheduler = self._started(
            "scheduler", "--port", str(self.port), "--no-dashboard", "--host", "127.0.0.1"
        )

    def start_worker(self, *options: str, **environment: str) -> None:
        """Start a worker of one thread. It is one process: without the nanny that would start another for it."""
        scratch = ["--local-directory", str(self.folder), "--nthreads", "1", "--no-dashboard"]
        nanny = [] if "--nanny" in options else ["--no-nanny"]
        arguments = ["worker", self.address, "--host", "127.0.0.1", *scratch, *nanny, *options]
        self.workers.append(self._started(*arguments, **environment))

    def replace_dead(self) -> None:
        """Start what has ended again."""
        if self.scheduler is not None and self.scheduler.poll() is not None:
            self.start_scheduler()
        for worker in [one for one in self.workers if one.poll() is not None]:
            self.workers.remove(worker)
            self.start_worker()

    def end(self) -> None:
        """Kill all."""
        for process in (*self.workers, *filter(None, [self.scheduler])):
            kill(process)

    def _started(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"dask-{arguments[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments],
                cwd=self.folder,
                env={**os.environ, **_QUICK, "PYTHONPATH": str(ROOT), **self.environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its group."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def dask_processes(folder: Path, workers: int = 2, **environment: str) -> Iterator[DaskProcesses]:
    """Run a scheduler and workers of one thread each; all are killed in the end."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = DaskProcesses(folder, environment)
    try:
        cluster.start_scheduler()
        for _ in range(workers):
            cluster.start_worker()
        yield cluster
    finally:
        cluster.end()


def wait_until(path: Path, timeout_s: float = 300.0) -> None:
    """Wait until there is a file that matches a pattern below a folder's path, as `out/_run/work/*/*.chunk`."""
    deadline_s = time.monotonic() + timeout_s
    while not list(path.parent.parent.parent.glob("/".join(path.parts[-3:]))):
        if time.monotonic() > deadline_s:
            raise TimeoutError(str(path))
        time.sleep(0.05)
