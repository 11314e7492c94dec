"""Limit the number of pages that a crawl fetches."""

from __future__ import annotations

import logging
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.defer import deferred_from_coro

logger = logging.getLogger(__name__)


class PageLimitMiddleware:
    """Let exactly NEWSSPIDER_MAX_PAGES requests through, then close the spider.

    Requests are counted before the download, since more would be under way when the responses arrive. Redirects
    and retries count; robots.txt does not.
    """

    def __init__(self, max_pages: int, crawler: Crawler) -> None:
        self.max_pages, self.crawler = max_pages, crawler
        self.pages = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware. Raises NotConfigured without a limit."""
        max_pages = crawler.settings.getint("NEWSSPIDER_MAX_PAGES")
        if max_pages <= 0:
            raise NotConfigured
        return cls(max_pages, crawler)

    async def process_request(self, request: Request) -> None:
        """Let `request` pass until the limit is reached, then ignore it."""
        if request.callback is NO_CALLBACK:
            return
        if self.pages >= self.max_pages:
            raise IgnoreRequest("the limit on pages has been reached")
        self.pages += 1
        if self.pages == self.max_pages:
            logger.info("Requested %d pages, which is the limit; closing", self.pages)
            # Not awaited: closing waits for the requests under way, including this one.
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="max_pages"))
