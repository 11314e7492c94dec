from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import HtmlResponse, Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsspider.discovery.types import Door, Kind, Outcome
from newsspider.items import Article, Reject
from newsspider.middlewares.tdm_files import TdmFiles
from newsspider.spiders.discovering import Discovery
from newsspider.spiders.news import NewsSpider
from newsspider.spiders.page_reading import requested_task
from newsspider.state.scheduler import CrawlScheduler
from newsspider.state.types import TASK, ArticleVersion, Changes, Task, page_key
from newsspider.version import __version__
from tests.pipelines.crawlers import crawler_with

HOME = "https://example.org/"
PAGE = f"{HOME}2026/03/05/quay"  # a front page with so little text would be told as one
LINKS = '<a href="/2026/03/04/a-long-story-about-the-quay">A long story about the quay</a><a href="/sea">Sea</a>'


def spider_with(**arguments: Any) -> NewsSpider:
    return spider_of(crawler_with(), **arguments)


def spider_of(crawler: Crawler, **arguments: Any) -> NewsSpider:
    spider = NewsSpider.from_crawler(crawler, **{"urls": HOME, **arguments})
    if spider.frontier is not None:
        spider.frontier.outputs = dict
        spider.discovery = _WithoutRobots(spider.crawler, spider.arguments.doors)
        spider.reader.discovery = spider.discovery
        spider.reader.tdm_files = _WithoutTdmFiles(spider.crawler)
    return spider


class _WithoutRobots(Discovery):
    async def sitemaps_of(self, url: str) -> tuple[str, ...]:  # noqa: ARG002
        return ()


class _WithoutTdmFiles(TdmFiles):
    async def reserves(self, url: str) -> bool:  # noqa: ARG002
        return False


def started(spider: NewsSpider) -> NewsSpider:
    async def run() -> list[Request]:
        return [request async for request in spider.start()]

    assert asyncio.run(run()) == []  # the scheduler has them
    return spider


def next_request(spider: NewsSpider) -> Request:
    frontier = spider.frontier
    assert frontier is not None
    frontier.commit()
    task = frontier.next()
    assert task is not None
    return spider.request_for(task)


def parsed(spider: NewsSpider, response: Response) -> list[Article | Reject]:
    return asyncio.run(_items(spider, response))


def test_each_url_is_asked_for() -> None:
    spider = started(spider_with(urls=f"{HOME}, https://example.net/"))
    requests = [next_request(spider), next_request(spider)]
    assert sorted(request.url for request in requests) == ["https://example.net/", HOME]
    assert requests[0].meta["download_maxsize"] == 10 * 1024 * 1024


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"urls": ""}, "urls: no URL to crawl"),
        (
            {"urls": "example.org"},
            "urls: not an http or https URL: 'example.org'; did you mean https://example.org?",
        ),
        ({"sections": "politics"}, "sections: 'politics' is not the beginning of a path"),
        ({"urls": "http://["}, "urls: not an http or https URL"),
        ({"max_pages": "many"}, "max_pages: 'many' is not a whole number"),
        ({"max_pages": "-1"}, "max_pages: '-1' is not a whole number"),
        ({"doors": "feeds,windows"}, "doors: 'windows' is not one of feeds, sitemaps, links"),
        ({"since": "soon"}, "since: 'soon' is not a date"),
        ({"since": "2026-11-28T25:00"}, "since: '2026-11-28T25:00' is not a date"),
        ({"since": "2026-11-28 or later"}, "since: '2026-11-28 or later' is not a date"),
        ({"since": "05/04/2026"}, "since: '05/04/2026' is not a date: write it as 2026-11-28"),
        ({"every": "often"}, "every: 'often' is not a length of time: write it as 90s, 15m, 2h or 1d"),
        ({"every": "15"}, "every: '15' is not a length of time"),
        ({"every": "15 mays"}, "every: '15 mays' is not a length of time"),
        ({"every": "0"}, "every: '0' is too short: write a longer time, as 90s, 15m, 2h or 1d"),
        ({"every": "0 min"}, "every: '0 min' is too short"),
        ({"max_page": "3"}, "max_page: there is no such argument; did you mean max_pages?"),
    ],
)
def test_bad_arguments_are_told_in_one_line(arguments: Any, told: str, caplog: pytest.LogCaptureFixture) -> None:
    started(spider_with(**arguments))
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert record.levelname == "ERROR"
    assert record.getMessage().startswith(told)


