"""The file of rejects: what could not become an article, and where to find it again."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any, Self, TextIO

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from newsspider.items import Reject, feed_form

logger = logging.getLogger(__name__)


class RejectedItem(DropItem):
    """Takes an item out of the pipelines and into the file of rejects, as `reject`."""

    def __init__(self, reject: Reject) -> None:
        # DEBUG: the row in the file and the stat are the record; a log line for each would drown the rest.
        super().__init__(f"{reject.code}: {reject.reason}", log_level="DEBUG")
        self.reject = reject


class RejectFilePipeline:
    """Write each `Reject`, and each item that a later pipeline rejects, to NEWSSPIDER_REJECTS_PATH.

    One JSON object a line; rows of several runs, or of several spiders at once, stand one after the other.
    """

    def __init__(self, path: Path | None, stats: StatsCollector) -> None:
        self.path, self.stats = path, stats
        self.count = 0
        self._file: TextIO | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline for a crawl; without a path rejects are counted and not written."""
        path = crawler.settings.get("NEWSSPIDER_REJECTS_PATH")
        pipeline = cls(Path(path) if path else None, crawler.stats)
        crawler.signals.connect(pipeline.item_dropped, signal=signals.item_dropped)
        return pipeline

    def process_item(self, item: Any) -> Any:
        """Return `item`, or take it out if it is a reject."""
        if isinstance(item, Reject):
            raise RejectedItem(item)
        return item

    def item_dropped(self, exception: Exception) -> None:
        """Write the row of an item that left the pipelines as a reject, here or further down."""
        if isinstance(exception, RejectedItem):
            self.count += 1
            self.stats.inc_value(f"newsspider/rejects/{exception.reject.code}")
            if self.path is not None:
                self._row_file(self.path).write(_row(exception.reject))

    def close_spider(self) -> None:
        """Say how many were rejected, and where they are listed."""
        if self._file is not None:
            self._file.close()
        if self.count:
            logger.warning("%d rejected, listed in %s", self.count, self.path or "no file")

    def _row_file(self, path: Path) -> TextIO:
        if self._file is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Appending: another spider of the same project may write here too. Line by line: a run that is
            # killed leaves whole rows. A path that is no UTF-8 comes as lone surrogates, which JSON's own
            # escapes carry there and back.
            self._file = path.open("a", buffering=1, encoding="utf-8", errors="backslashreplace")
        return self._file


def _row(reject: Reject) -> str:
    return json.dumps(feed_form(reject), ensure_ascii=False) + "\n"
