"""The file of skipped addresses: which were not requested, and why."""

from __future__ import annotations

import json
import logging
from collections import Counter
from pathlib import Path
from typing import Self, TextIO

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newsspider.engine import fail_on_start, fail_run
from newsspider.feeds.paths import write_obstacle
from newsspider.signals import url_skipped

logger = logging.getLogger(__name__)

# A trap gives addresses without end; the last row for its reason says how many there were.
_MOST_ROWS = 1_000


class SkippedFile:
    """Writes each skipped address to NEWSSPIDER_SKIPPED_PATH, as a line of JSON: `url`, `reason`, `site`.

    Of a site and reason the first 1,000 are listed; how many more there were is in a last row, without `url`. The
    file is that of one run: it begins anew with the run's first skipped address.
    """

    def __init__(self, path: Path, crawler: Crawler) -> None:
        self.path, self._crawler = path, crawler
        self._counts: Counter[tuple[str, str]] = Counter()
        self._file: TextIO | None = None
        self._has_failed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension. Raises NotConfigured without a path."""
        path = crawler.settings.get("NEWSSPIDER_SKIPPED_PATH")
        if not path:
            raise NotConfigured
        listener = cls(Path(path), crawler)
        if reason := write_obstacle(listener.path):
            fail_on_start(crawler, f"NEWSSPIDER_SKIPPED_PATH: {path} cannot be written: {reason}")
        crawler.signals.connect(listener.url_skipped, signal=url_skipped)
        crawler.signals.connect(listener.spider_closed, signal=signals.spider_closed)
        return listener

    def url_skipped(self, url: str, reason: str, site: str) -> None:
        """Write an address."""
        self._counts[site, reason] += 1
        if self._counts[site, reason] <= _MOST_ROWS:
            self._write({"url": url, "reason": reason, "site": site})

    def spider_closed(self) -> None:
        """Write how many addresses were not listed, and close the file."""
        for (site, reason), number in self._counts.items():
            if number > _MOST_ROWS:
                self._write({"reason": reason, "site": site, "more": number - _MOST_ROWS})
        if self._file is not None:
            self._file.close()

    def _write(self, row: dict[str, object]) -> None:
        if self._has_failed:
            return
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                # Line by line: a run that is killed leaves whole rows.
                self._file = self.path.open("w", buffering=1, encoding="utf-8", errors="backslashreplace")
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
        except OSError as error:
            self._has_failed = True
            logger.error("%s: %s; skipped addresses are not listed", self.path, error.strerror or error)  # noqa: TRY400
            fail_run(self._crawler)
