"""A file of one run with a line of JSON for each thing that is worth a note."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, Self, TextIO

from scrapy import signals
from scrapy.crawler import Crawler

from newsspider.engine import fail_on_start, fail_run
from newsspider.feeds.paths import write_obstacle

logger = logging.getLogger(__name__)


class RowFile:
    """Writes lines of JSON; the file begins anew with the run, and goes on with a crawl that goes on.

    One that cannot be written fails the run, at its start where that shows then.
    """

    def __init__(self, path: Path, crawler: Crawler) -> None:
        self.path, self._crawler = path, crawler
        self._file: TextIO | None = None
        self._has_failed = False

    @classmethod
    def for_run(cls, crawler: Crawler, setting: str, path: Path) -> Self:
        """Return the file that a setting names; the run fails on its start if it cannot be written."""
        if reason := write_obstacle(path):
            fail_on_start(crawler, f"{setting}: {path} cannot be written: {reason}")
        file = cls(path, crawler)
        crawler.signals.connect(file.begin, signal=signals.spider_opened)
        return file

    def begin(self) -> None:
        """Remove the rows of an earlier run, unless this one goes on with it, or fails on its start."""
        if self._goes_on() or getattr(self._crawler.spider, "start_error", None) or not self.path.is_file():
            return
        with suppress(OSError):  # the first row tells of it
            self.path.write_bytes(b"")

    def _goes_on(self) -> bool:
        return bool(getattr(self._crawler.spider, "continues_feeds", False))

    def write(self, row: Mapping[str, Any]) -> None:
        """Write a line."""
        if self._has_failed:
            return
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                # Line by line: a run that is killed leaves whole rows.
                mode: Literal["a", "w"] = "a" if self._goes_on() else "w"
                self._file = self.path.open(mode, buffering=1, encoding="utf-8", errors="backslashreplace")
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
        except OSError as error:
            self._has_failed = True
            reason = f"{self.path} cannot be written any more: {error.strerror or error}"
            logger.error(reason)  # noqa: TRY400  # one line
            fail_run(self._crawler, reason, is_logged=True)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            with suppress(OSError):  # told already
                self._file.close()
