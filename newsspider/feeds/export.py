"""Scrapy's feed export, with faults that cannot be overlooked."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from itemadapter import ItemAdapter, is_item
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter, FeedSlot, FileFeedStorage
from scrapy.settings import BaseSettings
from scrapy.utils.misc import build_from_crawler, load_object

from newsspider.engine import close_run, fail_on_start, fail_run
from newsspider.errors import SettingError
from newsspider.feeds.compressed import CompressedExporter, format_in
from newsspider.feeds.forms import ItemKinds, not_json
from newsspider.feeds.paths import write_obstacle
from newsspider.file_locks import locked
from newsspider.signals import run_failed

logger = logging.getLogger(__name__)

_OF_ANOTHER = "another crawl or replay is writing to it"


def check_requirements(settings: BaseSettings) -> None:
    """Raise SettingError, which names the extra, if a feed has a format whose package is not installed."""
    exporters = settings.getwithbase("FEED_EXPORTERS")
    for options in settings.getdict("FEEDS").values():
        exporter = exporters.get(options.get("format"))
        check = getattr(load_object(exporter), "check_requirements", None) if exporter else None
        if check is not None:
            check()


class ArticleFeedExporter(FeedExporter):
    """Scrapy's feed export; a feed that cannot be written ends the run with one line and exit code 1.

    Scrapy alone logs a traceback for each item and ends with exit code 0. An item that one exporter cannot take is
    logged and counted, and the other feeds get it. A format without its extra, and a path where nothing can be
    written, fail the run before its first request. Nothing is written to a file that another run overwrites, and
    none is overwritten to which another run writes.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._broken: set[FeedSlot] = set()
        self._locks: dict[str, IO[bytes]] = {}  # by the path of the feed
        self._has_failed = False
        crawler.signals.connect(self._note_failure, run_failed)

    def open_spider(self, spider: Spider) -> None:
        """Open the feeds, or fail the run if one of them cannot be written."""
        super().open_spider(spider)
        for reason in self._obstacles():
            self.slots = []
            self._unlock(*self._locks)
            fail_on_start(self.crawler, reason)
            return

    def _obstacles(self) -> Iterator[str]:
        for slot in self.slots:
            check = getattr(self.exporters[slot.format], "check_requirements", None)
            try:
                if check is not None:
                    check()
                self._try_options(slot)
            except SettingError as error:
                yield str(error)
            if not isinstance(slot.storage, FileFeedStorage):
                continue
            path = Path(slot.storage.path)
            if reason := write_obstacle(path):
                yield _cannot_be_written(slot, reason)
            elif path.is_file() and not self._is_locked(slot):
                yield _cannot_be_written(slot, _OF_ANOTHER)
            elif slot.storage.write_mode == "ab" and _is_whole(self.exporters[slot.format], path):
                reason = f"a {slot.format} file cannot be appended to; -O overwrites it"
                yield _cannot_be_written(slot, reason)

    def _try_options(self, slot: FeedSlot) -> None:
        """Raise SettingError where `item_export_kwargs` of a feed are none that its exporter takes."""
        options = (slot.feed_options or {}).get("item_export_kwargs")
        kind = self.exporters[slot.format]
        if kind is CompressedExporter:
            kind = self.exporters.get(format_in(slot.uri_template), kind)
        if not (
            options and isinstance(kind, type) and issubclass(kind, ItemKinds)
        ):  # others may do more than be made
            return
        try:
            build_from_crawler(kind, self.crawler, BytesIO(), **options)
        except (SettingError, TypeError, ValueError) as error:
            reason = error.reason if isinstance(error, SettingError) else str(error)
            raise SettingError("FEEDS", f"{slot.uri_template}: item_export_kwargs: {reason}") from error

    def _is_locked(self, slot: FeedSlot) -> bool:
        """Lock the file of a feed until its end; return False if another run has it.

        Runs that only append may write to one file together, as they may without this project.
        """
        if not isinstance(slot.storage, FileFeedStorage) or slot.storage.path in self._locks:
            return True
        path, appends = Path(slot.storage.path), slot.storage.write_mode == "ab"
        if path.exists() and not path.is_file():  # a device or a pipe
            return True
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b" if os.access(path, os.R_OK) else "ab")
        if locked(file, shared=appends) is False and not _is_continued(slot):
            file.close()
            return False
        self._locks[slot.storage.path] = file
        return True

    def _start_new_batch(self, *args: Any, **kwargs: Any) -> FeedSlot:
        """Return a feed whose file is locked before it is opened."""
        slot = super()._start_new_batch(*args, **kwargs)
        if isinstance(slot.storage, FileFeedStorage):
            slot.storage.open = partial(self._open, slot, slot.storage.open)  # type: ignore[method-assign]
        return slot

    def _open(self, slot: Any, opened: Callable[[Spider], IO[bytes]], spider: Spider) -> IO[bytes]:
        path, appends = slot.storage.path, slot.storage.write_mode == "ab"
        if not self._is_locked(slot):
            raise BlockingIOError(errno.EAGAIN, _OF_ANOTHER)
        if path not in self._locks:  # a device or a pipe, which any number of runs may write to
            return opened(spider)
        # The file itself is locked from here on: on SMB nothing can be written by another handle than the lock's.
        # It is emptied behind that, since another run may have come between the two locks.
        self._unlock(path)
        is_emptied = _is_opened_to_be_emptied(slot.storage)
        file = open(path, "wb", opener=_without_emptying) if is_emptied else opened(spider)  # noqa: SIM115
        is_locked = locked(file, shared=appends)
        if is_locked is False and not _is_continued(slot):
            file.close()
            raise BlockingIOError(errno.EAGAIN, _OF_ANOTHER)
        if is_emptied:
            file.truncate()
        if is_locked:
            self._locks[path] = file
        return file

    def _unlock(self, *paths: str) -> None:
        for path in paths:
            if (file := self._locks.pop(path, None)) is not None:
                file.close()

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Write the item to each feed that takes it."""
        kept = []
        for slot in self.slots:
            self.slots = [slot]
            if slot not in self._broken:
                self._write(slot, item, spider)
            kept += self.slots
        self.slots = kept

    def _write(self, slot: FeedSlot, item: Any, spider: Spider) -> None:
        try:
            super().item_scraped(item, spider)
        except (OSError, SettingError) as error:
            self._fail(slot, error)
            close_run(self.crawler, "feed-failed")
        except Exception as error:  # noqa: BLE001  # caused by the item's content
            # One line: where in an exporter it was says nothing of the item.
            field = not_json(ItemAdapter(item)) if is_item(item) else None
            fault = f"{f'{field}: ' if field else ''}{type(error).__name__}: {error}"
            if item is None:
                fault = "a pipeline returned None; process_item must return the item, or raise DropItem"
            logger.error("%s is missing in the feed %s: %s", _named(item), slot.uri, fault)  # noqa: TRY400
            self.crawler.stats.inc_value("newsspider/feeds/failed")

    async def _close_slot(self, slot: FeedSlot, spider: Spider) -> None:
        """Finish a feed, and fail the run if it could not be stored."""
        try:
            if slot.itemcount or not self._has_failed:  # a run that was refused leaves the feed of an earlier one
                await self._store(slot, spider)
        finally:
            if isinstance(slot.storage, FileFeedStorage):
                self._unlock(slot.storage.path)

    async def _store(self, slot: FeedSlot, spider: Spider) -> None:
        if slot not in self._broken:
            stat = f"feedexport/failed_count/{type(slot.storage).__name__}"
            failed = self.crawler.stats.get_value(stat, 0)
            try:
                if slot.itemcount:
                    slot.finish_exporting()
                    if slot.file is not None:
                        slot.file.flush()  # here, since Scrapy logs a traceback where closing does it
                await super()._close_slot(slot, spider)
            except (OSError, SettingError) as error:
                self._fail(slot, error)
            if self.crawler.stats.get_value(stat, 0) > failed:
                fail_run(self.crawler, f"The feed {slot.uri} could not be stored")
        if slot in self._broken and slot.file is not None:
            with suppress(OSError):  # told already
                slot.file.close()

    def _note_failure(self) -> None:
        self._has_failed = True

    def _fail(self, slot: FeedSlot, error: Exception) -> None:
        reason = str(error)
        if isinstance(error, OSError):
            reason = _cannot_be_written(slot, error.strerror or str(error))
        self._broken.add(slot)
        self.crawler.stats.inc_value(f"feedexport/failed_count/{type(slot.storage).__name__}")
        fail_run(self.crawler, reason, ends_it=True)


def _cannot_be_written(slot: FeedSlot, reason: str) -> str:
    return f"The feed {slot.uri} cannot be written, so the run ends: {reason}"


def _is_whole(exporter: type, path: Path) -> bool:
    """Return whether a file is there, of a format in which nothing can follow its end."""
    return bool(getattr(exporter, "is_whole", False)) and path.is_file() and path.stat().st_size > 0


def _named(item: Any) -> str:
    """Return what tells people which item it is."""
    fields = ItemAdapter(item) if is_item(item) else {}
    return str(fields.get("url") or fields.get("id") or type(item).__name__)[:300]


def _is_continued(slot: FeedSlot) -> bool:
    """Return whether the state of a run that goes on says that nobody else writes to its feeds.

    Not even one that was frozen and wakes up does.
    """
    return bool(getattr(slot.spider, "continues_feeds", False))


def _is_opened_to_be_emptied(storage: FileFeedStorage) -> bool:
    """Return whether a file is opened as Scrapy does, and what it holds is to go."""
    opens_as_scrapy = type(storage).open is FileFeedStorage.open
    return storage.write_mode == "wb" and opens_as_scrapy and Path(storage.path).is_file()


def _without_emptying(path: str, flags: int) -> int:
    return os.open(path, flags & ~os.O_TRUNC, 0o666)
