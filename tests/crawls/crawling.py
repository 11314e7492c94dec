"""Crawls as a user starts them: `scrapy news URL... --out DIR` in a process of its own."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.crawls.scrapy_process import SCRIPT, json_lines
from tests.crawls.servers import Log

_ROOT = Path(__file__).parents[2]
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Crawl:
    """A crawl that has ended, and what its folder held then."""

    folder: Path
    exit_code: int
    log: str  # what it wrote to the terminal
    new: Rows = field(repr=False)  # lines of the feed that this run wrote
    clock_s: float
    cpu_s: float
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


def start(folder: Path, urls: Sequence[str], options: Sequence[str] = (), environment: Mapping[str, str] = {}) -> subprocess.Popen[bytes]:  # fmt: skip
    """Start a crawl into a folder; what it writes to the terminal is in `terminal.log` beside the folder."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(SCRIPT), "news", *urls, "--out", str(folder), *options]
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("SCRAPY")}
    with terminal_of(folder).open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=folder.parent,
            env={**inherited, "PYTHONPATH": str(_ROOT), **environment},
            stdout=log,
            stderr=log,
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
) -> Crawl:
    """Return a crawl into a folder; raises TimeoutError where it does not end."""
    earlier = feed_lengths(folder)
    said = terminal_of(folder).stat().st_size if terminal_of(folder).exists() else 0
    began_s = time.monotonic()
    process = start(folder, urls, options, environment)
    usage = None
    while usage is None:
        pid, status, resources = os.wait4(process.pid, os.WNOHANG)
        if pid:
            usage = resources
            process.returncode = os.waitstatus_to_exitcode(status)
        elif time.monotonic() - began_s > timeout_s:
            process.kill()
            process.wait()
            raise TimeoutError(
                f"a crawl did not end in {timeout_s:g} s: {terminal_of(folder).read_text()[-2000:]}"
            )
        else:
            time.sleep(0.02)
    return Crawl(
        folder,
        process.returncode,
        terminal_of(folder).read_text("utf-8", "replace")[said:],
        [
            row
            for path in sorted(folder.glob("articles-*.jsonl"))
            for row in json_lines(path)[earlier.get(path, 0) :]
        ],
        time.monotonic() - began_s,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
    )


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