@pytest.mark.parametrize("written", ["15m", "15 m", "15min", "15 Minutes", "900s", "900 sec"])
def test_a_length_of_time_may_be_written_in_several_forms(written: str) -> None:
    assert spider_with(every=written).arguments.every_s == 900


@pytest.mark.parametrize(
    ("since", "told"),
    [
        ("2099-01-01", ["since: 2099-01-01 is in the future: all articles that have a date are left out"]),
        ("2016-01-01", []),
    ],
)
def test_a_date_to_come_is_told(since: str, told: list[str], caplog: pytest.LogCaptureFixture) -> None:
    started(spider_with(since=since))
    assert [one.getMessage() for one in caplog.records if one.levelname == "WARNING"] == told


def test_a_page_gives_its_article_and_its_links() -> None:
    spider = started(spider_with())
    request = next_request(spider)
    body = f"<h1>Quay</h1><p>Some text.</p>{LINKS}".encode()
    (article,) = parsed(spider, HtmlResponse(PAGE, body=body, request=request))
    assert isinstance(article, Article)
    assert article.metadata is not None
    assert article.metadata.dateDownloaded is not None
    following = [next_request(spider).url, *(_after(spider).url for _ in range(3))]
    assert (
        following[0] == f"{HOME}2026/03/04/a-long-story-about-the-quay"
    )  # before where a feed or a sitemap may be
    assert following[-1] == f"{HOME}sea"


def _after(spider: NewsSpider) -> Request:
    """Return the next request after the one under way was answered with nothing."""
    frontier = spider.frontier
    assert frontier is not None
    for task in list(frontier.open_tasks()):
        frontier.release(task)
    return next_request(spider)


@pytest.mark.parametrize("content_type", ["text/plain", "application/octet-stream", ""])
def test_html_of_a_type_that_says_nothing_is_a_page_as_in_a_replay(content_type: str) -> None:
    spider = started(spider_with())
    request = next_request(spider)
    body = b"<!DOCTYPE html><html><body><h1>Quay</h1><p>Some text of a story.</p></body></html>"
    response = Response(PAGE, body=body, headers={"Content-Type": content_type}, request=request)
    (article,) = parsed(spider, response)
    assert isinstance(article, Article)
    assert article.headline == "Quay"


def listed(spider: NewsSpider, request: Request) -> int:
    """Return how often a list was read that is always the same, and comes without conditions."""
    response = HtmlResponse(HOME, body=f"<h1>News</h1>{LINKS}".encode(), request=request)
    if parsed(spider, response):  # and it is no article
        spider.crawler.signals.send_catch_log(signals.item_dropped, response=response)
    return int(spider.crawler.stats.get_value("newsspider/news/pages", 0))


def test_a_list_with_the_bytes_of_last_time_is_not_read_again(tmp_path: Path) -> None:
    def run(pages: int, **arguments: str) -> None:
        crawler = crawler_with(NEWSSPIDER_STATE=str(tmp_path / "state"))
        spider = started(spider_of(crawler, **arguments))
        request = next_request(spider)
        assert request.url == HOME
        assert listed(spider, request) == pages
        assert spider.frontier is not None
        spider.frontier.commit()
        spider.frontier.store.runs.finish(spider.frontier.run)
        spider.frontier.store.close()

    run(1)
    run(0)
    run(1, sections="/sea")  # other pages of it are wanted now
    run(0, sections="/sea")


