"""`kill -9` at random moments: the feeds end as those of a run that nothing broke.

`NEWSSPIDER_KILLS=50 python -m pytest tests/crawls/test_kills.py` kills fifty times; without it a few, for the
time that it takes.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.crawls.replays import ends, feeds, replay, start_replay, write_archives

KILLS = int(os.environ.get("NEWSSPIDER_KILLS", "3"))
# In a start's first seconds nothing is done yet, so kills come over all of its life.
LONGEST_LIFE_S = 5.0


def kill_at_some_moment(process: subprocess.Popen[str], chance: random.Random) -> bool:
    """Kill the supervisor, with its workers or without them; return whether it was there to be killed."""
    time.sleep(chance.uniform(0.0, LONGEST_LIFE_S))
    if process.poll() is not None:
        return False
    if chance.random() < 0.5:
        os.killpg(process.pid, signal.SIGKILL)
    else:  # its workers live on, and must end by themselves
        process.kill()
    process.communicate()
    return True


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "settings"),
    [("jsonl", ()), ("jsonl.gz", ()), ("jsonl", ("-s", "NEWSSPIDER_DUPLICATES=mark"))],
    ids=["jsonl", "jsonl.gz", "marked duplicates"],
)
def test_kills_at_random_moments_lose_nothing_and_double_nothing(
    tmp_path: Path, form: str, settings: tuple[str, ...]
) -> None:
    options = ("--format", form, *settings)
    kills = KILLS if options == ("--format", "jsonl") else max(1, KILLS // 5)
    write_archives(tmp_path / "archives", 16 + 8 * kills)
    whole = replay(tmp_path, *options, out="whole")
    assert whole.returncode == 0, whole.stderr
    chance = random.Random(kills)
    for _ in range(kills):
        process = start_replay(tmp_path, *options, PAUSE_S="0.4")
        assert kill_at_some_moment(process, chance), ends(process.stderr)
    last = replay(tmp_path, *options)
    assert last.returncode == 0, last.stderr
    assert feeds(tmp_path / "out") == feeds(tmp_path / "whole")
    counts = [
        [{key: row[key] for key in ("feed", "records", "pages", "articles", "rejected", "digest")} for row in rows]
        for rows in (
            [json.loads(line) for line in (tmp_path / out / "_run" / "manifest.jsonl").read_text().splitlines()]
            for out in ("out", "whole")
        )
    ]
    assert counts[0] == counts[1]
    assert "Nothing to do" in replay(tmp_path, *options).stderr
