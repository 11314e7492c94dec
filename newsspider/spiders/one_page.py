"""The spider of `scrapy explain`: one page, fetched as the news spider fetches all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import HtmlResponse, Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsspider.items import Article, Reject
from newsspider.spiders.failure import fail_run
from newsspider.spiders.news import NewsSpider


class OnePageSpider(NewsSpider):
    """Fetches `url` with the news spider's manners and hands the response to `keep`; follows no link.

    Where there is no page, one line says why, and the run fails.
    """

    name = ""  # nobody crawls with it by name

    def __init__(self, url: str, keep: Callable[[HtmlResponse], None], **kwargs: Any) -> None:
        super().__init__(urls=[url], name="one-page", **kwargs)
        self.keep = keep

    def parse(self, response: Response) -> Iterator[Article | Reject | Request]:
        """Keep the page."""
        if isinstance(response, HtmlResponse):
            self.keep(response)
        else:
            self._fail(response.url, "it is no HTML page")
        yield from ()

    def failed(self, failure: Failure) -> Iterator[Reject]:
        """Say why there is no page."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        self._fail(request.url, _reason(failure))
        yield from ()

    def _fail(self, url: str, reason: str) -> None:
        self.logger.error("%s cannot be explained: %s", url, reason)
        fail_run(self.crawler)


def _reason(failure: Failure) -> str:
    if isinstance(failure.value, DownloadCancelledError):
        return "it is larger than NEWSSPIDER_MAX_PAGE_BYTES"
    if isinstance(failure.value, HttpError):
        return f"the server answered with status {failure.value.response.status}"
    if isinstance(failure.value, IgnoreRequest):
        return f"it is not asked for: {failure.getErrorMessage()}"
    return failure.getErrorMessage()
