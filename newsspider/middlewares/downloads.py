"""The download handler that tells of every request, and the bounds on a download's time and size."""

from __future__ import annotations

import asyncio
import inspect
import logging
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotConfigured,
    NotSupported,
)
from scrapy.http import Request, Response
from scrapy.utils.asyncio import is_asyncio_available
from scrapy.utils.defer import ensure_awaitable
from scrapy.utils.misc import build_from_crawler, load_object

from newsspider.middlewares.addresses import PrivateAddressMiddleware, literal_address
from newsspider.middlewares.failures import InvalidCertificateError, certificate_fault, is_certificate_error
from newsspider.middlewares.host_delays import HostDelayMiddleware
from newsspider.middlewares.other_scheme import OtherScheme
from newsspider.state.hosts import host_name

# A download that brings less than this in NEWSSPIDER_STALL_TIMEOUT_S is broken off. A byte a second brings 30; a
# modem of 1962, 300 bits a second, just about this.
_LEAST_BYTES = 1000
_TLS_LOGGER = logging.getLogger("scrapy.core.downloader.tls")
_MAX_SAID = 10_000


class WrappingDownloadHandler(BaseDownloadHandler):
    """Passes each request on to the handler `wrapped`."""

    wrapped: Any = None  # as in DOWNLOAD_HANDLERS, a class or its path; None: Scrapy's own for `scheme`
    scheme = ""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Scrapy's own handlers are looked up only now: they depend on the reactor.
        handler = self.wrapped or crawler.settings["DOWNLOAD_HANDLERS_BASE"].get(self.scheme)
        if handler is None:
            raise NotConfigured(f"no handler for {self.scheme}")
        self.inner = build_from_crawler(load_object(handler), crawler)
        self._takes_spider = not inspect.iscoroutinefunction(
            self.inner.download_request
        )  # the form before Scrapy 2.14

    async def download_request(self, request: Request) -> Response:
        """Return the response of the wrapped handler."""
        more = (self.crawler.spider,) if self._takes_spider else ()
        response: Response = await ensure_awaitable(self.inner.download_request(request, *more))
        return response

    async def close(self) -> None:
        """Close the handler that fetches."""
        if hasattr(self.inner, "close"):
            await ensure_awaitable(self.inner.close())


class EachOnce(logging.Filter):
    """Lets each message pass once: Scrapy warns of a host's certificate with every connection to it."""

    def __init__(self) -> None:
        super().__init__()
        self._said: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the message is new, and not one of too many."""
        message = record.getMessage()
        is_new = message not in self._said and len(self._said) < _MAX_SAID
        if is_new:
            self._said.add(message)
        return is_new


class PoliteDownloadHandler(WrappingDownloadHandler):
    """Tells HostDelayMiddleware when a request starts and how it ends; breaks off downloads that stall.

    Scrapy's DOWNLOAD_TIMEOUT bounds a whole download, however much it brings. Here nothing but a trickle for
    NEWSSPIDER_STALL_TIMEOUT_S seconds ends it.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.stall_timeout_s = crawler.settings.getfloat("NEWSSPIDER_STALL_TIMEOUT_S")
        self._other_scheme = OtherScheme(crawler)
        self._under_way: dict[Request, _Download] = {}
        crawler.signals.connect(self.received, signal=signals.bytes_received)
        self._each_once = EachOnce()
        _TLS_LOGGER.addFilter(self._each_once)

    async def close(self) -> None:
        """Close the handler that fetches."""
        _TLS_LOGGER.removeFilter(self._each_once)
        await super().close()

    @cached_property
    def delays(self) -> HostDelayMiddleware:
        """The middleware, which is made after the handlers that are not lazy."""
        delays: HostDelayMiddleware | None = self.crawler.get_downloader_middleware(HostDelayMiddleware)
        if delays is None:
            raise NotSupported(
                "PoliteDownloadHandler needs HostDelayMiddleware: enable both, by polite_settings()"
            )
        return delays

    async def download_request(self, request: Request) -> Response:
        """Return the response. Raises DownloadTimeoutError where it stalls, SkippedRequest for a host given up."""
        self.delays.skip_if_given_up(request)  # since the request waits in its slot
        self.delays.started(request)
        try:
            response = await self._other_scheme.fetched(request, self._in_time)
        except Exception as error:
            if is_certificate_error(error) and not request.meta.get("proxy"):
                fault = await self._certificate_fault(request)
                self.delays.failed(request, fault)
                raise fault from error
            self.delays.failed(request, error)
            raise
        self.delays.answered(request, response)
        return response

    async def _certificate_fault(self, request: Request) -> InvalidCertificateError:
        guard: PrivateAddressMiddleware | None = self.crawler.get_downloader_middleware(PrivateAddressMiddleware)
        parts, host = urlsplit(request.url), host_name(request.url)

        def is_refused(address: str) -> bool:
            found = literal_address(address)
            return guard is not None and (found is None or guard.trusted.refuses(host, found))

        return InvalidCertificateError(await certificate_fault(host, parts.port or 443, is_refused))

    def received(self, data: bytes, request: Request) -> None:
        """Give a download under way more time, where enough has come."""
        download = self._under_way.get(request)
        if download is not None:
            download.size_bytes += len(data)
            if download.size_bytes >= _LEAST_BYTES and not download.bound.expired():
                download.size_bytes = 0
                download.bound.reschedule(asyncio.get_running_loop().time() + self.stall_timeout_s)

    async def _in_time(self, request: Request) -> Response:
        if self.stall_timeout_s <= 0 or not is_asyncio_available():
            return await super().download_request(request)
        bound = asyncio.timeout(self.stall_timeout_s)
        try:
            async with bound:
                self._under_way[request] = _Download(bound)
                return await super().download_request(request)
        except TimeoutError as error:
            if not bound.expired():
                raise
            message = f"{request.url} sent almost nothing for {self.stall_timeout_s:g} seconds"
            raise DownloadTimeoutError(message) from error
        finally:
            del self._under_way[request]


@dataclass(slots=True)
class _Download:
    """A download under way, and when it is broken off."""

    bound: asyncio.Timeout
    size_bytes: int = 0  # that came since the bound was set


class BoundedCompressionMiddleware(HttpCompressionMiddleware):
    """Unpacks responses as Scrapy does; one that grows too large fails like one that was too large as it came."""

    def process_response(  # type: ignore[override]  # without an argument that Scrapy has given up
        self, request: Request, response: Response
    ) -> Request | Response:
        """Return the response, unpacked. Raises DownloadCancelledError for a decompression bomb."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            raise DownloadCancelledError(str(error)) from error


def polite_handler(scheme: str, handler: Any = None) -> type[PoliteDownloadHandler]:
    """Return a class that fetches by `handler` of DOWNLOAD_HANDLERS; None stands for Scrapy's own."""
    if inspect.isclass(handler) and issubclass(handler, PoliteDownloadHandler):
        return handler
    lazy = getattr(load_object(handler), "lazy", True) if handler else True
    return type(
        "PoliteDownloadHandler", (PoliteDownloadHandler,), {"wrapped": handler, "scheme": scheme, "lazy": lazy}
    )
