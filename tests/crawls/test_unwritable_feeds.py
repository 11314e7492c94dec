"""Feeds that cannot be written: one line, exit code 1, and what other feeds can have."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from newsspider.file_locks import locked
from newsspider.settings import FEED_EXPORTERS
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.test_bad_sources import PAGE

SETTINGS = """ADDONS = {"newsspider.addon.NewsspiderAddon": 100}
SPIDER_MODULES = ["theirs.spiders"]
from newsspider.settings import FEED_EXPORTERS
NEWSSPIDER_SUMMARY = False
LOG_LEVEL = "WARNING"
"""
SPIDER = """import scrapy

class Theirs(scrapy.Spider):
    name = "theirs"

    async def start(self):
        yield {"title": "a", "url": "https://example.org/a"}
        yield {"title": object(), "url": "https://example.org/b"}
        yield {"title": "c", "url": "https://example.org/c"}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = theirs.settings\n")
    (tmp_path / "theirs" / "spiders").mkdir(parents=True)
    (tmp_path / "theirs" / "settings.py").write_text(SETTINGS)
    (tmp_path / "theirs" / "spiders" / "__init__.py").write_text(SPIDER)
    (tmp_path / "good.jsonl").write_text("")
    return tmp_path


# Two of each kind of exporter stand for the others, which are slow to try.
QUICK = ("jsonl", "parquet")
FORMATS = [
    pytest.param(form, marks=[] if form in QUICK else pytest.mark.slow, id=form)
    for form in sorted({*FEED_EXPORTERS} - {"jl", "jsonlines", "gz"})
]


@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_fails_the_run_in_every_format(project: Path, form: str) -> None:
    done = run_scrapy(project, "crawl", "theirs", "-O", f"/dev/full:{form}", "-s", "NEWSSPIDER_REJECTS_PATH=")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if "cannot be written" in line]
    assert "No space left on device" in line


@pytest.mark.parametrize("form", FORMATS)
def test_a_folder_that_cannot_be_written_fails_the_run_in_every_format(project: Path, form: str) -> None:
    done = run_scrapy(
        project, "crawl", "theirs", "-O", f"/proc/articles/feed:{form}", "-s", "NEWSSPIDER_REJECTS_PATH="
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if "/proc/articles/feed" in line]) == 1


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        ("good.jsonl/feed.csv", "is not a folder"),
        ("theirs:jsonl", "it is a folder"),
    ],
)
def test_a_feed_that_cannot_be_written_fails_the_run(project: Path, feed: str, reason: str) -> None:
    done = run_scrapy(project, "crawl", "theirs", "-O", feed)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if "cannot be written" in line]
    assert reason in line


def test_a_run_that_is_refused_leaves_the_feed_of_the_run_before(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "feed.jsonl").write_text("{}\n")
    done = run_scrapy(tmp_path, "replay", "a.html", "-O", "feed.jsonl", "-a", "domain=example.org")
    assert (done.returncode, done.stderr) == (
        1,
        "ERROR: domain: there is no such argument; did you mean domains?\n",
    )
    assert (tmp_path / "feed.jsonl").read_text() == "{}\n"


@pytest.mark.parametrize("form", ["json", "parquet"])
def test_a_feed_that_cannot_be_continued_is_refused_at_once(tmp_path: Path, form: str) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    feed = tmp_path / f"feed.{form}"
    feed.write_text("[]")
    done = run_scrapy(tmp_path, "replay", "a.html", "-o", feed.name)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.endswith(f"a {form} file cannot be appended to; -O overwrites it")
    assert feed.read_text() == "[]"


@pytest.mark.parametrize(
    ("feed", "form", "reason"),
    [
        ("f.json", "jsonfeed", "'titel' is not known; did you mean title?"),
        pytest.param("f.md", "md", "'titel' is not known; known: encoding, ", marks=pytest.mark.slow),
        pytest.param("f.csv.gz", "gz", "'titel' is an invalid keyword argument", marks=pytest.mark.slow),
    ],
)
def test_an_option_that_a_format_does_not_know_fails_the_run_before_its_first_request(
    project: Path, feed: str, form: str, reason: str
) -> None:
    feeds = {feed: {"format": form, "item_export_kwargs": {"titel": "News"}}}
    done = run_scrapy(project, "crawl", "theirs", "-s", f"FEEDS={json.dumps(feeds)}")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert f"FEEDS: {feed}: item_export_kwargs: {reason}" in line
    assert not (project / feed).exists()


def test_what_one_feed_cannot_take_the_others_get(project: Path) -> None:
    done = run_scrapy(project, "crawl", "theirs", "-O", "a.jsonl", "-O", "b.csv")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if "is missing in the feed a.jsonl" in line]
    assert "https://example.org/b is missing" in line
    assert ": title: TypeError: " in line
    assert [row["title"] for row in json_lines(project / "a.jsonl")] == ["a", "c"]


