"""A spider whose pages are completed: run by `scrapy runspider`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response

from newsspider.items import Article, Reject, Source
from newsspider.spiders.base import ArticleSpider, article_or_reject, enable_addon
from newsspider.spiders.completing import PageCompleter


class CompletingSpider(ArticleSpider):
    """Asks for `urls`, and for the first pages of articles that it is led to."""

    name = "completing"

    def __init__(self, urls: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.urls = urls.split(",")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> CompletingSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.completer = PageCompleter.from_crawler(crawler)
        return spider

    completer: PageCompleter

    @classmethod
    def update_settings(cls, settings: Any) -> None:
        super().update_settings(settings)
        enable_addon(settings)
        settings.set("ROBOTSTXT_OBEY", True, priority="spider")

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            yield Request(url)

    async def parse(self, response: Response) -> AsyncIterator[Article | Reject | Request]:
        assert isinstance(response, HtmlResponse)
        page = await self.completer.complete(response, self.read)
        if page.item is not None:
            yield page.item
        if page.first is not None:
            yield Request(page.first)
        self.logger.info("parts of %s: %s", response.url, " ".join(page.part_urls))

    def read(self, response: HtmlResponse) -> Article | Reject:
        return article_or_reject(response, Source(kind="live"), corrections=self.corrections, fields=self.fields)
