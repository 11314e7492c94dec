"""Writes what leaves the pipelines into a chunk's files."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.exporters import BaseItemExporter
from scrapy.utils.misc import build_from_crawler, load_object
from twisted.python.failure import Failure

from newsspider.items import Reject
from newsspider.pipelines.dropped_rows import dropped_row
from newsspider.pipelines.duplicates import DuplicateItem, DuplicatePipeline
from newsspider.pipelines.item_rejects import PlaceOf, failed_item_reject, places_in, with_place
from newsspider.pipelines.rejects import RejectedItem, drop_reason
from newsspider.reject_rows import reject_row
from newsspider.replaying.chunk_files import ChunkFiles, FeedPart
from newsspider.replaying.durable import AppendFile
from newsspider.replaying.earlier_archives import EarlierArchives
from newsspider.replaying.jobs import FeedFields
from newsspider.report.counting import ItemCounter

if TYPE_CHECKING:
    from newsspider.pipelines.store import Outcome, StorePipeline


class _Held(NamedTuple):
    """An item that is held back, with its source and the place of its page."""

    outcome: Outcome | None
    item: Any
    source: str
    place: Mapping[str, Any] | None = None


class ChunkWriter:
    """Writes articles and rejects that leave the pipelines into the current chunk's files, and counts drops.

    Scrapy only logs what a signal's receiver raises, so a write error is kept until `check()` raises it. With a
    store an article, and what comes after it, is held back until the store has it: one that is refused is a
    reject, and in no feed.
    """

    def __init__(self, export: Callable[[FeedPart], BaseItemExporter], counter: ItemCounter) -> None:
        self._export_to, self._counter = export, counter
        self._fault: Exception | None = None
        self._names: Mapping[str, str] = {}  # the project's names of our fields
        self.place_of: PlaceOf = lambda _: None  # of an item in the pipelines
        self.duplicates: DuplicatePipeline | None = None
        self.earlier: EarlierArchives | None = None  # where duplicates are looked for across archives
        self.store: StorePipeline | None = None
        self._held: deque[_Held] = deque()  # articles and rejects
        self.source = ""  # of the item in the pipelines: what the user named to get its archive

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
        writer.place_of, writer._names = places_in(crawler), settings.getdict("NEWSSPIDER_FIELD_NAMES")
        for signal, receiver in (
            (signals.item_scraped, writer.item_scraped),
            (signals.item_dropped, writer.item_dropped),
            (signals.item_error, writer.item_error),
        ):
            crawler.signals.connect(receiver, signal=signal)
        return writer

    def begin(self, files: ChunkFiles, source: str) -> None:
        """Write to `files` from now on; `source` is what the user named to get their archive."""
        self._files, self.source = files, source
        # What a chunk has left that ended early: it is read again from its checkpoint.
        self._held.clear()
        if self.store is not None:
            self.store.take_counts()
        self._counter.figures = files.figures
        self._exporter = self._export_to(files.feed)
        self._exporter.start_exporting()
        if self.duplicates is not None:
            self.duplicates.tells_places = True
            self._begin_duplicates(self.duplicates, files)

    def _begin_duplicates(self, duplicates: DuplicatePipeline, files: ChunkFiles) -> None:
        if self.earlier is None:
            duplicates.begin([files.saved_memory()])
        else:
            self.earlier.begin(duplicates, files.folder, files.saved_memory())

    def check(self) -> None:
        """Write what need not be held back any more. Raises the error of a write, also of an earlier one."""
        while self._held and ((outcome := self._held[0].outcome) is None or outcome.is_known):
            self._write(self._held.popleft())
        if self._fault is not None:
            raise self._fault

    def save_memory(self) -> None:
        """Write what the duplicate filter has seen since the last call."""
        if self.duplicates is not None and (new := self.duplicates.new_memory()):
            self._files.memory.write(new)

    async def write_store(self) -> None:
        """Wait until the store has all articles that came, then write them. Raises StoreError."""
        if self.store is not None:
            await self.store.flush()
            for name, count in self.store.take_counts().items():
                self._files.tally[f"stored/{name}"] += count
            self.check()

    def item_scraped(self, item: Any) -> None:
        """Write an article to the feed."""
        if self.store is None:
            self._write_article(item, self.source)
        else:
            self._held.append(_Held(self.store.take_outcome(), item, self.source, self.place_of(item)))

    def _write(self, held: _Held) -> None:
        item = held.item
        if held.outcome is not None and held.outcome.refused is not None:
            item = with_place(held.outcome.refused.reject, held.place)
        if isinstance(item, Reject):
            self._write_reject(item, held.source)
        else:
            self._write_article(item, held.source)

    def _write_article(self, item: Any, source: str) -> None:
        try:
            self._exporter.export_item(item)
        except OSError as error:
            self._fault = error
        except Exception as error:  # noqa: BLE001  # caused by the item's content: it becomes a reject
            self._write_reject(failed_item_reject(item, error), source)
        else:
            self._files.tally["articles"] += 1
            self._counter.add_article(item)

    def item_dropped(self, item: Any, exception: DropItem) -> None:
        """Count a dropped item under its reason, or write it if it is a reject."""
        if isinstance(exception, RejectedItem):
            self._reject(with_place(exception.reject, self.place_of(item)))
        else:
            row = dropped_row(item, exception, self.place_of(item), self._names)
            self._list(self._files.dropped, row)
            if isinstance(exception, DuplicateItem):
                self._list(self._files.duplicates, exception.row)
            self._files.tally[f"dropped/{drop_reason(exception)}"] += 1
            self._counter.add_dropped(item, exception)

    def _list(self, file: AppendFile, row: Mapping[str, Any]) -> None:
        try:
            line = json.dumps({"source": self.source, **row}, ensure_ascii=False) + "\n"
            file.write(line.encode("utf-8", "backslashreplace"))
        except OSError as error:
            self._fault = error

    def item_error(self, item: Any, failure: Failure) -> None:
        """Write the reject of an item for which a pipeline raised an error."""
        self._reject(with_place(failed_item_reject(item, failure.value), self.place_of(item)))

    def _reject(self, reject: Reject) -> None:
        if self.store is None:
            self._write_reject(reject, self.source)
        else:
            self._held.append(_Held(None, reject, self.source))

    def _write_reject(self, reject: Reject, source: str) -> None:
        reject.source = reject.source or source
        try:
            self._files.rejects.write(reject_row(reject))
        except OSError as error:
            self._fault = error
        self._files.tally[f"rejected/{reject.code}"] += 1
        self._counter.add_reject(reject)