def test_a_pipeline_that_forgets_to_return_the_item_is_told(project: Path) -> None:
    (project / "theirs" / "lost.py").write_text("class Lost:\n    def process_item(self, item):\n        pass\n")
    pipelines = 'ITEM_PIPELINES={"theirs.lost.Lost": 300}'
    done = run_scrapy(project, "crawl", "theirs", "-O", "a.jsonl", "-s", pipelines)
    told = "is missing in the feed a.jsonl: a pipeline returned None; process_item must return the item"
    assert told in done.stderr


LOCKING = """import fcntl
import scrapy

class Locking(scrapy.Spider):
    name = "locking"

    async def start(self):
        self.other = open("late.jsonl", "ab")
        fcntl.flock(self.other, fcntl.LOCK_EX)
        self.other.write(b"theirs\\n")
        self.other.flush()
        if self.has_items:
            yield {"title": "a", "url": "https://example.org/a"}
        yield scrapy.Request("data:,")

    has_items = True

    def parse(self, response):
        self.crawler.stats.inc_value("asked")

class Empty(Locking):
    name = "empty"
    has_items = False
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no file locks")
@pytest.mark.parametrize(
    ("option", "is_shared", "is_refused"),
    [("-O", False, True), ("-O", True, True), ("-o", False, True), ("-o", True, False)],
)
def test_two_runs_do_not_overwrite_one_feed(
    project: Path, option: str, *, is_shared: bool, is_refused: bool
) -> None:
    feed = project / "good.jsonl"
    feed.write_text("theirs\n")
    with feed.open("a+b") as file:
        assert locked(file, shared=is_shared)
        done = run_scrapy(project, "crawl", "theirs", option, str(feed))
    assert done.returncode == (1 if is_refused else 0), done.stderr
    assert ("another crawl or replay is writing to it" in done.stderr) == is_refused
    assert len(feed.read_text().splitlines()) == (1 if is_refused else 3)
    assert run_scrapy(project, "crawl", "theirs", option, str(feed)).returncode == 0  # its lock is gone


@pytest.mark.skipif(sys.platform == "win32", reason="no devices")
def test_any_number_of_runs_may_write_to_a_device(project: Path) -> None:
    with Path("/dev/null").open("r+b") as file:
        locked(file, shared=False)
        done = run_scrapy(project, "crawl", "theirs", "-O", "/dev/null:jsonl", "-s", "NEWSSPIDER_REJECTS_PATH=")
    assert done.returncode == 0, done.stderr
    assert "another crawl" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no file locks")
@pytest.mark.parametrize("name", ["locking", "empty"])
def test_a_feed_that_another_run_has_begun_meanwhile_is_left_to_it(project: Path, name: str) -> None:
    (project / "theirs" / "spiders" / "__init__.py").write_text(LOCKING)
    done = run_scrapy(project, "crawl", name, "-O", "late.jsonl")
    assert done.returncode == 1, done.stderr
    assert "another crawl or replay is writing to it" in done.stderr
    assert "Traceback" not in done.stderr
    assert (project / "late.jsonl").read_text() == "theirs\n"


BETWEEN = """import fcntl
from pathlib import Path

import scrapy
from newsspider.feeds.export import ArticleFeedExporter

held = []
given_back = ArticleFeedExporter._unlock

def unlock(self, *paths):
    given_back(self, *paths)
    if paths and not held:
        held.append(open(paths[0], "a+b"))
        fcntl.flock(held[0], fcntl.LOCK_EX | fcntl.LOCK_NB)

ArticleFeedExporter._unlock = unlock

class Between(scrapy.Spider):
    name = "between"

    async def start(self):
        yield {"number": 1}
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no file locks")
def test_a_feed_that_another_run_locks_as_it_is_opened_is_left_to_it(project: Path) -> None:
    (project / "theirs" / "spiders" / "__init__.py").write_text(BETWEEN)
    (project / "late.jsonl").write_text("theirs\n")
    done = run_scrapy(project, "crawl", "between", "-O", "late.jsonl")
    assert done.returncode == 1, done.stderr
    assert "another crawl or replay is writing to it" in done.stderr
    assert "Traceback" not in done.stderr
    assert (project / "late.jsonl").read_text() == "theirs\n"


BATCHES = """import scrapy

class Batches(scrapy.Spider):
    name = "batches"
    custom_settings = {
        "FEEDS": {
            "b-%(batch_id)d.jsonl": {"format": "jsonl", "batch_item_count": 2, "overwrite": True},
            "none.jsonl": {"format": "jsonl", "store_empty": False, "item_filter": "theirs.spiders.Nothing"},
        }
    }

    async def start(self):
        for number in range(4):
            yield {"number": number}

class Nothing:
    def __init__(self, feed_options):
        pass

    def accepts(self, item):
        return False
"""


def test_no_file_is_made_of_a_feed_without_items(project: Path) -> None:
    (project / "theirs" / "spiders" / "__init__.py").write_text(BATCHES)
    done = run_scrapy(project, "crawl", "batches")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in project.glob("*.jsonl")) == ["b-1.jsonl", "b-2.jsonl", "good.jsonl"]
