"""The replay command; bad sources are in tests/crawls."""

from __future__ import annotations

import doctest
import gzip
import json
import os
from pathlib import Path

import pytest

from newsspider.commands import replay as module
from newsspider.commands.replay import summary
from newsspider.pipelines.duplicates import DuplicateItem
from newsspider.pipelines.rejects import RejectedItem, RepeatableReject
from newsspider.spiders import reading
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.test_bad_sources import PAGE


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_the_summary_names_what_became_no_article() -> None:
    stats = {
        "newsspider/replay/pages": 9,
        "item_scraped_count": 5,
        "elapsed_time_seconds": 12.34,
        "newsspider/pipelines/dropped/not-article": 2,
        "newsspider/pipelines/dropped/invalid": 1,
        "newsspider/rejects/invalid": 1,
        "newsspider/rejects/error": 1,
        "newsspider/replay/skipped/request": 3,
    }
    assert summary(stats).splitlines() == [
        "9 pages, 5 articles in 12.3 s",
        "dropped: 1 invalid, 2 not-article",
        "rejected: 1 error, 1 invalid",
        "skipped: 3 request",
    ]
    assert summary({}) == "0 pages, 0 articles in 0.0 s"


def test_what_our_own_pipelines_drop_is_not_counted_again_as_the_projects() -> None:
    stats = {
        "newsspider/pipelines/dropped/duplicate": 2,
        "newsspider/pipelines/dropped/invalid": 1,
        "newsspider/rejects/invalid": 1,
        f"item_dropped_reasons_count/{DuplicateItem.__name__}": 2,
        f"item_dropped_reasons_count/{RejectedItem.__name__}": 1,
        "newsspider/rejects/not-stored": 2,
        f"item_dropped_reasons_count/{RepeatableReject.__name__}": 2,
    }
    assert "project" not in summary(stats)
    assert "3 by the project's pipelines" in summary({**stats, "item_dropped_reasons_count/Unpriced": 3})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.html").write_text(PAGE)
    return tmp_path


@pytest.mark.parametrize("in_project", [True, False])
def test_it_works_inside_and_outside_of_a_project(folder: Path, in_project: bool) -> None:
    done = run_scrapy(folder, "replay", "good.html", "-O", "feed.jsonl", in_project=in_project)
    assert done.returncode == 0, done.stderr
    assert [row["headline"] for row in json_lines(folder / "feed.jsonl")] == ["A walk along the quay"]
    (line,) = done.stderr.splitlines()
    assert line.startswith("1 page, 1 article in ")
    assert done.stdout == ""


def test_in_a_project_of_others_its_own_pipelines_run_too(folder: Path) -> None:
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = theirs.settings\n")
    theirs = folder / "theirs"
    theirs.mkdir()
    (theirs / "settings.py").write_text("ITEM_PIPELINES = {'theirs.pipelines.Shout': 300}\nLOG_LEVEL = 'DEBUG'\n")
    (theirs / "pipelines.py").write_text(
        "class Shout:\n"
        "    def process_item(self, item):\n"
        "        item.headline = item.headline.upper()\n"
        "        return item\n"
    )
    done = run_scrapy(folder, "replay", "good.html", "-O", "feed.json")
    assert done.returncode == 0, done.stderr
    assert [row["headline"] for row in json.loads((folder / "feed.json").read_text())] == ["A WALK ALONG THE QUAY"]
    assert len(done.stderr.splitlines()) == 1


def test_without_a_file_the_feed_goes_to_the_standard_output(folder: Path) -> None:
    done = run_scrapy(folder, "replay", "good.html")
    assert json.loads(done.stdout)["headline"] == "A walk along the quay"


def test_more_can_be_logged(folder: Path) -> None:
    done = run_scrapy(folder, "replay", "good.html", "-L", "INFO", "-O", "feed.jsonl")
    assert "INFO: Spider closed (finished)" in done.stderr


@pytest.mark.parametrize("command", ["replay", "explain"])
def test_the_help_says_what_is_logged(folder: Path, command: str) -> None:
    help_text = run_scrapy(folder, command, "--help").stdout
    assert "(default: WARNING)" in " ".join(help_text.split())
    assert "default: DEBUG" not in help_text


def test_options_of_a_folder_need_one_whatever_their_value(folder: Path) -> None:
    done = run_scrapy(folder, "replay", "good.html", "--workers", "0")
    assert done.returncode == 2
    assert "--workers, --format, --dask and --redo need --out" in done.stderr


