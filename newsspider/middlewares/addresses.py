"""No request to a private address that a page, a redirect or a DNS answer has named.

Otherwise a page could make the crawler ask what only this machine or its network can reach: routers, databases, a
cloud's metadata (server-side request forgery).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Request
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from newsspider.middlewares.skipping import skipped
from newsspider.private_addresses import IPAddress, is_private
from newsspider.state.hosts import host_name

# Forms of IPv4 that inet_aton reads, and with it getaddrinfo: 2130706433, 0x7f.1, 0177.0.0.1.
_INET_ATON = re.compile(
    r"(?:0x[0-9a-f]{0,16}|[0-9]{1,16})(?:\.(?:0x[0-9a-f]{0,16}|[0-9]{1,16})){0,3}", re.IGNORECASE
)


def literal_address(host: str) -> IPAddress | None:
    """Return the address that a host is written as, in any form that the system's resolver reads; None of a name.

    >>> literal_address("0x7f.1"), literal_address("2130706433"), literal_address("example.org")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), None)
    """
    bare = host.strip("[]").partition("%")[0].rstrip(".")
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    if not _INET_ATON.fullmatch(bare):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(bare))
    except OSError:
        return None


class TrustedHosts:
    """Hosts that may have private addresses, since the user named them: those of start URLs and of proxies."""

    def __init__(self, is_refused: Callable[[IPAddress], bool] = is_private) -> None:
        self.is_refused = is_refused
        self.hosts: set[str] = set()
        self.refused: set[str] = set()  # names whose addresses were refused

    def add(self, url: str) -> None:
        """Trust the host of a URL, or `host:port`."""
        self.hosts.add(host_name(url if "://" in url else f"//{url}"))

    def refuses(self, host: str, address: IPAddress) -> bool:
        """Return whether `address` of `host` must not be asked."""
        return host.rstrip(".").lower() not in self.hosts and self.is_refused(address)


class PrivateAddressMiddleware:
    """Skips requests to private addresses (`private-address`), unless the host is a start URL's own or a proxy.

    Addresses in URLs are refused here. Names are looked up by the reactor, whose resolver is guarded while the
    crawl runs: what it refuses never gets a packet, whichever middleware asked, and comes back here as an error.
    """

    def __init__(self, crawler: Crawler, trusted: TrustedHosts) -> None:
        self.crawler, self.trusted = crawler, trusted

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware, which guards the reactor from the start of the crawl to its end."""
        middleware = cls(crawler, TrustedHosts())
        crawler.signals.connect(middleware.opened, signal=signals.spider_opened)
        crawler.signals.connect(middleware.scheduled, signal=signals.request_scheduled)
        crawler.signals.connect(middleware.closed, signal=signals.spider_closed)
        return middleware

    def opened(self, spider: Spider) -> None:
        """Trust the spider's start URLs, and guard the reactor's resolver."""
        for url in (*getattr(spider, "named_urls", ()), *getattr(spider, "start_urls", ())):
            self.trusted.add(str(url))
        guard_resolver(self.trusted)

    def scheduled(self, request: Request) -> None:
        """Trust the host of a request that `Spider.start()` has made, before robots.txt is asked for."""
        if request.meta.get("is_start_request") and not request.meta.get("redirect_urls"):
            self.trusted.add(request.url)

    def closed(self) -> None:
        """Give the reactor its own resolver back."""
        unguard_resolver(self.trusted)

    async def process_request(self, request: Request) -> None:
        """Skip a request to an address that is refused; trust the proxy."""
        if request.meta.get("proxy"):
            self.trusted.add(request.meta["proxy"])
        host = host_name(request.url)
        address = literal_address(host)
        if address is not None and self.trusted.refuses(host, address):
            raise self._skipped(request)

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Tell a name whose addresses were refused from one that has none: it is not tried again."""
        if isinstance(exception, CannotResolveHostError) and host_name(request.url) in self.trusted.refused:
            raise self._skipped(request)

    def _skipped(self, request: Request) -> Exception:
        message = f"{request.url} leads to a private address that no start URL names"
        return skipped(self.crawler, request, "private-address", message)


@implementer(IHostnameResolver)
class GuardedResolver:
    """A reactor's resolver that leaves out the addresses which no crawl on the reactor may ask."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.guards: list[TrustedHosts] = []

    def resolveHostName(  # noqa: N802  # Twisted's interface
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Look a name up; addresses that are refused are not passed on."""
        receiver = _GuardedReceiver(resolutionReceiver, hostName, self.guards)
        resolution: IHostResolution = self.inner.resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )
        return resolution


@implementer(IResolutionReceiver)
class _GuardedReceiver:
    def __init__(self, receiver: Any, host: str, guards: Sequence[TrustedHosts]) -> None:
        self.receiver, self.host, self.guards = receiver, host, guards

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        found = literal_address(address.host)
        # Several crawls may share a reactor: what one of them may ask passes.
        if found is None or not self.guards or any(not guard.refuses(self.host, found) for guard in self.guards):
            self.receiver.addressResolved(address)
            return
        for guard in self.guards:
            guard.refused.add(self.host.lower())

    def resolutionComplete(self) -> None:  # noqa: N802
        self.receiver.resolutionComplete()


def guard_resolver(trusted: TrustedHosts) -> None:
    """Put a guard before the resolver of the running reactor."""
    from twisted.internet import reactor  # noqa: PLC0415  # importing it installs one: only where one runs

    plugged: Any = reactor
    if not hasattr(plugged, "installNameResolver"):  # no Twisted reactor runs
        return
    if not isinstance(plugged.nameResolver, GuardedResolver):
        plugged.installNameResolver(GuardedResolver(plugged.nameResolver))
    plugged.nameResolver.guards.append(trusted)


def unguard_resolver(trusted: TrustedHosts) -> None:
    """Take the guard away, and with the last one the guarded resolver."""
    from twisted.internet import reactor  # noqa: PLC0415  # as above

    plugged: Any = reactor
    guarded = getattr(plugged, "nameResolver", None)
    if isinstance(guarded, GuardedResolver) and trusted in guarded.guards:
        guarded.guards.remove(trusted)
        if not guarded.guards:
            plugged.installNameResolver(guarded.inner)
