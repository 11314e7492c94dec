"""The spider of `extract URL` and `explain URL`: one page, fetched as politely as by the news spider."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import HtmlResponse, Request, Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsspider.engine import fail_run
from newsspider.errors import SettingError, printable
from newsspider.middlewares.failures import failure_of
from newsspider.middlewares.manners import polite_settings
from newsspider.middlewares.skipping import TRANSIENT, SkippedRequest
from newsspider.spiders.base import ArticleSpider, enable_addon
from newsspider.spiders.crawl_arguments import read_arguments
from newsspider.spiders.html_pages import as_page
from newsspider.state.hosts import host_of


class OnePageSpider(ArticleSpider):
    """Fetches one page as politely as the news spider and passes it to `keep`.

    It follows no links. If there is no page, one line in the log says why, and the run fails.
    """

    name = ""  # not listed by `scrapy list`
    has_progress = has_site_table = False
    tells_of_failed_starts = True

    def __init__(self, url: str, keep: Callable[[HtmlResponse], None], **kwargs: Any) -> None:
        super().__init__(name="one-page", **kwargs)
        self.url, self.keep = url, keep
        self.start_urls = [url]
        try:
            read_arguments({"urls": [url]})
        except SettingError as error:
            self.start_error = str(error)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Enable the add-on and polite defaults; a project's own settings win."""
        super().update_settings(settings)
        enable_addon(settings)
        polite_settings(settings)
        settings.set("LOG_LEVEL", "INFO", priority="addon")
        settings.set("RETRY_ENABLED", False, priority="spider")  # somebody waits for it, and can ask again

    async def start(self) -> AsyncIterator[Request]:
        """Yield the request for the page, or report what is wrong with its address."""
        if self.start_error:
            fail_run(self.crawler, self.start_error)
            return
        meta = {"download_maxsize": self.crawler.settings.getint("NEWSSPIDER_MAX_PAGE_BYTES")}
        yield Request(self.url, self.parse, errback=self.failed, meta=meta)

    def parse(self, response: Response) -> None:
        """Pass the page to `keep`."""
        page = as_page(response)
        if page is not None:
            self.keep(page)
        else:
            self._fail(response.url, "it is not an HTML page")

    def failed(self, failure: Failure) -> None:
        """Log why there is no page."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        self._fail(request.url, _reason(request, failure))

    def _fail(self, url: str, reason: str) -> None:
        self.logger.error("%s: %s", printable(url), reason)
        fail_run(self.crawler)


def _way_round(failure: Failure) -> str:
    """Return how to read a page all the same that robots.txt forbids: one person may read what a crawl may not."""
    is_forbidden = "robots.txt" in failure.getErrorMessage()
    return "; -s ROBOTSTXT_OBEY=False requests it all the same" if is_forbidden else ""


def _reason(request: Request, failure: Failure) -> str:
    if isinstance(failure.value, DownloadCancelledError):
        return "it is larger than NEWSSPIDER_MAX_PAGE_BYTES"
    if isinstance(failure.value, HttpError):
        return f"the server answered with status {failure.value.response.status}"
    if isinstance(failure.value, IgnoreRequest):
        is_out_of_reach = isinstance(failure.value, SkippedRequest) and failure.value.reason in TRANSIENT
        done = "could not be" if is_out_of_reach else "was not"
        return f"it {done} requested: {failure.getErrorMessage()}{_way_round(failure)}"
    return f"{host_of(request.url)} {failure_of(failure.value).wording}"
