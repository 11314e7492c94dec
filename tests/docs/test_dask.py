"""The lines of docs/dask.md, with a scheduler and workers on this computer."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clusters.dask_processes import free_port, kill
from tests.crawls.replays import feeds, write_archives
from tests.crawls.scrapy_process import run_newsspider

PAGE = (Path(__file__).parents[2] / "docs" / "dask.md").read_text("utf-8")
ADDRESS = "tcp://scheduler:8786"


def lines() -> list[str]:
    """Return the commands of the page's blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    return [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]


def test_the_page_shows_what_is_run_here() -> None:
    starts = [" ".join(line.split()[:2]) for line in lines()]
    assert starts == ["pip install", "newsspider replay", "dask scheduler", "dask worker", "newsspider replay"]


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="no dask: extra dask")
def test_the_lines_do_what_the_page_says(tmp_path: Path) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    _, local, scheduler, worker, cluster = (line.replace(ADDRESS, address) for line in lines())
    scheduler = scheduler.replace("--port 8786", f"--port {address.rpartition(':')[2]}")
    write_archives(tmp_path / "dumps", 16)
    assert run_newsspider(tmp_path, *shlex.split(local)[1:]).returncode == 0
    (tmp_path / "feeds").rename(tmp_path / "local")
    processes = []
    try:
        for line in (scheduler, worker):
            command = [sys.executable, "-m", *shlex.split(line), "--host", "127.0.0.1"]
            with (tmp_path / "dask.log").open("ab") as log:
                processes.append(
                    subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log, start_new_session=True)
                )
        done = run_newsspider(tmp_path, *shlex.split(cluster)[1:])
        assert done.returncode == 0, done.stderr + (tmp_path / "dask.log").read_text()
        assert feeds(tmp_path / "feeds") == feeds(tmp_path / "local")
    finally:
        for process in processes:
            kill(process)
