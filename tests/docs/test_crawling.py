"""The common tasks of docs/crawling.md, as a reader copies them; its example hosts are local servers."""

from __future__ import annotations

import gzip
import importlib.util
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawls.hosts import PlainSite, path_of
from tests.crawls.news_site import feeds
from tests.crawls.news_site.pages import Post
from tests.crawls.packages import MissingSoftwareError
from tests.crawls.postgresql import postgresql
from tests.crawls.prose import story_of
from tests.crawls.scrapy_process import NEWSSPIDER, json_lines, run_newsspider
from tests.crawls.servers import Answer, Asked, Server, serving
from tests.crawls.test_crawl_starts import AnnouncedSite

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "crawling.md").read_text("utf-8")
NEWS, PAPER = "127.0.93.1", "127.0.93.2"
DATABASE = "postgresql://crawler@db.example/news"
# What needs software of its own, or does not end, has a test of its own.
APART = {"Every quarter of an hour", "With PostgreSQL", "JavaScript", "Retry rejects"}


def tasks() -> dict[str, list[str]]:
    """Return the commands of each common task."""
    text = PAGE.split("## Common tasks", 1)[1].split("\n## ", 1)[0]
    found = re.findall(r"\*\*([^*]+)\.\*\*[^`]*?(?:`[^`\n]+`[^`]*?)*```sh\n(.*?)```", text, re.DOTALL)
    return {title: lines.splitlines() for title, lines in found}


def listed(language: str) -> str:
    """Return the example of a list of sites in this language."""
    return PAGE.split("### A list of sites", 1)[1].split(f"```{language}\n", 1)[1].split("```", 1)[0]


class SectionSite(PlainSite):
    """A plain site whose stories are in the section /politics/, and in a feed."""

    def __call__(self, asked: Asked) -> Answer:
        if asked.target == "/feed/":
            stories = [story_of(self.seed, number) for number in range(1, self.articles + 1)]
            posts = [Post(story, f"/politics{path_of(story)}", "") for story in stories]
            base = f"http://{asked.headers['host']}"
            return Answer(feeds.rss(posts, lambda post: base + post.path), content_type="application/rss+xml")
        target = asked.target.removeprefix("/politics")
        answer = super().__call__(Asked(asked.host, target, asked.headers, asked.method))
        body = answer.body.replace(b'href="/news/', b'href="/politics/news/')
        return Answer(body, answer.status, answer.content_type)


class FeedSite(AnnouncedSite):
    """A site whose front page names the feed in which its articles are."""

    def __call__(self, asked: Asked) -> Answer:
        if asked.target != "/":
            return super().__call__(asked)
        return Answer(
            b'<html><head><link rel="alternate" type="application/rss+xml" href="/news.rss"></head></html>'
        )


@pytest.fixture
def server() -> Iterator[Server]:
    hosts = {NEWS: SectionSite(6, 1), PAPER: FeedSite(4, 2)}
    with serving(hosts) as running:
        yield running


def arguments(line: str, server: Server, database: str = "") -> list[str]:
    """Return the arguments of a command, with the local servers in place of the example's hosts."""
    command, *rest = shlex.split(on_servers(line, server).replace(DATABASE, database))
    assert command == "newsspider"
    return rest


def on_servers(text: str, server: Server) -> str:
    news, paper = (server.url(host, "") for host in (NEWS, PAPER))
    return text.replace("https://news.example", news).replace("https://paper.example", paper)


def write_lists(folder: Path, server: Server) -> None:
    plain = on_servers(listed("text"), server).replace("/world/", "/news.rss")
    toml = (
        on_servers(listed("toml"), server).replace("/feed/", "/news.rss").replace("delay_s = 2.0", "delay_s = 0")
    )
    toml = toml.replace('["sitemaps", "feeds"]', '["links"]').replace('"/world/"]', '"/news"]')
    (folder / "sites.txt").write_text(plain, "utf-8")
    (folder / "sites.toml").write_text(toml, "utf-8")


def test_every_task_is_tested() -> None:
    assert len(tasks()) == 14
    assert set(tasks()) >= APART
    shown = {line for lines in tasks().values() for line in lines}
    assert all(line.startswith(("newsspider crawl ", "pip install ")) for line in shown)


@pytest.mark.slow
@pytest.mark.parametrize("task", sorted(set(tasks()) - APART))
def test_a_task_runs(tmp_path: Path, server: Server, task: str) -> None:
    write_lists(tmp_path, server)
    lines = tasks()[task]
    for line in lines:
        done = run_newsspider(tmp_path, *arguments(line, server))
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    for path in tmp_path.rglob("*.jsonl.gz"):
        path.with_suffix("").write_bytes(gzip.decompress(path.read_bytes()))
    rows = [
        row["url"] for path in tmp_path.rglob("*.jsonl") if path.parent.name != "_run" for row in json_lines(path)
    ]
    count = {
        "Several sites": 10,
        "A list of sites": 10,
        "With recording": 12,  # the crawl's and the offline crawl's
    }.get(task, 6)
    assert len(rows) == count, rows


@pytest.mark.slow
def test_a_crawl_goes_on_until_it_is_stopped(tmp_path: Path, server: Server) -> None:
    (line,) = tasks()["Every quarter of an hour"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, str(NEWSSPIDER), *arguments(line, server)], cwd=tmp_path, env=environment
    )
    until = time.monotonic() + 120
    while not (tmp_path / "feeds" / "_run" / "report.html").exists() and time.monotonic() < until:
        time.sleep(0.1)  # it is written after each round
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=300) == 130
    (feed,) = tmp_path.glob("feeds/*.jsonl")
    assert len(json_lines(feed)) == 6


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("psycopg") is None, reason="psycopg is not installed")
def test_the_state_is_in_postgresql(tmp_path: Path, server: Server) -> None:
    (line,) = tasks()["With PostgreSQL"][1:]
    try:
        with postgresql() as database:
            for _ in range(2):
                done = run_newsspider(tmp_path, *arguments(line, server, database))
                assert done.returncode == 0, done.stderr
    except MissingSoftwareError as error:
        pytest.skip(str(error))
    (feed,) = tmp_path.glob("feeds/*.jsonl")
    assert len(json_lines(feed)) == 6
    assert not (tmp_path / "feeds" / "_run" / "state.sqlite").exists()


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("scrapy_playwright") is None, reason="no scrapy-playwright")
def test_pages_are_read_by_a_browser(tmp_path: Path, server: Server) -> None:
    (line,) = tasks()["JavaScript"][1:]
    done = run_newsspider(tmp_path, *arguments(line, server))
    assert done.returncode == 0, done.stderr
    (feed,) = tmp_path.glob("feeds/*.jsonl")
    assert len(json_lines(feed)) == 6


@pytest.mark.slow
def test_rejects_are_tried_again(tmp_path: Path, server: Server) -> None:
    (line,) = tasks()["Retry rejects"]
    gone = server.url(NEWS, "/politics/news/gone-7")
    (tmp_path / "feeds" / "_run").mkdir(parents=True)
    (tmp_path / "feeds" / "_run" / "rejects.jsonl").write_text(f'{{"url": "{gone}", "code": "status-404"}}\n')
    done = run_newsspider(tmp_path, *arguments(line, server))
    assert "rejected  1 status-404" in done.stderr
    assert server.log.targets() == ["/robots.txt", "/politics/news/gone-7"]
