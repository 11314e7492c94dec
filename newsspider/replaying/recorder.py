"""From the pipelines' end into a chunk's files: what left them as an article, as a drop, as a reject."""

from __future__ import annotations

import re
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
from newsspider.pipelines.rejects import RejectedItem, failed_item_reject, reject_row
from newsspider.replaying.chunk_files import ChunkFiles, FeedPart

# "not-article: probability 0.12": the short and stable beginning of what our pipelines say of a drop.
_REASON = re.compile(r"([a-z][a-z0-9-]{1,30}): ")


class Recorder:
    """Writes what leaves the pipelines into the files of the chunk at hand.

    Scrapy logs what a receiver of its signals raises and goes on, so an error is kept, for `check()` to raise.
    """

    def __init__(self, export: Callable[[FeedPart], BaseItemExporter]) -> None:
        self._export_to = export
        self._fault: Exception | None = None
        self.duplicates: DuplicatePipeline | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return a recorder of a crawl, with the project's exporter of JSON lines."""
        settings = crawler.settings
        exporter = load_object(settings.getwithbase("FEED_EXPORTERS")["jsonlines"])
        options = {"encoding": settings.get("FEED_EXPORT_ENCODING") or "utf-8"}
        if fields := settings.getlist("FEED_EXPORT_FIELDS"):
            options["fields_to_export"] = fields
        recorder = cls(lambda feed: build_from_crawler(exporter, crawler, feed, **options))
        for signal, receiver in (
            (signals.item_scraped, recorder.item_scraped),
            (signals.item_dropped, recorder.item_dropped),
            (signals.item_error, recorder.item_error),
        ):
            crawler.signals.connect(receiver, signal=signal)
        return recorder

    def begin(self, files: ChunkFiles, source: str) -> None:
        """Write what comes from now on into `files`, of the archive asked for as `source`."""
        self._files, self._source = files, source
        self._exporter = self._export_to(files.feed)
        self._exporter.start_exporting()
        if self.duplicates is not None:
            self.duplicates.begin(files.remembered())

    def check(self) -> None:
        """Raise what could not be written, if anything."""
        if self._fault is not None:
            raise self._fault

    def remember(self) -> None:
        """Write what stateful pipelines must not forget."""
        if self.duplicates is not None and (new := self.duplicates.new_memory()):
            self._files.memory.write(new)

    def item_scraped(self, item: Any) -> None:
        """Write an item that came through."""
        try:
            self._exporter.export_item(item)
        except OSError as error:
            self._fault = error
        except Exception as error:  # noqa: BLE001  # of what the item holds; its row tells
            self._reject(failed_item_reject(item, error))
        else:
            self._files.tally["articles"] += 1

    def item_dropped(self, exception: DropItem) -> None:
        """Count a drop under its reason, and write a reject."""
        if isinstance(exception, RejectedItem):
            self._reject(exception.reject)
        else:
            known = _REASON.match(str(exception))
            self._files.tally[f"dropped/{known[1] if known else type(exception).__name__}"] += 1

    def item_error(self, item: Any, failure: Failure) -> None:
        """Write the reject of an item that a pipeline failed on."""
        self._reject(failed_item_reject(item, failure.value))

    def _reject(self, reject: Reject) -> None:
        reject.source = reject.source or self._source
        try:
            self._files.rejects.write(reject_row(reject).encode("utf-8", "backslashreplace"))
        except OSError as error:
            self._fault = error
        self._files.tally[f"rejected/{reject.code}"] += 1
