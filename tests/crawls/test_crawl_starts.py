"""What a crawl can be given: sites, feeds, sitemaps, sections; limits; a date; a state that others use as well."""

from __future__ import annotations

import importlib.util
from datetime import timedelta
from pathlib import Path

import pytest

from tests.crawls.crawling import crawl, feed_of, start, terminal_of
from tests.crawls.hosts import PlainSite, path_of
from tests.crawls.news_site import feeds
from tests.crawls.news_site.pages import Post
from tests.crawls.news_site.serving import news_site, score
from tests.crawls.packages import MissingSoftwareError
from tests.crawls.postgresql import postgresql
from tests.crawls.prose import NEWEST, story_of
from tests.crawls.servers import Answer, Asked, Host, serving

# Each crawl takes seconds.
pytestmark = pytest.mark.slow


QUICK = ("-s", "DOWNLOAD_DELAY=0")
NO_PAGES = {"/robots.txt", "/.well-known/tdmrep.json"}  # no limit counts these


class AnnouncedSite(PlainSite):
    """A plain site whose articles stand in a feed and a sitemap, and on no page."""

    def __call__(self, asked: Asked) -> Answer:
        posts = [Post(story := story_of(self.seed, n), path_of(story), "") for n in range(1, self.articles + 1)]
        base = f"http://{asked.headers['host']}"
        match asked.target:
            case "/":
                return Answer(b"<html><title>News</title><body><p>Nothing here.</p></body></html>")
            case "/news.rss":
                return Answer(feeds.rss(posts, lambda post: base + post.path), content_type="application/rss+xml")
            case "/map.xml":
                return Answer(feeds.sitemap(posts, lambda post: base + post.path), content_type="application/xml")
            case _:
                return super().__call__(asked)


def moved_to(url: str) -> Host:
    return lambda asked: (
        Answer(status=404) if asked.target == "/robots.txt" else Answer(status=301, headers={"Location": url})
    )


def test_anything_can_be_a_start(tmp_path: Path) -> None:
    sites: dict[str, PlainSite] = {
        "127.0.10.1": AnnouncedSite(3, 1),
        "127.0.10.2": AnnouncedSite(3, 2),
        "127.0.10.3": PlainSite(60, 3),
        "new.example": PlainSite(3, 4),
    }
    with serving({**sites, "old.example": moved_to("http://new.example/")}) as server:
        starts = [
            server.url("127.0.10.1", "/news.rss"),
            f"{server.url('127.0.10.2', '/map.xml')},{server.url('127.0.10.3', '/page/2/')}",
            "http://old.example/",
        ]
        done = crawl(tmp_path / "out", starts, QUICK, environment=server.proxy)
        found = {row["url"] for row in done.new}
        for name in ("127.0.10.1", "127.0.10.2", "new.example"):
            assert {server.url(name, path) for path in sites[name].paths()} <= found, name
        section = {server.url("127.0.10.3", path_of(story_of(3, number))) for number in range(51, 61)}
        assert section <= found
    assert done.exit_code == 0, done.log
    assert "http://old.example/ redirects to http://new.example/: that site is asked instead" in done.log


def test_a_start_that_gives_nothing_is_named(tmp_path: Path) -> None:
    with serving({"127.0.11.1": PlainSite(2, 1), "127.0.11.2": PlainSite(0, 2)}) as server:
        empty = server.url("127.0.11.2")
        done = crawl(tmp_path / "out", [server.url("127.0.11.1"), empty], QUICK)
    assert len(done.new) == 2
    assert done.exit_code == 1
    assert any(empty in line for line in done.log.splitlines())


def test_a_site_without_tls_that_was_asked_for_by_https_is_crawled(tmp_path: Path) -> None:
    with serving({"127.0.10.5": (site := PlainSite(3, 5))}) as server:
        base = server.url("127.0.10.5")
        done = crawl(tmp_path / "feeds", [base.replace("http:", "https:")], QUICK)
        assert {row["url"] for row in done.new} == {server.url("127.0.10.5", path) for path in site.paths()}
        assert done.exit_code == 0


