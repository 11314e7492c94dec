from __future__ import annotations

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
