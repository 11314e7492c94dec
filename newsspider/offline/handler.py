"""The download handler of offline crawls, and the settings that put it where the network would be."""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from newsspider.middlewares.cookies import BundledSuffixCookiesMiddleware
from newsspider.offline.archive import OfflineArchive


class OfflineDownloadHandler(BaseDownloadHandler):
    """Answers every request from the archive, never from the network."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        archive = crawler.get_extension(OfflineArchive)
        assert archive is not None  # noqa: S101  # the add-on mounts both
        self.archive = archive

    async def download_request(self, request: Request) -> Response:
        """Return the archived response to `request`."""
        return self.archive.response_to(request)


# These read only what the spider names on this machine: a project's own data.
_LOCAL_SCHEMES = frozenset({"data", "file"})
# No ports, no cache, no delays, and no retries: a second request would get the same answer.
_OFFLINE: dict[str, Any] = {
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "RETRY_ENABLED": False,
    "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_DELAY": 0,
    "NEWSSPIDER_MAX_CRAWL_DELAY_S": 0,
    "DOWNLOAD_SLOTS": {},
}


def go_offline(settings: BaseSettings) -> None:
    """Replace the download handlers of all schemes, also the project's own, with the archive.

    At the command line's priority, above project and spider: a handler left in place would go online.
    """
    for name, value in _OFFLINE.items():
        settings.set(name, value, priority="cmdline")
    schemes = {**settings.getdict("DOWNLOAD_HANDLERS_BASE"), **settings.getdict("DOWNLOAD_HANDLERS")}
    handlers = {name: OfflineDownloadHandler for name in schemes if name not in _LOCAL_SCHEMES}
    kept = {name: handler for name, handler in schemes.items() if name in _LOCAL_SCHEMES}
    settings.set("DOWNLOAD_HANDLERS", {**kept, **handlers}, priority="cmdline")
    settings.set("EXTENSIONS", {**settings.getdict("EXTENSIONS"), OfflineArchive: 0}, priority="cmdline")
    _keep_cookies_offline(settings)


def _keep_cookies_offline(settings: BaseSettings) -> None:
    """Put our cookies in the place of Scrapy's, wherever it is: those have the public suffix list fetched."""
    own = settings.getdict("DOWNLOADER_MIDDLEWARES")
    for component, order in settings.getwithbase("DOWNLOADER_MIDDLEWARES").items():
        if order is not None and load_object(component) is CookiesMiddleware:
            changed = {**own, component: None, BundledSuffixCookiesMiddleware: order}
            settings.set("DOWNLOADER_MIDDLEWARES", changed, priority="cmdline")
