"""The pause between two requests to a host, kept by the downloader, and requests that are made again later."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest, StopDownload
from scrapy.http import Request, Response
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from newsspider.middlewares.failures import failure_of
from newsspider.middlewares.skipping import is_told_at_the_end, skipped
from newsspider.state.hosts import BUSY_STATUSES, REFUSED, HostPolicy, Hosts, host_of

logger = logging.getLogger(__name__)

_BUSY_RETRIES = 5
_PAGE_RETRIES = 2  # of a page that is refused while others of its host are not
# In a request's meta: how often in a row it was refused, and others of its host were not.
_ALONE = "newsspider_refused_alone"
# Nothing is wrong with the host: the page was too large, or was not wanted.
_NO_FAILURES = (DownloadCancelledError, IgnoreRequest, StopDownload)
# In a request's meta: what became of it when it was made before, in plain words.
FAILURE = "newsspider_failure"


class HostDelayMiddleware:
    """Keeps `hosts`, and the delays of the downloader's slots according to it.

    The download handler (`PoliteDownloadHandler`) tells it of every request that starts and how it ends, also of
    robots.txt and redirects. Answers 429 and 503 are asked for again when the host is ready. A request to a host
    that was given up is skipped.
    """

    def __init__(self, hosts: Hosts, crawler: Crawler, max_retries: int = _BUSY_RETRIES) -> None:
        self.hosts, self.crawler, self.max_retries = hosts, crawler, max_retries
        self._wordings: dict[str, str] = {}  # what hosts did last that did not answer, of which the log has told

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware, with the delays of the settings."""
        hosts = Hosts(host_policy(crawler.settings), time.monotonic)
        for host, options in crawler.settings.getdict("DOWNLOAD_SLOTS").items():
            if "delay" in options:
                hosts.set_delay(host, float(options["delay"]))
        middleware = cls(hosts, crawler, _BUSY_RETRIES if crawler.settings.getbool("RETRY_ENABLED") else 0)
        crawler.signals.connect(middleware.reached_downloader, signal=signals.request_reached_downloader)
        return middleware

    async def process_request(self, request: Request) -> None:
        """Skip a request to a host that was given up; else give the request the slot of its own host."""
        self.skip_if_given_up(request)
        request.meta.pop(FAILURE, None)
        # A redirect inherits the meta of its request, and would wait for the wrong host.
        request.meta["download_slot"] = host_of(request.url)

    def skip_if_given_up(self, request: Request) -> None:
        """Raise SkippedRequest for a request to a host that was given up."""
        host = host_of(request.url)
        if self.hosts.is_given_up(host):
            reason = self._wordings.get(host, "does not answer")
            raise skipped(self.crawler, request, "host-failing", f"{host} {reason}")

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the response, or the request again where the host was busy."""
        if response.status not in BUSY_STATUSES or request.meta.get("dont_retry"):
            for name in (REFUSED, _ALONE):  # where it redirects to was not refused
                request.meta.pop(name, None)
            return response
        spider = self.crawler.spider
        if spider is None or self.hosts.is_given_up(host_of(request.url)):
            request.meta["dont_retry"] = True  # the next request would be skipped, as if there had been none
            return response
        request.meta[FAILURE] = f"the server answered with status {response.status}"
        request.meta[_ALONE] = alone = self._refusals_alone(request)
        max_retries = self.max_retries if alone < _PAGE_RETRIES else 0
        request.meta[REFUSED] = self.hosts.refusals(host_of(request.url))
        again = get_retry_request(
            request,
            spider=spider,
            reason=f"status {response.status}",
            max_retry_times=min(max_retries, request.meta.get("max_retry_times", max_retries)),
            give_up_log_level="DEBUG",
        )
        return again or response

    def _refusals_alone(self, request: Request) -> int:
        """Return how often in a row a page alone was refused: its host has answered others, and refused none.

        A host that refuses one request in so many, whichever it is, may answer this page the next time.
        """
        host, earlier, alone = host_of(request.url), request.meta.get(REFUSED), request.meta.get(_ALONE, 0)
        is_next = earlier is not None and self.hosts.refusals(host) == earlier + 1
        return alone + 1 if is_next and (alone or self.hosts.is_first_trouble(host)) else 0

    def reached_downloader(self, request: Request) -> None:
        """Make the downloader's slot wait until the host is ready."""
        self._set_slot(request)

    def started(self, request: Request) -> None:
        """Note that a request is sent now."""
        self.hosts.started(host_of(request.url))
        self._set_slot(request)

    def answered(self, request: Request, response: Response) -> None:
        """Note an answer; the slot's next request waits accordingly."""
        host = host_of(request.url)
        retry_after_s = read_retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        latency_s = float(request.meta.get("download_latency", 0.0))
        was_given_up = self.hosts.is_given_up(host)
        self.hosts.answered(host, response.status, latency_s, retry_after_s)
        if response.status in BUSY_STATUSES:
            self._count("busy")
            self._tell(host, f"answers {response.status}", was_given_up)
        self._set_slot(request)

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Keep a request that failed from being made again at once where that would change nothing."""
        if isinstance(exception, _NO_FAILURES):
            return
        host, failure = host_of(request.url), failure_of(exception)
        request.meta[FAILURE] = f"{host} {failure.wording}"
        if failure.is_final or self.hosts.is_given_up(host):
            request.meta["dont_retry"] = True

    def failed(self, request: Request, error: Exception) -> None:
        """Note that there was no answer; the slot's next request waits accordingly."""
        if isinstance(error, _NO_FAILURES):
            return
        host, failure = host_of(request.url), failure_of(error)
        was_given_up = self.hosts.is_given_up(host)
        self.hosts.failed(host, is_timeout=isinstance(error, DownloadTimeoutError), is_final=failure.is_final)
        self._count(f"failures/{failure.kind}")
        self._tell(host, failure.wording, was_given_up)
        self._set_slot(request)

    def _tell(self, host: str, wording: str, was_given_up: bool) -> None:
        """Name the host in the log: once when it is set aside first, and once when it is given up."""
        if self.hosts.is_given_up(host) and not was_given_up:
            self._count("given-up")
            is_told = not self.hosts.has_answered(host) and is_told_at_the_end(self.crawler, host)
            level = logging.INFO if is_told else logging.WARNING
            logger.log(level, "%s %s and was given up on; its pages are skipped as host-failing", host, wording)
        elif host not in self._wordings:
            wait_s = max(0.0, self.hosts.ready_at(host) - self.hosts.clock())
            logger.info("%s %s; trying again in %.0f s", host, wording, wait_s)
        self._wordings[host] = wording

    def _set_slot(self, request: Request) -> None:
        """Set the delay of the request's slot such that its next request starts when the host is ready.

        The downloader waits `delay` from the last start in the slot. It throws slots away after a minute without
        requests: in a new one the last start is 0, which is when this machine was started.
        """
        downloader, host = self.crawler.engine.downloader, host_of(request.url)
        slot = downloader.slots.get(request.meta.get("download_slot", host))
        if slot is None:
            return
        delay_s = self.hosts.delay_s(host)
        slot.jitter = 0.0  # a delay is the least, not the mean
        slot.lastseen = slot.lastseen or self.hosts.clock() - delay_s
        slot.delay = max(0.0, self.hosts.ready_at(host) - slot.lastseen, delay_s)
        if self.hosts.is_given_up(host):  # what waits in the slot is skipped, and need not wait for that
            slot.delay = 0.0
        if slot.latercall:  # the downloader waits already, for what was the delay before
            slot.latercall.cancel()
            slot.latercall = None
            downloader._process_queue(slot)

    def _count(self, what: str) -> None:
        self.crawler.stats.inc_value(f"newsspider/hosts/{what}")


