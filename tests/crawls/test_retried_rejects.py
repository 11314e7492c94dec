"""Replays of a list of rejects that end early, or leave something out: what they have not read stays listed."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.crawls.replays import page, start_replay
from tests.crawls.scrapy_process import json_lines, run_scrapy

ROWS = 30
# `start_replay` replays what has that name. All of its short pages are to become articles.
LISTED = ("-s", "NEWSSPIDER_REJECTS_PATH=archives", "-s", "NEWSSPIDER_MIN_PROBABILITY=0")


def write_list(folder: Path) -> Path:
    """Return a list of rejects that are sound now, on two hosts by turns."""
    dump, rows = folder / "dump.jsonl", []
    with dump.open("wb") as lines:
        for number in range(ROWS):
            place = {"source": str(dump), "path": dump.name, "offset": lines.tell()}
            rows.append({**place, "code": "error", "reason": "was full"})
            url = f"https://{'ab'[number % 2]}.example.org/{number}"
            lines.write(json.dumps({"url": url, "html": page(number).decode()}).encode() + b"\n")
    (folder / "archives").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder / "archives"


def offsets(path: Path) -> list[int]:
    return [row["offset"] for row in json_lines(path)] if path.exists() else []


def offsets_of_articles(feed: Path) -> list[int]:
    return [row["metadata"]["source"]["offset"] for row in json_lines(feed)]


def started(folder: Path) -> subprocess.Popen[str]:
    """Return a slow replay that has written its first articles."""
    process = start_replay(folder, *LISTED, "-s", "FEED_STORE_EMPTY=1", out=None, PAUSE_S="0.2")
    feed = folder / "one.jsonl"
    while not (feed.exists() and feed.stat().st_size) and process.poll() is None:
        time.sleep(0.05)
    return process


@pytest.mark.slow
@pytest.mark.parametrize(
    "options", [("-s", "CLOSESPIDER_ITEMCOUNT=2"), ("-a", "domains=a.example.org"), ("-a", "languages=fi")]
)
def test_rows_that_a_limit_or_filter_leaves_stay(tmp_path: Path, options: tuple[str, ...]) -> None:
    listed = write_list(tmp_path)
    before = offsets(listed)
    done = run_scrapy(tmp_path, "replay", "archives", "-o", "one.jsonl", *LISTED, *options)
    left = offsets(listed)
    assert len(left) >= ROWS // 2, done.stderr
    assert f"archives: keeps {len(left)} rows" in done.stderr
    again = run_scrapy(tmp_path, "replay", "archives", "-o", "one.jsonl", *LISTED)
    assert again.returncode == 0, again.stderr
    assert offsets_of_articles(tmp_path / "one.jsonl") == [at for at in before if at not in left] + left
    assert not listed.exists()


@pytest.mark.slow
def test_rows_that_were_not_read_before_ctrl_c_stay(tmp_path: Path) -> None:
    listed = write_list(tmp_path)
    before = offsets(listed)
    process = started(tmp_path)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 130, said
    assert sorted(offsets_of_articles(tmp_path / "one.jsonl") + offsets(listed)) == before


@pytest.mark.slow
def test_what_is_cut_off_by_a_second_signal_or_a_kill_leaves_the_list(tmp_path: Path) -> None:
    listed = write_list(tmp_path)
    before = listed.read_bytes()
    process = started(tmp_path)
    process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 130, said
    assert "stopped: " in said
    listed.write_bytes(before)
    process = started(tmp_path)
    process.kill()
    process.communicate()
    assert listed.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == {"archives", "dump.jsonl", "one.jsonl"}


@pytest.mark.slow
def test_rejects_again_are_listed_once(tmp_path: Path) -> None:
    listed = write_list(tmp_path)
    before = offsets(listed)
    small = ("-s", "NEWSSPIDER_MAX_PAGE_BYTES=10")
    for _ in range(2):
        run_scrapy(tmp_path, "replay", "archives", "-o", "one.jsonl", *LISTED, *small)
        assert offsets(listed) == before
    assert {row["code"] for row in json_lines(listed)} == {"too-large"}