def test_a_limit_strikes_and_the_next_run_goes_on(tmp_path: Path) -> None:
    site = PlainSite(30, 5)
    with serving({"127.0.12.1": site}) as server:
        url = server.url("127.0.12.1")
        first = crawl(tmp_path / "out", [url], [*QUICK, "--max-pages", "10"])
        pages = [target for target in server.log.targets() if target not in NO_PAGES]
        assert len(pages) == 10
        assert 5 <= len(first.new) < 10
        second = crawl(tmp_path / "out", [url], QUICK)
        assert {row["url"] for row in [*first.new, *second.new]} == {
            url.rstrip("/") + path for path in site.paths()
        }
        assert len(first.new) + len(second.new) == 30


def test_what_is_announced_as_older_is_left_out(tmp_path: Path) -> None:
    with serving({"127.0.13.1": AnnouncedSite(20, 6)}) as server:
        since = NEWEST - timedelta(hours=30)
        done = crawl(
            tmp_path / "out", [server.url("127.0.13.1", "/news.rss")], [*QUICK, "--since", since.isoformat()]
        )
        stories = [story_of(6, number) for number in range(1, 21)]
        newer = {server.url("127.0.13.1", path_of(story)) for story in stories if story.published >= since}
        assert 5 < len(newer) < 15
        assert {row["url"] for row in done.new} == newer
        older = {path_of(story) for story in stories if story.published < since}
        assert older.isdisjoint(server.log.targets())


def test_an_older_article_that_nothing_announces_is_left_out_once_it_is_read(tmp_path: Path) -> None:
    with serving({"127.0.13.2": PlainSite(12, 7)}) as server:
        stories = [story_of(7, number) for number in range(1, 13)]
        since = sorted(story.published for story in stories)[6]
        done = crawl(tmp_path / "out", [server.url("127.0.13.2")], [*QUICK, "--since", since.isoformat()])
        newer = {server.url("127.0.13.2", path_of(story)) for story in stories if story.published >= since}
        assert 0 < len(newer) < 12
        assert {row["url"] for row in done.new} == newer
        assert f"dropped   {12 - len(newer)} older" in done.log
        server.log.clear()
        again = crawl(tmp_path / "out", [server.url("127.0.13.2")], [*QUICK, "--since", since.isoformat()])
        assert again.new == []
        assert again.exit_code == 0, again.log
        assert {path_of(story) for story in stories}.isdisjoint(server.log.targets())
        earlier = (since - timedelta(hours=7)).isoformat()
        more = crawl(tmp_path / "out", [server.url("127.0.13.2")], [*QUICK, "--since", earlier])
        assert 0 < len(more.new) < 12 - len(newer)
        rest = crawl(tmp_path / "out", [server.url("127.0.13.2")], QUICK)
        urls = [row["url"] for one in (done, more, rest) for row in one.new]
        assert sorted(urls) == sorted(server.url("127.0.13.2", path_of(story)) for story in stories)


def test_two_crawls_share_one_state(tmp_path: Path) -> None:
    with news_site() as (site, server):
        folder = tmp_path / "out"
        other = start(folder, [f"{site.base}/"], QUICK)
        done = crawl(folder, [f"{site.base}/"], QUICK)
        assert other.wait(timeout=300) == 0, terminal_of(folder).read_text("utf-8")
        assert done.exit_code == 0, done.log
        result = score(site, feed_of(folder), server.log)
    assert result.recall >= 0.95, result.missing
    assert result.doubled == ()


@pytest.mark.skipif(importlib.util.find_spec("psycopg") is None, reason="psycopg is not installed")
def test_the_state_can_be_in_postgresql(tmp_path: Path) -> None:
    try:
        with postgresql() as database, serving({"127.0.14.1": PlainSite(20, 7)}) as server:
            options = [*QUICK, "-s", f"NEWSSPIDER_STATE={database}"]
            url = server.url("127.0.14.1")
            first = crawl(tmp_path / "first", [url], options)
            assert len(first.new) == 20, first.log
            server.log.clear()
            second = crawl(tmp_path / "second", [url], options)
            assert second.new == []
            assert [target for target in server.log.targets() if target.startswith("/news/")] == []
    except MissingSoftwareError as error:
        pytest.skip(str(error))
