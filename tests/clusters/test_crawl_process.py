"""A real crawl process, and its end."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from newsspider.clusters.crawl_process import CrawlProcess, Environment
from newsspider.clusters.dask_tasks import CrawlProcesses, Task, setup_key
from newsspider.replaying.jobs import Archive, ChunkDone, Finish, Finished
from newsspider.replaying.run_folder import work_root
from newsspider.replaying.shared_work import SharedWork
from newsspider.replaying.workers import Died
from tests.crawls.replays import write_warc
from tests.replaying.made import archive_of, chunk_of, setup_of

pytestmark = pytest.mark.slow
HERE = Environment(tuple(sys.path), str(Path.cwd()))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    write_warc(tmp_path / "a.warc.gz", range(5))
    found = archive_of(tmp_path / "a.warc.gz", tmp_path / "out")
    found.work.mkdir(parents=True)
    return found


def setup_in(folder: Path) -> bytes:
    shared = SharedWork(work_root(folder / "out"), "key")
    return pickle.dumps(replace(setup_of(folder / "out"), lock=-1, shared=shared))


@contextmanager
def processes_in(folder: Path, setup: bytes) -> Iterator[CrawlProcesses]:
    (folder / "scratch").mkdir()
    processes = CrawlProcesses(str(folder / "scratch"))
    yield processes
    processes.end(setup_key(setup))
    assert list((folder / "scratch").iterdir()) == []  # each takes its folder with it


def wait_for(happened: Callable[[], bool], timeout_s: float = 300.0) -> None:
    deadline_s = time.monotonic() + timeout_s
    while not happened() and time.monotonic() < deadline_s:
        time.sleep(0.02)
    assert happened()


def test_a_process_is_kept_for_the_next_task(tmp_path: Path, archive: Archive) -> None:
    setup = setup_in(tmp_path)
    with processes_in(tmp_path, setup) as processes:
        report, _ = processes.run(Task(HERE, setup, pickle.dumps(chunk_of(archive, stop=sys.maxsize))), None)
        assert isinstance(report, ChunkDone)
        assert report.tally["articles"] == 5
        (first,) = (tmp_path / "scratch").iterdir()
        report, _ = processes.run(Task(HERE, setup, pickle.dumps(Finish(archive, 1))), None)
        assert isinstance(report, Finished)
        assert list((tmp_path / "scratch").iterdir()) == [first]
        assert not processes.is_busy
    assert len((next(archive.work.glob("*.feed"))).read_bytes().splitlines()) == 5


def test_a_process_that_needs_too_much_memory_is_killed_and_said_why(tmp_path: Path, archive: Archive) -> None:
    setup = setup_in(tmp_path)
    with processes_in(tmp_path, setup) as processes:
        report, _ = processes.run(Task(HERE, setup, pickle.dumps(chunk_of(archive))), 1_000_000)
    assert isinstance(report, Died)
    assert report.how == "was killed: it needed more than the 1 MB of memory it may have"
    assert report.had_started  # it is not the start that failed


def test_a_process_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    process = CrawlProcess(HERE, setup_in(tmp_path), str(tmp_path))
    assert process.is_alive()
    process.connection.close()  # what the kernel does for one that is killed
    wait_for(lambda: not process.is_alive())
    process.end()


def test_what_a_project_lacks_there_is_told(tmp_path: Path, archive: Archive) -> None:
    setup = setup_of(tmp_path / "out")
    setup.settings.set("ITEM_PIPELINES", {"gone.Pipeline": 1}, priority="cmdline")
    pickled = pickle.dumps(setup)
    with processes_in(tmp_path, pickled) as processes:
        report, logs = processes.run(Task(HERE, pickled, pickle.dumps(chunk_of(archive))), None)
    assert isinstance(report, Died)
    assert not report.had_started
    assert any("No module named 'gone'" in record.getMessage() for record in logs)


def test_a_killed_process_is_not_given_another_task(tmp_path: Path, archive: Archive) -> None:
    setup = setup_in(tmp_path)
    with processes_in(tmp_path, setup) as processes:
        processes.run(Task(HERE, setup, pickle.dumps(chunk_of(archive, stop=9))), None)
        ((_, process, _),) = processes._idle
        os.kill(process.pid, signal.SIGKILL)
        wait_for(lambda: not process.is_alive())
        report, _ = processes.run(Task(HERE, setup, pickle.dumps(chunk_of(archive, stop=sys.maxsize))), None)
        assert isinstance(report, ChunkDone)


def test_ctrl_c_is_left_to_the_one_that_started_it(tmp_path: Path) -> None:
    process = CrawlProcess(HERE, setup_in(tmp_path), str(tmp_path))
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    finally:
        process.end(at_once=True)
    (blocked,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigBlk"))
    assert int(blocked, 16) & 1 << (signal.SIGINT - 1)
