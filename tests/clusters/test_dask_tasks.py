"""What is sent to a worker and back, without a cluster."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from newsspider.clusters.crawl_process import Environment, ends_process
from newsspider.clusters.dask_tasks import Task, TaskResult, read_result, setup_key, task_function
from newsspider.replaying.jobs import Failed, Stopped
from newsspider.version import __version__


def test_what_a_worker_without_newsspider_returns_is_read() -> None:
    assert read_result(pickle.dumps(("tcp://a:1", None))) == TaskResult("tcp://a:1", None)
    result = TaskResult("tcp://a:1", "1.0", Stopped())
    assert read_result(pickle.dumps(result)) == result


def test_the_version_is_read_before_what_may_differ_with_it() -> None:
    task = Task(Environment(("/a",), "/b"), b"setup", b"job")
    version, rest = pickle.loads(task.pickled())
    assert version == __version__
    assert pickle.loads(rest) == task


def test_a_scheduler_needs_no_newsspider_to_pass_the_function_on() -> None:
    cloudpickle = pytest.importorskip("cloudpickle", reason="no dask: extra dask")
    sent = cloudpickle.dumps(task_function())
    code = (
        "import pickle, sys; sys.modules['newsspider'] = None; "
        "print(pickle.loads(sys.stdin.buffer.read()).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=sent, capture_output=True, check=False)
    assert done.stdout.strip() == b"newsspider_replay", done.stderr.decode()


def test_setups_are_told_apart() -> None:
    assert setup_key(b"one") != setup_key(b"two")


def test_after_which_reports_a_process_ends() -> None:
    assert ends_process(Stopped())
    assert ends_process(Failed("full", fatal=True))
    assert not ends_process(Failed("damaged"))
