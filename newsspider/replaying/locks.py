"""One replay at a time in an output folder, and none before the last worker of the one before it is gone.

The kernel lets go of a lock when its process ends, however that comes about.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from newsspider.errors import SettingError

_PATIENCE_S = 30.0  # a worker ends within a page of its supervisor's death
_PAUSE_S = 0.05


@contextmanager
def replaying_into(out: Path) -> Iterator[None]:
    """Hold the folder for one replay. Raises SettingError where another holds it."""
    with _lock_file(out, "lock") as alone, _lock_file(out, "workers.lock") as workers:
        if not _locked(alone, shared=False):
            raise SettingError("--out", f"another replay writes into {out}")
        deadline_s = time.monotonic() + _PATIENCE_S
        while not _locked(workers, shared=False):
            if time.monotonic() > deadline_s:
                raise SettingError("--out", f"a worker of an earlier replay still writes into {out}")
            time.sleep(_PAUSE_S)
        _unlock(workers)
        yield


@contextmanager
def working_in(out: Path) -> Iterator[bool]:
    """Hold the folder as one of a replay's workers; False where a later replay has begun."""
    with _lock_file(out, "workers.lock") as file:
        yield _locked(file, shared=True)


def _lock_file(out: Path, name: str) -> BinaryIO:
    return (out / ".replay" / name).open("ab")


# Where the system has no such locks there is nothing that holds two replays apart.
if sys.platform == "win32":

    def _locked(file: BinaryIO, *, shared: bool) -> bool:
        return bool(file) or shared

    def _unlock(file: BinaryIO) -> None:
        file.flush()

else:
    import fcntl

    def _locked(file: BinaryIO, *, shared: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
