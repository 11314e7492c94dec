"""Crawls as a user starts them: `scrapy news URL... --out DIR` in a process of its own."""

from __future__ import annotations

import json
import math
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from tests.crawls.scrapy_process import SCRIPT, json_lines
from tests.crawls.servers import Log
from tests.crawls.warm_process import IS_POSSIBLE, Script, WarmProcess

_ROOT = Path(__file__).parents[2]
Rows = list[dict[str, Any]]
Started: TypeAlias = WarmProcess | subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Crawl:
    """A crawl that has ended, and what its folder held then."""

    folder: Path
    exit_code: int
    log: str  # what it wrote to the terminal
    new: Rows = field(repr=False)  # lines of the feed that this run wrote
    clock_s: float
    cpu_s: float  # not a number of a warm process, as the next
    peak_mb: float

    @property
    def rejects(self) -> Rows:
        """The pages that gave nothing, of all runs."""
        return json_lines(self.folder / "_run" / "rejects.jsonl")

    @property
    def skipped(self) -> Rows:
        """The addresses that were not requested, of all runs."""
        return json_lines(self.folder / "_run" / "skipped.jsonl")


def feed_of(folder: Path) -> Rows:
    """Return the lines of all feeds of a folder, in the order of their names."""
    return [row for path in sorted(folder.glob("articles-*.jsonl")) for row in json_lines(path)]


def start(
    folder: Path, urls: Sequence[str], options: Sequence[str] = (), environment: Mapping[str, str] = {}
) -> Started:
    """Start a crawl into a folder; what it writes to the terminal is in `terminal.log` beside the folder.

    The modules of its process are imported already, where that is possible: it takes a third of the work.
    """
    if not IS_POSSIBLE:
        return start_cold(folder, urls, options, environment)
    return WarmProcess(_script(folder, urls, options, environment), terminal_of(folder))


def start_cold(
    folder: Path, urls: Sequence[str], options: Sequence[str] = (), environment: Mapping[str, str] = {}
) -> subprocess.Popen[bytes]:
    """Start a crawl as `start` does, in a process with this one's limits, of which the CPU time can be told."""
    script = _script(folder, urls, options, environment)
    with terminal_of(folder).open("ab") as log:
        return subprocess.Popen(
            [sys.executable, *script.argv], cwd=script.folder, env=script.environment, stdout=log, stderr=log
        )


def _script(folder: Path, urls: Sequence[str], options: Sequence[str], environment: Mapping[str, str]) -> Script:
    folder.parent.mkdir(parents=True, exist_ok=True)
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("SCRAPY")}
    return Script(
        argv=[str(SCRIPT), "news", *urls, "--out", str(folder), *options],
        folder=folder.parent,
        environment={**inherited, "PYTHONPATH": str(_ROOT), **environment},
    )


def terminal_of(folder: Path) -> Path:
    """Return the file with what the crawls into a folder wrote to the terminal."""
    return folder.with_name(f"{folder.name}.terminal.log")


def crawl(
    folder: Path,
    urls: Sequence[str],
    options: Sequence[str] = (),
    *,
    timeout_s: float = 300,
    environment: Mapping[str, str] = {},
    is_cold: bool = False,
) -> Crawl:
    """Return a crawl into a folder: `start`, or else `start_cold`. Raises TimeoutError where it does not end."""
    earlier = feed_lengths(folder)
    said = terminal_of(folder).stat().st_size if terminal_of(folder).exists() else 0
    began_s = time.monotonic()
    process = (start_cold if is_cold else start)(folder, urls, options, environment)
    try:
        usage = _usage(process, timeout_s)
    except TimeoutError as error:
        process.kill()
        process.wait()
        said_s = terminal_of(folder).read_text()[-2000:]
        raise TimeoutError(f"a crawl did not end in {timeout_s:g} s: {said_s}") from error
    return Crawl(
        folder,
        process.wait(),
        terminal_of(folder).read_text("utf-8", "replace")[said:],
        [
            row
            for path in sorted(folder.glob("articles-*.jsonl"))
            for row in json_lines(path)[earlier.get(path, 0) :]
        ],
        time.monotonic() - began_s,
        math.nan if usage is None else usage.ru_utime + usage.ru_stime,
        math.nan if usage is None else usage.ru_maxrss / 1024,
    )


def _usage(process: Started, timeout_s: float) -> resource.struct_rusage | None:
    """Wait for the end of a process; return what it took, None of a warm one. Raises TimeoutError."""
    if isinstance(process, WarmProcess):
        process.wait(timeout_s)
        return None
    deadline_s = time.monotonic() + timeout_s
    while time.monotonic() < deadline_s:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage
        time.sleep(0.02)
    raise TimeoutError


def feed_lengths(folder: Path) -> dict[Path, int]:
    """Return how many whole lines each feed of a folder has: the last may be cut, where a disk was full."""
    return {path: path.read_bytes().count(b"\n") for path in folder.glob("articles-*.jsonl")}


def kill_again_and_again(
    folder: Path, urls: Sequence[str], log: Log, *, kills: int, options: Sequence[str] = (), seed: int = 1
) -> int:
    """Start the same crawl and kill it without warning, some requests later, so many times; return the kills.

    A crawl that ends before it is killed ends the series.
    """
    chance = random.Random(seed)
    for done in range(kills):
        process = start(folder, urls, options)
        wanted = len(log.requests) + chance.randint(2, 30)
        while len(log.requests) < wanted and process.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.3)
        process.kill()
        if process.wait() != -signal.SIGKILL:
            return done
    return kills


def undamaged(folder: Path) -> bool:
    """Return whether every line of every feed is whole."""
    for path in folder.glob("articles-*.jsonl"):
        content = path.read_bytes()
        if content and not content.endswith(b"\n"):
            return False
        for line in content.splitlines():
            json.loads(line)
    return True
