"""Scrapy with extraction and nothing else: `python -m benchmarks.scrapy_alone FEED URLS_FILE`.

Follows every link within the start URLs' hosts, extracts every page with `extract_html` and writes the articles
with Scrapy's own exporter. What a crawl with newsspider costs beyond this is what it knows: doors, state, manners.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Request, Response
from scrapy.linkextractors import LinkExtractor

from newsspider import extract_html
from newsspider.errors import PageError

SETTINGS = {
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS": 100,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "CONCURRENT_ITEMS": 1,
    "DOWNLOAD_DELAY": 0,
}


class AloneSpider(Spider):
    """Follows all links of the start URLs' hosts."""

    name = "alone"
    urls: tuple[str, ...] = ()

    async def start(self) -> AsyncIterator[Request]:
        """Yield the start URLs."""
        self.hosts = {urlsplit(url).hostname for url in self.urls}
        self.links = LinkExtractor()
        for url in self.urls:
            yield Request(url)

    def parse(self, response: Response, **_: Any) -> Iterator[dict[str, Any] | Request]:
        """Yield the article of a page, and requests for its links."""
        if not isinstance(response, HtmlResponse):
            return
        with suppress(PageError):
            yield extract_html(response.body, response.url).to_dict()
        for link in self.links.extract_links(response):
            if urlsplit(link.url).hostname in self.hosts:
                yield Request(link.url)


def main() -> None:
    """Crawl the URLs of a file, one a line."""
    feed, urls_file = sys.argv[1:]
    process = CrawlerProcess({**SETTINGS, "FEEDS": {feed: {"format": "jsonlines"}}})
    process.crawl(AloneSpider, urls=tuple(Path(urls_file).read_text("utf-8").split()))
    process.start()


if __name__ == "__main__":
    main()
