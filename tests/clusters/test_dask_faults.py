"""What may happen to a replay on a Dask cluster, and what is said of it."""

from __future__ import annotations

import importlib.util
import os
import resource
import signal
from pathlib import Path

import pytest

from tests.clusters.dask_processes import dask_processes, free_port, kill, wait_until
from tests.crawls.replays import feeds, replay, start_replay, tallies, write_archives, write_warc
from tests.crawls.scrapy_process import json_lines

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="no dask: extra dask"),
]
PAGES = 48
POISON = "https://example.org/2003"
OTHER_VERSION = 'import newsspider.version\nnewsspider.version.__version__ = "0.0.1"\n'
NO_NEWSSPIDER = 'import sys\nsys.modules["newsspider"] = None\n'
# Both the worker's process and those that it starts have it.
WRONG_CLOCK = (
    "import datetime, time_machine\n"
    "time_machine.travel(datetime.datetime.now() + datetime.timedelta(hours=9), tick=True).start()\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with archives, and the feeds that a run without a cluster makes of them."""
    made = tmp_path_factory.mktemp("dask")
    write_archives(made / "archives", PAGES)
    assert replay(made, "--workers", "2", out="whole").returncode == 0
    return made


@pytest.fixture
def here(folder: Path, tmp_path: Path) -> Path:
    """A folder of the test's own with the same archives."""
    (tmp_path / "archives").symlink_to(folder / "archives")
    (tmp_path / "whole").symlink_to(folder / "whole")
    return tmp_path


def last_line(told: str) -> str:
    return told.strip().splitlines()[-1]


def assert_whole(folder: Path, out: str = "out") -> None:
    assert feeds(folder / out) == feeds(folder / "whole")
    assert tallies(folder / out) == tallies(folder / "whole")


def test_a_worker_with_another_version_is_refused_and_the_others_go_on(here: Path) -> None:
    (here / "old.py").write_text(OTHER_VERSION)
    with dask_processes(here / "dask", workers=1) as cluster:
        cluster.start_worker("--preload", str(here / "old.py"))
        done = replay(here, "--dask", cluster.address)
        assert done.returncode == 0, done.stderr
        assert_whole(here)
        kill(cluster.workers[0])
        alone = replay(here, "--dask", cluster.address, out="none")
    assert alone.returncode == 1
    assert "has newsspider 0.0.1, this is " in alone.stderr
    assert last_line(alone.stderr).startswith(f"ERROR: {cluster.address}: no worker has newsspider ")
    assert "Traceback" not in done.stderr + alone.stderr


def test_a_worker_without_newsspider_is_refused(here: Path) -> None:
    (here / "without.py").write_text(NO_NEWSSPIDER)
    with dask_processes(here / "dask", workers=0) as cluster:
        cluster.start_worker("--preload", str(here / "without.py"))
        done = replay(here, "--dask", cluster.address)
    assert done.returncode == 1
    assert "it has no newsspider, this is " in done.stderr


def test_a_scheduler_that_is_not_there_is_waited_for_and_named(here: Path) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    done = replay(here, "--dask", address, "-s", "NEWSSPIDER_DASK_WAIT_S=1")
    assert done.returncode == 1
    assert last_line(done.stderr).startswith(f"ERROR: --dask: {address}: ")
    assert "Traceback" not in done.stderr
    for wrong in ("nowhere", "tcp://127.0.0.1:99999999", "gone.json"):
        done = replay(here, "--dask", wrong, "-s", "NEWSSPIDER_DASK_WAIT_S=1")
        assert done.returncode == 1
        assert last_line(done.stderr).startswith(f"ERROR: --dask: {wrong}: "), done.stderr
        assert "Traceback" not in done.stderr


def test_a_cluster_without_workers_is_waited_for_and_named(here: Path) -> None:
    with dask_processes(here / "dask", workers=0) as cluster:
        done = replay(here, "--dask", cluster.address, "-s", "NEWSSPIDER_DASK_WAIT_S=4")
    assert done.returncode == 1
    assert f"WARNING: {cluster.address}: it has no workers that take tasks; waiting for up to 4 s" in done.stderr
    assert "Run the same command again to continue." in last_line(done.stderr)


def test_a_page_that_kills_crawl_processes_fails_its_archive_alone(here: Path) -> None:
    with dask_processes(here / "dask", DIE_AT=POISON) as cluster:
        done = replay(here, "--dask", cluster.address)
    assert done.returncode == 1
    assert last_line(done.stderr).startswith("ERROR: 1 archive failed (plain.warc: 3 workers died")
    (row,) = (row for row in json_lines(here / "out" / "_run" / "manifest.jsonl") if row["path"] == "plain.warc")
    assert row["failed"] == "3 workers died while reading it; the last one was killed by SIGKILL"
    assert "plain.warc" in (here / "out" / row["log"]).read_text()
    others = {name: feed for name, feed in feeds(here / "whole").items() if name != "plain.warc.jsonl"}
    assert others.items() <= feeds(here / "out").items()


def test_a_task_that_needs_more_memory_than_there_is_is_named(here: Path) -> None:
    write_warc(here / "one" / "archives" / "small.warc.gz", range(3))
    with dask_processes(here / "dask", DASK_DISTRIBUTED__WORKER__MEMORY__PAUSE="False") as cluster:
        cluster.end()
        cluster.start_scheduler()
        cluster.start_worker("--memory-limit", "50MB")
        done = replay(here / "one", "--dask", cluster.address)
    assert done.returncode == 1
    assert "it needed more than the 50 MB of memory it may have" in last_line(done.stderr), done.stderr
    assert "3 workers died" in last_line(done.stderr)


def test_a_full_disk_ends_the_run_and_the_same_line_goes_on(here: Path) -> None:
    with dask_processes(here / "dask", workers=1) as cluster:
        done = replay(here, "--dask", cluster.address)  # the worker is there now
        assert done.returncode == 0
        resource.prlimit(cluster.workers[0].pid, resource.RLIMIT_FSIZE, (3000, resource.RLIM_INFINITY))
        done = replay(here, "--dask", cluster.address, out="full")
        assert done.returncode == 1
        assert "File too large" in last_line(done.stderr)
        assert last_line(done.stderr).endswith("Stopped. Run the same command again to continue.")
        assert "Traceback" not in done.stderr
        resource.prlimit(
            cluster.workers[0].pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        )
        done = replay(here, "--dask", cluster.address, out="full")
    assert done.returncode == 0, done.stderr
    assert_whole(here, "full")


@pytest.mark.skipif(importlib.util.find_spec("time_machine") is None, reason="no time-machine")
def test_a_worker_whose_clock_is_off_makes_the_same(here: Path) -> None:
    (here / "site").mkdir()
    (here / "site" / "sitecustomize.py").write_text(WRONG_CLOCK)
    with dask_processes(here / "dask", workers=1) as cluster:
        path = os.pathsep.join([str(here / "site"), str(Path(__file__).parents[2])])
        cluster.start_worker(PYTHONPATH=path)
        done = replay(here, "--dask", cluster.address)
    assert done.returncode == 0, done.stderr
    assert_whole(here)


def test_killed_workers_schedulers_and_runs_lose_and_double_nothing(here: Path) -> None:
    with dask_processes(here / "dask", PAUSE_S="0.1") as cluster:
        run = start_replay(here, "--dask", cluster.address)
        wait_until(here / "out" / "_run" / "work" / "*" / "*.chunk")
        run.kill()
        run.communicate()
        kill(cluster.workers[0])
        cluster.replace_dead()
        run = start_replay(here, "--dask", cluster.address)
        cluster.workers[0].kill()  # the crawl process beside it is left alone
        cluster.replace_dead()
        assert cluster.scheduler is not None
        kill(cluster.scheduler)
        for worker in cluster.workers:
            kill(worker)  # most end with their scheduler, but not at once
        cluster.replace_dead()
        _, told = run.communicate(timeout=300)
    assert run.returncode == 0, told
    assert "Traceback" not in told
    assert_whole(here)


@pytest.mark.parametrize("dask", ["local", "cluster"])
def test_a_run_that_is_stopped_goes_on(here: Path, dask: str) -> None:
    with dask_processes(here / "dask", workers=dask != "local", PAUSE_S="0.2") as cluster:
        options = ("--dask", cluster.address if dask == "cluster" else "local", "--workers", "1")
        run = start_replay(here, *options, PAUSE_S="0.2")
        wait_until(here / "out" / "_run" / "work" / "*" / "*.chunk")
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=300)
        assert run.returncode == 130, told
        assert "Traceback" not in told
        done = replay(here, *options)
    assert done.returncode == 0, done.stderr
    assert_whole(here)


def test_what_cannot_be_done_on_a_cluster_is_refused(here: Path) -> None:
    for settings, line in (
        (("NEWSSPIDER_DUPLICATES_ACROSS=1", "NEWSSPIDER_DUPLICATES=mark"), "archives are compared one after"),
        (("NEWSSPIDER_STORE=a.sqlite",), "workers of a cluster can share a store in PostgreSQL only"),
        (("NEWSSPIDER_DASK_WAIT_S=long",), "'long' is not a number"),
    ):
        given = [part for setting in settings for part in ("-s", setting)]
        done = replay(here, "--dask", "local", *given)
        assert done.returncode == 1
        assert line in last_line(done.stderr)
