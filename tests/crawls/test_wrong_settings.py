"""Settings that say what cannot be done, wherever pages are read: one clear line, no traceback, a failed run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.test_bad_sources import PAGE

SETTINGS = """ADDONS = {"newsspider.addon.NewsspiderAddon": 100}
SPIDER_MODULES = ["theirs.spiders"]
LOG_LEVEL = "WARNING"
"""
SPIDER = """import scrapy

class Theirs(scrapy.Spider):
    name = "theirs"

    async def start(self):
        yield {"headline": "x"}
"""
WAYS = {
    "one-feed": ("replay", "good.html", "-O", "feed.jsonl"),
    "folder": ("replay", "good.html", "--out", "out"),
    "project": ("crawl", "theirs", "-O", "feed.jsonl"),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = theirs.settings\n")
    (tmp_path / "theirs" / "spiders").mkdir(parents=True)
    (tmp_path / "theirs" / "settings.py").write_text(SETTINGS)
    (tmp_path / "theirs" / "spiders" / "__init__.py").write_text(SPIDER)
    (tmp_path / "good.html").write_text(PAGE)
    return tmp_path


@pytest.mark.parametrize(
    "way", [next(iter(WAYS)), *(pytest.param(way, marks=pytest.mark.slow) for way in [*WAYS][1:])]
)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSSPIDER_FIELDS", '{"headlin": null}'),
        ("NEWSSPIDER_FIELDS", '{"headline": "no_such_module.rule"}'),
        ("NEWSSPIDER_FIELDS", '["a"]'),
        ("NEWSSPIDER_MAX_PAGE_BYTES", "10mb"),
        ("NEWSSPIDER_MIN_PROBABILITY", "half"),
        ("NEWSSPIDER_DROP_DUPLICATES", "maybe"),
        ("NEWSSPIDER_DUPLICATES", "keep-best"),
        ("NEWSSPIDER_OFLINE", "a.warc"),
        ("NEWSSPIDER_FIELD_NAMES", '{"title": "headlin"}'),
    ],
)
def test_a_wrong_setting_is_told_in_one_line_and_fails_the_run(
    project: Path, way: str, name: str, value: str
) -> None:
    done = run_scrapy(project, *WAYS[way], "-s", f"{name}={value}")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if not line.startswith("0 pages")]
    assert "ERROR: " in line
    assert name in line
    assert "to continue" not in line, "the same command would fail again"
    assert json_lines(project / "feed.jsonl") == []


@pytest.mark.parametrize("way", ["one-feed", "folder"])
def test_an_argument_that_there_is_not_fails_a_replay(project: Path, way: str) -> None:
    done = run_scrapy(project, *WAYS[way], "-a", "domian=example.org")
    assert done.returncode == 1, done.stderr
    (line,) = [line for line in done.stderr.splitlines() if not line.startswith("0 pages")]
    assert "ERROR: domian: there is no such argument; did you mean domains?" in line


@pytest.mark.parametrize("way", ["one-feed", "folder"])
def test_filters_that_leave_nothing_are_told(project: Path, way: str) -> None:
    done = run_scrapy(project, *WAYS[way], "-a", "domains=https://example.org/news", "-a", "since=2020-01-01")
    assert done.returncode == 0, done.stderr
    assert (
        "The filters left no page: 1 skipped by since (no-date: when they were captured is not known)"
        in done.stdout + done.stderr
    )
