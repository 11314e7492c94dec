"""A process as a person at a terminal runs it."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import sys
import termios
from pathlib import Path

from tests.crawls.scrapy_process import SCRIPT


def run_in_terminal(folder: Path, columns: int, *args: str) -> tuple[int, str]:
    """Return the exit code of `scrapy` with `args` in `folder`, and what it wrote to its terminal."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        # Not execv: readline, which pytest imports, sets COLUMNS behind the back of `os.environ`.
        environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
        environment["PYTHONPATH"] = str(Path(__file__).parents[2])
        os.execve(sys.executable, [sys.executable, str(SCRIPT), *args], environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    written = b""
    while content := _read(terminal):
        written += content
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), written.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # how Linux says that nobody writes to it any more
        return b""