def test_other_pages_have_their_turn_while_a_long_sitemap_is_queued() -> None:
    spider = started(spider_with())
    request = next_request(spider)
    urls = "".join(f"<url><loc>{HOME}story-{number}</loc></url>" for number in range(2_000))
    response = Response(f"{HOME}sitemap.xml", body=f"<urlset>{urls}</urlset>".encode(), request=request)

    async def turns_of_others() -> int:
        turns = 0
        reading = asyncio.ensure_future(_items(spider, response))
        while not reading.done():
            turns += 1
            await asyncio.sleep(0)
        assert await reading == []
        return turns

    assert asyncio.run(turns_of_others()) > 3
    assert spider.frontier is not None
    spider.frontier.commit()
    found = spider.frontier.store.pages.known([page_key(f"{HOME}story-{number}") for number in range(2_000)])
    assert len(found) == 2_000


async def _items(spider: NewsSpider, response: Response) -> list[Article | Reject]:
    return [item async for item in spider.parse(response)]


def test_what_is_no_html_is_counted() -> None:
    spider = started(spider_with())
    request = next_request(spider)
    assert parsed(spider, Response(f"{HOME}a.bin", body=b"\x00", request=request)) == []
    assert spider.crawler.stats.get_value("newsspider/news/not-html") == 1


@pytest.mark.parametrize(
    ("error", "code"), [(DownloadCancelledError("big"), "too-large"), (OSError("gone"), "broken-off")]
)
def test_a_page_that_does_not_come_is_a_reject(error: Exception, code: str) -> None:
    spider = started(spider_with())
    failure = Failure(error)  # type: ignore[no-untyped-call]  # Twisted's own
    failure.request = next_request(spider)  # type: ignore[attr-defined]  # as Scrapy does
    (reject,) = spider.failed(failure)
    assert (reject.code, reject.url) == (code, HOME)


