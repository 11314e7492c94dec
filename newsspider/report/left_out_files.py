"""The lists of what a run leaves out: addresses that were skipped, and pages that were dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newsspider.feeds.row_file import RowFile
from newsspider.pipelines.dropped_rows import dropped_row
from newsspider.pipelines.item_rejects import PlaceOf, places_in
from newsspider.pipelines.rejects import RejectedItem
from newsspider.report.counting import UNCHANGED_REASONS, is_told, site_name
from newsspider.signals import page_refused, url_skipped

# A trap gives addresses without end; the last row for its reason says how many there were.
_MOST_ROWS = 1_000


class LeftOutFile:
    """Writes rows to the file that `setting` names, as lines of JSON.

    Of a site and reason the first 1,000 are listed; how many more there were is in a last row, which has only
    `reason`, `site` and `more`. The file is that of one run: it begins anew with the run, and so does the count
    where a run goes on that was stopped.
    """

    setting: ClassVar[str]

    def __init__(self, path: Path, crawler: Crawler) -> None:
        self._crawler, self.path, self._file = crawler, path, RowFile.for_run(crawler, self.setting, path)
        self._counts: Counter[tuple[str, str]] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension. Raises NotConfigured without a path."""
        path = crawler.settings.get(cls.setting)
        if not path:
            raise NotConfigured
        listener = cls(Path(path), crawler)
        listener.listen(crawler)
        crawler.signals.connect(listener.spider_closed, signal=signals.spider_closed)
        return listener

    def listen(self, crawler: Crawler) -> None:
        """Connect the signals that tell of what is to be listed."""
        raise NotImplementedError

    def write(self, row: Mapping[str, Any], reason: str, site: str) -> None:
        """Write a row, unless there are many of its kind."""
        self._counts[site, reason] += 1
        if self._counts[site, reason] <= _MOST_ROWS:
            self._file.write(row)

    def spider_closed(self) -> None:
        """Write how many rows were not listed, and close the file."""
        for (site, reason), number in self._counts.items():
            if number > _MOST_ROWS:
                self._file.write({"reason": reason, "site": site, "more": number - _MOST_ROWS})
        self._file.close()


class SkippedFile(LeftOutFile):
    """Lists each address that was found and not requested: `url`, `reason`, `site`."""

    setting = "NEWSSPIDER_SKIPPED_PATH"

    def listen(self, crawler: Crawler) -> None:
        """Connect the signals that tell of skipped addresses."""
        crawler.signals.connect(self.url_skipped, signal=url_skipped)

    def url_skipped(self, url: str, reason: str, site: str) -> None:
        """Write an address."""
        self.write({"url": url, "reason": reason, "site": site}, reason, site)


class DroppedFile(LeftOutFile):
    """Lists each page that was read and gives no article in the feed; see `dropped_row`."""

    setting = "NEWSSPIDER_DROPPED_PATH"

    def listen(self, crawler: Crawler) -> None:
        """Connect the signals that tell of dropped pages."""
        self.place_of: PlaceOf = places_in(crawler)
        self.names: Mapping[str, str] = crawler.settings.getdict("NEWSSPIDER_FIELD_NAMES")
        crawler.signals.connect(self.page_refused, signal=page_refused)
        crawler.signals.connect(self.item_dropped, signal=signals.item_dropped)

    def page_refused(self, url: str, reason: str, site: str, probability: float | None = None) -> None:
        """Write a page that the spider has dropped."""
        if reason not in UNCHANGED_REASONS:
            known = {} if probability is None else {"probability": probability}
            self.write({"url": url, "reason": reason, **known}, reason, site)

    def item_dropped(self, item: Any, exception: BaseException, response: Any = None) -> None:
        """Write the page of an item that a pipeline has dropped; rejects have a list of their own."""
        if not (isinstance(exception, RejectedItem) or is_told(self._crawler, response)):
            row = dropped_row(item, exception, self.place_of(item), self.names)
            self.write(row, row["reason"], site_name(row.get("url")))