def test_an_unknown_option_is_told(folder: Path) -> None:
    done = run_scrapy(folder, "replay", "--frobnicate", "good.html")
    assert done.returncode == 2
    assert "--frobnicate" in done.stderr


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("--min-words", "100"), "there is no option --min-words: write -a min_words=100"),
        (("--since=2024",), "there is no option --since: write -a since=2024"),
        (("--domain", "example.org"), "there is no option --domain: write -a domains=example.org"),
        (("--wrkers", "2"), "there is no option --wrkers; did you mean --workers?"),
    ],
)
def test_a_filter_that_is_typed_as_an_option_is_told_as_one(
    folder: Path, typed: tuple[str, ...], told: str
) -> None:
    done = run_scrapy(folder, "replay", "good.html", *typed)
    assert done.returncode == 2
    assert told in done.stderr


def test_a_filter_whose_option_was_forgotten_is_told(folder: Path) -> None:
    done = run_scrapy(folder, "replay", "good.html", "-O", "feed.jsonl", "min_words=5")
    assert done.returncode == 2
    assert "min_words=5: did you mean -a min_words=5?" in done.stderr
    assert not (folder / "feed.jsonl").exists()


def test_a_folder_that_is_named_as_a_filter_is_a_source(folder: Path) -> None:
    (folder / "since=2024").mkdir()
    (folder / "good.html").rename(folder / "since=2024" / "good.html")
    assert run_scrapy(folder, "replay", "since=2024", "-O", "feed.jsonl").returncode == 0
    assert (folder / "feed.jsonl").read_text()


def test_the_help_names_every_filter() -> None:
    assert set(module.FILTERS) == set(reading.FILTERS)
    lines = module.Command.notes.partition(":")[2].splitlines()
    assert {line.split("=")[0].strip() for line in lines if "=" in line} == set(module.FILTERS)
    assert all(len(line) <= 80 for line in lines)


def test_a_quiet_run_says_nothing(folder: Path) -> None:
    done = run_scrapy(folder, "replay", "good.html", "-O", "feed.jsonl", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_feed_replays_to_itself(folder: Path) -> None:
    done = run_scrapy(folder, "replay", "good.html", "-O", "feed.jsonl.gz")
    assert done.returncode == 0, done.stderr
    done = run_scrapy(folder, "replay", "feed.jsonl.gz", "-O", "again.jsonl.gz")
    assert done.stderr.startswith("1 page, 1 article in "), done.stderr
    feed, again = (gzip.decompress((folder / name).read_bytes()) for name in ("feed.jsonl.gz", "again.jsonl.gz"))
    assert again == feed
    assert json.loads(feed)["metadata"]["source"]["path"] == "good.html"


@pytest.mark.parametrize("name", ["keep.jsonl", "keep.json"])
def test_a_feed_that_is_overwritten_with_nothing_is_named(folder: Path, name: str) -> None:
    (folder / name).write_text("{}\n")
    done = run_scrapy(folder, "replay", "good.html", "-a", "domains=nosuch.example", "-O", name)
    assert done.returncode == 0, done.stderr
    assert f" s -> {name}, which is empty now\n" in done.stderr
    assert json_lines(folder / "keep.jsonl") == []


def test_a_feed_that_is_kept_since_nothing_could_be_read_is_not_named(folder: Path) -> None:
    feed = folder / "keep.jsonl"
    feed.write_text("{}\n")
    os.utime(feed, (1, 1))
    done = run_scrapy(folder, "replay", "nothing.warc", "-O", "keep.jsonl")
    assert done.returncode == 1
    assert "empty" not in done.stderr
    assert feed.read_text() == "{}\n"


@pytest.mark.parametrize("way", ["-O", pytest.param("--out", marks=pytest.mark.slow)])
def test_a_correction_that_never_applied_is_told(folder: Path, way: str) -> None:
    canonical = '<link rel="canonical" href="https://quaypost.example/w"><title>'
    (folder / "good.html").write_text(
        PAGE.replace("<title>", canonical) if "<title>" in PAGE else canonical + PAGE
    )
    (folder / "c.toml").write_text('[[corrections]]\nsite = "localhost"\nfields.headline.value = "Corrected"\n')
    place = "feed.jsonl" if way == "-O" else "feeds"
    done = run_scrapy(folder, "replay", "good.html", way, place, "-s", "NEWSSPIDER_CORRECTIONS=c.toml")
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == ("WARNING: c.toml: applied to no page: none was of localhost (line 1)")
