from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newsspider.spiders.written_files import is_feed, is_written
from tests.crawls.replays import write_warc
from tests.crawls.scrapy_process import SCRIPT, json_lines, run_scrapy


def test_feeds_lists_and_the_report_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    feeds: dict[str, dict[str, str]] = {
        "feed.jsonl": {},
        (tmp_path / "other feed.json").as_uri(): {},
        "s3://bucket/a.jsonl": {},
    }
    settings = Settings({"FEEDS": feeds, "NEWSSPIDER_REJECTS_PATH": "r.jsonl", "NEWSSPIDER_REPORT_PATH": "r.html"})
    names = ["feed.jsonl", "other feed.json", "r.jsonl", "r.html", "r.json", "r-explain/page-1.html", "a.jsonl"]
    assert [is_written(settings)(tmp_path / name) for name in names] == [True] * 6 + [False]
    assert [is_feed(settings)(tmp_path / name) for name in names] == [True] * 2 + [False] * 5


@pytest.mark.parametrize("option", ["-O", "-o"])
def test_a_replay_of_its_own_folder_reads_no_feed_of_its_own(tmp_path: Path, option: str) -> None:
    write_warc(tmp_path / "a.warc.gz", range(3))
    for times in (1, 2):
        done = run_scrapy(tmp_path, "replay", ".", option, "z.jsonl")
        assert done.returncode == 0, done.stderr
        assert len(json_lines(tmp_path / "z.jsonl")) == (3 * times if option == "-o" else 3)


def test_output_that_is_sent_to_a_file_of_the_folder_is_not_read(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", range(3))
    with (tmp_path / "z.jsonl").open("wb") as output:
        subprocess.run(
            [sys.executable, SCRIPT, "replay", "."], cwd=tmp_path, stdout=output, check=True, timeout=300
        )
    assert len(json_lines(tmp_path / "z.jsonl")) == 3


def test_a_source_that_is_the_feed_is_refused_and_stays(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", range(3))
    assert run_scrapy(tmp_path, "replay", "a.warc.gz", "-O", "z.jsonl").returncode == 0
    done = run_scrapy(tmp_path, "replay", "a.warc.gz", "z.jsonl", "-O", "z.jsonl")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "ERROR: z.jsonl: this run writes that file and cannot also read it"
    assert len(json_lines(tmp_path / "z.jsonl")) == 3
