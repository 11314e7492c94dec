"""Locks on files, which the kernel releases when their process ends, for whatever reason."""

from __future__ import annotations

import errno
import sys
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
