"""The download handler of recorded crawls: around the one that fetches, as near to the wire as Scrapy lets us."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime
from typing import Any

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Request, Response
from scrapy.utils.defer import ensure_awaitable
from scrapy.utils.misc import build_from_crawler, load_object

from newsspider.recording.recorder import Recorder


class RecordingDownloadHandler(BaseDownloadHandler):
    """Hands each request on to the handler `wrapped`, and what became of it to the recorder as well."""

    wrapped: Any = None  # as in DOWNLOAD_HANDLERS, a class or its path; None: Scrapy's own for `scheme`
    scheme = ""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        recorder = crawler.get_extension(Recorder)
        assert recorder is not None  # noqa: S101  # the add-on mounts both
        self.recorder = recorder
        # Scrapy's own are looked up now: without a reactor they are others, or none.
        handler = self.wrapped or crawler.settings["DOWNLOAD_HANDLERS_BASE"].get(self.scheme)
        if handler is None:
            raise NotConfigured(f"no handler for {self.scheme}")
        self.inner = build_from_crawler(load_object(handler), crawler)
        self._takes_spider = not inspect.iscoroutinefunction(self.inner.download_request)  # Scrapy's older form

    async def download_request(self, request: Request) -> Response:
        """Return the response to `request`, having recorded both."""
        if self.recorder.is_broken:
            raise IgnoreRequest("the recording has ended")
        began = datetime.now(UTC)
        try:
            more = (self.crawler.spider,) if self._takes_spider else ()
            response: Response = await ensure_awaitable(self.inner.download_request(request, *more))
        except Exception as error:
            self.recorder.failed(request, error, began)
            raise
        self.recorder.answered(request, response, began)
        return response

    async def close(self) -> None:
        """Close the handler that fetches."""
        if hasattr(self.inner, "close"):
            await ensure_awaitable(self.inner.close())


def recording(scheme: str, handler: Any = None) -> type[RecordingDownloadHandler]:
    """Return the class that records what `handler` of DOWNLOAD_HANDLERS fetches, or else Scrapy's own."""
    if inspect.isclass(handler) and issubclass(handler, RecordingDownloadHandler):
        return handler
    lazy = getattr(load_object(handler), "lazy", True) if handler else True
    attributes = {"wrapped": handler, "scheme": scheme, "lazy": lazy}
    return type("RecordingDownloadHandler", (RecordingDownloadHandler,), attributes)
