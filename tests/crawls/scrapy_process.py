"""Scrapy, and our own command, as a user runs them: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.crawls.warm_process import IS_POSSIBLE, Script, run_warm

SCRIPT = Path(__file__).with_name("strict_scrapy.py")
NEWSSPIDER = Path(__file__).with_name("strict_newsspider.py")
NO_NETWORK = Path(__file__).with_name("no_network_scrapy.py")


def run_scrapy(
    folder: Path,
    *args: str,
    in_project: bool = False,
    timeout_s: int = 300,
    script: Path = SCRIPT,
    stdin: Path = Path(os.devnull),
) -> subprocess.CompletedProcess[str]:
    """Return the finished process of `scrapy` with `args` in `folder`; inside this project only if told so."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SCRAPY")}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    if in_project:
        environment["SCRAPY_SETTINGS_MODULE"] = "newsspider.settings"
    # A replay that starts workers forks them where numpy is not imported, as it is in what is warm.
    if IS_POSSIBLE and script in {SCRIPT, NEWSSPIDER} and not {"--out", "replay"} <= {*args}:
        argv = [str(script), *args]
        return run_warm(Script(argv=argv, folder=folder, environment=environment, stdin=stdin), timeout_s)
    with stdin.open("rb") as content:
        return subprocess.run(
            [sys.executable, str(script), *args],
            cwd=folder,
            env=environment,
            stdin=content,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )


def run_newsspider(
    folder: Path, *args: str, stdin: Path = Path(os.devnull), timeout_s: int = 300
) -> subprocess.CompletedProcess[str]:
    """Return the finished process of `newsspider` with `args` in `folder`, outside of this project."""
    return run_scrapy(folder, *args, script=NEWSSPIDER, stdin=stdin, timeout_s=timeout_s)


def json_lines(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON lines file; none if it is not there."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
