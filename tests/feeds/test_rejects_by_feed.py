"""One list of rejects for several runs."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsspider.feeds.rejects_by_feed import RejectList

RUNS, ROUNDS, ROWS = 4, 40, 10


def row(feed: str, number: int) -> bytes:
    return json.dumps({"feed": feed, "code": "empty", "reason": "", "number": number}).encode() + b"\n"


def numbers(path: Path, feed: str) -> list[int]:
    rows = [json.loads(line) for line in path.read_bytes().splitlines() if line]
    return [one["number"] for one in rows if one["feed"] == feed]


def run_again_and_again(path: Path, feed: str) -> None:
    """Write the list as a run does, as often as there are rounds; each replaces the rows of the one before."""
    for at in range(ROUNDS):
        rejects = RejectList(path, feed)
        assert rejects.replace() == (ROWS if at else 0)
        for number in range(ROWS):
            rejects.write(row(feed, number))
        rejects.close()


def test_runs_at_the_same_time_lose_no_row_of_each_other(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    feeds = [f"{name}.jsonl" for name in range(RUNS)]
    with ThreadPoolExecutor(RUNS) as pool:
        list(pool.map(run_again_and_again, [path] * RUNS, feeds))
    assert [numbers(path, feed) for feed in feeds] == [[*range(ROWS)]] * RUNS
    assert [one.name for one in tmp_path.iterdir()] == ["rejects.jsonl"]


def test_a_row_that_a_full_disk_has_cut_takes_no_other_with_it(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    cut = row("a.jsonl", 1)[:-20]
    path.write_bytes(row("b.jsonl", 1) + cut)
    rejects = RejectList(path, "a.jsonl")
    assert rejects.own_bytes == 0
    rejects.write(row("a.jsonl", 2))
    rejects.close()
    assert path.read_bytes() == row("b.jsonl", 1) + cut + b"\n" + row("a.jsonl", 2)
    assert rejects.own_bytes == len(row("a.jsonl", 2))
    assert rejects.replace() == 2
    assert path.read_bytes() == row("b.jsonl", 1)


def test_a_list_that_cannot_be_written_anew_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rejects.jsonl"
    path.write_bytes(before := row("a.jsonl", 1) + row("b.jsonl", 1))
    monkeypatch.setattr(Path, "replace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        RejectList(path, "a.jsonl").replace()
    assert path.read_bytes() == before
