"""What makes any project's crawl an offline one: every way to the network is taken out of its settings."""

from __future__ import annotations

from typing import Any

from scrapy.settings import BaseSettings

from newsspider.offline.archive import OfflineArchive
from newsspider.offline.handler import OfflineDownloadHandler

# These read what the spider itself holds or names on this machine.
_LOCAL_SCHEMES = frozenset({"data", "file"})
# No port, no cached answer of another day, nobody to be polite to, and nothing that a second try could change.
_OFFLINE: dict[str, Any] = {
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "RETRY_ENABLED": False,
    "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_SLOTS": {},
}


def go_offline(settings: BaseSettings) -> None:
    """Replace the download handlers of all schemes, the project's own among them, by the archive.

    At the command line's priority, above project and spider: one of theirs left in place would go online.
    """
    for name, value in _OFFLINE.items():
        settings.set(name, value, priority="cmdline")
    schemes = {**settings.getdict("DOWNLOAD_HANDLERS_BASE"), **settings.getdict("DOWNLOAD_HANDLERS")}
    handlers = {name: OfflineDownloadHandler for name in schemes if name not in _LOCAL_SCHEMES}
    kept = {name: handler for name, handler in schemes.items() if name in _LOCAL_SCHEMES}
    settings.set("DOWNLOAD_HANDLERS", {**kept, **handlers}, priority="cmdline")
    settings.set("EXTENSIONS", {**settings.getdict("EXTENSIONS"), OfflineArchive: 0}, priority="cmdline")
