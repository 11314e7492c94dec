"""What goes wrong around a replay: workers that die, disks that are full, people who stop it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.crawls.replays import feeds, replay, start_replay, write_archives

PAGES = 64
POISON = "https://example.org/2002"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with archives and "whole", what an unbroken run makes of them."""
    folder = tmp_path_factory.mktemp("faults")
    write_archives(folder / "archives", PAGES)
    done = replay(folder, "--workers", "1", out="whole")
    assert done.returncode == 0, done.stderr
    return folder


def rows(out: Path) -> dict[str, Any]:
    return {
        row["path"]: row for row in map(json.loads, (out / "_run" / "manifest.jsonl").read_text().splitlines())
    }


def test_two_workers_write_what_one_does(folder: Path) -> None:
    done = replay(folder, "--workers", "2", out="two")
    assert done.returncode == 0, done.stderr
    assert feeds(folder / "two") == feeds(folder / "whole")
    assert list(rows(folder / "two")) == list(rows(folder / "whole"))


@pytest.mark.slow
def test_an_archive_whose_worker_died_is_taken_up_again(folder: Path) -> None:
    done = replay(folder, out="once", DIE_AT=POISON, DIED=str(folder / "died"))
    assert (folder / "died").exists()
    assert done.returncode == 0, done.stderr
    assert "A worker that was reading plain.warc was killed by SIGKILL" in done.stderr
    assert feeds(folder / "once") == feeds(folder / "whole")


@pytest.mark.slow
def test_an_archive_at_which_every_worker_dies_is_marked_and_the_others_go_on(folder: Path) -> None:
    done = replay(folder, out="poisoned", DIE_AT=POISON)
    assert done.returncode == 1
    assert done.stderr.count("was killed by SIGKILL") == 5
    assert done.stderr.splitlines()[-1].startswith("ERROR: 1 archive failed (plain.warc: 3 workers died")
    row = rows(folder / "poisoned")["plain.warc"]
    assert row["failed"] == "3 workers died while reading it; the last one was killed by SIGKILL"
    assert "plain.warc" in (folder / "poisoned" / row["log"]).read_text()
    others = {name: feed for name, feed in feeds(folder / "whole").items() if name != "plain.warc.jsonl"}
    assert others.items() <= feeds(folder / "poisoned").items()
    again = replay(folder, out="poisoned")
    assert again.returncode == 0, again.stderr
    assert feeds(folder / "whole").items() <= feeds(folder / "poisoned").items()


@pytest.mark.slow
def test_a_file_that_cannot_grow_stops_the_run_with_one_line(folder: Path) -> None:
    largest = max(map(len, feeds(folder / "whole").values()))
    done = replay(folder, out="limited", max_file_bytes=largest // 2)
    assert done.returncode == 1
    assert "File too large. Stopped. Run the same command again to continue." in done.stderr
    assert "Traceback" not in done.stderr
    assert replay(folder, out="limited").returncode == 0
    assert feeds(folder / "limited") == feeds(folder / "whole")


@pytest.mark.slow
def test_a_full_disk_stops_the_run_with_one_line(folder: Path) -> None:
    small = folder / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96k", "none", str(small)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small file system can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        done = replay(folder, out="small/out")
        assert done.returncode == 1
        assert "No space left on device. Stopped. Run the same command again to continue." in done.stderr
        assert "Traceback" not in done.stderr
        subprocess.run(["mount", "-o", "remount,size=8m", str(small)], check=True)
        assert replay(folder, out="small/out").returncode == 0
        assert feeds(small / "out") == feeds(folder / "whole")
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.slow
def test_ctrl_c_stops_the_run_and_the_same_line_goes_on(folder: Path) -> None:
    process = start_replay(folder, out="stopped", PAUSE_S="0.2")
    while not list((folder / "stopped").rglob("*.part")) and process.poll() is None:
        time.sleep(0.1)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, said = process.communicate(timeout=300)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "of 5 archives are done. Run the same command again to continue." in said
    kept = [json.loads(path.read_text())["tally"] for path in (folder / "stopped").rglob("*.checkpoint")]
    assert any(tally.get("articles") for tally in kept)
    assert replay(folder, out="stopped").returncode == 0
    assert feeds(folder / "stopped") == feeds(folder / "whole")


def test_ctrl_c_before_a_worker_has_started_waits_for_none(folder: Path) -> None:
    process = start_replay(folder, out="early")
    while not (folder / "early" / "_run").exists() and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 130, said
    assert said.splitlines()[-1:] in (
        [],
        ["Stopped: 0 of 5 archives are done. Run the same command again to continue."],
    )


def test_one_feed_of_all_ends_at_ctrl_c_with_what_it_has(folder: Path) -> None:
    process = start_replay(folder, out=None, PAUSE_S="0.2")
    feed = folder / "one.jsonl"
    while not (feed.exists() and feed.stat().st_size) and process.poll() is None:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 130, said
    assert "stopped: " in said
    assert "Traceback" not in said
    assert 0 < len(feed.read_bytes().splitlines()) < PAGES


def test_a_folder_takes_one_replay_at_a_time(folder: Path) -> None:
    first = start_replay(folder, out="busy", PAUSE_S="0.5")
    try:
        while not list((folder / "busy").rglob("*.part")) and first.poll() is None:
            time.sleep(0.1)
        second = replay(folder, out="busy")
        assert second.returncode == 1
        assert "another replay is writing to" in second.stderr
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.communicate()
