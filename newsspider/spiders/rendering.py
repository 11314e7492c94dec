"""Pages that scripts fill, read through a browser: scrapy-playwright, from the extra `javascript`."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response
from scrapy.settings import BaseSettings

from newsspider.discovery.links import site_of
from newsspider.errors import SettingError
from newsspider.settings import NEWSSPIDER_DEFAULTS
from newsspider.spiders.browser_proxy import GuardedProxy, IPAddress

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as BrowserRequest

logger = logging.getLogger(__name__)

SETTING = "NEWSSPIDER_JAVASCRIPT"
_OFF, _EMPTY = "off", "empty"
_SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Nothing that goes round the proxy, and nothing that the browser asks for on its own account.
_ARGUMENTS = [
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--mute-audio",
]
# What a text needs not, and what never ends.
_REFUSED_TYPES = frozenset(("image", "media", "font", "texttrack", "eventsource", "websocket", "manifest", "ping"))
# Texts of pages that are drawn by scripts are there within two seconds; pages that keep talking never fall silent.
_SETTLE_MS = 3_000
_BROWSERS_PAGES = 2  # at once: each takes a process and some 100 MB


def uses_browser(settings: BaseSettings) -> bool:
    """Return whether pages that scripts fill are to be read through a browser. Raises SettingError."""
    value = str(settings.get(SETTING, NEWSSPIDER_DEFAULTS[SETTING])).strip().lower()
    if value not in {_OFF, _EMPTY}:
        raise SettingError(SETTING, f"{value!r} is neither {_OFF!r} nor {_EMPTY!r}")
    if value == _OFF or settings.get("NEWSSPIDER_OFFLINE"):  # an archive has what it has
        return False
    if find_spec("scrapy_playwright") is None:
        raise SettingError(SETTING, 'scrapy-playwright is not installed: pip install "newsspider[javascript]"')
    return True


def enable_browser(settings: BaseSettings) -> None:
    """Set what scrapy-playwright needs; what the project sets itself wins."""
    handlers = {
        **dict.fromkeys(("http", "https"), BrowserDownloadHandler),
        **settings.getdict("DOWNLOAD_HANDLERS"),
    }
    settings.set("DOWNLOAD_HANDLERS", handlers, settings.getpriority("DOWNLOAD_HANDLERS") or "addon")
    options: dict[str, Any] = {"args": _ARGUMENTS, "chromium_sandbox": os.geteuid() != 0}
    browser = next(filter(None, map(shutil.which, _SYSTEM_BROWSERS)), None)
    if browser is not None:  # else the one that `playwright install chromium` puts in place
        options["executable_path"] = browser
    options |= settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")
    settings.set(
        "PLAYWRIGHT_LAUNCH_OPTIONS", options, settings.getpriority("PLAYWRIGHT_LAUNCH_OPTIONS") or "addon"
    )
    settings.set("PLAYWRIGHT_ABORT_REQUEST", is_refused, priority="addon")


def is_refused(request: BrowserRequest) -> bool:
    """Return whether a browser's request is for what a text needs not: pictures, fonts, recordings, sockets."""
    return request.resource_type in _REFUSED_TYPES or not request.url.startswith(("http://", "https://"))


class BrowserDownloadHandler(BaseDownloadHandler):
    """scrapy-playwright's handler, with a bound on the time of a page whatever its scripts do.

    Playwright's own time-outs end the way to a page, but not the wait for one whose scripts never return.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # noqa: PLC0415  # of an extra

        super().__init__(crawler)
        self.inner: Any = ScrapyPlaywrightDownloadHandler.from_crawler(crawler)

    async def download_request(self, request: Request) -> Response:
        """Return the response to a request, from a browser where its meta asks for that."""
        if not request.meta.get("playwright"):
            return cast("Response", await self.inner.download_request(request))
        try:
            async with asyncio.timeout(request.meta.get("download_timeout")):
                return cast("Response", await self.inner.download_request(request))
        finally:
            await _closed(request.meta.get("playwright_page"))

    async def close(self) -> None:
        """Close the browser."""
        await self.inner.close()


class Renderer:
    """Asks for pages through a browser, a bounded number and each for a bounded time.

    The request goes through the downloader middlewares as all others do (robots.txt, delays, limits); what the
    page's scripts ask for goes through a GuardedProxy.
    """

    def __init__(self, crawler: Crawler, *, max_pages: int, timeout_s: float, max_page_bytes: int) -> None:
        self.crawler, self.max_pages, self.timeout_s = crawler, max_pages, timeout_s
        self.max_page_bytes = max_page_bytes
        self.pages = 0
        self._at_once = asyncio.Semaphore(_BROWSERS_PAGES)
        self._proxy: GuardedProxy | None = None
        self._starting = asyncio.Lock()
        crawler.signals.connect(self.close, signal=signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the renderer for a crawl."""
        settings = BaseSettings(NEWSSPIDER_DEFAULTS)  # the add-on sets them after the spider is made
        settings.update(crawler.settings)
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
        except TimeoutError:
            return f"not there after {self.timeout_s:g} s"
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
                "playwright_page_methods": [PageMethod(_settle)],
                "download_timeout": self.timeout_s,
                "dont_cache": True,  # a cache holds the page without its text
                "dont_retry": True,
            },
            dont_filter=True,
        )

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


async def _closed(page: Page | None) -> None:
    if page is not None:
        with suppress(Exception):  # a page whose browser is gone needs no closing
            await asyncio.wait_for(page.close(), 5)


def _refuses_private(crawler: Crawler) -> Callable[[str, IPAddress], bool]:
    """Return what refuses addresses that are not public, but for the hosts of the start URLs."""
    spider = crawler.spider
    urls: Iterable[str] = (*getattr(spider, "urls", ()), *getattr(spider, "start_urls", ()))
    hosts = frozenset(host for url in urls if (host := _host_of(str(url))))
    return lambda host, address: host.rstrip(".").lower() not in hosts and is_private(address)


def is_private(address: IPAddress) -> bool:
    """Return whether an address is not one of the public internet."""
    mapped = address.ipv4_mapped if address.version == 6 else None
    return is_private(mapped) if mapped is not None else not address.is_global or address.is_multicast


def _host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
