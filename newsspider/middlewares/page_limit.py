"""A limit on the pages that a crawl fetches."""

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
    """Let NEWSSPIDER_MAX_PAGES requests of the spider through, exactly; then close the spider.

    Counted here, before the download, and not when responses come: by then more are on their way. Redirects
    and retries count, for they are fetched; robots.txt does not.
    """

    def __init__(self, max_pages: int, crawler: Crawler) -> None:
        self.max_pages, self.crawler = max_pages, crawler
        self.pages = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware for a crawl, if it has a limit."""
        max_pages = crawler.settings.getint("NEWSSPIDER_MAX_PAGES")
        if max_pages <= 0:
            raise NotConfigured
        return cls(max_pages, crawler)

    async def process_request(self, request: Request) -> None:
        """Let `request` go on while there is room."""
        if request.callback is NO_CALLBACK:
            return
        if self.pages >= self.max_pages:
            raise IgnoreRequest("the limit on pages is reached")
        self.pages += 1
        if self.pages == self.max_pages:
            logger.info("%d pages asked for: that is the limit, closing", self.pages)
            # Not awaited: closing waits for the requests that are under way, this one among them.
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="max_pages"))
