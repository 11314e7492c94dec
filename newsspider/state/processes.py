"""The processes that crawl: what they are called in the state, and which of them still work."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

_UNSUITABLE = re.compile(r"[^A-Za-z0-9.-]")


def this_process() -> str:
    """Return the name of this process, of which there is no second: machine, system, number and start."""
    return f"{socket.gethostname()}:{_this_system()}:{os.getpid()}:{_start_of(os.getpid())}"


def is_of_this_machine(process: str) -> bool:
    """Return whether a process ran on this machine."""
    return process.split(":", maxsplit=1)[0] == socket.gethostname()


def is_gone(process: str, *, may_be_elsewhere: bool) -> bool:
    """Return whether a process is known to have ended: only those of this machine can be asked for.

    `may_be_elsewhere`: machines can share a name, and containers that of their host. So a process of this name
    that another system runs may work, where what tells of it is not a file on this machine.
    """
    # On Windows signal 0 is CTRL_C_EVENT.
    if not is_of_this_machine(process) or os.name == "nt":
        return False
    _, *system, number, start = process.split(":")
    if may_be_elsewhere and system != [_this_system()]:
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return start != _start_of(int(number))


def name_of(process: str, run: int) -> str:
    """Return a short name for the files of a run: its machine and its number.

    >>> name_of("crawler-1.example:5f0c21d4-4026531836:77:5", 12)
    'crawler-1.example-12'
    """
    machine = _UNSUITABLE.sub("_", process.split(":", maxsplit=1)[0])[:60]
    return f"{machine}-{run}"


def _this_system() -> str:
    """Return what tells apart systems that count their processes by themselves: this boot, and the container."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii")[:8]
        return f"{boot}-{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return ""


def _start_of(process_id: int) -> str:
    """Return when a process of this machine started, in its kernel's terms; "" where that cannot be told.

    Numbers of processes are given again: in a container that is started anew, the next one has the same.
    """
    try:
        return Path(f"/proc/{process_id}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
