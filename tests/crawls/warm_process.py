"""Processes that are forked from one which has imported Scrapy and newsspider: they start in a fourth of the time."""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

IS_POSSIBLE = "forkserver" in multiprocessing.get_all_start_methods()


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A Python script, and what a process of it is given."""

    argv: Sequence[str]  # its path, and its arguments
    folder: Path
    environment: Mapping[str, str]
    stdin: Path = Path(os.devnull)


def run_warm(script: Script, timeout_s: float) -> subprocess.CompletedProcess[str]:
    """Return the finished process of a script, as `subprocess.run` does with its output captured."""
    with tempfile.TemporaryDirectory() as written:
        out, err = Path(written, "out"), Path(written, "err")
        process = _started(script, out, err)
        process.join(timeout_s)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(script.argv, timeout_s, out.read_bytes(), err.read_bytes())
        code = process.exitcode
        process.close()
        return subprocess.CompletedProcess(script.argv, code, out.read_text("utf-8"), err.read_text("utf-8"))


class WarmProcess:
    """A running process of a script, with what tests use of `subprocess.Popen`; `log` gets all that it writes."""

    def __init__(self, script: Script, log: Path) -> None:
        log.touch()
        self._process = _started(script, log, log)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid or 0

    @property
    def returncode(self) -> int | None:
        """Its exit code, or minus the signal that killed it; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """Return the exit code, None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code once it has ended. Raises TimeoutError."""
        self._process.join(timeout)
        if (code := self._process.exitcode) is None:
            raise TimeoutError(f"process {self.pid} did not end in {timeout} s")
        return code

    def kill(self) -> None:
        """Kill it."""
        self._process.kill()

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self._process.exitcode is None:
            os.kill(self.pid, number)


def _started(script: Script, out: Path, err: Path) -> BaseProcess:
    context: ForkServerContext = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.crawls.preloaded"])
    process = context.Process(target=_run, args=(script, out, err))
    process.start()
    return process


def _run(script: Script, out: Path, err: Path) -> None:
    os.chdir(script.folder)
    os.environ.clear()
    os.environ.update(script.environment)
    for number, opened in enumerate((os.open(script.stdin, os.O_RDONLY), _written(out), _written(err))):
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin, sys.stdout = open(0, encoding="utf-8"), open(1, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
    sys.argv = [*script.argv]
    sys.path[:] = [str(Path(script.argv[0]).parent), *filter(None, sys.path)]
    runpy.run_path(script.argv[0], run_name="__main__")


def _written(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
