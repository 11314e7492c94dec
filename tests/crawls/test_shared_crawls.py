"""Processes that share a crawl through PostgreSQL, as machines do: each with a folder of its own."""

from __future__ import annotations

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.crawls.crawling import crawl, feed_lengths, feed_of, start, terminal_of
from tests.crawls.hosts import PlainSite, path_of
from tests.crawls.postgresql import PostgresqlServer, postgresql_server
from tests.crawls.prose import story_of
from tests.crawls.servers import Answer, Asked, serving
from tests.middlewares.crawls import to

pytest.importorskip("psycopg", reason="psycopg is not installed")
pytestmark = pytest.mark.slow

ARTICLES, SITES = 25, 6
OPTIONS = ("-s", "DOWNLOAD_DELAY=0.2", "-s", "NEWSSPIDER_LEASE_S=10", "--quiet")


@pytest.fixture(scope="module")
def postgresql() -> Iterator[PostgresqlServer]:
    with postgresql_server() as server:
        yield server


@pytest.fixture
def database(postgresql: PostgresqlServer) -> str:
    return postgresql.new_database()


def until(condition: Callable[[], object], timeout_s: float = 300) -> None:
    end_s = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end_s
        time.sleep(0.05)


def test_a_process_that_was_frozen_leaves_no_article_twice(tmp_path: Path, database: str) -> None:
    sites = {f"127.0.9.{number}": PlainSite(ARTICLES, number) for number in range(1, SITES + 1)}
    frozen, other = tmp_path / "frozen", tmp_path / "other"
    with serving(sites) as server:
        urls = [server.url(name) for name in sites]
        options = (*OPTIONS, "--state", database)
        first = second = start(frozen, urls, options)
        try:
            until(lambda: sum(feed_lengths(frozen).values()) > 20 or first.poll() is not None)
            os.kill(first.pid, signal.SIGSTOP)
            second = start(other, urls, options)
            assert second.wait(timeout=300) == 0, terminal_of(other).read_text()
            os.kill(first.pid, signal.SIGCONT)
            assert first.wait(timeout=300) == 1
        finally:
            for process in (first, second):
                process.kill()
                process.wait()
        expected = {server.url(name, path) for name, site in sites.items() for path in site.paths()}
    assert Counter(row["url"] for folder in (frozen, other) for row in feed_of(folder)) == Counter(expected)
    assert "others have taken its sites" in terminal_of(frozen).read_text()


def test_processes_go_on_after_an_outage_of_the_database(
    tmp_path: Path, postgresql: PostgresqlServer, database: str
) -> None:
    sites = {f"127.0.9.{number}": PlainSite(ARTICLES, number) for number in range(1, SITES + 1)}
    folders = [tmp_path / "first", tmp_path / "second"]
    with serving(sites) as server:
        urls = [server.url(name) for name in sites]
        processes = [start(folder, urls, (*OPTIONS, "--state", database)) for folder in folders]
        try:
            until(lambda: sum(sum(feed_lengths(folder).values()) for folder in folders) > 20)
            postgresql.stop()
            time.sleep(3)
            postgresql.start()
            for process, folder in zip(processes, folders, strict=True):
                assert process.wait(timeout=300) == 0, terminal_of(folder).read_text()
        finally:
            for process in processes:
                process.kill()
                process.wait()
        expected = {server.url(name, path) for name, site in sites.items() for path in site.paths()}
    assert Counter(row["url"] for folder in folders for row in feed_of(folder)) == Counter(expected)


class Moved(PlainSite):
    """A site with a feed, whose last article is at another site now."""

    def __call__(self, asked: Asked) -> Answer:
        if asked.target == "/":
            link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
            return Answer(f"<!DOCTYPE html><title>Old</title>{link}".encode())
        if asked.target == "/feed":
            stories = [story_of(self.seed, number) for number in range(1, self.articles + 1)]
            items = "".join(
                f"<item><title>{story.headline}</title><link>http://old.example{path_of(story)}</link>"
                f"<pubDate>{format_datetime(story.published)}</pubDate></item>"
                for story in stories
            )
            return Answer(f'<rss version="2.0"><channel><title>Old</title>{items}</channel></rss>'.encode())
        if asked.target == path_of(story_of(self.seed, self.articles)):
            return to(f"http://new.example{NEW_PATH}")
        return super().__call__(asked)


class Undated(PlainSite):
    """A site with an article that has no date, and that no page links to."""

    def __call__(self, asked: Asked) -> Answer:
        if asked.target == "/":
            return Answer(b"<!DOCTYPE html><title>New</title><p>Nothing yet.</p>")
        answer = super().__call__(asked)
        return replace(answer, body=re.sub(rb'<meta property="article:published_time"[^>]*>', b"", answer.body))


NEW_PATH = path_of(story_of(2, 1))


def test_what_a_feed_says_of_a_page_goes_with_it_to_another_site(tmp_path: Path, database: str) -> None:
    old = Moved(8, 1)
    with serving({"127.0.9.1": PlainSite(0), "old.example": old, "new.example": Undated(1, 2)}) as server:
        options = ("--state", database, "-a", "doors=feeds", "-s", "DOWNLOAD_DELAY=1.5")
        starts = ["http://old.example/", "http://new.example/"]
        done = crawl(tmp_path / "out", starts, options, environment=server.proxy)
    # The other site had nothing left by then, and was given back.
    # The stories link to the front page, which was requested: that is no skipped address.
    assert "skipped   1 handed-over" in done.log
    (report,) = re.findall(r"^report: (\S+)", done.log, re.MULTILINE)
    assert (tmp_path / report).is_file()
    published = story_of(1, 8).published.isoformat()
    dates = {row["url"]: row["datePublished"] for row in done.new}
    assert len(dates) == 8
    assert dates[f"http://new.example{NEW_PATH}"] == published