def host_policy(settings: BaseSettings) -> HostPolicy:
    """Return the policy of the settings: DOWNLOAD_DELAY counts for this machine only where a user has set it."""
    delay_s = settings.getfloat("DOWNLOAD_DELAY")
    is_users = (settings.getpriority("DOWNLOAD_DELAY") or 0) > SETTINGS_PRIORITIES["addon"]
    return HostPolicy(
        delay_s=delay_s,
        loopback_delay_s=delay_s if is_users else 0.0,
        max_crawl_delay_s=settings.getfloat("NEWSSPIDER_MAX_CRAWL_DELAY_S"),
        max_wait_s=settings.getfloat("NEWSSPIDER_MAX_RETRY_AFTER_S"),
        max_failures=max(1, settings.getint("NEWSSPIDER_MAX_HOST_FAILURES")),
    )


def read_retry_after(value: bytes | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, in either of its forms; None where it is neither.

    RFC 9110, 10.2.3: a number of seconds or an HTTP date.

    >>> read_retry_after(b"120", datetime(2026, 3, 4, tzinfo=UTC))
    120.0
    >>> read_retry_after(b"Wed, 04 Mar 2026 00:01:30 GMT", datetime(2026, 3, 4, tzinfo=UTC))
    90.0
    >>> read_retry_after(b"soon", datetime(2026, 3, 4, tzinfo=UTC))
    """
    text = (value or b"").decode("latin-1").strip()[:100]
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())
