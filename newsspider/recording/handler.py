"""The download handler of recorded crawls, and the settings that put it around the one that fetches."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime
from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from newsspider.middlewares.downloads import WrappingDownloadHandler
from newsspider.recording.recorder import Recorder


class RecordingDownloadHandler(WrappingDownloadHandler):
    """Passes each request to the handler `wrapped`, and the result to the recorder too."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        recorder = crawler.get_extension(Recorder)
        assert recorder is not None  # noqa: S101  # the add-on mounts both
        self.recorder = recorder

    async def download_request(self, request: Request) -> Response:
        """Record `request` and its response; return the response."""
        if self.recorder.is_broken:
            raise IgnoreRequest("the recording has ended")
        began = datetime.now(UTC)
        try:
            response = await super().download_request(request)
        except Exception as error:
            self.recorder.failed(request, error, began)
            raise
        self.recorder.answered(request, response, began)
        return response


def recording_handler(scheme: str, handler: Any = None) -> type[RecordingDownloadHandler]:
    """Return a class that records what `handler` of DOWNLOAD_HANDLERS fetches; None stands for Scrapy's own."""
    if inspect.isclass(handler) and issubclass(handler, RecordingDownloadHandler):
        return handler
    lazy = getattr(load_object(handler), "lazy", True) if handler else True
    attributes = {"wrapped": handler, "scheme": scheme, "lazy": lazy}
    return type("RecordingDownloadHandler", (RecordingDownloadHandler,), attributes)


# These use no network.
_LOCAL_SCHEMES = frozenset({"data", "file"})


def record_downloads(settings: BaseSettings) -> None:
    """Put the recorder around the download handlers of all schemes, also the project's own."""
    own = settings.getdict("DOWNLOAD_HANDLERS")
    schemes = {**dict.fromkeys(settings.getdict("DOWNLOAD_HANDLERS_BASE")), **own}
    handlers = {
        scheme: recording_handler(scheme, handler)
        for scheme, handler in schemes.items()
        if scheme not in _LOCAL_SCHEMES and not (scheme in own and handler is None)
    }
    handlers = {**own, **handlers}
    settings.set("DOWNLOAD_HANDLERS", handlers, priority="cmdline")
    settings.set("EXTENSIONS", {**settings.getdict("EXTENSIONS"), Recorder: 0}, priority="cmdline")
