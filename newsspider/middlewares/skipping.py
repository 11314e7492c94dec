"""Requests that are not made: each has a reason, which is counted and told to whoever listens."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK

from newsspider.discovery.links import site_of
from newsspider.signals import url_skipped
from newsspider.state.hosts import host_of
from newsspider.state.types import task_of

# In the meta of requests for a robots.txt.
ROBOTS_REQUEST = "newsspider_robots"
# Reasons that may be gone the next time.
TRANSIENT = frozenset({"host-failing", "robots-unreachable"})


class SkippedRequest(IgnoreRequest):
    """A request that was not made, or whose answer was not followed; `reason` is short and stable: "robots"."""

    def __init__(self, url: str, reason: str, message: str) -> None:
        super().__init__(message)
        self.url, self.reason = url, reason


def skipped(crawler: Crawler, request: Request, reason: str, message: str) -> SkippedRequest:
    """Count a request as skipped, and return the exception to raise.

    A page of a crawl's state is counted by the spider, which has to note there what became of it. What no callback
    gets is no page: a robots.txt, a picture.
    """
    if request.callback is not NO_CALLBACK and task_of(request) is None:
        note_skipped(crawler, request.url, reason, message=message)
    return SkippedRequest(request.url, reason, message)


def note_skipped(crawler: Crawler, url: str, reason: str, site: str | None = None, message: str = "") -> None:
    """Count a URL as skipped, and send `url_skipped`; `site` is the crawled one, if that is not the URL's own.

    `message` is the reason in plain words, where there is more to say of it.
    """
    crawler.stats.inc_value(f"newsspider/skipped/{reason}")
    crawler.signals.send_catch_log(url_skipped, url=url, reason=reason, site=site or site_of(url), message=message)


def is_told_at_the_end(crawler: Crawler, host: str) -> bool:
    """Return whether the crawl ends with a line about a start URL on this host if nothing can be read there."""
    spider = crawler.spider
    starts = getattr(spider, "start_urls", ()) if getattr(spider, "tells_of_failed_starts", False) else ()
    return any(host_of(str(url)) == host for url in starts)
