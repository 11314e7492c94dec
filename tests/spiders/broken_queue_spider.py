"""The news spider with a queue that breaks after its first page: run by `scrapy runspider`."""

from __future__ import annotations

from typing import Any

from newsspider.spiders.news import NewsSpider


class BrokenQueueSpider(NewsSpider):
    """Its frontier cannot be read any more once a page has come."""

    name = "broken"

    async def parse(self, response: Any) -> Any:
        def fail() -> None:
            raise OSError("disk image is malformed")

        self.crawl.frontier.next = fail  # type: ignore[method-assign]
        async for item in super().parse(response):
            yield item
