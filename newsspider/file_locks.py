"""Locks on files, which the kernel releases when their process ends, for whatever reason."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

# EBADF: of a file that is open for writing alone, NFS gives no shared lock.
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EBADF}

# Windows has no such locks, and network file systems may lack them: nothing keeps two processes apart there.
if sys.platform == "win32":

    def locked(file: IO[bytes], *, shared: bool) -> bool | None:  # noqa: ARG001
        """Return None: there are no locks."""
        return None

    def unlock(file: IO[bytes]) -> None:
        """Do nothing more than write what is buffered."""
        file.flush()

    @contextmanager
    def held(path: Path) -> Iterator[bool]:
        """Yield whether there is a file: there are no locks, and one that is open could not be replaced."""
        yield path.is_file()

else:
    import fcntl

    def locked(file: IO[bytes], *, shared: bool) -> bool | None:
        """Lock a file, unless others have; return whether it is, None where there are no locks.

        Several may have a shared lock. On NFS that takes a file open for reading, the other one open for writing.
        """
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            return None
        return True

    def unlock(file: IO[bytes]) -> None:
        """Give a lock back."""
        fcntl.flock(file, fcntl.LOCK_UN)

    @contextmanager
    def held(path: Path) -> Iterator[bool]:
        """Keep a file from all others that write to it, or replace it, in this way; yield whether there is one.

        They wait for each other: what is done meanwhile should not take long.
        """
        while path.is_file():
            try:
                file = path.open("r+b", buffering=0)
            except FileNotFoundError:
                continue
            with file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX)
                except OSError as error:
                    if error.errno not in _NO_LOCKS:
                        raise
                if is_at(path, file):  # nobody has replaced it meanwhile
                    yield True
                    return
        yield False


def is_at(path: Path, file: IO[bytes]) -> bool:
    """Return whether an open file is the one at a path: another may have replaced that."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
