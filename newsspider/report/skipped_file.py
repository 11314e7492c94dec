"""The file of skipped addresses: which were not requested, and why."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newsspider.feeds.row_file import RowFile
from newsspider.signals import url_skipped

# A trap gives addresses without end; the last row for its reason says how many there were.
_MOST_ROWS = 1_000


class SkippedFile:
    """Writes each skipped address to NEWSSPIDER_SKIPPED_PATH, as a line of JSON: `url`, `reason`, `site`.

    Of a site and reason the first 1,000 are listed; how many more there were is in a last row, without `url`. The
    file is that of one run: it begins anew with the run.
    """

    def __init__(self, path: Path, crawler: Crawler) -> None:
        self.path, self._file = path, RowFile.for_run(crawler, "NEWSSPIDER_SKIPPED_PATH", path)
        self._counts: Counter[tuple[str, str]] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension. Raises NotConfigured without a path."""
        path = crawler.settings.get("NEWSSPIDER_SKIPPED_PATH")
        if not path:
            raise NotConfigured
        listener = cls(Path(path), crawler)
        crawler.signals.connect(listener.url_skipped, signal=url_skipped)
        crawler.signals.connect(listener.spider_closed, signal=signals.spider_closed)
        return listener

    def url_skipped(self, url: str, reason: str, site: str) -> None:
        """Write an address."""
        self._counts[site, reason] += 1
        if self._counts[site, reason] <= _MOST_ROWS:
            self._file.write({"url": url, "reason": reason, "site": site})

    def spider_closed(self) -> None:
        """Write how many addresses were not listed, and close the file."""
        for (site, reason), number in self._counts.items():
            if number > _MOST_ROWS:
                self._file.write({"reason": reason, "site": site, "more": number - _MOST_ROWS})
        self._file.close()
