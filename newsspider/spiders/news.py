"""The live spider: follows a news site's links and makes articles of its pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import HtmlResponse, Request, Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsspider.discovery.links import ranked_links, site_of
from newsspider.errors import NewsspiderError
from newsspider.http import Provenance, provenance_of
from newsspider.items import Article, Reject, Source
from newsspider.middlewares.page_limit import PageLimitMiddleware
from newsspider.spiders.base import ArticleSpider, article_or_reject, enable_addon, enable_component, page_reject
from newsspider.spiders.engine import fail_run
from newsspider.version import __version__

# Polite defaults: a project's own settings win over them, and they win over Scrapy's.
_POLITE_DEFAULTS = {
    "USER_AGENT": f"newsspider/{__version__} (news crawler; Scrapy)",
    "ROBOTSTXT_OBEY": True,
    "AUTOTHROTTLE_ENABLED": True,
    "AUTOTHROTTLE_START_DELAY": 1.0,
    # Home page, section, article, and what an article links to.
    "DEPTH_LIMIT": 3,
    "LOG_LEVEL": "INFO",
    # A page gives one article: the default makes 100 tasks a response, 1.7 ms a page against 1.0 ms.
    "CONCURRENT_ITEMS": 1,
    "NEWSSPIDER_DROP_DUPLICATES": True,
}


class NewsSpider(ArticleSpider):
    """Crawls news sites: `-a urls=URL[,URL...]`, at most `-a max_pages=` pages.

    Stays on the sites of its start URLs (all hosts of a registered domain).
    """

    name = "news"
    has_site_table = True

    def __init__(self, urls: str | Iterable[str] = (), max_pages: str | int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.urls = [url for part in (urls.split(",") if isinstance(urls, str) else urls) if (url := part.strip())]
        self.max_pages = max_pages
        self.sites = frozenset(site_of(url) for url in self.urls)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider, with its `max_pages` as a setting for PageLimitMiddleware."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if _page_count(spider.max_pages):
            crawler.settings.set("NEWSSPIDER_MAX_PAGES", _page_count(spider.max_pages), priority="cmdline")
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Enable the add-on, the page limit and polite defaults; a project's own settings win."""
        super().update_settings(settings)
        enable_addon(settings)
        for name, value in _POLITE_DEFAULTS.items():
            settings.set(name, value, priority="addon")
        enable_component(settings, "DOWNLOADER_MIDDLEWARES", PageLimitMiddleware, 150)

    async def start(self) -> AsyncIterator[Request]:
        """Yield a request for each start URL, or report what is wrong with the arguments."""
        error = self.start_error or _argument_error(self.urls, self.max_pages)
        if error:
            self.logger.error(error)
            fail_run(self.crawler)
            return
        for url in self.urls:
            yield self._request(url, priority=0)

    def parse(self, response: Response) -> Iterator[Article | Reject | Request]:
        """Yield the page's article or reject, and requests for links that may lead to articles."""
        if not isinstance(response, HtmlResponse):
            self._count("not-html")
            return
        self._count("pages")
        origin = provenance_of(response) or Provenance(Source(kind="live"), datetime.now(UTC))
        yield article_or_reject(response, origin.source, origin.captured, self.corrections, self.fields)
        for link in ranked_links(response, self.sites):
            yield self._request(link.url, priority=link.likeness)

    def failed(self, failure: Failure) -> Iterator[Reject]:
        """Yield a reject for a page that is too large; count every other failure."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        if isinstance(failure.value, DownloadCancelledError):
            reason = "larger than NEWSSPIDER_MAX_PAGE_BYTES"
            yield page_reject(Source(kind="live"), request.url, "too-large", reason)
        elif isinstance(failure.value, HttpError):
            self._count(f"status/{failure.value.response.status}")
        elif isinstance(failure.value, NewsspiderError):  # offline, and not in the archive
            self._count("failed")
        elif isinstance(failure.value, IgnoreRequest):  # by robots.txt, or over the limit on pages
            self._count("not-asked-for")
        else:
            self._count("failed")
            self.logger.warning("Could not fetch %s: %s", request.url, failure.getErrorMessage())

    def _request(self, url: str, priority: int) -> Request:
        max_page_bytes = self.crawler.settings.getint("NEWSSPIDER_MAX_PAGE_BYTES")
        meta = {"download_maxsize": max_page_bytes}
        return Request(url, self.parse, errback=self.failed, priority=priority, meta=meta)

    def _count(self, what: str) -> None:
        self.crawler.stats.inc_value(f"newsspider/news/{what}")


def _page_count(max_pages: str | int) -> int | None:
    text = str(max_pages).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _argument_error(urls: list[str], max_pages: str | int) -> str | None:
    """Return what is wrong with the spider's arguments in one line, or None."""
    if not urls:
        return "no URL to crawl: pass -a urls=URL[,URL...]"
    for url in urls:
        try:
            parts = urlsplit(url)
            sound = parts.scheme in {"http", "https"} and bool(parts.hostname)
        except ValueError:
            sound = False
        if not sound:
            return f"not an http or https URL: {url!r}"
    if _page_count(max_pages) is None:
        return f"max_pages must be a whole number: {max_pages!r}"
    return None


class OnePageSpider(NewsSpider):
    """Spider of `scrapy explain URL`: fetches one page as politely as the news spider and passes it to `keep`.

    It follows no links. If there is no page, one line in the log says why, and the run fails.
    """

    name = ""  # not listed by `scrapy list`
    has_progress = has_site_table = False

    def __init__(self, url: str, keep: Callable[[HtmlResponse], None], **kwargs: Any) -> None:
        super().__init__(urls=[url], name="one-page", **kwargs)
        self.keep = keep

    def parse(self, response: Response) -> Iterator[Article | Reject | Request]:
        """Pass the page to `keep`."""
        if isinstance(response, HtmlResponse):
            self.keep(response)
        else:
            self._fail(response.url, "it is not an HTML page")
        yield from ()

    def failed(self, failure: Failure) -> Iterator[Reject]:
        """Log why there is no page."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        self._fail(request.url, _reason(failure))
        yield from ()

    def _fail(self, url: str, reason: str) -> None:
        self.logger.error("%s cannot be explained: %s", url, reason)
        fail_run(self.crawler)


def _reason(failure: Failure) -> str:
    if isinstance(failure.value, DownloadCancelledError):
        return "it is larger than NEWSSPIDER_MAX_PAGE_BYTES"
    if isinstance(failure.value, HttpError):
        return f"the server answered with status {failure.value.response.status}"
    if isinstance(failure.value, IgnoreRequest):
        return f"it was not requested: {failure.getErrorMessage()}"
    return failure.getErrorMessage()
