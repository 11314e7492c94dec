"""What is said before a cluster is asked; what it does is in test_dask_replay and test_dask_faults."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newsspider.clusters import dask_cluster
from newsspider.clusters import dask_workers as module
from newsspider.clusters.dask_workers import DaskOptions, DaskWork, check_dask, dask_workers
from newsspider.errors import SettingError
from newsspider.replaying.jobs import Failed
from tests.clusters.dask_processes import dask_processes
from tests.crawls.replays import write_warc
from tests.replaying.made import archive_of, chunk_of, setup_of


def test_without_dask_the_line_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(SettingError, match=r"--dask: needs Dask: pip install 'newsspider\[dask\]'"):
        check_dask()


def test_a_store_in_a_file_cannot_be_shared(tmp_path: Path) -> None:
    settings = Settings({"NEWSSPIDER_STORE": "articles.sqlite"})
    with pytest.raises(SettingError, match=r"NEWSSPIDER_STORE: .*PostgreSQL only"):
        dask_workers(DaskOptions("local"), settings, setup_of(tmp_path))


@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="no dask: extra dask")
def test_a_scheduler_file_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    name = str(tmp_path / "scheduler.json")
    with pytest.raises(SettingError, match=r"scheduler.json: there is no such file"):
        dask_workers(DaskOptions(name), Settings(), setup_of(tmp_path))


def test_dask_is_imported_for_a_cluster_only() -> None:
    code = "import newsspider.clusters.dask_workers, sys; assert not {'dask', 'distributed'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)


def test_dask_logs_nothing_here() -> None:
    pytest.importorskip("distributed", reason="no dask: extra dask")
    code = (
        "import logging; from newsspider.clusters.dask_cluster import _say_nothing_of_dask; _say_nothing_of_dask(); "
        "import distributed; logging.getLogger('distributed.scheduler').critical('lost'); "
        "logging.getLogger('distributed.client').critical('lost')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    assert done.stderr == ""


def test_workers_are_told_to_stop_as_soon_as_they_can_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Unreached:
        """A cluster whose scheduler is reached again when the run ends."""

        answers = iter((False, True))
        asked = 0

        def __init__(self, *_: object) -> None:
            pass

        def end_processes(self, _: str) -> bool:
            self.asked += 1
            return next(self.answers)

        def leave(self, _: object) -> None:
            pass

    monkeypatch.setattr(module, "DaskCluster", Unreached)
    workers = dask_workers(DaskOptions("tcp://127.0.0.1:1"), Settings(), setup_of(tmp_path))
    workers.stop()
    for _ in range(2):
        list(workers.end(lambda: False))
    assert workers.cluster.asked == 2  # type: ignore[attr-defined]


@pytest.mark.slow
def test_a_cluster_of_this_computer_listens_on_no_other_interface() -> None:
    pytest.importorskip("distributed", reason="no dask: extra dask")
    code = (
        "import psutil; from newsspider.clusters.dask_cluster import local_cluster; made = local_cluster(1); "
        "print({one.laddr.ip for one in psutil.Process().net_connections() if one.status == 'LISTEN'}); made.close()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.strip() == "{'127.0.0.1'}"


@pytest.mark.slow
def test_a_worker_that_does_not_answer_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="no dask: extra dask")
    monkeypatch.setattr(dask_cluster, "_TELL_S", 1.0)
    with dask_processes(tmp_path / "dask", workers=1) as cluster:
        workers = dask_workers(DaskOptions(cluster.address), Settings(), setup_of(tmp_path))
        workers.cluster._client.wait_for_workers(1, timeout=300)
        os.kill(cluster.workers[0].pid, signal.SIGSTOP)
        began_s = time.monotonic()
        list(workers.end(lambda: False))
        assert time.monotonic() - began_s < 20  # without a bound: as long as the worker is frozen


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="no dask: extra dask")
    for name in ("_ANSWER_S", "_TELL_S", "_LOOK_EVERY_S"):
        monkeypatch.setattr(dask_cluster, name, 1.0)
    settings = Settings({"NEWSSPIDER_DASK_WAIT_S": 3})
    with dask_processes(tmp_path / "dask", workers=1) as cluster:
        workers = dask_workers(DaskOptions(cluster.address), settings, setup_of(tmp_path))
        workers.cluster._client.wait_for_workers(1, timeout=300)
        assert list(workers.events()) == []
        assert cluster.scheduler is not None
        os.kill(cluster.scheduler.pid, signal.SIGSTOP)
        report, began_s = None, time.monotonic()
        while report is None:
            assert time.monotonic() - began_s < 60  # without a bound, the first look would last for ever
            report = next((found for _, found in workers.events()), None)
        list(workers.end(lambda: False))
        with pytest.raises(SettingError, match="does not answer"):
            dask_workers(DaskOptions(cluster.address), settings, setup_of(tmp_path))
        assert time.monotonic() - began_s < 120
    assert isinstance(report, Failed)
    assert report.fatal
    assert report.reason.startswith(f"{cluster.address}: the scheduler does not answer, for ")


@pytest.mark.slow
def test_a_job_whose_worker_does_not_give_the_result_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="no dask: extra dask")
    monkeypatch.setattr(module, "_RESULT_S", 1.0)
    monkeypatch.setattr(dask_cluster, "_TELL_S", 1.0)
    with dask_processes(tmp_path / "dask", workers=1) as cluster:
        workers = dask_workers(DaskOptions(cluster.address), Settings(), setup_of(tmp_path))
        workers.cluster._client.wait_for_workers(1, timeout=300)
        future = workers.cluster._client.submit(bytes)
        while future.status != "finished":
            time.sleep(0.01)
        os.kill(cluster.workers[0].pid, signal.SIGSTOP)
        write_warc(tmp_path / "a.warc.gz", range(1))
        job = chunk_of(archive_of(tmp_path / "a.warc.gz", tmp_path / "out"))
        work = DaskWork(job, future)
        began_s = time.monotonic()
        assert list(workers._reports(work, future)) == []
        assert (work.job, work.future) == (job, None)
        assert time.monotonic() - began_s < 60
        list(workers.end(lambda: False))
