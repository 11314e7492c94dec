"""Cookies without the network: Scrapy's own component lets tldextract fetch the list of public suffixes."""

from __future__ import annotations

from collections.abc import Iterable
from http.cookiejar import Cookie

from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Request
from scrapy.http.cookies import CookieJar

from newsspider.processors.urls import is_public_suffix
from newsspider.state.hosts import host_of


class BundledSuffixCookiesMiddleware(CookiesMiddleware):
    """Keeps cookies as Scrapy does, by the list of public suffixes that ships with tldextract."""

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        """Put cookies into the jar; one for a whole public suffix (`.co.uk`) only for a host of that name."""
        host = host_of(request.url)
        for cookie in cookies:
            domain = cookie.domain.removeprefix(".")
            if domain and is_public_suffix(domain):
                if domain != host:
                    continue
                cookie.domain = host
            jar.set_cookie_if_ok(cookie, request)
