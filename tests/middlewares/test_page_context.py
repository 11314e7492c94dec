"""A project's own spider with `extract(response)`: what it knows of a page, and pages that are none."""

from __future__ import annotations

import asyncio
import doctest
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Request, Response

from newsspider import extract
from newsspider.errors import PageError
from newsspider.http import PROVENANCE, Provenance, context_of
from newsspider.items import Reject, Source
from newsspider.middlewares import page_context as module
from newsspider.middlewares.page_context import PageContextMiddleware
from newsspider.spiders.base import ArticleSpider
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.servers import Answer, Asked, serving
from tests.pipelines.crawlers import crawler_with

PAGE = """<html lang="en"><body><article><h1>A walk along the quay</h1><p class="byline">By Ana Ruiz</p><time>3 hours ago</time>
<p>It was raining when the walk began, and the eleven people who had come stood under the roof of the ferry office
until their guide, a retired pilot, said that the gulls at least did not seem to mind the weather.</p>
<p>He led them past the old cranes, two of which still turn when the wind is strong enough, and told them how the
coal was brought ashore here until the last of the steamers was sold to a museum in the north.</p></article></body></html>"""
NO_PAGES = {
    "/image": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(64)), "text/html"),
    "/pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "text/html"),
    "/feed": (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "text/xml"),
    "/json": (b'{"error": "none"}', "application/json"),
    "/empty": (b"", "text/html"),
}
SPIDER = """import scrapy
from newsspider import article_or_reject, extract

class Theirs(scrapy.Spider):
    name = "theirs"
    custom_settings = {"ADDONS": {"newsspider.addon.NewsspiderAddon": 100}, "NEWSSPIDER_MIN_PROBABILITY": 0}

    def parse(self, response):
        yield {"headline": "before " + response.url.rpartition("/")[2]}
        yield (article_or_reject if response.url.endswith("?whole") else extract)(response)
        yield {"headline": "after " + response.url.rpartition("/")[2]}
"""
CORRECTIONS = """[[corrections]]
site = "127.0.0.1"
[corrections.fields]
publisher = { value = { name = "The Quay Post", url = "https://quaypost.example/" } }
"""


def host(asked: Asked) -> Answer:
    path = asked.target.partition("?")[0]
    if path in NO_PAGES:
        body, kind = NO_PAGES[path]
        return Answer(body, content_type=kind)
    if path == "/gone":
        return Answer(b"<h1>Gone</h1>", 404)
    return Answer(PAGE.encode())


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_a_spider_of_a_project_crawls_with_it(tmp_path: Path) -> None:
    (tmp_path / "corrections.toml").write_text(CORRECTIONS)
    with serving({"127.0.0.1": host}) as server:
        urls = [server.url("127.0.0.1", path) for path in ("/story", *NO_PAGES, "/pdf?whole")]
        (tmp_path / "spider.py").write_text(SPIDER + f"\n    start_urls = {urls!r}\n")
        options = ("-s", "NEWSSPIDER_CORRECTIONS=corrections.toml", "-s", "LOG_LEVEL=INFO", "-O", "feed.jsonl")
        done = run_scrapy(tmp_path, "runspider", "spider.py", *options)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    rows = json_lines(tmp_path / "feed.jsonl")
    (article,) = [row for row in rows if "metadata" in row]
    fetched = datetime.fromisoformat(article["metadata"]["dateDownloaded"])
    assert abs((datetime.now(UTC) - fetched).total_seconds()) < 120
    assert article["datePublished"][:4] == str(fetched.year), "3 hours ago"
    assert article["publisher"] == {"name": "The Quay Post", "url": "https://quaypost.example/"}
    names = {row["headline"] for row in rows if "metadata" not in row}
    assert names == {f"before {url.rpartition('/')[2]}" for url in urls} | {"after story", "after pdf?whole"}
    rejects = json_lines(tmp_path / "rejects.jsonl")
    codes = {row["url"].rpartition("/")[2]: row["code"] for row in rejects}
    assert codes == {
        "image": "not-html", "pdf": "not-html", "pdf?whole": "not-html", "feed": "not-html", "json": "not-html",
        "empty": "empty",
    }  # fmt: skip
    assert "'newsspider/rejects/not-html': 5" in done.stderr


FAULTY = """import scrapy
from newsspider import ArticleLoader, extract
from newsspider.fields.candidate import Candidate

def section(facts):
    if facts.page.url.endswith("sold-out"):
        raise KeyError("price")
    yield Candidate("Sea", "mine")

class Faulty(scrapy.Spider):
    name = "faulty"
    custom_settings = {
        "ADDONS": {"newsspider.addon.NewsspiderAddon": 100},
        "NEWSSPIDER_MIN_PROBABILITY": 0,
        "NEWSSPIDER_FIELDS": {"articleSection": section},
    }

    def parse(self, response):
        if response.url.endswith("torn"):
            raise ValueError("no price")
        if response.url.endswith("typo"):
            ArticleLoader(response=response).add_css("title", "h1")
        if not response.url.endswith("list"):
            yield extract(response)
"""


