"""A worker's end of the pipe to its supervisor."""

from __future__ import annotations

import logging
import os
import time
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection
from queue import SimpleQueue

from newsspider.engine import pause
from newsspider.replaying.jobs import Job, Report, Stop

_REPORT_EVERY_S = 0.25
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.001, 0.05
_FIELDS_OF_RECORDS = frozenset({*vars(logging.makeLogRecord({})), "message"})


class WorkerChannel:
    """Receives jobs and sends reports. The process ends when its supervisor does."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reported_s = 0.0
        self.stop_requested = False

    async def next_job(self) -> Job | None:
        """Wait for the next job and return it; None when the worker is asked to stop."""
        pause_s = 0.0
        while not self.stop_requested:
            message = self._received()
            if message is not None:
                return message
            await pause(pause_s)
            pause_s = min(pause_s * 2 or _FIRST_PAUSE_S, _LONGEST_PAUSE_S)
        return None

    def report_is_due(self) -> bool:
        """Return whether a progress report is due, and look for a request to stop. Cheap: asked once a record."""
        now_s = time.monotonic()
        if now_s - self._reported_s < _REPORT_EVERY_S:
            return False
        self._reported_s = now_s
        self._received()
        return True

    def report(self, report: Report) -> None:
        """Send a report to the supervisor."""
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
            self.stop_requested = True
            return None
        return message


class ChannelLogHandler(QueueHandler):
    """Sends log records to the supervisor, which owns the terminal."""

    def __init__(self, channel: WorkerChannel, level: str | int) -> None:
        super().__init__(SimpleQueue())
        self._channel = channel
        self.setLevel(level)

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """Return a copy of a record that can be sent: its text, and nothing that was attached to it.

        Scrapy attaches the spider and the crawler, for whose objects there is no use elsewhere.
        """
        prepared: logging.LogRecord = super().prepare(record)
        attached = vars(prepared).keys() - _FIELDS_OF_RECORDS
        for name in attached:
            delattr(prepared, name)
        return prepared

    def enqueue(self, record: logging.LogRecord) -> None:
        """Send a record, already made picklable."""
        self._channel.report(record)
