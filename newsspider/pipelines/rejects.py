"""The file of rejects: pages that could not become articles, and where to find them again."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.statscollectors import StatsCollector
from twisted.python.failure import Failure

from newsspider.engine import end_run, fail_on_start, fail_run
from newsspider.errors import printable
from newsspider.feeds.paths import write_obstacle
from newsspider.feeds.rejects_by_feed import RejectList, feed_of, list_key
from newsspider.item_display import reject_line
from newsspider.items import Reject
from newsspider.pipelines.item_rejects import (
    PlaceOf,
    failed_item_reject,
    failed_page_reject,
    item_reject,
    places_in,
    with_place,
    with_url,
)
from newsspider.pipelines.retried_list import RetriedList, is_foreign
from newsspider.reject_rows import reject_row
from newsspider.signals import run_failed

logger = logging.getLogger(__name__)

_FAILED_FEEDS = "feedexport/failed_count/"  # stats
_NOT_LISTED = (
    "%s cannot be written (%s): rejects are counted but not listed; "
    "-s NEWSSPIDER_REJECTS_PATH=PATH writes the list elsewhere"
)
# Why `FilterPipeline` drops an article: it may be wanted another time.
FILTER_REASONS = frozenset({"language", "too-short"})
# "not-article: probability 0.12": our pipelines begin a drop's message with a short, stable reason.
_REASON = re.compile(r"([a-z][a-z0-9-]{1,30}): ")


class RejectedItem(DropItem):
    """Raised by a pipeline to drop an item and write `reject` to the file of rejects."""

    def __init__(self, reject: Reject) -> None:
        # DEBUG: the row in the file and the stat are enough; one log line for each would hide the rest.
        super().__init__(f"{reject.code}: {reject.reason}", log_level="DEBUG")
        self.reject = reject


class RepeatableReject(RejectedItem):
    """Raised to reject an item through no fault of its own: another run can make it again."""


class RejectFilePipeline:
    """Write each `Reject`, and each item that a later pipeline rejects, to NEWSSPIDER_REJECTS_PATH.

    The file has one JSON object a line, which names the run's feed: a run that overwrites a feed (`-O`) replaces
    the rows of that feed, with nothing where it rejects nothing; others append to it, also several runs or spiders
    at once. A run that retries the list itself leaves in it what is still to be tried. With `reads_again` what
    another run makes good by itself (`RepeatableReject`) is counted and not listed.
    """

    reads_again = False

    def __init__(
        self, path: Path | None, stats: StatsCollector, *, feed: str | None = None, replaces: bool = False
    ) -> None:
        self.path, self.stats = path, stats
        self.list = None if path is None else RejectList(path, feed)
        self.replaces = replaces  # what earlier runs have written, which is still there
        self.retried: RetriedList | None = None  # set if the run reads the file too
        self.rows_read: Callable[[], Collection[int]] = tuple  # of that
        self.count = self._left = self._replaced = 0
        self._is_failed_run = False
        self._first: Reject | None = None
        self._told = ""  # why the run failed
        self.item_source: Callable[[], str | None] = lambda: None  # of the items that are in the pipelines
        self.place_of: PlaceOf = lambda _: None
        self.is_told_later: Callable[[str | None], bool] = lambda _: False  # of a page: the run's last line does
        self.on_failure: Callable[[str], object] = str  # called with the reason in one line
        self.on_rejects: Callable[[str], object] = str
        self.is_strict = False  # the run fails if there is one
        self._has_items = False
        self._has_failed = False
        self._is_closed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline; without a path it only counts rejects."""
        settings = crawler.settings
        named = settings.get("NEWSSPIDER_REJECTS_PATH")
        path = Path(named) if named else None
        feed, is_overwritten = feed_of(crawler, path or Path())
        is_continued = getattr(crawler.spider, "continues_feeds", False)
        pipeline = cls(path, crawler.stats, feed=feed, replaces=is_overwritten and not is_continued)
        if pipeline.path is not None and _is_source(pipeline.path, crawler) and _has_file(crawler):
            pipeline.replaces, pipeline.retried = True, RetriedList(pipeline.path)
            pipeline.rows_read = partial(_rows_read, crawler, pipeline.path)
            crawler.signals.connect(pipeline.feeds_closed, signal=signals.feed_exporter_closed)
        pipeline.on_failure, pipeline.on_rejects = (
            partial(end_run, crawler, finish_reason="rejects-failed"),
            partial(fail_run, crawler, ends_it=True),
        )
        pipeline.place_of = places_in(crawler)
        pipeline.item_source = lambda: getattr(crawler.spider, "item_source", None)
        pipeline.is_told_later = partial(_is_failed_start, crawler)
        pipeline.is_strict = settings.getbool("NEWSSPIDER_STRICT")
        if pipeline.path and (reason := _obstacle(pipeline.path)):
            if settings.getpriority("NEWSSPIDER_REJECTS_PATH") == SETTINGS_PRIORITIES["addon"]:
                logger.warning(_NOT_LISTED, path, reason)  # nobody asked for that place
                pipeline.path = pipeline.list = None
            else:
                fail_on_start(crawler, f"NEWSSPIDER_REJECTS_PATH: {path} cannot be written: {reason}")
        crawler.signals.connect(pipeline.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(pipeline.item_error, signal=signals.item_error)
        crawler.signals.connect(pipeline.page_failed, signal=signals.spider_error)
        crawler.signals.connect(pipeline.keep_earlier_rows, signal=run_failed)
        return pipeline

    def process_item(self, item: Any) -> Any:
        """Return `item`, or drop it if it is a `Reject`."""
        self._has_items = True
        if isinstance(item, Reject):
            raise RejectedItem(item)
        return item

    def item_dropped(self, exception: Exception, response: Any = None, item: Any = None) -> None:
        """Write the row of an item that this or a later pipeline rejected."""
        if isinstance(exception, RepeatableReject) and self.reads_again:
            self._left += 1
            self.stats.inc_value(f"newsspider/rejects/{exception.reject.code}")
        elif isinstance(exception, RejectedItem):
            self._write(with_place(with_url(exception.reject, response), self.place_of(item)))
        elif self.retried is not None and drop_reason(exception) in FILTER_REASONS:
            self.retried.keep(with_place(item_reject(item, "", ""), self.place_of(item)))

    def item_error(self, item: Any, failure: Failure, response: Any = None) -> None:
        """Write the row of an item for which a pipeline raised an error."""
        reject = with_url(failed_item_reject(item, failure.value), response)
        self._write(with_place(reject, self.place_of(item)))

    def page_failed(self, failure: Failure, response: Any) -> None:
        """Write the row of a page on which the spider raised an error."""
        self._write(failed_page_reject(response, failure.value))

    def written_lengths(self) -> Mapping[str, int]:
        """Return the length of this run's rows in the list, for `cut_feeds` after a kill. Raises OSError.

        Before that is removed from it what is to be replaced. A list that is retried stays as it is after a kill.
        """
        if self.list is None or self.retried is not None:
            return {}
        if self.replaces and self._has_items:
            self._replace(self.list)
        return {list_key(self.list): self.list.own_bytes}

    def keep_earlier_rows(self, reason: str = "") -> None:
        """Leave the file of an earlier run as it is, as feeds are left, if this one has failed before any item."""
        self._is_failed_run, self._told = True, f"{self._told}{reason}\n"
        self.replaces = self.replaces and (self._has_items or self.retried is not None)

    def _write(self, reject: Reject) -> None:
        self.count += 1
        self._first = self._first or reject
        reject.source = reject.source or self.item_source()
        self.stats.inc_value(f"newsspider/rejects/{reject.code}")
        if self.list is not None and not self._has_failed:
            reject.feed = self.list.feed
            try:
                self._write_row(reject_row(reject), self.list)
                if self._is_closed:  # `Spider.start()` goes on while a run is closed
                    self.list.close()
            except OSError as error:
                self._fail(error)

    def _fail(self, error: OSError) -> None:
        self._has_failed = True
        reason = f"The file of rejects {self.path} cannot be written, so the run ends: {error.strerror or error}"
        self.on_failure(reason)

    def close_spider(self) -> None:
        """Close the file and log how many rejects it lists."""
        self._is_closed = True
        if self.list is not None:
            with suppress(OSError):  # of a row that could not be written: told already
                self.list.close()
        if self.retried is None:  # else when it is known that the feed has what was read
            self.feeds_closed()
        if self.count and not self._has_failed:
            line = f"{self.count:,} rejected, listed in {self.path or 'no file'}{self._others()}{self._reason()}"
            if self.is_strict and not self._is_failed_run:
                self.on_rejects(line)
            else:
                logger.log(logging.WARNING if self.path else logging.INFO, line)
        elif self._replaced and self.list is not None:
            self._tell_of_removed(self.list)
        if self._left:
            logger.warning("Not stored: %d. The next run requests their pages again", self._left)

    def _others(self) -> str:
        """Return what is said of the rows of other runs."""
        replaced = f", in place of {self._replaced:,} of an earlier run" if self._replaced else ""
        beside = self.list.beside if self.list is not None else 0
        rows = "1 row" if beside == 1 else f"{beside:,} rows"
        return f"{replaced}; the list has {rows} of other feeds too" if beside else replaced

    def _reason(self) -> str:
        """Return what is said of the first reject, if it is not why the run failed, which is told apart."""
        first = self._first
        if first is None or (first.reason or "\n") in self._told or self.is_told_later(first.url):
            return ""
        return f"; the first: {reject_line(first.code, first.reason, first.path or first.url)}"

    def _tell_of_removed(self, rejects: RejectList) -> None:
        was = "1 row" if self._replaced == 1 else f"{self._replaced:,} rows"
        why = "since this run overwrites its feed and rejects nothing"
        if rejects.beside:
            logger.warning("%s: %s of an earlier run removed, %s", printable(rejects.path), was, why)
        else:
            logger.warning("%s is removed, %s: it had %s from before", printable(rejects.path), why, was)

    def feeds_closed(self) -> None:
        """Replace what earlier runs have written, if that is to be replaced."""
        if self.list is not None and self.replaces and not self._has_failed:
            try:
                self._replace(self.list)
            except OSError as error:
                self._fail(error)

    def _write_row(self, row: bytes, rejects: RejectList) -> None:
        if self.retried is not None:
            self.retried.rejects.write(row)
            return
        if self.replaces:
            self._replace(rejects)
        rejects.write(row)

    def _replace(self, rejects: RejectList) -> None:
        """Put this run's rows in the place of earlier ones, which are removed where it has none (yet)."""
        self.replaces = False
        if self.retried is None:
            self._replaced = rejects.replace()
        elif any(
            name.startswith(_FAILED_FEEDS) for name in self.stats.get_stats()
        ):  # articles that were made may not be in it
            self.retried.leave()
        elif left := self.retried.replace(self.rows_read()):
            rows = "1 row that was" if left == 1 else f"{left:,} rows that were"
            logger.warning("%s: keeps %s not read, or left out by a filter", printable(rejects.path), rows)


def _obstacle(path: Path) -> str | None:
    return write_obstacle(path) or ("it holds something other than rejects" if is_foreign(path) else None)


def _is_source(path: Path, crawler: Crawler) -> bool:
    return path.is_file() and any(_is_same(source, path) for source in getattr(crawler.spider, "sources", ()))


def _has_file(crawler: Crawler) -> bool:
    """Return whether a feed goes into a file: what is only printed may be lost, and is read again."""
    return any(not str(uri).startswith("stdout:") for uri in crawler.settings.getdict("FEEDS"))


def _rows_read(crawler: Crawler, path: Path) -> Collection[int]:
    """Return the bytes at which those rows of a list begin that the spider has read."""
    known: Mapping[Path, Collection[int]] = getattr(crawler.spider, "rows_read", {})
    return next((rows for listed, rows in known.items() if _is_same(str(listed), path)), ())


def _is_same(source: str, path: Path) -> bool:
    try:
        return path.samefile(source)
    except (OSError, ValueError):  # there is none, or none that may be looked at: told when it is opened
        return False


def _is_failed_start(crawler: Crawler, url: str | None) -> bool:
    """Return whether the run ends with a line that tells why a start URL could not be read."""
    spider = crawler.spider
    return bool(getattr(spider, "tells_of_failed_starts", False)) and url in getattr(spider, "start_urls", ())


def drop_reason(exception: BaseException) -> str:
    """Return the short reason of a dropped item: that of our pipelines, else the exception's name.

    >>> drop_reason(DropItem("not-article: probability 0.12")), drop_reason(DropItem("Missing price in {...}"))
    ('not-article', 'DropItem')
    """
    known = _REASON.match(str(exception))
    return known[1] if known else type(exception).__name__
