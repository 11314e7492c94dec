"""Locks on the output folder: one replay at a time, and none before the last worker of a killed one has ended."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from newsspider.errors import SettingError
from newsspider.file_locks import locked, unlock

_PATIENCE_S = 30.0  # a worker ends at most one page after its supervisor's death
_PAUSE_S = 0.05

logger = logging.getLogger(__name__)


@contextmanager
def replay_lock(out: Path, folder: Path) -> Iterator[int]:
    """Lock `out` for one replay by files in `folder`; yield the lock's descriptor.

    Raises SettingError if another replay holds it.
    """
    with _lock_file(folder, "lock") as alone, _lock_file(folder, "workers.lock") as workers:
        is_locked = locked(alone, shared=False)
        if is_locked is None:
            logger.warning("%s: this system has no file locks: do not start a second replay into this folder", out)
            yield alone.fileno()
            return
        if not is_locked:
            raise SettingError("--out", f"another replay is writing to {out}")
        deadline_s = time.monotonic() + _PATIENCE_S
        while not locked(workers, shared=False):
            if time.monotonic() > deadline_s:
                raise SettingError("--out", f"a worker of an earlier replay is still writing to {out}")
            time.sleep(_PAUSE_S)
        unlock(workers)
        yield alone.fileno()


@contextmanager
def worker_lock(folder: Path) -> Iterator[bool]:
    """Share the lock of a replay as a worker; yields False if a later replay has begun."""
    with _lock_file(folder, "workers.lock") as file:
        yield locked(file, shared=True) is not False


def _lock_file(folder: Path, name: str) -> BinaryIO:
    # For reading as well: NFS gives a shared lock to none but readers, and an exclusive one to none but writers.
    return (folder / name).open("a+b")