@pytest.mark.parametrize("answers", [True, False])
def test_only_an_answer_says_that_there_is_no_door(answers: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    spider = started(spider_with())
    told: list[str] = []
    monkeypatch.setattr(
        spider.discovery.guesses,
        "answered",
        lambda site, url, kind, *, is_door: told.append(url),  # noqa: ARG005
    )
    request = next_request(spider)
    parsed(spider, HtmlResponse(HOME, body=b"<h1>Quay</h1>", request=request))
    guess = _after(spider)
    error = HttpError(Response(guess.url, status=404), "no") if answers else OSError("gone")
    failure = Failure(error)  # type: ignore[no-untyped-call]  # Twisted's own
    failure.request = guess  # type: ignore[attr-defined]  # as Scrapy does
    list(spider.failed(failure))
    assert told == ([guess.url] if answers else [])


def test_the_same_arguments_have_the_same_label_in_each_process() -> None:
    program = (
        "from newsspider.spiders.crawl_arguments import read_arguments as r; print(r({'urls': 'http://a/'}).label)"
    )
    labels = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(labels) == 1


def test_a_changed_page_is_a_new_version_whatever_id_it_has() -> None:
    spider = started(spider_with())
    request = next_request(spider)
    body = b"<link rel=canonical href=/other><h1>Quay</h1><p>Some text of a long story, and more of it.</p>"
    own = ArticleVersion(id=HOME, key=requested_task(request).key, text_digest="old", digest="sha256:1")
    foreign = ArticleVersion(id=f"{HOME}other", key=7, text_digest="other", digest="sha256:2")
    assert spider.frontier is not None
    spider.frontier.store.commit(
        spider.crawl.run, Changes(articles={each.id: [each] for each in (own, foreign)}), {}, frozenset()
    )
    for known_id, previous in ((HOME, "sha256:1"), (f"{HOME}other", None)):
        request.meta[TASK] = replace(requested_task(request), article_id=known_id)
        (article,) = parsed(spider, HtmlResponse(PAGE, body=body, request=request))
        assert isinstance(article, Article)
        assert article.metadata is not None
        assert article.metadata.previousDigest == previous


def test_a_second_visit_is_conditional() -> None:
    task = Task(
        key=1,
        url=HOME,
        site="example.org",
        host="example.org",
        kind=Kind.FEED,
        door=Door.FEEDS,
        depth=0,
        priority=0,
        etag='"a1"',
        last_modified="Sat, 28 Nov 2026 09:00:00 GMT",
    )
    request = spider_with().request_for(task)
    assert request.headers["If-None-Match"] == b'"a1"'
    assert request.headers["If-Modified-Since"] == b"Sat, 28 Nov 2026 09:00:00 GMT"


def test_the_user_agent_is_honest() -> None:
    settings = crawler_with().settings.copy()
    settings.frozen = False
    NewsSpider.update_settings(settings)
    assert settings["USER_AGENT"].startswith(f"newsspider/{__version__} ")
    assert "Mozilla" not in settings["USER_AGENT"]


@pytest.mark.parametrize("part", [None, "is_continued", "is_joined"])
def test_a_crawl_that_goes_on_or_shares_its_sites_reads_a_part_of_the_pages(part: str | None) -> None:
    spider = spider_with()
    is_continued, is_joined = part == "is_continued", part == "is_joined"
    spider.crawl.run = replace(spider.crawl.run, is_continued=is_continued, is_joined=is_joined)
    assert spider.reads_a_part is (part is not None)
    assert not spider_with(urls="").reads_a_part


def test_a_scheduler_of_the_project_is_for_its_other_spiders() -> None:
    settings = crawler_with(SCHEDULER="scrapy.core.scheduler.Scheduler").settings.copy()
    settings.frozen = False
    NewsSpider.update_settings(settings)
    assert settings["SCHEDULER"] is CrawlScheduler


@pytest.mark.parametrize(
    ("outcome", "status", "told"),
    [
        (Outcome.LISTING, 200, True), (Outcome.LISTING, 304, True), (Outcome.LISTING, 500, False),
        (Outcome.FAILED, 500, True), (Outcome.FAILED, 200, False), (Outcome.FAILED, None, True),
    ],
)  # fmt: skip
def test_what_became_of_a_page_is_told_once_in_a_run(outcome: Outcome, status: int | None, *, told: bool) -> None:
    spider = started(spider_with())
    frontier, request = spider.frontier, next_request(spider)
    assert frontier is not None
    for fetched, again in (
        (None, False),
        (frontier.run.crawl_started - 1, False),
        (frontier.run.crawl_started, told),
    ):
        request.meta[TASK] = replace(requested_task(request), outcome=outcome, fetched=fetched)
        failure = Failure(ValueError())  # type: ignore[no-untyped-call]
        failure.request = request  # type: ignore[attr-defined]
        response = Response(HOME, status=status, request=request) if status is not None else failure
        assert spider.is_told(response) is again


@pytest.mark.parametrize("place", ["named", "feed", "out"])
def test_a_state_that_cannot_be_opened_is_told_in_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    feed, state = tmp_path / "feed.jsonl", tmp_path / "_run" / "state.sqlite"
    named: dict[str, Any] = {"NEWSSPIDER_STATE": str(state)} if place != "feed" else {}
    if place == "feed":
        state = tmp_path / "feed.jsonl.state"
    feeds = {str(feed): {"format": "jsonlines"}} if place != "named" else {}
    state.parent.mkdir(exist_ok=True)
    state.write_text("this is no database, and far longer than the head of one" * 100)
    started(NewsSpider.from_crawler(crawler_with(FEEDS=feeds, **named), urls=HOME))
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    what = "NEWSSPIDER_STATE" if place == "named" else "The state of the crawl"
    assert record.getMessage() == (
        f"{what}: cannot open {state}: file is not a database; move it away, and the crawl starts anew"
    )


def test_a_feed_without_its_extra_leaves_no_state(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    feeds = {str(tmp_path / "feed.parquet"): {"format": "parquet", "overwrite": True}}
    started(NewsSpider.from_crawler(crawler_with(FEEDS=feeds), urls=HOME))
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert record.getMessage() == "parquet: needs the extra: pip install 'newsspider[parquet]'"
    assert list(tmp_path.iterdir()) == []
