"""A real worker, and its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from newsspider.archives.types import ReadOptions
from newsspider.replaying.job_queue import JobQueue
from newsspider.replaying.jobs import Chunk, ChunkDone, Finish, Finished, Report, Stopped
from newsspider.replaying.worker_process import WorkerProcess, interrupts_held_back
from tests.crawls.replays import write_warc
from tests.replaying.made import archive_of, setup_of


def until(worker: WorkerProcess, kind: type, timeout_s: float = 300.0) -> Report:
    """Return the first report of `kind`."""
    deadline_s = time.monotonic() + timeout_s
    while time.monotonic() < deadline_s:
        for report in worker.reports():
            if isinstance(report, kind):
                return report
        time.sleep(0.02)
    raise AssertionError(f"no {kind.__name__}: {worker.log_tail().decode()}")


def wait_for(happened: Callable[[], bool], timeout_s: float = 300.0) -> None:
    deadline_s = time.monotonic() + timeout_s
    while not happened() and time.monotonic() < deadline_s:
        time.sleep(0.02)
    assert happened()


def test_a_worker_does_one_job_after_the_other_and_stops_when_asked(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", range(5))
    archive = archive_of(tmp_path / "a.warc.gz", tmp_path / "out")
    worker = WorkerProcess(setup_of(tmp_path / "out"), tmp_path / "log")
    try:
        chunk = JobQueue([archive], "key", 0, ReadOptions()).next_job()
        assert isinstance(chunk, Chunk)
        worker.give(chunk)
        done = until(worker, ChunkDone)
        assert isinstance(done, ChunkDone)
        assert (done.tally["articles"], done.reached) == (5, None)
        assert worker.has_started
        worker.give(Finish(archive, 1))
        finished = until(worker, Finished)
        assert isinstance(finished, Finished)
        assert finished.row["articles"] == 5
        worker.stop()
        until(worker, Stopped)
        wait_for(lambda: not worker.is_alive())
        assert worker.how_it_ended() == "ended with exit code 0"
        assert "a.warc.gz" in worker.log_tail().decode()
    finally:
        worker.kill()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="workers are never forked here")
@pytest.mark.parametrize(
    ("before", "safe"),
    [
        ("", True),
        ("import threading, time; threading.Thread(target=time.sleep, args=(9,), daemon=True).start()", False),
        ("from twisted.internet import reactor", False),
    ],
)
def test_a_worker_is_forked_only_without_threads_and_reactor(before: str, safe: bool) -> None:
    code = f"{before}\nfrom newsspider.replaying.worker_process import fork_is_safe; print(fork_is_safe())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.strip() == str(safe)


def test_a_worker_that_is_killed_shows_it_and_one_of_another_supervisor_does_nothing(tmp_path: Path) -> None:
    worker = WorkerProcess(setup_of(tmp_path / "out"), tmp_path / "log")
    os.kill(worker._process.pid or 0, signal.SIGKILL)
    wait_for(lambda: not worker.is_alive())
    assert worker.how_it_ended() == "was killed by SIGKILL"
    assert list(worker.reports()) == []
    orphan = WorkerProcess(replace(setup_of(tmp_path / "out"), supervisor=1), tmp_path / "log")
    wait_for(lambda: not orphan.is_alive())
    assert not orphan.has_started
    assert orphan.how_it_ended() == "ended with exit code 0"
    with pytest.raises(StopIteration):
        next(orphan.reports())


def test_ctrl_c_while_a_worker_is_started_is_not_lost() -> None:
    seen = []
    before = signal.signal(signal.SIGINT, lambda *_: seen.append(True))
    try:
        with interrupts_held_back():
            assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())  # what a new process inherits
            os.kill(os.getpid(), signal.SIGINT)
        assert seen
    finally:
        signal.signal(signal.SIGINT, before)
