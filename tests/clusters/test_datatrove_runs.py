"""datatrove's local executor over our blocks, in processes that are killed."""

from __future__ import annotations

import gzip
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("datatrove", reason="the extra `datatrove`")

from tests.clusters.stories import write_stories

ROOT = Path(__file__).parents[2]
TASKS, KILLS = 4, 3
SCRIPT = """
import sys
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.writers import JsonlWriter
from newsspider.clusters.datatrove_blocks import ArticleReader, feed_line

if __name__ == "__main__":
    out = sys.argv[1]
    pipeline = [
        ArticleReader("archives", rejects=f"{out}/rejects", exclusion_writer=JsonlWriter(f"{out}/excluded")),
        JsonlWriter(f"{out}/articles", adapter=feed_line),
    ]
    LocalPipelineExecutor(pipeline, tasks=int(sys.argv[2]), workers=2, logging_dir=f"{out}/logs").run()
"""


def start(folder: Path, out: str) -> subprocess.Popen[bytes]:
    (folder / "run.py").write_text(SCRIPT)
    return subprocess.Popen(
        [sys.executable, "run.py", out, str(TASKS)], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def written(folder: Path) -> dict[str, bytes]:
    """Return what a run wrote, by path; gzip keeps the time, so what is in it."""
    found = (path for path in folder.rglob("*") if path.is_file() and "logs" not in path.parts)
    return {
        path.relative_to(folder).as_posix(): gzip.decompress(path.read_bytes())
        if path.suffix == ".gz"
        else path.read_bytes()
        for path in found
    }


@pytest.mark.slow
def test_tasks_that_are_killed_and_resumed_write_the_same(tmp_path: Path) -> None:
    urls = write_stories(tmp_path / "archives", archives=TASKS, stories=6)
    damaged = tmp_path / "archives" / "0.warc.gz"
    damaged.write_bytes(damaged.read_bytes()[:-200])
    assert start(tmp_path, "whole").wait(timeout=600) == 0
    whole = written(tmp_path / "whole")
    assert (
        len([line for name, text in whole.items() if name.startswith("articles") for line in text.splitlines()])
        == len(urls) - 1
    )
    assert whole["rejects/00000.jsonl"].count(b"\n") == 1
    chance = random.Random(KILLS)
    completions = tmp_path / "killed" / "logs" / "completions"
    for _ in range(KILLS):
        process = start(tmp_path, "killed")
        done = len(list(completions.glob("*")))
        # Somewhere in a task, not before there is one: at the next that is done, or a moment after the first line.
        deadline = time.monotonic() + 120
        while process.poll() is None and len(list(completions.glob("*"))) == done < TASKS - 1:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.3))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert start(tmp_path, "killed").wait(timeout=600) == 0
    assert written(tmp_path / "killed") == whole
