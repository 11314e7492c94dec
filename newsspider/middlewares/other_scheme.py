"""Hosts that answer by https alone, or by http alone, whatever links and start URLs say."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import SplitResult, urljoin, urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError
from scrapy.http import Request, Response

from newsspider.discovery.recent_keys import RecentKeys
from newsspider.middlewares.failures import failure_of

logger = logging.getLogger(__name__)

_OTHER = {"http": "https", "https": "http"}
_USUAL_PORTS = {"http": 80, "https": 443}
_MAX_HOSTS = 20_000
Fetch = Callable[[Request], Awaitable[Response]]


class OtherScheme:
    """Fetches by the other scheme what a host does not answer by the one of the address.

    Old links and sitemaps say http of hosts that have closed port 80, and a start URL that is typed says https of
    one that has no TLS. Without this all pages that are found so would be lost, and their host given up. Addresses
    of both schemes are one page to a crawl. Where certificates are checked no https becomes http.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._stats = crawler.stats
        self._never_to_http = crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        self._known = RecentKeys(_MAX_HOSTS)  # hashes of origins that do not answer, while their other scheme does

    async def fetched(self, request: Request, fetch: Fetch) -> Response:
        """Return what `fetch` returns for a request, or for the same by the other scheme; raises as it does."""
        parts = urlsplit(request.url)
        origin = hash((parts.scheme, parts.netloc))
        if origin in self._known:
            return await self._by_other(request, other_url(parts), fetch)
        try:
            return await fetch(request)
        except Exception as error:
            if request.meta.get("proxy") or not self._may_answer_otherwise(parts, error):
                raise
            response = await self._tried(request, other_url(parts), fetch)
            if response is None:
                raise
            self._known.add(origin)
            reason = failure_of(error).wording
            logger.info("%s %s: it is asked by %s", parts.netloc, reason, _OTHER[parts.scheme])
            if self._stats is not None:
                self._stats.inc_value("newsspider/hosts/other-scheme")
            return response

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
        location = response.headers.get("Location")
        leads_to = urljoin(response.url, location.decode("latin-1")) if location else ""
        return None if leads_to.rstrip("/") == request.url.rstrip("/") else response

    @staticmethod
    async def _by_other(request: Request, url: str, fetch: Fetch) -> Response:
        other = request.replace(url=url)
        response = await fetch(other)
        if "download_latency" in other.meta:
            request.meta["download_latency"] = other.meta["download_latency"]
        return response


def other_url(parts: SplitResult) -> str:
    """Return an address with the other one of http and https; an unusual port stays.

    >>> other_url(urlsplit("http://example.org:80/a?b")), other_url(urlsplit("https://example.org:8443/"))
    ('https://example.org/a?b', 'http://example.org:8443/')
    """
    netloc = parts.netloc.removesuffix(f":{_USUAL_PORTS[parts.scheme]}")
    return parts._replace(scheme=_OTHER[parts.scheme], netloc=netloc).geturl()
