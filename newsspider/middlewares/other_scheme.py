"""Hosts that answer by https alone, or by http alone, whatever links and start URLs say."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from urllib.parse import SplitResult, urljoin, urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError
from scrapy.http import Request, Response

from newsspider.middlewares.failures import failure_of

logger = logging.getLogger(__name__)

_OTHER = {"http": "https", "https": "http"}
_USUAL_PORTS = {"http": 80, "https": 443}
_MAX_HOSTS = 20_000
_KNOWN_S = 600.0  # a server that was being restarted answers again as it did before
_SECRETS = ("Authorization", "Cookie")
Fetch = Callable[[Request], Awaitable[Response]]


class OtherScheme:
    """Fetches by the other scheme what a host does not answer by the one of the address.

    Old links and sitemaps say http of hosts that have closed port 80, and a start URL that is typed says https of
    one that has no TLS. Without this all pages that are found so would be lost, and their host given up. Addresses
    of both schemes are one page to a crawl. Where certificates are checked no https becomes http; elsewhere what
    becomes http is asked without passwords and cookies, which anyone could read there.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._stats = crawler.stats
        self._never_to_http = crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        # When each origin, by its hash, did not answer while its other scheme did.
        self._known: dict[int, float] = {}

    async def fetched(self, request: Request, fetch: Fetch) -> Response:
        """Return what `fetch` returns for a request, or for the same by the other scheme; raises as it does."""
        parts = urlsplit(request.url)
        origin = hash((parts.scheme, parts.netloc))
        if self._is_known(origin) and (response := await self._answered_as_known(request, origin, fetch)):
            return response
        try:
            return await fetch(request)
        except Exception as error:
            if request.meta.get("proxy") or not self._may_answer_otherwise(parts, error):
                raise
            response = await self._tried(request, other_url(parts), fetch)
            if response is None:
                raise
            self._note(origin)
            reason = failure_of(error).wording
            logger.info("%s %s: requested by %s", parts.netloc, reason, _OTHER[parts.scheme])
            if self._stats is not None:
                self._stats.inc_value("newsspider/hosts/other-scheme")
            return response

    def _is_known(self, origin: int) -> bool:
        return time.monotonic() - self._known.get(origin, -_KNOWN_S) < _KNOWN_S

    def _note(self, origin: int) -> None:
        self._known.pop(origin, None)
        while len(self._known) >= _MAX_HOSTS:
            del self._known[next(iter(self._known))]
        self._known[origin] = time.monotonic()

    async def _answered_as_known(self, request: Request, origin: int, fetch: Fetch) -> Response | None:
        """Return the answer by the scheme that is known to work; None, and forget it, if it leads back."""
        try:
            response = await self._by_other(request, other_url(urlsplit(request.url)), fetch)
        except Exception:
            self._known.pop(origin, None)
            raise
        if not _leads_back(response, request):
            return response
        self._known.pop(origin, None)
        return None

    def _may_answer_otherwise(self, parts: SplitResult, error: Exception) -> bool:
        if parts.scheme == "https" and self._never_to_http:
            return False
        is_usual = parts.port in (None, _USUAL_PORTS.get(parts.scheme))
        if isinstance(error, DownloadConnectionRefusedError):
            return is_usual  # at another port the same server would refuse again
        return parts.scheme == "https" and failure_of(error).kind == "tls"

    async def _tried(self, request: Request, url: str, fetch: Fetch) -> Response | None:
        """Return the answer to a request by the other scheme; None where there is none, or one that leads back."""
        try:
            response = await self._by_other(request, url, fetch)
        except Exception:  # noqa: BLE001  # the first error says more
            return None
        return None if _leads_back(response, request) else response

    @staticmethod
    async def _by_other(request: Request, url: str, fetch: Fetch) -> Response:
        other = request.replace(url=url)
        if url.startswith("http:"):
            for name in _SECRETS:
                other.headers.pop(name, None)
        response = await fetch(other)
        if "download_latency" in other.meta:
            request.meta["download_latency"] = other.meta["download_latency"]
        return response


def _leads_back(response: Response, request: Request) -> bool:
    location = response.headers.get("Location")
    leads_to = urljoin(response.url, location.decode("latin-1")) if location else ""
    return leads_to.rstrip("/") == request.url.rstrip("/")


def other_url(parts: SplitResult) -> str:
    """Return an address with the other one of http and https; an unusual port stays.

    >>> other_url(urlsplit("http://example.org:80/a?b")), other_url(urlsplit("https://example.org:8443/"))
    ('https://example.org/a?b', 'http://example.org:8443/')
    """
    netloc = parts.netloc.removesuffix(f":{_USUAL_PORTS[parts.scheme]}")
    return parts._replace(scheme=_OTHER[parts.scheme], netloc=netloc).geturl()
