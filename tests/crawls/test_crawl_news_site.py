"""Crawls of the news site with every door and every trap: the first, one on the next hour, one on the next day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.crawls.crawling import Crawl, Rows, crawl, feed_of
from tests.crawls.news_site.pages import Post
from tests.crawls.news_site.serving import Score, news_site, score
from tests.crawls.news_site.site import NewsSite
from tests.crawls.news_site.traps import PRIVATE_HOST
from tests.crawls.servers import Logged

# Each crawl takes seconds.
pytestmark = pytest.mark.slow

_NEW = (
    "rss",
    "home",
    "politics",
    "sitemap",
    "weather",
    "shop",
    "archives",
    "json-feed",
    "culture",
    "news-sitemap",
)
_CHANGED = ("sitemap-gz", "atom")


@dataclass(frozen=True, slots=True)
class Day:
    """A run, and what the site was asked for in it."""

    crawl: Crawl
    requests: list[Logged]
    score: Score

    def asked(self, site: NewsSite) -> list[str]:
        """Return the paths that were asked of the site."""
        return [request.asked.target for request in self.requests if request.asked.host == site.host]


@dataclass(frozen=True, slots=True)
class Days:
    """Three runs with the same line."""

    site: NewsSite
    first: Day
    unchanged: Day
    next: Day
    new: list[Post]
    changed: list[Post]
    feed: Rows  # of all runs


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days]:
    folder = tmp_path_factory.mktemp("crawl") / "out"
    with news_site() as (site, server):

        def run() -> Day:
            server.log.clear()
            done = crawl(folder, [f"{site.base}/"])
            return Day(done, list(server.log.requests), score(site, done.new, server.log))

        first, unchanged = run(), run()
        new, changed = site.publish(_NEW), site.change(_CHANGED)
        yield Days(site, first, unchanged, run(), new, changed, feed_of(folder))


def test_every_door_brings_its_articles(days: Days) -> None:
    assert days.first.crawl.exit_code == 0, days.first.crawl.log
    assert days.first.score.recall >= 0.95, days.first.score.missing


def test_nothing_else_becomes_an_article(days: Days) -> None:
    assert days.first.score.precision >= 0.98, (days.first.score.wrong, days.first.score.doubled)


def test_requests_are_few_and_traps_are_left(days: Days) -> None:
    assert days.first.score.requests_per_article <= 2, days.first.score.trapped
    assert sum(days.first.score.trapped.values()) <= 0.25 * days.first.score.requests, days.first.score.trapped


def test_articles_are_whole(days: Days) -> None:
    for row in days.first.crawl.new:
        post = days.site.post_at(row["url"] or "")
        if post is not None and post not in days.changed:
            assert row["headline"] == post.story.headline
            assert row["articleBody"] == "\n\n".join(post.story.paragraphs), row["url"]


def test_nothing_is_asked_for_that_is_forbidden(days: Days) -> None:
    for day in (days.first, days.unchanged, days.next):
        assert [request.asked for request in day.requests if request.asked.host == PRIVATE_HOST] == []
        assert [target for target in day.asked(days.site) if target.startswith("/closed/")] == []
        assert day.asked(days.site)[0] == "/robots.txt"


def test_every_address_is_asked_for_once(days: Days) -> None:
    asked = days.first.asked(days.site)
    again = {target for target in asked if asked.count(target) > 1}
    assert {target for target in again if not target.startswith(("/loop/", "/cookie-wall/"))} == set()


def test_an_unchanged_site_is_left_alone(days: Days) -> None:
    assert days.unchanged.crawl.exit_code == 0, days.unchanged.crawl.log
    assert days.unchanged.crawl.new == []
    asked = days.unchanged.asked(days.site)
    assert [target for target in asked if days.site.post_at(days.site.base + target)] == []
    assert any(request.asked.is_conditional for request in days.unchanged.requests)
    assert any(request.status == 304 for request in days.unchanged.requests)


def test_an_unchanged_site_is_asked_for_little(days: Days) -> None:
    assert len(days.unchanged.requests) <= 0.05 * len(days.first.requests), days.unchanged.asked(days.site)


def test_the_next_day_brings_what_is_new(days: Days) -> None:
    found = {days.site.post_at(row["url"]) for row in days.next.crawl.new}
    assert [post.path for post in days.new if post not in found] == []


def test_the_next_day_brings_what_has_changed(days: Days) -> None:
    rows = {days.site.post_at(row["url"]): row for row in days.next.crawl.new}
    for post in days.changed:
        assert rows[post]["metadata"].get("previousDigest"), post.path
        assert rows[post]["articleBody"].endswith("nothing changed.")
    assert set(rows) == {*days.new, *days.changed}


def test_known_articles_are_not_asked_for_again(days: Days) -> None:
    expected = {post.path for post in (*days.new, *days.changed)}
    asked = {
        post.path for target in days.next.asked(days.site) if (post := days.site.post_at(days.site.base + target))
    }
    assert asked <= expected
