"""The processes that crawl: what they are called in the state, and which of them still work."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

_UNSUITABLE = re.compile(r"[^A-Za-z0-9.-]")


def this_process() -> str:
    """Return the name of this process, of which there is no second: machine, number and start."""
    return f"{socket.gethostname()}:{os.getpid()}:{_start_of(os.getpid())}"


def is_of_this_machine(process: str) -> bool:
    """Return whether a process ran on this machine."""
    return process.rsplit(":", 2)[0] == socket.gethostname()


def is_gone(process: str) -> bool:
    """Return whether a process is known to have ended: only those of this machine can be asked for."""
    # On Windows signal 0 is CTRL_C_EVENT.
    if not is_of_this_machine(process) or os.name == "nt":
        return False
    _, number, start = process.rsplit(":", 2)
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return start != _start_of(int(number))


def name_of(process: str, run: int) -> str:
    """Return a short name for the files of a run: its machine and its number.

    >>> name_of("crawler-1.example:77:5", 12)
    'crawler-1.example-12'
    """
    machine = _UNSUITABLE.sub("_", process.rsplit(":", 2)[0])[:60]
    return f"{machine}-{run}"


def _start_of(process_id: int) -> str:
    """Return when a process of this machine started, in its kernel's terms; "" where that cannot be told.

    Numbers of processes are given again: in a container that is started anew, the next one has the same.
    """
    try:
        return Path(f"/proc/{process_id}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
