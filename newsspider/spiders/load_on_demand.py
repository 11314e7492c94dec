"""Parts of Scrapy that a replay does not use, imported where they are used after all."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.utils.misc import build_from_crawler, load_object

_TUNNEL_ERROR = "scrapy.core.downloader.handlers.http11.TunnelError"
_CONSOLES = {
    "scrapy.extensions.remote_control.RemoteControl": "REMOTE_CONTROL_ENABLED",
    "scrapy.extensions.telnet.TelnetConsole": "TELNETCONSOLE_ENABLED",
}


def load_on_demand(settings: BaseSettings) -> None:
    """Keep Scrapy from importing parts that a replay does not use: 0.3 of 1.3 s for a single page.

    It imports all download handlers, and TLS with them, and for consoles that are off a web server and a shell.
    """
    handlers = {
        scheme: type("DeferredHandler", (DeferredHandler,), {"path": path}) if isinstance(path, str) else path
        for scheme, path in settings.getdict("DOWNLOAD_HANDLERS_BASE").items()
    }
    settings.set("DOWNLOAD_HANDLERS_BASE", handlers, priority="cmdline")
    extensions = settings.getdict("EXTENSIONS_BASE")
    for name, switch in _CONSOLES.items():
        if not settings.getbool(switch):
            extensions.pop(name, None)
    settings.set("EXTENSIONS_BASE", extensions, priority="cmdline")
    retried = [TunnelError if error == _TUNNEL_ERROR else error for error in settings.getlist("RETRY_EXCEPTIONS")]
    settings.set("RETRY_EXCEPTIONS", retried, priority="spider")


class DeferredHandler:
    """Stands for Scrapy's download handler at `path` until a pipeline of the project downloads something."""

    lazy = True
    path = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Any:
        """Return the real handler, for the first request."""
        return build_from_crawler(load_object(cls.path), crawler)


class _NamedTunnelError(type):
    """Makes `isinstance` true for TunnelError of Scrapy's handler of HTTP without an import of that handler."""

    def __instancecheck__(cls, error: object) -> bool:
        return type(error).__name__ == cls.__name__


TunnelError = _NamedTunnelError("TunnelError", (Exception,), {})
