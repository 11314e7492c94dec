"""A worker as its supervisor sees it: started, given one job after the other, listened to, seen to die."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from pathlib import Path

from newsspider.replaying.jobs import Job, Progress, Report, Started, Stop
from newsspider.replaying.worker import Setup, work

_LOG_TAIL_BYTES = 20_000


class WorkerProcess:
    """One worker and the job it is at."""

    def __init__(self, setup: Setup, log_path: Path) -> None:
        self.log_path = log_path
        self.job: Job | None = None
        self.has_started = self.is_stopping = False
        self.begun: Progress | None = None  # with its chunk, at this start
        self.progress: Progress | None = None
        # Not forked: that copies whatever threads of other libraries hold at that moment.
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(setup, theirs, log_path), daemon=True)
        with _interrupts_held_back():
            self._process.start()
        theirs.close()

    @property
    def sentinel(self) -> int:
        """What is ready once the process has ended."""
        return self._process.sentinel

    def give(self, job: Job) -> None:
        """Give the worker, which has none, a job."""
        self.job, self.begun, self.progress = job, None, None
        self._send(job)

    def stop(self) -> None:
        """Ask the worker to stop soon; one that has not started yet has nothing to put away."""
        if not self.has_started:
            self.kill()
        elif not self.is_stopping:
            self.is_stopping = True
            self._send(Stop())

    def reports(self) -> Iterator[Report]:
        """Yield what has come from the worker."""
        try:
            while self.connection.poll():
                report = self.connection.recv()
                if isinstance(report, Started):
                    self.has_started = True
                elif isinstance(report, Progress):
                    self.begun = self.begun or report
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
        """Return how the process ended, for people."""
        code = self._process.exitcode
        if code is not None and code < 0:
            return f"killed by {signal.Signals(-code).name}"
        return f"ended with exit code {code}"

    def log_tail(self) -> bytes:
        """Return the end of what the process wrote to its standard error."""
        content = self.log_path.read_bytes() if self.log_path.exists() else b""
        return content[-_LOG_TAIL_BYTES:]

    def _send(self, message: Job | Stop) -> None:
        try:
            self.connection.send(message)
        except OSError:
            logging.getLogger(__name__).debug("a worker is gone; its end will be seen")


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Hold Ctrl-C back; a process that is started meanwhile does so for ever, for it is the supervisor's.

    It is not ignored: a Ctrl-C that comes just now would be lost.
    """
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # when it is started by the way it lets Ctrl-C through again
    held_back = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held_back)
