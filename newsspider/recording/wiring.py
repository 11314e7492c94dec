"""What makes any project's crawl a recorded one."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from newsspider.recording.handler import recording
from newsspider.recording.recorder import Recorder

# These ask nobody.
_LOCAL_SCHEMES = frozenset({"data", "file"})


def record(settings: BaseSettings) -> None:
    """Put the recorder around the download handlers of all schemes, the project's own among them."""
    own = settings.getdict("DOWNLOAD_HANDLERS")
    schemes = {**dict.fromkeys(settings.getdict("DOWNLOAD_HANDLERS_BASE")), **own}
    handlers = {
        scheme: recording(scheme, handler)
        for scheme, handler in schemes.items()
        if scheme not in _LOCAL_SCHEMES and not (scheme in own and handler is None)
    }
    handlers = {**own, **handlers}
    settings.set("DOWNLOAD_HANDLERS", handlers, priority="cmdline")
    settings.set("EXTENSIONS", {**settings.getdict("EXTENSIONS"), Recorder: 0}, priority="cmdline")
