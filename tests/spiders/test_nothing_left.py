"""What a replay says where there is nothing, through both ways to replay."""

from __future__ import annotations

import doctest
import json
from pathlib import Path

import pytest

from newsspider.spiders import nothing_left as module
from tests.crawls.scrapy_process import run_scrapy
from tests.crawls.test_bad_sources import PAGE


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (
            ("-a", "since=2025"),
            "The filters left no page: 1 skipped by since (date), 1 skipped by since (no-date: when they were captured is not known)",
        ),
        (("-a", "domains=example.net"), "The filters left no page: 2 skipped by domains (domain)"),
        (
            ("-a", "languages=en-US,fr"),
            "The filters left no article: 2 dropped by languages (language). en-US is only what says so, en all of it",
        ),
        (("-a", "min_words=9000"), "The filters left no article: 2 dropped by min_words (too-short)"),
    ],
)
@pytest.mark.parametrize("way", ["-O", pytest.param("--out", marks=pytest.mark.slow)])
def test_filters_that_left_nothing_are_named(
    tmp_path: Path, filters: tuple[str, ...], told: str, way: str
) -> None:
    page = PAGE.replace("<html>", '<html lang="en">')
    rows = [{"url": "https://example.org/a", "html": page, "fetch_time": "2024-05-06T07:08:09Z"}]
    rows.append({"url": "https://example.org/b", "html": page})
    (tmp_path / "rows.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    done = run_scrapy(tmp_path, "replay", "rows.jsonl", way, "feed.jsonl" if way == "-O" else "feeds", *filters)
    assert done.returncode == 0, done.stderr
    assert [line.removeprefix("WARNING: ") for line in done.stderr.splitlines() if "The filters" in line] == [told]
