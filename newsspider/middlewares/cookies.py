"""Cookies without the network: Scrapy's own component lets tldextract fetch the list of public suffixes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from http.cookiejar import Cookie

from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Request
from scrapy.http.cookies import CookieJar
from tldextract import TLDExtract

from newsspider.state.hosts import host_name


class BundledSuffixCookiesMiddleware(CookiesMiddleware):
    """Keeps cookies as Scrapy does, by the list of public suffixes that ships with tldextract."""

    @cached_property
    def _suffixes(self) -> TLDExtract:
        return TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        """Put cookies into the jar; one for a whole public suffix (`.co.uk`) only for a host of that name."""
        host = host_name(request.url)
        for cookie in cookies:
            domain = cookie.domain.removeprefix(".")
            if domain and not self._suffixes(domain).domain:  # people register domains directly under it
                if domain != host:
                    continue
                cookie.domain = host
            jar.set_cookie_if_ok(cookie, request)
