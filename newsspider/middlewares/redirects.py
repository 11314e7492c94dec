"""Redirects and meta refreshes: within the sites of a crawl, and never round in circles."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urldefrag

from scrapy.downloadermiddlewares.redirect import (
    BaseRedirectMiddleware,
    MetaRefreshMiddleware,
    RedirectMiddleware,
)
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from newsspider.discovery.links import site_of
from newsspider.middlewares.skipping import ROBOTS_REQUEST, SkippedRequest, skipped

logger = logging.getLogger(__name__)

# A page may send a browser back to itself once it has set a cookie; one that does so again will do it for ever.
_MAX_VISITS = 2


class SiteRedirects(BaseRedirectMiddleware):
    """What both ways of redirecting share.

    A spider with `sites` (a set of what `site_of` returns) stays on them: a redirect that leaves them is skipped
    as `redirect-off-site`, but a start URL's own adds its site to them. Circles are skipped as `redirect-loop`.
    """

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        """Return the request to follow, or raise SkippedRequest."""
        self._check_site(redirected, request)
        before = [urldefrag(url)[0] for url in (*request.meta.get("redirect_urls", ()), request.url)]
        visits = before.count(urldefrag(redirected.url)[0])
        if visits >= _MAX_VISITS:
            raise self._circle(request)
        try:
            followed = super()._redirect(redirected, request, reason)
        except IgnoreRequest as error:
            raise self._circle(request) from error
        followed.meta.pop("download_slot", None)  # of the host that redirected
        if visits:  # with a cookie it may answer otherwise; the filter of duplicates would drop it
            followed.dont_filter = True
        return followed

    def _check_site(self, redirected: Request, request: Request) -> None:
        spider, site = self.crawler.spider, site_of(redirected.url)
        sites = getattr(spider, "sites", None)
        if not sites or ROBOTS_REQUEST in request.meta or site == site_of(request.url):
            return
        if site in sites:
            hand_over = getattr(spider, "hand_over", None)
            if hand_over is not None and hand_over(redirected.url, request):
                message = (
                    f"{request.url} redirects to {redirected.url}, which is requested with the others of its site"
                )
                raise skipped(self.crawler, redirected, "handed-over", message)
            return
        if not request.meta.get("is_start_request"):
            message = f"{request.url} redirects to {redirected.url}, which is on another site"
            raise skipped(self.crawler, redirected, "redirect-off-site", message)
        logger.warning("%s redirects to %s: that site is asked instead", request.url, redirected.url)
        self.crawler.spider.sites = sites | {site}  # type: ignore[union-attr]  # it has `sites`, as just seen

    def _circle(self, request: Request) -> SkippedRequest:
        message = f"{request.url} redirects in a loop"
        return skipped(self.crawler, request, "redirect-loop", message)


class SiteRedirectMiddleware(SiteRedirects, RedirectMiddleware):
    """Follows redirects by status and Location."""


class SiteMetaRefreshMiddleware(SiteRedirects, MetaRefreshMiddleware):
    """Follows `<meta http-equiv="refresh">` to another page; a page that only reloads itself is a page."""

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        if urldefrag(redirected.url)[0] == urldefrag(request.url)[0]:
            raise _ReloadedError
        return super()._redirect(redirected, request, reason)

    def process_response(  # type: ignore[override]  # without an argument that Scrapy has given up
        self, request: Request, response: Response
    ) -> Request | Response:
        """Return the request that the page refreshes to, or the page."""
        try:
            return super().process_response(request, response)
        except _ReloadedError:
            return response


class _ReloadedError(Exception):
    """A page refreshes to itself."""
