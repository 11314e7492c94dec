from __future__ import annotations

import asyncio
import logging
import multiprocessing
from pathlib import Path

import pytest

from newsspider.replaying.jobs import Finish, Started, Stop
from newsspider.replaying.worker_channel import ChannelLogHandler, WorkerChannel
from tests.replaying.made import archive_of


def test_jobs_come_in_and_reports_go_out(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>A")
    job = Finish(archive_of(tmp_path / "a.html", tmp_path / "out"), 1)
    ours, theirs = multiprocessing.Pipe()
    channel = WorkerChannel(theirs)
    ours.send(job)
    assert asyncio.run(channel.next_job()) == job
    channel.report(Started())
    assert ours.recv() == Started()
    ours.send(Stop())
    assert channel.report_is_due()
    assert not channel.report_is_due()  # not so soon again
    assert channel.stop_requested
    assert asyncio.run(channel.next_job()) is None


def test_without_a_supervisor_the_process_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ended(Exception):  # noqa: N818
        pass

    def end(_: int) -> None:
        raise Ended

    monkeypatch.setattr("os._exit", end)
    ours, theirs = multiprocessing.Pipe()
    channel = WorkerChannel(theirs)
    ours.close()
    with pytest.raises(Ended):
        asyncio.run(channel.next_job())
    with pytest.raises(Ended):
        channel.report(Started())


def test_log_records_are_reports(caplog: pytest.LogCaptureFixture) -> None:
    ours, theirs = multiprocessing.Pipe()
    logger = logging.getLogger("of.a.worker")
    handler = ChannelLogHandler(WorkerChannel(theirs), "WARNING")
    logger.addHandler(handler)
    with caplog.at_level(logging.DEBUG):
        logger.info("too small a thing")
        # As Scrapy does, with what cannot be sent.
        logger.warning("page %d", 7, extra={"spider": lambda: None, "crawler": ours})
        try:
            int("x")
        except ValueError:
            logger.exception("failed", extra={"spider": lambda: None})
    logger.removeHandler(handler)
    record, failure = ours.recv(), ours.recv()
    assert (record.name, record.getMessage()) == ("of.a.worker", "page 7")
    assert not {"spider", "crawler"} & vars(record).keys()
    assert failure.getMessage().startswith("failed\nTraceback")
    assert not ours.poll()
