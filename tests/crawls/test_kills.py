"""`kill -9` at random moments: the feeds end as those of a run that nothing broke.

`NEWSSPIDER_KILLS=50 python -m pytest tests/crawls/test_kills.py` kills fifty times; without it a few, for the
time that it takes. `python -m benchmarks.kills --save` writes down what came of it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.crawls.replays import feeds, kill_again_and_again, replay, tallies, write_archives, write_arcs

KILLS = int(os.environ.get("NEWSSPIDER_KILLS", "3"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("archives", "form", "settings"),
    [
        (write_archives, "jsonl", ()),
        (write_archives, "jsonl.gz", ()),
        (write_archives, "jsonl", ("-s", "NEWSSPIDER_DUPLICATES=mark")),
        (write_arcs, "jsonl", ("--workers", "2")),
    ],
    ids=["jsonl", "jsonl.gz", "marked duplicates", "ARC"],
)
def test_kills_at_random_moments_lose_nothing_and_double_nothing(
    tmp_path: Path, archives: object, form: str, settings: tuple[str, ...]
) -> None:
    assert callable(archives)
    options = ("--format", form, *settings)
    kills = KILLS if options == ("--format", "jsonl") else max(1, KILLS // 5)
    archives(tmp_path / "archives", 16 + 8 * kills)
    whole = replay(tmp_path, *options, out="whole")
    assert whole.returncode == 0, whole.stderr
    kill_again_and_again(tmp_path, kills, *options)
    last = replay(tmp_path, *options)
    assert last.returncode == 0, last.stderr
    assert feeds(tmp_path / "out") == feeds(tmp_path / "whole")
    assert tallies(tmp_path / "out") == tallies(tmp_path / "whole")
    assert sum(row["articles"] for row in tallies(tmp_path / "out")) > kills
    assert "Nothing to do" in replay(tmp_path, *options).stderr
