"""Obey robots.txt as RFC 9309 has it: also where it cannot be had, its delay, and its sitemaps."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred

from newsspider.middlewares.failures import failure_of
from newsspider.middlewares.host_delays import HostDelayMiddleware
from newsspider.middlewares.robots_files import MAX_ROBOTS_BYTES, RobotsFile, read_robots
from newsspider.middlewares.skipping import ROBOTS_REQUEST, SkippedRequest, is_told_at_the_end, skipped
from newsspider.state.hosts import host_of

logger = logging.getLogger(__name__)

_MAX_REDIRECTS = 5  # section 2.3.1.2
# Of a file whose length is announced, or that is compressed all the same: other files are cut off.
_MAX_SENT_BYTES = 50_000_000
_KEPT_S = 24 * 3600.0  # section 2.4
_UNREADABLE_KEPT_S = 3600.0
# Together with what Protego makes of them some 200 MB at the worst; the files of real sites have 1 to 10 kB.
_MAX_FILES, _MAX_BYTES = 20_000, 20_000_000


class RobotsMiddleware:
    """Skips what robots.txt forbids (`robots`), and everything where it cannot be read (`robots-unreachable`).

    A file that is not there (4xx) allows everything. A server error, 429, or no answer forbids everything, for an
    hour; where robots.txt was not asked for at all, its reason is that of the pages. With ROBOTSTXT_OBEY off only
    `sitemaps` asks for it.
    """

    def __init__(self, crawler: Crawler, user_agent: str, is_obeyed: bool, clock: Callable[[], float]) -> None:
        self.crawler, self.user_agent, self.is_obeyed, self.clock = crawler, user_agent, is_obeyed, clock
        self._files: OrderedDict[str, tuple[RobotsFile, float]] = (
            OrderedDict()
        )  # by origin, with the end of its life
        self._size_bytes = 0
        self._waiting: dict[str, list[Deferred[RobotsFile]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware with ROBOTSTXT_USER_AGENT, or USER_AGENT."""
        settings = crawler.settings
        user_agent = settings.get("ROBOTSTXT_USER_AGENT") or settings.get("USER_AGENT")
        middleware = cls(crawler, str(user_agent), settings.getbool("ROBOTSTXT_OBEY"), time.monotonic)
        crawler.signals.connect(middleware.received, signal=signals.bytes_received)
        return middleware

    async def process_request(self, request: Request) -> None:
        """Skip a request that may not be made."""
        if not self.is_obeyed or request.meta.get("dont_obey_robotstxt"):
            return
        if not request.url.startswith(("http://", "https://")):
            return
        file = await self._file(request.url)
        if file.refusal is not None:
            raise skipped(self.crawler, request, file.reason, file.refusal)
        if not file.allows(request.url):
            self.crawler.stats.inc_value("robotstxt/forbidden")
            raise skipped(self.crawler, request, "robots", "its robots.txt does not allow it")

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of a URL's host names, as absolute URLs."""
        return (await self._file(url)).sitemaps

    def received(self, data: bytes, request: Request) -> None:
        """Stop the download of a robots.txt where as much as is read has come."""
        if ROBOTS_REQUEST in request.meta:
            size_bytes = request.meta[ROBOTS_REQUEST] = request.meta[ROBOTS_REQUEST] + len(data)
            if size_bytes >= MAX_ROBOTS_BYTES:
                raise StopDownload(fail=False)

    async def _file(self, url: str) -> RobotsFile:
        """Return the robots.txt of a URL's origin; asked for once, however many wait for it."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
        if origin in self._files and self._files[origin][1] > self.clock():
            self._files.move_to_end(origin)
            return self._files[origin][0]
        if origin in self._waiting:
            waiting: Deferred[RobotsFile] = Deferred()
            self._waiting[origin].append(waiting)
            return await maybe_deferred_to_future(waiting)
        self._waiting[origin] = []
        file = RobotsFile(refusal="its robots.txt could not be read")
        try:
            file = await self._fetched(f"{origin}/robots.txt")
        finally:
            self._keep(origin, file)
            for waiting in self._waiting.pop(origin):
                waiting.callback(file)
        return file

    async def _fetched(self, url: str) -> RobotsFile:
        request = Request(
            url,
            callback=NO_CALLBACK,
            priority=1000,
            dont_filter=True,
            # Cut off after 500 KiB: what is compressed could not be read then.
            headers={"Accept-Encoding": "identity"},
            meta={
                "dont_obey_robotstxt": True,
                ROBOTS_REQUEST: 0,
                "redirect_ttl": _MAX_REDIRECTS,
                "max_retry_times": 1,  # all pages of the host wait for it
                "download_maxsize": _MAX_SENT_BYTES,
            },
        )
        self._note("request_count")
        try:
            response = await self.crawler.engine.download_async(request)
        except SkippedRequest as error:
            if error.reason == "redirect-loop":
                return RobotsFile()
            return RobotsFile(refusal=str(error), reason=error.reason)
        except Exception as error:  # noqa: BLE001  # whatever it is, there is no file
            self._note(f"exception_count/{type(error)}")
            return self._unreachable(url, f"{host_of(url)} {failure_of(error).wording}")
        return self._read(url, response)

    def _read(self, url: str, response: Response) -> RobotsFile:
        self._note("response_count")
        self._note(f"response_status_count/{response.status}")
        if response.status >= 500 or response.status == 429:
            return self._unreachable(url, f"{url} gives status {response.status}, so nothing else is requested")
        if not 200 <= response.status < 300:
            return RobotsFile()
        file = read_robots(response.body, response.url, self.user_agent)
        delays = self.crawler.get_downloader_middleware(HostDelayMiddleware)
        if self.is_obeyed and file.delay_s and delays is not None:
            delays.hosts.set_crawl_delay(host_of(url), file.delay_s)
        return file

    def _unreachable(self, url: str, reason: str) -> RobotsFile:
        if self.is_obeyed:
            is_told = is_told_at_the_end(self.crawler, host_of(url))
            level = logging.INFO if is_told else logging.WARNING
            logger.log(level, "Nothing is requested from %s: %s", host_of(url), reason)
        return RobotsFile(refusal=reason)

    def _keep(self, origin: str, file: RobotsFile) -> None:
        """Keep a file for a day at most; the longest unused ones go where there are too many."""
        old = self._files.pop(origin, None)
        self._size_bytes += file.size_bytes - (old[0].size_bytes if old else 0)
        kept_s = _KEPT_S if file.refusal is None else _UNREADABLE_KEPT_S
        self._files[origin] = (file, self.clock() + kept_s)
        while len(self._files) > _MAX_FILES or (self._size_bytes > _MAX_BYTES and len(self._files) > 1):
            _, (oldest, _) = self._files.popitem(last=False)
            self._size_bytes -= oldest.size_bytes

    def _note(self, what: str) -> None:
        self.crawler.stats.inc_value(f"robotstxt/{what}")
