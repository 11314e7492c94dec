"""Locks on the output folder: one replay at a time, and none before the last worker of a killed one has ended.

The kernel releases a lock when its process ends, for whatever reason.
"""

from __future__ import annotations

import errno
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from newsspider.errors import SettingError

_PATIENCE_S = 30.0  # a worker ends at most one page after its supervisor's death
_PAUSE_S = 0.05
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}

logger = logging.getLogger(__name__)


@contextmanager
def replay_lock(out: Path, folder: Path) -> Iterator[int]:
    """Lock `out` for one replay by files in `folder`; yield the lock's descriptor.

    Raises SettingError if another replay holds it.
    """
    with _lock_file(folder, "lock") as alone, _lock_file(folder, "workers.lock") as workers:
        is_locked = _locked(alone, shared=False)
        if is_locked is None:
            logger.warning("%s: this system has no file locks: do not start a second replay into this folder", out)
            yield alone.fileno()
            return
        if not is_locked:
            raise SettingError("--out", f"another replay is writing to {out}")
        deadline_s = time.monotonic() + _PATIENCE_S
        while not _locked(workers, shared=False):
            if time.monotonic() > deadline_s:
                raise SettingError("--out", f"a worker of an earlier replay is still writing to {out}")
            time.sleep(_PAUSE_S)
        _unlock(workers)
        yield alone.fileno()


@contextmanager
def worker_lock(folder: Path) -> Iterator[bool]:
    """Share the lock of a replay as a worker; yields False if a later replay has begun."""
    with _lock_file(folder, "workers.lock") as file:
        yield _locked(file, shared=True) is not False


def _lock_file(folder: Path, name: str) -> BinaryIO:
    # For reading as well: NFS gives a shared lock to none but readers, and an exclusive one to none but writers.
    return (folder / name).open("a+b")


# Windows has no such locks, and network file systems may lack them: nothing keeps two replays apart there.
if sys.platform == "win32":

    def _locked(file: BinaryIO, *, shared: bool) -> bool | None:  # noqa: ARG001
        return None

    def _unlock(file: BinaryIO) -> None:
        file.flush()

else:
    import fcntl

    def _locked(file: BinaryIO, *, shared: bool) -> bool | None:
        """Lock the file; return False if another process has the lock, None where there are no locks."""
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            return None
        return True

    def _unlock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
