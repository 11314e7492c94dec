"""A worker: a process with one crawl that replays chunk after chunk, since a reactor cannot start twice."""

from __future__ import annotations

import faulthandler
import gc
import logging
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings, Settings
from scrapy.utils.log import _uninstall_scrapy_root_handler

from newsspider.replaying.jobs import FeedFormat
from newsspider.replaying.locks import worker_lock
from newsspider.replaying.remote_out import RemoteOut
from newsspider.replaying.run_folder import work_root
from newsspider.replaying.shared_work import SharedWork

# Workers write feeds, rejects and logs by themselves, and end when there are no more jobs.
_SETTINGS_OF_WORKERS: dict[str, Any] = {
    "FEEDS": {},
    "NEWSSPIDER_DUPLICATES_PATH": "",
    "NEWSSPIDER_REJECTS_PATH": "",
    "NEWSSPIDER_REPORT_PATH": "",
    "NEWSSPIDER_DROPPED_PATH": "",
    "NEWSSPIDER_SKIPPED_PATH": "",
    "NEWSSPIDER_PROGRESS": False,
    "NEWSSPIDER_STRICT": False,
    "NEWSSPIDER_SUMMARY": False,
    "LOG_INSTALL_ROOT_HANDLER": False,
    "JOBDIR": None,
    **dict.fromkeys(
        f"CLOSESPIDER_{what}" for what in ("TIMEOUT", "TIMEOUT_NO_ITEM", "ITEMCOUNT", "PAGECOUNT", "ERRORCOUNT")
    ),
}


@dataclass(frozen=True, slots=True)
class WorkerSetup:
    """What a worker needs besides its jobs."""

    settings: Settings
    arguments: dict[str, str]  # the spider's, as given with -a
    form: FeedFormat
    out: Path
    supervisor: int  # its process id
    lock: int  # descriptor of the supervisor's lock on `out`
    remote: RemoteOut | None = None  # where finished feeds are sent
    shared: SharedWork | None = None  # where all work is put, if workers share no folder with the supervisor


def worker_settings(settings: BaseSettings) -> Settings:
    """Return the settings of a worker, which writes feeds and rejects by itself."""
    copied = settings.copy()
    assert isinstance(copied, Settings)  # noqa: S101  # a copy has the type of the original
    copied.frozen = False
    for name, value in _SETTINGS_OF_WORKERS.items():
        copied.set(name, value, priority="cmdline")
    return copied


def work(setup: WorkerSetup, connection: Connection, log_path: Path, inherited: Sequence[int] = ()) -> None:
    """Do the jobs that arrive over `connection` until there are none; all output goes to `log_path`.

    `inherited` are the supervisor's own descriptors, which a forked worker must not keep open: its lock would
    outlive it, and no worker would see the end of its pipe.
    """
    for descriptor in inherited:
        os.close(descriptor)
    _write_to(log_path)
    _undo_supervisor()
    faulthandler.enable()
    with worker_lock(work_root(setup.out)) as is_locked:
        # A worker whose supervisor died meanwhile must not touch files that a later replay's workers write.
        if is_locked and os.getppid() == setup.supervisor:
            _crawl(setup, connection)


@contextmanager
def without_collection() -> Iterator[None]:
    """Import modules without garbage collections: they find nothing then, and take a tenth of a start.

    What was made is left out of later collections too, so that forks keep sharing its memory.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _undo_supervisor() -> None:
    """Give up what a forked worker has of its supervisor: handlers of signals and of log records."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _uninstall_scrapy_root_handler()  # else the crawler would set one up for itself as well
    root = logging.getLogger()
    root.handlers.clear()
    root.setLevel(logging.WARNING)  # as in a process that was not forked


def _write_to(log_path: Path) -> None:
    descriptor = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
    # A notebook, or a test runner, has put others into their places, which a forked worker has too.
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__


def _crawl(setup: WorkerSetup, connection: Connection) -> None:
    # The supervisor imports this module too, and needs neither Scrapy's engine nor a reactor.
    with without_collection():
        from scrapy.crawler import AsyncCrawlerProcess, CrawlerProcess  # noqa: PLC0415
        from scrapy.utils.reactor import _asyncio_reactor_path  # noqa: PLC0415

        from newsspider.replaying.spider import ArchivesSpider  # noqa: PLC0415
        from newsspider.replaying.worker_channel import ChannelLogHandler, WorkerChannel  # noqa: PLC0415

    channel = WorkerChannel(connection)
    settings = setup.settings
    runner = AsyncCrawlerProcess if settings.get("TWISTED_REACTOR") == _asyncio_reactor_path else CrawlerProcess
    process = runner(settings)
    level = settings.get("LOG_LEVEL")
    logging.getLogger().addHandler(ChannelLogHandler(channel, level))
    logging.getLogger("scrapy").setLevel(level)  # saves making a log record for each item
    places = {"remote": setup.remote, "shared": setup.shared}
    process.crawl(ArchivesSpider, channel=channel, form=setup.form, **places, **setup.arguments)
    process.start(install_signal_handlers=False)
