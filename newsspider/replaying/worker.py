"""A worker: a process with one crawl that takes chunk after chunk, for a reactor cannot start twice."""

from __future__ import annotations

import faulthandler
import logging
import os
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from scrapy.settings import Settings

from newsspider.replaying.jobs import Format
from newsspider.replaying.locks import working_in


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker must know besides its jobs."""

    settings: Settings
    arguments: dict[str, str]  # of the spider
    form: Format
    out: Path
    supervisor: int  # its process


def work(setup: Setup, connection: Connection, log_path: Path) -> None:
    """Do what comes in over `connection` until there is nothing more; `log_path` tells of a death on the way."""
    _write_to(log_path)
    faulthandler.enable()
    with working_in(setup.out) as is_locked:
        # A worker whose supervisor died while it started must not touch what the next one's workers write.
        if is_locked and os.getppid() == setup.supervisor:
            _crawl(setup, connection)


def _write_to(log_path: Path) -> None:
    descriptor = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)


def _crawl(setup: Setup, connection: Connection) -> None:
    # Here alone is a reactor wanted: the supervisor imports this file too.
    from scrapy.crawler import AsyncCrawlerProcess, CrawlerProcess  # noqa: PLC0415
    from scrapy.utils.reactor import _asyncio_reactor_path  # noqa: PLC0415

    from newsspider.replaying.desk import Desk, DeskHandler  # noqa: PLC0415
    from newsspider.replaying.spider import ArchivesSpider  # noqa: PLC0415

    desk = Desk(connection)
    settings = setup.settings
    runner = AsyncCrawlerProcess if settings.get("TWISTED_REACTOR") == _asyncio_reactor_path else CrawlerProcess
    process = runner(settings)
    level = settings.get("LOG_LEVEL")
    logging.getLogger().addHandler(DeskHandler(desk, level))
    logging.getLogger("scrapy").setLevel(level)  # else a record is made for each item, and thrown away
    process.crawl(ArchivesSpider, desk=desk, form=setup.form, **setup.arguments)
    process.start(install_signal_handlers=False)
