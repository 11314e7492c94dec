"""Crawls by a plain spider with our manners, against servers on loopback addresses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.servers import Answer, Asked, Host

# Follows every link of its pages, wherever it leads; gives the address of each page.
_SPIDER = """
from scrapy import Spider, signals
from scrapy.http import HtmlResponse

from newsspider.addon import NewsspiderAddon
from newsspider.middlewares.manners import polite_settings
from newsspider.signals import url_skipped


class AnySpider(Spider):
    name = "any"

    @classmethod
    def update_settings(cls, settings):
        super().update_settings(settings)
        settings.set("ADDONS", {NewsspiderAddon: 100})
        polite_settings(settings)

    @classmethod
    def from_crawler(cls, crawler, **arguments):
        spider = super().from_crawler(crawler, **arguments)
        spider.skipped = []
        crawler.signals.connect(spider.skip, signal=url_skipped)
        return spider

    async def start(self):
        for url in self.settings.getlist("TEST_URLS"):
            yield self.request(url)

    def request(self, url):
        from scrapy import Request
        return Request(url, self.parse, errback=self.failed)

    def parse(self, response):
        yield {"url": response.url, "status": response.status}
        if isinstance(response, HtmlResponse):
            for url in response.css("a::attr(href)").getall():
                yield self.request(response.urljoin(url))

    def failed(self, failure):
        yield {"url": failure.request.url, "failed": type(failure.value).__name__}

    def skip(self, url, reason, site):
        with open("skipped.jsonl", "a") as file:
            print(__import__("json").dumps({"url": url, "reason": reason, "site": site}), file=file)
"""


@dataclass(frozen=True)
class Crawl:
    """What a crawl gave."""

    pages: list[str]
    failed: dict[str, str]  # the exception's name, by URL
    skipped: dict[str, str]  # the reason, by URL
    log: str


def crawl(folder: Path, urls: list[str], **settings: Any) -> Crawl:
    """Return what a crawl from `urls` gave."""
    (folder / "any_spider.py").write_text(_SPIDER, "utf-8")
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    options += ["-s", f"TEST_URLS={','.join(urls)}", "-s", "LOG_LEVEL=INFO"]
    done = run_scrapy(folder, "runspider", "any_spider.py", "-O", "feed.jsonl", *options)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    rows = json_lines(folder / "feed.jsonl")
    return Crawl(
        [row["url"] for row in rows if row.get("status") == 200],
        {row["url"]: row["failed"] for row in rows if "failed" in row},
        {row["url"]: row["reason"] for row in json_lines(folder / "skipped.jsonl")},
        done.stderr,
    )


def pages(answers: dict[str, Answer | str], robots: str | Answer = "") -> Host:
    """Return a host with these answers by path; a text is a page with these links, separated by spaces."""

    def answer(asked: Asked) -> Answer:
        if asked.target == "/robots.txt":
            return robots if isinstance(robots, Answer) else Answer(robots.encode(), content_type="text/plain")
        found = answers.get(asked.target, Answer(b"<h1>Not found</h1>", 404))
        return found if isinstance(found, Answer) else linking(*found.split())

    return answer


def linking(*urls: str) -> Answer:
    """Return a page with these links."""
    return Answer(("<html><body><p>Page.</p>" + "".join(f'<a href="{url}">on</a>' for url in urls)).encode())


def to(url: str, cookie: str = "") -> Answer:
    """Return a redirect, which may set a cookie."""
    return Answer(status=302, headers={"Location": url, **({"Set-Cookie": cookie} if cookie else {})})
