"""Writes what leaves the pipelines into a chunk's files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.exporters import BaseItemExporter
from scrapy.utils.misc import build_from_crawler, load_object
from twisted.python.failure import Failure

from newsspider.items import Reject
from newsspider.pipelines.duplicates import DuplicatePipeline
from newsspider.pipelines.rejects import RejectedItem, drop_reason, failed_item_reject, reject_row
from newsspider.replaying.chunk_files import ChunkFiles, FeedPart
from newsspider.replaying.jobs import FeedFields
from newsspider.report.counting import ItemCounter


class ChunkWriter:
    """Writes articles and rejects that leave the pipelines into the current chunk's files, and counts drops.

    Scrapy only logs what a signal's receiver raises, so a write error is kept until `check()` raises it.
    """

    def __init__(self, export: Callable[[FeedPart], BaseItemExporter], counter: ItemCounter) -> None:
        self._export_to, self._counter = export, counter
        self._fault: Exception | None = None
        self.duplicates: DuplicatePipeline | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, fields: FeedFields = None) -> Self:
        """Return a writer that uses the project's exporter of JSON Lines, and writes all fields or these."""
        settings = crawler.settings
        exporter = load_object(settings.getwithbase("FEED_EXPORTERS")["jsonlines"])
        options: dict[str, Any] = {"encoding": settings.get("FEED_EXPORT_ENCODING") or "utf-8"}
        if fields:
            options["fields_to_export"] = fields
        counter = ItemCounter.from_crawler(crawler)
        writer = cls(lambda feed: build_from_crawler(exporter, crawler, feed, **options), counter)
        for signal, receiver in (
            (signals.item_scraped, writer.item_scraped),
            (signals.item_dropped, writer.item_dropped),
            (signals.item_error, writer.item_error),
        ):
            crawler.signals.connect(receiver, signal=signal)
        return writer

    def begin(self, files: ChunkFiles, source: str) -> None:
        """Write to `files` from now on; `source` is what the user named to get their archive."""
        self._files, self._source = files, source
        self._counter.figures = files.figures
        self._exporter = self._export_to(files.feed)
        self._exporter.start_exporting()
        if self.duplicates is not None:
            self.duplicates.begin(files.saved_memory())

    def check(self) -> None:
        """Raise the error of an earlier write, if there was one."""
        if self._fault is not None:
            raise self._fault

    def save_memory(self) -> None:
        """Write what the duplicate filter has seen since the last call."""
        if self.duplicates is not None and (new := self.duplicates.new_memory()):
            self._files.memory.write(new)

    def item_scraped(self, item: Any) -> None:
        """Write an article to the feed."""
        try:
            self._exporter.export_item(item)
        except OSError as error:
            self._fault = error
        except Exception as error:  # noqa: BLE001  # caused by the item's content: it becomes a reject
            self._reject(failed_item_reject(item, error))
        else:
            self._files.tally["articles"] += 1
            self._counter.add_article(item)

    def item_dropped(self, item: Any, exception: DropItem) -> None:
        """Count a dropped item under its reason, or write it if it is a reject."""
        if isinstance(exception, RejectedItem):
            self._reject(exception.reject)
        else:
            self._files.tally[f"dropped/{drop_reason(exception)}"] += 1
            self._counter.add_dropped(item, exception)

    def item_error(self, item: Any, failure: Failure) -> None:
        """Write the reject of an item for which a pipeline raised an error."""
        self._reject(failed_item_reject(item, failure.value))

    def _reject(self, reject: Reject) -> None:
        reject.source = reject.source or self._source
        try:
            self._files.rejects.write(reject_row(reject).encode("utf-8", "backslashreplace"))
        except OSError as error:
            self._fault = error
        self._files.tally[f"rejected/{reject.code}"] += 1
        self._counter.add_reject(reject)
