"""The files that a run writes itself: a replay of the folder that they lie in does not read them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from urllib.parse import unquote, urlsplit

from scrapy.settings import BaseSettings

_LISTS = (
    "NEWSSPIDER_REJECTS_PATH", "NEWSSPIDER_DROPPED_PATH", "NEWSSPIDER_DUPLICATES_PATH", "NEWSSPIDER_SKIPPED_PATH",
    "NEWSSPIDER_REPORT_PATH",
)  # fmt: skip
_STDOUT = "stdout:"


def is_written(settings: BaseSettings) -> Callable[[object], bool]:
    """Return a function that says whether a run with these settings writes a file: its feeds, lists and report.

    That includes the figures beside the report, and the pages that are explained beside it.
    """
    feeds = is_feed(settings)
    paths = {Path(path).resolve() for name in _LISTS if (path := settings.get(name))}
    paths |= {path.with_suffix(".json") for path in paths if path.suffix == ".html"}  # the report's figures
    report = settings.get("NEWSSPIDER_REPORT_PATH")
    explained = explain_folder(Path(report)).resolve() if report else None

    def check(file: object) -> bool:
        if feeds(file):
            return True
        resolved = file.resolve() if isinstance(file, Path) else None
        return resolved is not None and (resolved in paths or resolved.parent == explained)

    return check


def explain_folder(report: Path) -> Path:
    """Return the folder of the pages that are explained beside a report.

    >>> explain_folder(Path("_run/report.html")).name
    'report-explain'
    """
    return report.with_name(f"{report.stem}-explain")


def is_feed(settings: BaseSettings) -> Callable[[object], bool]:
    """Return a function that says whether a file is one of the feeds of a run, or where its output is sent to."""
    paths = set(_feed_paths(settings))
    output = _file_of_output() if _STDOUT in map(str, settings.getdict("FEEDS")) else None

    def check(file: object) -> bool:
        if not isinstance(file, Path):
            return False
        return file.resolve() in paths or (output is not None and _identity(file) == output)

    return check


def _feed_paths(settings: BaseSettings) -> Iterator[Path]:
    for feed in map(str, settings.getdict("FEEDS")):
        parts = urlsplit(feed)
        if parts.scheme == "file":
            yield Path(unquote(parts.path)).resolve()
        elif "://" not in feed and feed != _STDOUT:
            yield Path(feed).resolve()


def _file_of_output() -> tuple[int, int] | None:
    with suppress(OSError, ValueError, AttributeError):  # of an output that is no file, or closed
        found = os.fstat(sys.stdout.fileno())
        return (found.st_dev, found.st_ino) if S_ISREG(found.st_mode) else None
    return None


def _identity(file: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = file.stat()
        return found.st_dev, found.st_ino
    return None
