"""The settings of a crawl of news sites that differ from Scrapy's."""

from __future__ import annotations

from typing import Any

from scrapy import Spider
from scrapy.http import Request, Response
from scrapy.logformatter import LogFormatter
from scrapy.settings import BaseSettings

from newsspider.spiders.base import switch_off
from newsspider.state.feed_files import ContinuedFeedStorage
from newsspider.state.scheduler import CrawlScheduler

# A project's own settings win over these, and these win over Scrapy's.
_DEFAULTS: dict[str, Any] = {
    "LOG_LEVEL": "INFO",
    # The scheduler counts: requests to hosts that do not answer are no reason to wait with others.
    "CONCURRENT_REQUESTS": 0,
    # A page gives one article: the default makes 100 tasks a response, 1.7 ms a page against 1.0 ms.
    "CONCURRENT_ITEMS": 1,
    # No article is that far from the front page; what goes deeper has no end.
    "DEPTH_LIMIT": 20,
    "NEWSSPIDER_DROP_DUPLICATES": True,
    # One agency's text on thirty sites is one cluster; who wants it once says keep-first.
    "NEWSSPIDER_DUPLICATES": "mark-later",
}
# They look at requests that a callback gives: those of this spider come from the frontier.
_IDLE = (
    "scrapy.spidermiddlewares.depth.DepthMiddleware",
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware",
)


def crawl_settings(settings: BaseSettings) -> None:
    """Set what a crawl needs; what a project has set wins, but for the scheduler."""
    for name, value in _DEFAULTS.items():
        settings.set(name, value, priority="addon")
    # Its pages come from the frontier, of which no other knows: a project's own is for its other spiders.
    settings.set("SCHEDULER", CrawlScheduler, priority="spider")
    if settings.get("LOG_LEVEL") != "DEBUG":
        settings.set("LOG_FORMATTER", NoLinesOfPages, priority="addon")
    switch_off(settings, "SPIDER_MIDDLEWARES", _IDLE)
    storages = settings.getdict("FEED_STORAGES")
    ours = {"": ContinuedFeedStorage, "file": ContinuedFeedStorage}
    settings.set("FEED_STORAGES", {**ours, **storages}, settings.getpriority("FEED_STORAGES") or "addon")


class NoLinesOfPages(LogFormatter):
    """Makes no lines of each page and item, which only a log at the level DEBUG shows."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> None:  # type: ignore[override]
        """Return no line."""

    def scraped(self, item: Any, response: Any, spider: Spider) -> None:  # type: ignore[override]
        """Return no line."""
