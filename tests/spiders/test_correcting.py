"""Corrections in whole runs, live and replayed."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from newsspider.errors import CorrectionsError
from newsspider.spiders.correcting import configured_corrections
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.site import ARTICLES, local_site

CORRECTIONS = '[[corrections]]\nsite = "127.0.0.1"\nfields.articleSection.value = "By the sea"\n'
SETTING = ("-s", "NEWSSPIDER_CORRECTIONS=corrections.toml")


def test_no_file_is_no_corrections() -> None:
    assert configured_corrections(Settings()) is None
    assert configured_corrections(Settings({"NEWSSPIDER_CORRECTIONS": ""})) is None


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError, match=r"nowhere\.toml: cannot be read"):
        configured_corrections(Settings({"NEWSSPIDER_CORRECTIONS": str(tmp_path / "nowhere.toml")}))


def test_a_crawl_and_a_replay_are_corrected_alike(tmp_path: Path) -> None:
    (tmp_path / "corrections.toml").write_text(CORRECTIONS)
    with local_site() as site:
        path = next(iter(ARTICLES))
        args = ("crawl", "news", "-a", f"urls={site.url}{path}", "-a", "max_pages=1", "-O", "live.jsonl", *SETTING)
        done = run_scrapy(tmp_path, *args, in_project=True)
        assert done.returncode == 0, done.stderr
        saved = site.answers[path].body.replace(
            b"<!DOCTYPE html>",
            f"<!DOCTYPE html>\n<!-- saved from url=({len(site.url + path):04}){site.url}{path} -->".encode(),
        )
    (tmp_path / "saved.html").write_bytes(saved)
    done = run_scrapy(tmp_path, "replay", "saved.html", "-O", "replayed.jsonl", *SETTING)
    assert done.returncode == 0, done.stderr
    for feed in ("live.jsonl", "replayed.jsonl"):
        (row,) = json_lines(tmp_path / feed)
        assert row["articleSection"] == "By the sea"
        assert row["metadata"]["fieldSources"]["articleSection"] == "correction:127.0.0.1"


@pytest.mark.parametrize(
    "args",
    [
        ("crawl", "replay", "-a", "source=page.html"),
        ("crawl", "news", "-a", "urls=http://127.0.0.1:9/"),
        ("replay", "page.html"),
    ],
)
def test_a_fault_in_the_file_is_told_in_one_line_and_fails_the_run(tmp_path: Path, args: tuple[str, ...]) -> None:
    (tmp_path / "corrections.toml").write_text(CORRECTIONS + "fields.headlnie.value = 1\n")
    (tmp_path / "page.html").write_text("<h1>A page</h1><p>Some text.")
    done = run_scrapy(tmp_path, *args, *SETTING, in_project=args[0] == "crawl")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = (line for line in done.stderr.splitlines() if "ERROR: " in line)
    assert "corrections.toml:4: unknown field 'headlnie'; known: " in line
