"""The supervisor's side of a worker: start it, give it jobs, read its reports, notice its death."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import Pipe, get_context, resource_tracker
from pathlib import Path

from newsspider.replaying.jobs import Job, Progress, Report, Started, Stop
from newsspider.replaying.worker import WorkerSetup, work

_LOG_TAIL_BYTES = 20_000


class WorkerProcess:
    """One worker and its current job; `others` are the supervisor's workers before it."""

    def __init__(self, setup: WorkerSetup, log_path: Path, others: Sequence[WorkerProcess] = ()) -> None:
        self.log_path = log_path
        self.job: Job | None = None
        self.has_started = self.is_stopping = False
        self.first_progress: Progress | None = None  # of the current chunk, in this run
        self.progress: Progress | None = None
        self.connection, theirs = Pipe()
        can_fork = fork_is_safe()
        ends = [worker.connection.fileno() for worker in (*others, self)]
        inherited = [setup.lock, *ends] if can_fork else []
        context = get_context("fork") if can_fork else get_context("spawn")
        self._process = context.Process(target=work, args=(setup, theirs, log_path, inherited), daemon=True)
        if not can_fork and sys.platform != "win32":
            resource_tracker.ensure_running()  # spawning starts it, and starting it would unblock SIGINT
        with interrupts_held_back():
            self._process.start()
        theirs.close()

    @property
    def sentinel(self) -> int:
        """A handle that becomes ready when the process has ended."""
        return self._process.sentinel

    def give(self, job: Job) -> None:
        """Give an idle worker a job."""
        self.job, self.first_progress, self.progress = job, None, None
        self._send(job)

    def stop(self) -> None:
        """Ask the worker to stop; one that has not started yet has nothing to save and is killed."""
        if not self.has_started:
            self.kill()
        elif not self.is_stopping:
            self.is_stopping = True
            self._send(Stop())

    def reports(self) -> Iterator[Report]:
        """Yield the reports that have arrived from the worker."""
        try:
            while self.connection.poll():
                report = self.connection.recv()
                if isinstance(report, Started):
                    self.has_started = True
                elif isinstance(report, Progress):
                    self.first_progress = self.first_progress or report
                    self.progress = report
                yield report
        except (EOFError, OSError):
            return

    def is_alive(self) -> bool:
        """Return whether the process runs."""
        return self._process.is_alive()

    def kill(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()

    def how_it_ended(self) -> str:
        """Return how the process ended, in words that follow "a worker"."""
        code = self._process.exitcode
        if code is not None and code < 0:
            return f"was killed by {signal.Signals(-code).name}"
        return f"ended with exit code {code}"

    def log_tail(self) -> bytes:
        """Return the end of what the process wrote to its standard error."""
        content = self.log_path.read_bytes() if self.log_path.exists() else b""
        return content[-_LOG_TAIL_BYTES:]

    def _send(self, message: Job | Stop) -> None:
        try:
            self.connection.send(message)
        except OSError:
            logging.getLogger(__name__).debug("A worker has ended; that is handled when its sentinel is seen")


def fork_is_safe() -> bool:
    """Return whether a worker can be a fork of this process, which saves it half of its start.

    Not where other threads run, whose locks a fork would copy as they are held at that moment, nor where a reactor
    is installed, nor on systems whose libraries do not bear a fork: there is no /proc there.
    """
    threads = Path("/proc/self/task")
    return threads.is_dir() and len(list(threads.iterdir())) == 1 and "twisted.internet.reactor" not in sys.modules


@contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Block SIGINT while a worker is started: it inherits that, since Ctrl-C is for the supervisor to handle.

    Blocked and not ignored: a Ctrl-C that comes in between must not be lost.
    """
    if sys.platform == "win32":
        yield
        return
    held_back = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held_back)
