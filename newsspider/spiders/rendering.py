"""Pages that scripts fill, read through a browser: a bounded number, each for a bounded time."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Request

from newsspider.discovery.links import site_of
from newsspider.middlewares.addresses import PrivateAddressMiddleware, TrustedHosts
from newsspider.middlewares.robots import RobotsMiddleware
from newsspider.settings import with_defaults
from newsspider.spiders.browser import PAGES_AT_ONCE
from newsspider.spiders.browser_proxy import GuardedProxy, Refuses

if TYPE_CHECKING:
    from playwright.async_api import Page, Route

logger = logging.getLogger(__name__)

# Texts of pages that are drawn by scripts are there within two seconds; pages that keep talking never fall silent.
_SETTLE_MS = 3_000


class Renderer:
    """Asks for pages through a browser, a bounded number and each for a bounded time.

    The request goes through the downloader middlewares as all others do (robots.txt, delays, limits); what the
    page's scripts ask for goes through a GuardedProxy.
    """

    def __init__(self, crawler: Crawler, *, max_pages: int, timeout_s: float, max_page_bytes: int) -> None:
        self.crawler, self.max_pages, self.timeout_s = crawler, max_pages, timeout_s
        self.max_page_bytes = max_page_bytes
        self.pages = 0
        self._at_once = asyncio.Semaphore(PAGES_AT_ONCE)
        self._proxy: GuardedProxy | None = None
        self._starting = asyncio.Lock()
        crawler.signals.connect(self.close, signal=signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the renderer for a crawl."""
        settings = with_defaults(crawler.settings)
        return cls(
            crawler,
            max_pages=settings.getint("NEWSSPIDER_JAVASCRIPT_MAX_PAGES"),
            timeout_s=settings.getfloat("NEWSSPIDER_JAVASCRIPT_TIMEOUT_S"),
            max_page_bytes=settings.getint("NEWSSPIDER_MAX_PAGE_BYTES"),
        )

    async def render(self, url: str) -> HtmlResponse | str:
        """Return a page as scripts have made it, or in a few words why there is none."""
        if self.max_pages and self.pages >= self.max_pages:
            self._count("over-limit")
            return f"more than the {self.max_pages} pages of NEWSSPIDER_JAVASCRIPT_MAX_PAGES"
        self.pages += 1
        async with self._at_once:
            page = await self._rendered(url)
        self._count("failed" if isinstance(page, str) else "rendered")
        return page

    async def _rendered(self, url: str) -> HtmlResponse | str:
        request = await self._request(url)
        assert self.crawler.engine is not None  # noqa: S101  # a response came through it
        try:
            response = await self.crawler.engine.download_async(request)
        except IgnoreRequest as error:  # by robots.txt, or too slow
            return str(error)
        except Exception as error:  # noqa: BLE001  # a browser fails in many ways, and the crawl goes on without it
            logger.info("Could not render %s: %s", url, error)
            return " ".join(f"{type(error).__name__}: {error}".split())[:200]
        if not isinstance(response, HtmlResponse) or response.status != 200:
            return f"status {response.status}" if response.status != 200 else "not an HTML page"
        if self.max_page_bytes and len(response.body) > self.max_page_bytes:
            return "larger than NEWSSPIDER_MAX_PAGE_BYTES"
        return response if site_of(response.url) == site_of(url) else f"it leads to {response.url}"

    async def _request(self, url: str) -> Request:
        from scrapy_playwright.page import PageMethod  # noqa: PLC0415  # of an extra

        proxy = await self._started_proxy()
        return Request(
            url,
            meta={
                "playwright": True,
                "playwright_include_page": True,  # so that it can be closed whatever happens
                "playwright_context": "newsspider",
                "playwright_context_kwargs": {
                    "proxy": {
                        "server": proxy.address,
                        "bypass": "<-loopback>",  # nothing is asked round the proxy, loopback least of all
                        "username": proxy.username,
                        "password": proxy.password,
                    },
                    "service_workers": "block",
                    "accept_downloads": False,
                },
                "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded", "timeout": 0},
                "playwright_page_init_callback": self._guard,
                "playwright_page_methods": [PageMethod(_settle)],
                "download_timeout": self.timeout_s,
                "dont_cache": True,  # a cache holds the page without its text
                "dont_retry": True,
            },
            dont_filter=True,
        )

    async def _guard(self, page: Page, request: Request) -> None:
        """Make a new page of the browser obey robots.txt in what its scripts ask of the page's own site."""
        find = self.crawler.get_downloader_middleware
        robots: RobotsMiddleware | RobotsTxtMiddleware | None = find(RobotsMiddleware) or find(RobotsTxtMiddleware)
        if robots is None or not self.crawler.settings.getbool("ROBOTSTXT_OBEY"):
            return

        async def route(asked: Route) -> None:
            if not asked.request.is_navigation_request() and site_of(asked.request.url) == site_of(request.url):
                try:
                    await robots.process_request(Request(asked.request.url))
                except IgnoreRequest:
                    self._count("forbidden")
                    await asked.abort()
                    return
            await asked.fallback()

        await page.route("**", route)  # before scrapy-playwright's own: the last one is asked first

    async def _started_proxy(self) -> GuardedProxy:
        async with self._starting:
            if self._proxy is None:
                self._proxy = GuardedProxy(_refuses_private(self.crawler), self.max_page_bytes)
                await self._proxy.start()
        return self._proxy

    async def close(self) -> None:
        """Close the proxy."""
        if self._proxy is not None:
            await self._proxy.close()

    def _count(self, what: str) -> None:
        assert self.crawler.stats is not None  # noqa: S101  # a crawl has them before its first page
        self.crawler.stats.inc_value(f"newsspider/javascript/{what}")


async def _settle(page: Page) -> None:
    """Wait until a page asks for nothing more, but not for ever."""
    from playwright.async_api import Error  # noqa: PLC0415  # of an extra

    with suppress(Error):
        await page.wait_for_load_state("networkidle", timeout=_SETTLE_MS)


def _refuses_private(crawler: Crawler) -> Refuses:
    """Return what refuses addresses that are not public, but for the hosts of the start URLs."""
    guard = crawler.get_downloader_middleware(PrivateAddressMiddleware)
    if guard is not None:
        return guard.trusted.refuses
    trusted = TrustedHosts()
    for name in ("named_urls", "urls", "start_urls"):
        for url in getattr(crawler.spider, name, ()):
            trusted.add(str(url))
    return trusted.refuses
