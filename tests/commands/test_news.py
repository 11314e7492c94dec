from __future__ import annotations

import csv
import gzip
import io
import os
import re
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newsspider.commands.news import Command, _is_pipe
from tests.crawls.crawling import start, terminal_of
from tests.crawls.hosts import PlainSite, path_of
from tests.crawls.prose import story_of
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.servers import Answer, Asked, serving

HOST = "127.0.91.1"
ADDON = 'ADDONS = {"newsspider.addon.NewsspiderAddon": 100}\n'


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "give at least one URL to crawl"),
        (("--dors", "feeds"), "there is no option --dors; did you mean --doors?"),
        (("--frobnicate=3",), "there is no option --frobnicate"),
        (("-O", "a.jsonl", "--out", "b"), "--out writes a feed for each run, -o and -O write one feed"),
        (("-O", "a.csv", "--format", "csv"), "--format needs --out"),
        (("--out", "b", "--format", "parquet"), "'parquet' is not jsonl, jsonl.gz, csv or csv.gz, the formats in"),
        (("-L", "LOUD"), "-L: 'LOUD' is not one of DEBUG, INFO, WARNING, ERROR, CRITICAL"),
        (("--logfile", "none/x.log"), "--logfile: none/x.log cannot be written: there is no folder none"),
        (("--out", __file__), "is a file; name a folder, or use -O to write one feed"),
        (("--out", "b", "news.example"), "not an http or https URL: 'news.example'; did you mean https://news."),
        (("--out", "b", "."), ". is on this disk: newsspider replay . reads it"),
        (("--out", "b", "--max-pages", "many"), "--max-pages: 'many' is not a whole number of 0 or more"),
        (("--out", "b", "--urls-file", "none.txt"), "--urls-file: none.txt: "),
        (("--out", "b", "--urls-file", "n" * 300), "--urls-file: nnn"),
        (("--out", "b" * 300), "--out: bbb"),
        (("--out", f"made/{'b' * 300}"), "--out: made/bbb"),
        pytest.param(
            ("--out", "/proc/feeds"),
            "--out: /proc/feeds: ",
            marks=pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc here"),
        ),
        (("--out", "b", f"https://{'n' * 5_000}.example/", "--max-pages", "many"), "--max-pages: 'many' is not"),
        (("--out", "b", "-a", "max_page=3"), "-a max_page: there is no such argument; did you mean max_pages?"),
        (("--out", "b", "-a", "urls=ftp://files.example/"), "not an http or https URL: 'ftp://files.example/'"),
    ],
)
def test_wrong_options_are_told(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    urls = ["http://127.0.0.1:9/"] if arguments else []
    done = run_scrapy(tmp_path, "news", *urls, *arguments)
    assert done.returncode == 2
    assert told in done.stderr.splitlines()[-1] or told in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_folder_below_a_link_to_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "none")
    for out, told in (("a", "it"), ("a/b/c", tmp_path / "a")):
        done = run_scrapy(tmp_path, "news", "http://127.0.0.1:9/", "--out", out)
        assert done.stderr.splitlines()[-1].endswith(
            f"--out: {out}: {told} is a link to a folder that is not there"
        )
        assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_list_of_sites_may_be_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "sites")
    with ThreadPoolExecutor() as writer:
        written = writer.submit((tmp_path / "sites").write_text, "ftp://files.example/\n")
        done = run_scrapy(tmp_path, "news", "--urls-file", "sites", "-O", "feed.jsonl")
        written.result(60)
    assert "sites:1: " in done.stderr


def test_what_can_be_read_again_is_no_pipe(tmp_path: Path) -> None:
    (tmp_path / "sites.txt").touch()
    assert _is_pipe("/dev/stdin")
    assert not any(_is_pipe(str(path)) for path in (tmp_path, tmp_path / "sites.txt", tmp_path / "none"))
    assert not any(map(_is_pipe, ("", "n" * 300, "a\0b")))


def test_sites_can_be_named_by_an_argument_alone(tmp_path: Path) -> None:
    for name, value in (("urls", "ftp://files.example/"), ("urls_file", "none.txt")):
        done = run_scrapy(tmp_path, "news", "-a", f"{name}={value}", "--out", "b")
        assert done.returncode == 2
        assert value in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("command", [("news", "http://127.0.0.1:9/"), ("replay", ".")])
