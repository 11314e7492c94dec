from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from newsspider.errors import SettingError
from newsspider.replaying import locks
from newsspider.replaying.locks import replay_lock, worker_lock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no locks there")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path


def test_one_replay_at_a_time(out: Path) -> None:
    with replay_lock(out, out), pytest.raises(SettingError, match="another replay"), replay_lock(out, out):
        pass
    with replay_lock(out, out):
        pass


def test_a_replay_waits_for_the_workers_of_the_one_before(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_PATIENCE_S", 0.2)
    with worker_lock(out) as is_working:
        assert is_working
        with pytest.raises(SettingError, match="a worker of an earlier replay"), replay_lock(out, out):
            pass
    with replay_lock(out, out), worker_lock(out) as is_working, worker_lock(out) as is_another:
        assert is_working
        assert is_another


def test_the_files_can_be_locked_on_nfs(out: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    with replay_lock(out, out) as descriptor:
        # An exclusive lock needs a file that is open for writing there, a shared one a file open for reading.
        assert fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDWR


def test_a_file_system_without_locks_is_told_and_used(
    out: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with replay_lock(out, out), worker_lock(out) as is_working:
        assert is_working
    (record,) = caplog.records
    assert (
        record.getMessage()
        == f"{out}: this system has no file locks: do not start a second replay into this folder"
    )