def test_errors_of_a_projects_own_code_are_rejects_and_in_the_report(tmp_path: Path) -> None:
    with serving({"127.0.0.1": host}) as server:
        names = ("story", "sold-out", "1/torn", "2/torn", "typo", "list", "gone")
        urls = [server.url("127.0.0.1", f"/{name}") for name in names]
        (tmp_path / "spider.py").write_text(FAULTY + f"\n    start_urls = {urls!r}\n")
        options = ("-s", "NEWSSPIDER_REPORT_PATH=report.html", "-s", "LOG_LEVEL=ERROR", "-O", "feed.jsonl")
        done = run_scrapy(tmp_path, "runspider", "spider.py", *options)
    (article,) = json_lines(tmp_path / "feed.jsonl")
    assert article["articleSection"] == "Sea"
    rejects = {row["url"].rpartition("/")[2]: row for row in json_lines(tmp_path / "rejects.jsonl")}
    assert {name: (row["code"], row["reason"]) for name, row in rejects.items()} == {
        "sold-out": ("error", "in the field articleSection: KeyError: 'price'"),
        "torn": ("error", "in the spider: ValueError: no price"),
        "typo": ("error", "in the spider: KeyError: 'Article has no field title; did you mean headline?'"),
    }
    assert rejects["sold-out"]["traceback"].startswith("spider:7 in section: KeyError")
    # The line of the spider, and then where its error was raised.
    assert re.match(r"spider:22 in parse, newsspider\.\S+:\d+ in \w+: KeyError: ", rejects["typo"]["traceback"])
    assert done.stderr.count("Traceback") == 3  # which Scrapy logs of callbacks
    assert "/sold-out: in the field articleSection: KeyError: 'price' (spider:7 in section: " in done.stderr
    figures = json.loads((tmp_path / "report.json").read_bytes())
    problems = [re.sub(r", newsspider\.[^)]+", "", problem) for problem in figures["problems"]]
    assert problems == [
        "2 pages ended in an error: in the spider: ValueError: no price (spider:20 in parse)",
        "1 page ended in an error: in the spider: KeyError: 'Article has no field title; did you mean headline?'"
        " (spider:22 in parse)",
        "1 page ended in an error: in the field articleSection: KeyError: 'price' (spider:7 in section)",
    ]
    (site,) = figures["sites"].values()
    assert site["rejected"] == {"error": 4}
    assert site["dropped"] == {"no-item": 1, "status-404": 1}
    assert site["fetched"] == site["articles"] + 4 + 2
    assert "nearly" not in site


def test_wrong_corrections_fail_the_run_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "spider.py").write_text(SPIDER)
    options = ("-s", "NEWSSPIDER_CORRECTIONS=none.toml", "-s", "LOG_LEVEL=WARNING")
    done = run_scrapy(tmp_path, "runspider", "spider.py", *options)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "none.toml: cannot be read" in line


def test_spiders_of_ours_need_none_of_it() -> None:
    crawler = crawler_with()
    crawler.spider = ArticleSpider("ours")
    with pytest.raises(NotConfigured):
        PageContextMiddleware.from_crawler(crawler)


def test_what_an_archive_says_wins() -> None:
    middleware = PageContextMiddleware.from_crawler(crawler_with())
    noted = Provenance(Source(kind="warc", path="a.warc", offset=7), datetime(2024, 3, 1, tzinfo=UTC))
    request = Request("https://example.org/a", meta={PROVENANCE: noted})
    response = HtmlResponse(request.url, body=PAGE.encode(), request=request)
    middleware.process_spider_input(response)
    article = extract(response)
    assert article.metadata is not None
    assert (article.metadata.dateDownloaded, article.metadata.source) != (None, None)
    assert article.metadata.dateDownloaded == "2024-03-01T00:00:00Z"
    rejects = middleware.process_spider_exception(response, PageError("empty", "no text"))
    assert rejects == [Reject(path="a.warc", offset=7, url=request.url, code="empty", reason="no text")]
    assert middleware.process_spider_exception(response, KeyError("x")) is None


def test_nothing_goes_on_to_other_requests_or_into_queues() -> None:
    async def given(*requests: Request) -> list[Any]:
        async def result() -> AsyncIterator[Any]:
            for request in (*requests, {"price": 1}):
                yield request

        return [found async for found in middleware.process_spider_output(response, result())]

    middleware = PageContextMiddleware.from_crawler(crawler_with())
    request = Request("https://example.org/a", meta={"theirs": 1})
    response = HtmlResponse(request.url, body=PAGE.encode(), request=request)
    middleware.process_spider_input(response)
    assert context_of(response).captured is not None
    found = asyncio.run(given(Request("https://example.org/b", meta=response.meta)))
    assert found[0].meta == {"theirs": 1}
    assert found[1] == {"price": 1}
    assert context_of(Response("https://example.org/b")).captured is None


def test_a_correction_that_never_applied_is_told_at_the_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "c.toml").write_text('[[corrections]]\nsite = "elsewhere.example"\nbody_css = "article"\n')
    crawler = crawler_with(NEWSSPIDER_CORRECTIONS=str(tmp_path / "c.toml"))
    middleware = PageContextMiddleware.from_crawler(crawler)
    response = HtmlResponse(
        "https://quaypost.example/w", body=PAGE.encode(), request=Request("https://q.example/")
    )
    middleware.process_spider_input(response)
    extract(response)
    crawler.signals.send_catch_log(signals.spider_closed)
    assert "applied to no page: none was of elsewhere.example (line 1)" in caplog.text
