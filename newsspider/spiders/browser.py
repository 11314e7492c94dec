"""A browser beside the network: scrapy-playwright, from the extra `javascript`, for requests that ask for it."""

from __future__ import annotations

import asyncio
import inspect
import os
import shutil
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Self, cast

from scrapy import signals
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.utils.defer import ensure_awaitable
from scrapy.utils.misc import build_from_crawler, load_object

from newsspider.errors import SettingError
from newsspider.settings import NEWSSPIDER_DEFAULTS

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as BrowserRequest

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
_CLOSE_TIMEOUT_S = 5
PAGES_AT_ONCE = 2  # each takes a process and some 100 MB


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
    """Mount the browser beside the download handlers of http and https; what the project sets for it wins."""
    own = settings.getdict("DOWNLOAD_HANDLERS")
    ours = {scheme: browser_handler(scheme, own.get(scheme)) for scheme in ("http", "https")}
    settings.set("DOWNLOAD_HANDLERS", {**own, **ours}, priority="cmdline")
    settings.set("EXTENSIONS", {**settings.getdict("EXTENSIONS"), Browser: 0}, priority="cmdline")
    options: dict[str, Any] = {"args": _ARGUMENTS, "chromium_sandbox": getattr(os, "geteuid", lambda: 1)() != 0}
    browser = next(filter(None, map(shutil.which, _SYSTEM_BROWSERS)), None)
    if browser is not None:  # else the one that `playwright install chromium` puts in place
        options["executable_path"] = browser
    options |= settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")
    settings.set(
        "PLAYWRIGHT_LAUNCH_OPTIONS", options, settings.getpriority("PLAYWRIGHT_LAUNCH_OPTIONS") or "addon"
    )
    settings.set("PLAYWRIGHT_ABORT_REQUEST", is_refused, priority="addon")
    # Else it is CONCURRENT_REQUESTS, of which 0 means none here.
    settings.set("PLAYWRIGHT_MAX_PAGES_PER_CONTEXT", PAGES_AT_ONCE, priority="addon")


def is_refused(request: BrowserRequest) -> bool:
    """Return whether a browser's request is for what a text needs not: pictures, fonts, recordings, sockets."""
    return request.resource_type in _REFUSED_TYPES or not request.url.startswith(("http://", "https://"))


class Browser:
    """The one browser of a crawl. It starts with the first page that it is asked for, and ends with the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # noqa: PLC0415  # of an extra

        # A download handler by trade: it is asked here for pages that want a browser, and for no others.
        self.playwright: Any = ScrapyPlaywrightDownloadHandler.from_crawler(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the browser of a crawl."""
        browser = cls(crawler)
        crawler.signals.connect(browser.close, signal=signals.engine_stopped)
        return browser

    async def fetched(self, request: Request) -> Response:
        """Return a page as it is after its scripts have run. Raises IgnoreRequest where it is not there in time.

        Playwright's own time-outs end the way to a page, but not the wait for one whose scripts never return. That
        is no failure of the host, and is not tried again.
        """
        timeout_s = request.meta.get("download_timeout")
        try:
            async with asyncio.timeout(timeout_s):
                return cast("Response", await self.playwright.download_request(request))
        except TimeoutError as error:
            raise IgnoreRequest(f"not there after {timeout_s:g} s") from error
        finally:
            await _closed(request.meta.get("playwright_page"))

    async def close(self) -> None:
        """Close the browser."""
        await self.playwright.close()


async def _closed(page: Page | None) -> None:
    if page is not None:
        with suppress(Exception):  # a page whose browser is gone needs no closing
            await asyncio.wait_for(page.close(), _CLOSE_TIMEOUT_S)


class BrowserDownloadHandler(BaseDownloadHandler):
    """Passes requests that ask for a browser to it, and all others to the handler `wrapped`."""

    wrapped: Any = None  # as in DOWNLOAD_HANDLERS, a class or its path; None: Scrapy's own for `scheme`
    scheme = ""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        browser = crawler.get_extension(Browser)
        assert browser is not None  # noqa: S101  # enable_browser() mounts both
        self.browser = browser
        # Scrapy's own handlers are looked up only now: they depend on the reactor.
        handler = self.wrapped or crawler.settings["DOWNLOAD_HANDLERS_BASE"].get(self.scheme)
        if handler is None:
            raise NotConfigured(f"no handler for {self.scheme}")
        self.inner = build_from_crawler(load_object(handler), crawler)
        # Before Scrapy 2.14 a handler was given the spider too.
        self._takes_spider = not inspect.iscoroutinefunction(self.inner.download_request)

    async def download_request(self, request: Request) -> Response:
        """Return the response to a request."""
        if request.meta.get("playwright"):
            return await self.browser.fetched(request)
        more = (self.crawler.spider,) if self._takes_spider else ()
        response: Response = await ensure_awaitable(self.inner.download_request(request, *more))
        return response

    async def close(self) -> None:
        """Close the handler that fetches."""
        if hasattr(self.inner, "close"):
            await ensure_awaitable(self.inner.close())


def browser_handler(scheme: str, handler: Any = None) -> type[BrowserDownloadHandler]:
    """Return a class that fetches by the browser or by `handler` of DOWNLOAD_HANDLERS; None is Scrapy's own."""
    if inspect.isclass(handler) and issubclass(handler, BrowserDownloadHandler):
        return handler
    lazy = getattr(load_object(handler), "lazy", True) if handler else True
    return type(
        "BrowserDownloadHandler", (BrowserDownloadHandler,), {"wrapped": handler, "scheme": scheme, "lazy": lazy}
    )
