from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import HtmlResponse, Request, Response
from twisted.python.failure import Failure

from newsspider.items import Article, Reject
from newsspider.spiders.news import NewsSpider
from newsspider.version import __version__
from tests.crawls.scrapy_process import run_scrapy
from tests.crawls.site import ARTICLES, local_site
from tests.pipelines.crawlers import crawler_with

HOME = "https://example.org/"


def spider_with(**arguments: Any) -> NewsSpider:
    return NewsSpider.from_crawler(crawler_with(), **{"urls": HOME, **arguments})


def started(spider: NewsSpider) -> list[Request]:
    async def collected() -> list[Request]:
        return [request async for request in spider.start()]

    return asyncio.run(collected())


def test_each_url_is_asked_for() -> None:
    requests = started(spider_with(urls=f"{HOME}, https://example.net/"))
    assert [request.url for request in requests] == [HOME, "https://example.net/"]
    assert requests[0].meta["download_maxsize"] == 10 * 1024 * 1024


@pytest.mark.parametrize(
    "arguments",
    [{"urls": ""}, {"urls": "example.org"}, {"urls": "http://["}, {"max_pages": "many"}, {"max_pages": "-1"}],
)
def test_bad_arguments_are_told_in_one_line(arguments: Any, caplog: pytest.LogCaptureFixture) -> None:
    assert started(spider_with(**arguments)) == []
    assert [record.levelname for record in caplog.records if record.name == "news"] == ["ERROR"]


def test_a_page_gives_its_article_and_its_links() -> None:
    links = (
        '<a href="/2026/03/04/a-long-story-about-the-quay">A long story about the quay</a><a href="/sea">Sea</a>'
    )
    page = HtmlResponse(HOME, body=f"<h1>Quay</h1><p>Some text.</p>{links}".encode(), request=Request(HOME))
    article, *requests = spider_with().parse(page)
    assert isinstance(article, Article)
    assert article.metadata is not None
    assert article.metadata.dateDownloaded is not None
    assert [request.url for request in requests if isinstance(request, Request)] == [
        f"{HOME}2026/03/04/a-long-story-about-the-quay",
        f"{HOME}sea",
    ]
    assert requests[0].priority > requests[1].priority  # type: ignore[union-attr]  # requests, as just asserted


def test_what_is_no_html_is_counted() -> None:
    spider = spider_with()
    assert list(spider.parse(Response(f"{HOME}a.bin", body=b"\x00"))) == []
    assert spider.crawler.stats.get_value("newsspider/news/not-html") == 1


def test_failures_are_counted_and_too_large_is_a_reject() -> None:
    spider = spider_with()
    for error, expected in ((DownloadCancelledError("big"), ["too-large"]), (OSError("gone"), [])):
        failure = Failure(error)  # type: ignore[no-untyped-call]  # Twisted's own
        failure.request = Request(HOME)  # type: ignore[attr-defined]  # as Scrapy does
        assert [item.code for item in spider.failed(failure) if isinstance(item, Reject)] == expected
    assert spider.crawler.stats.get_value("newsspider/news/failed") == 1


def test_the_user_agent_is_honest() -> None:
    settings = crawler_with().settings.copy()
    settings.frozen = False
    NewsSpider.update_settings(settings)
    assert settings["USER_AGENT"].startswith(f"newsspider/{__version__} ")
    assert "Mozilla" not in settings["USER_AGENT"]


FORBIDDEN = "/closed/minutes-of-the-secret-harbour-meeting"


def test_a_page_is_fetched_with_the_news_spiders_manners_and_no_link_followed(tmp_path: Path) -> None:
    path = next(iter(ARTICLES))
    with local_site() as site:
        done = run_scrapy(tmp_path, "explain", f"{site.url}{path}", "headline")
        assert done.returncode == 0, done.stderr
        assert sorted(site.asked) == sorted(["/robots.txt", path])
    assert f"headline  {ARTICLES[path]['headline']}" in done.stdout
    assert f"{site.url}{path}" in done.stdout.splitlines()[0]
    assert done.stderr == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (FORBIDDEN, "robots.txt"),
        ("/nothing/here", "status 404"),
        ("/tides/today-in-figures-and-tables", "not an HTML page"),
    ],
)
def test_without_a_page_one_line_says_why(tmp_path: Path, path: str, reason: str) -> None:
    with local_site() as site:
        done = run_scrapy(tmp_path, "explain", f"{site.url}{path}")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("ERROR: ")
    assert path in line
    assert reason in line
    assert done.stdout == ""


def test_the_spider_is_not_among_those_to_crawl_with(tmp_path: Path) -> None:
    done = run_scrapy(tmp_path, "list", in_project=True)
    assert done.stdout.split() == ["news", "replay"]