def test_a_run_that_cannot_begin_says_why_as_the_last_thing(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = run_scrapy(tmp_path, *command, "-s", "STATS_CLASS=nothing.Here")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == "ModuleNotFoundError: No module named 'nothing'"


def test_a_run_with_wrong_settings_says_nothing_else(tmp_path: Path) -> None:
    done = run_scrapy(tmp_path, "news", "http://127.0.0.1:9/", "--out", "b", "-s", "NEWSSPIDER_MIN_PROBABILITY=7")
    assert done.returncode == 1
    assert done.stderr == "ERROR: NEWSSPIDER_MIN_PROBABILITY: '7' is not between 0 and 1\n"


def test_a_crawl_of_a_dead_host_names_its_report_and_the_feed_that_it_emptied(tmp_path: Path) -> None:
    (tmp_path / "old.jsonl").write_text("{}\n")
    report = ("-s", "NEWSSPIDER_REPORT_PATH=run/report.html")
    done = run_scrapy(tmp_path, "news", "http://127.0.0.1:9/", "-O", "old.jsonl", *report)
    assert done.returncode == 1
    error, summary, last = done.stderr.splitlines()[-3:]
    assert error == "ERROR: http://127.0.0.1:9/: could not be read: 127.0.0.1:9 refuses connections"
    assert re.fullmatch(r"0 articles in 0:\d\d -> old\.jsonl, which is empty now", summary)
    assert last == "report: run/report.html"


@pytest.mark.slow
def test_a_crawl_without_anything_new_says_why(tmp_path: Path) -> None:
    with serving({HOST: PlainSite(5, 1)}) as server:
        first, second = (run_scrapy(tmp_path, "news", server.url(HOST), "--out", "feeds") for _ in range(2))
        older = run_scrapy(tmp_path, "news", server.url(HOST), "--out", "later", "--since", "2100-01-01")
    assert "Nothing new" not in first.stderr
    summary, report, why = second.stderr.splitlines()[-3:]
    assert summary.startswith("0 articles in 0:")
    assert report == "report: feeds/_run/report.html"
    assert why == (
        "Nothing new: articles of earlier runs are not written again. To get all again, move feeds/_run/state.sqlite away"
    )
    assert older.stderr.splitlines()[-1] == "Nothing newer than 2100-01-01"
    assert [done.returncode for done in (first, second, older)] == [0, 0, 0]


def _slow(_: Asked) -> Answer:
    time.sleep(1)
    return Answer(b"", 404)


@pytest.mark.slow
def test_a_crawl_that_is_stopped_before_the_first_page_says_so(tmp_path: Path) -> None:
    with serving({HOST: _slow}) as server:
        process = start(tmp_path / "feeds", [server.url(HOST)])
        while not server.log.targets() and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(300) == 130
    said = terminal_of(tmp_path / "feeds").read_text().splitlines()
    assert re.fullmatch(r"stopped: 0 articles in 0:\d\d", said[-3])
    assert said[-2:] == [f"report: {Path('feeds/_run/report.html')}", "Run the same command again to continue."]


def test_a_project_that_shares_its_state_keeps_it_with_out(tmp_path: Path) -> None:
    command = Command()
    command.settings = Settings()
    state = "postgresql://crawler@db.example/news"
    command.settings.set("NEWSSPIDER_STATE", state, priority="project")
    command._write_into(tmp_path, "jsonl")
    assert command.settings["NEWSSPIDER_STATE"] == state
    (feed,) = command.settings.getdict("FEEDS")
    assert feed == str(tmp_path / "articles-%(run_time)s-%(process_name)s.jsonl")
    command.settings.set("NEWSSPIDER_STATE", "old.sqlite", priority="cmdline")
    command._write_into(tmp_path, "jsonl")
    assert command.settings["NEWSSPIDER_STATE"] == "old.sqlite"


@pytest.mark.slow
def test_a_project_with_the_addon_has_the_spider(tmp_path: Path) -> None:
    assert run_scrapy(tmp_path, "startproject", "paper", ".").returncode == 0
    with (tmp_path / "paper" / "settings.py").open("a") as settings:
        settings.write(f"{ADDON}DOWNLOAD_DELAY = 0\n")
    with serving({HOST: PlainSite(5, 1)}) as server:
        done = run_scrapy(tmp_path, "crawl", "news", "-a", f"urls={server.url(HOST)}", "-O", "feed.jsonl")
    assert done.returncode == 0, done.stderr
    assert len(json_lines(tmp_path / "feed.jsonl")) == 5


class _Failing(PlainSite):
    """A plain site of which one article cannot be had."""

    is_well = False

    def __call__(self, asked: Asked) -> Answer:
        if asked.target == path_of(story_of(self.seed, 3)) and not self.is_well:
            return Answer(b"gone for a while", 410)
        return super().__call__(asked)


@pytest.mark.slow
@pytest.mark.parametrize("out", ["feeds", "again"])
def test_rejects_of_a_crawl_are_tried_again_and_nothing_else(tmp_path: Path, out: str) -> None:
    site = _Failing(6, 1)
    with serving({HOST: site}) as server:
        first = run_scrapy(tmp_path, "news", server.url(HOST), "--out", "feeds")
        assert first.returncode == 0, first.stderr
        rejects = tmp_path / "feeds" / "_run" / "rejects.jsonl"
        (row,) = json_lines(rejects)
        assert row["code"] == "status-410"
        server.log.clear()
        still = run_scrapy(tmp_path, "news", "--urls-file", str(rejects), "--out", out)
        assert "rejected  1 status-410" in still.stderr
        site.is_well = True
        server.log.clear()
        again = run_scrapy(tmp_path, "news", "--urls-file", str(rejects), "--out", out)
        assert again.returncode == 0, again.stderr
        assert server.log.targets() == ["/robots.txt", path_of(story_of(1, 3)), "/.well-known/tdmrep.json"]
    feeds = sorted((tmp_path / out).glob("articles-*.jsonl"))
    assert [row["url"] for row in json_lines(feeds[-1])] == [row["url"]]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "csv.gz"])
def test_feeds_of_another_format_are_continued(tmp_path: Path, form: str) -> None:
    with serving({HOST: PlainSite(8, 1)}) as server:
        command = ["news", server.url(HOST), "--out", "feeds", "--format", form]
        for more in (["--max-pages", "6"], []):
            done = run_scrapy(tmp_path, *command, *more)
            assert done.returncode == 0, done.stderr
            assert ("Stopped at --max-pages. Run the same command again" in done.stderr) == bool(more)
    lines = []
    for path in sorted((tmp_path / "feeds").glob(f"articles-*.{form}")):
        data = path.read_bytes()
        text = (gzip.decompress(data) if form.endswith(".gz") else data).decode()
        lines += list(csv.DictReader(io.StringIO(text)))
    assert len({row["url"] for row in lines}) == len(lines) == 8
