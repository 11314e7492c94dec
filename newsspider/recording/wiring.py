"""What makes any project's crawl a recorded one."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from newsspider.recording.handler import recording
from newsspider.recording.recorder import Recorder

# These ask nobody.
_LOCAL_SCHEMES = frozenset({"data", "file"})


def record(settings: BaseSettings) -> None:
    """Put the recorder around the download handlers of all schemes, the project's own among them."""
    schemes = {**settings.getdict("DOWNLOAD_HANDLERS_BASE"), **settings.getdict("DOWNLOAD_HANDLERS")}
    handlers = {
        scheme: handler if scheme in _LOCAL_SCHEMES or handler is None else recording(handler)
        for scheme, handler in schemes.items()
    }
    settings.set("DOWNLOAD_HANDLERS", handlers, priority="cmdline")
    settings.set("EXTENSIONS", {**settings.getdict("EXTENSIONS"), Recorder: 0}, priority="cmdline")
