"""The file of rejects: what could not become an article, and where to find it again."""

from __future__ import annotations

import json
import logging
from functools import partial
from pathlib import Path
from typing import Any, Self, TextIO

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector
from twisted.python.failure import Failure

from newsspider.errors import raised_at
from newsspider.items import Reject, feed_form
from newsspider.pipelines.fieldnames import ArticleView, part

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
        crawler.signals.connect(pipeline.item_error, signal=signals.item_error)
        return pipeline

    def process_item(self, item: Any) -> Any:
        """Return `item`, or take it out if it is a reject."""
        if isinstance(item, Reject):
            raise RejectedItem(item)
        return item

    def item_dropped(self, exception: Exception) -> None:
        """Write the row of an item that left the pipelines as a reject, here or further down."""
        if isinstance(exception, RejectedItem):
            self._write(exception.reject)

    def item_error(self, item: Any, failure: Failure) -> None:
        """Write the row of an item that a pipeline failed on."""
        self._write(failed_item_reject(item, failure.value))

    def _write(self, reject: Reject) -> None:
        self.count += 1
        self.stats.inc_value(f"newsspider/rejects/{reject.code}")
        if self.path is not None:
            self._row_file(self.path).write(reject_row(reject))

    def close_spider(self) -> None:
        """Say how many were rejected, and where they are listed."""
        if self._file is not None:
            self._file.close()
        if self.count:
            level = logging.WARNING if self.path else logging.INFO
            logger.log(level, "%d rejected, listed in %s", self.count, self.path or "no file")

    def _row_file(self, path: Path) -> TextIO:
        if self._file is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Appending: another spider of the same project may write here too. Line by line: a run that is
            # killed leaves whole rows. A path that is no UTF-8 comes as lone surrogates, which JSON's own
            # escapes carry there and back.
            self._file = path.open("a", buffering=1, encoding="utf-8", errors="backslashreplace")
        return self._file


def item_reject(item: ArticleView | Any, code: str, reason: str) -> Reject:
    """Return the reject of an item, which may say where its page lies."""
    get = item.get if isinstance(item, ArticleView) else partial(part, item)
    source = part(get("metadata"), "source")
    return Reject(
        path=part(source, "path"),
        offset=part(source, "offset"),
        recordId=part(source, "recordId"),
        url=get("url"),
        code=code,
        reason=reason,
    )


def failed_item_reject(item: Any, error: BaseException | None) -> Reject:
    """Return the reject of an item in which a pipeline raised an error that is no drop."""
    reject = item_reject(item, "error", f"in a pipeline: {type(error).__name__}: {error}")
    reject.traceback = raised_at(error) if error else None
    return reject


def reject_row(reject: Reject) -> str:
    """Return a reject as a line of JSON."""
    return json.dumps(feed_form(reject), ensure_ascii=False) + "\n"
