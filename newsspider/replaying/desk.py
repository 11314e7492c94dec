"""A worker's end of the pipe to its supervisor."""

from __future__ import annotations

import logging
import os
import time
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection
from queue import SimpleQueue

from newsspider.replaying.jobs import Job, Report, Stop
from newsspider.spiders.backpressure import pause

_REPORT_EVERY_S = 0.25
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.001, 0.05


class Desk:
    """Where jobs come in and reports go out. The process ends with the supervisor."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reported_s = 0.0
        self.stop_asked = False

    async def next_job(self) -> Job | None:
        """Return the next job, once there is one; None when there will be none."""
        pause_s = 0.0
        while not self.stop_asked:
            message = self._received()
            if message is not None:
                return message
            await pause(pause_s)
            pause_s = min(pause_s * 2 or _FIRST_PAUSE_S, _LONGEST_PAUSE_S)
        return None

    def is_time_to_report(self) -> bool:
        """Return whether the last report is a while ago, having looked whether to stop: cheap, once a record."""
        now_s = time.monotonic()
        if now_s - self._reported_s < _REPORT_EVERY_S:
            return False
        self._reported_s = now_s
        self._received()
        return True

    def report(self, report: Report) -> None:
        """Tell the supervisor."""
        try:
            self._connection.send(report)
        except OSError:
            os._exit(1)

    def _received(self) -> Job | None:
        try:
            message = self._connection.recv() if self._connection.poll() else None
        except (EOFError, OSError):
            os._exit(1)
        if isinstance(message, Stop):
            self.stop_asked = True
            return None
        return message


class DeskHandler(QueueHandler):
    """Hands log records on to the supervisor, which has the terminal."""

    def __init__(self, desk: Desk, level: str | int) -> None:
        super().__init__(SimpleQueue())
        self._desk = desk
        self.setLevel(level)

    def enqueue(self, record: logging.LogRecord) -> None:
        """Send a record that can be sent."""
        self._desk.report(record)
