"""Write articles into a database.

The add-on names this module and does not import it: a run without a store does not load SQLAlchemy.
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from itemadapter import is_item
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred

from newsspider.engine import close_after_last_item, end_run, fail_on_start
from newsspider.errors import SettingError, StoreError
from newsspider.fields import Field
from newsspider.loaders.article_view import ArticleView, FieldNames
from newsspider.pipelines.fieldnames import configured_fields
from newsspider.pipelines.item_rejects import item_reject
from newsspider.pipelines.rejects import RejectedItem, RepeatableReject
from newsspider.stores.rows import ArticleRow, RowMaker
from newsspider.stores.store import ArticleStore
from newsspider.stores.tables import SETTING
from newsspider.stores.writer import BatchOptions, BatchReport, StoreWriter, Waiting

logger = logging.getLogger(__name__)

NOT_STORED = "not-stored"
_LOOK_EVERY_S = 1.0
_CLOSING_S = 5.0
_REASON_CHARS = 300  # an error may quote a whole row
_GRACE_S = 30.0  # for what a database may take to give an answer, beyond the time of retries


@dataclass(slots=True)
class Outcome:
    """What became of an item that has left the pipeline before its row was written."""

    is_known: bool = False
    refused: RejectedItem | None = None


class StorePipeline:
    """Write each article-like item into the store of NEWSSPIDER_STORE; it leaves when its row is committed.

    Rows are written by a thread of their own, many in a transaction. An item that the database refuses becomes a
    reject. If the store is away or full for NEWSSPIDER_STORE_RETRY_S, the run ends with exit code 1 and one line.
    """

    # Else items leave at once; who writes checkpoints calls `flush` before each, and takes each item's outcome.
    waits = True

    def __init__(
        self, crawler: Crawler, store: ArticleStore, names: FieldNames, fields: Mapping[str, Field]
    ) -> None:
        self.crawler, self.stats, self.place = crawler, crawler.stats, store.place
        self.options = batch_options(crawler.settings)
        self._names, self._rows = names, RowMaker(fields, names)
        self._writer = StoreWriter(store, self.options, self._report_from_thread)
        self._unwritten = 0
        self._taken = self._settled = 0  # how many came, and of how many it is known what became of them
        self._behind: deque[tuple[int, Deferred[None]]] = deque()  # other items, by how many came before
        self._failure: str | None = None
        self._is_closed = False
        self._counts: Counter[str] = Counter()
        self._outcome: Outcome | None = None
        self._drained: list[tuple[int, Deferred[None]]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline. Raises NotConfigured without a store; the run fails if it cannot be opened."""
        place = str(crawler.settings.get(SETTING) or "")
        if not place:
            raise NotConfigured
        fields = configured_fields(crawler)
        try:
            store = ArticleStore.open(place, fields, batch_options(crawler.settings).retry_s)
        except SettingError as error:
            fail_on_start(crawler, str(error))
            raise NotConfigured from error
        close_after_last_item(crawler)
        return cls(crawler, store, crawler.settings.getdict("NEWSSPIDER_FIELD_NAMES"), fields)

    def open_spider(self) -> None:
        """Start the thread that writes."""
        self._writer.start()
        self._looking = create_looping_call(self._look)
        self._looking.start(_LOOK_EVERY_S, now=False)

    async def process_item(self, item: Any) -> Any:
        """Return `item` when it is written, or reject it if it cannot be."""
        self._outcome = None
        row = self._row(item)
        if row is None:
            await self._in_turn()
            return item
        if self._failure is not None or self._is_closed:  # `Spider.start()` goes on while a run is closed
            raise self._rejected(item, self._failure or "the run has ended")
        self._unwritten += 1
        self._taken += 1
        if self.waits:
            await self._written(item, row)
        else:
            outcome = self._outcome = Outcome()
            self._writer.put(Waiting(row, lambda reason: self._note(outcome, item, reason)))
            await self._until(2 * self.options.rows)
        return item

    async def flush(self) -> None:
        """Write all items that came until now, so that the outcome of each is known. Raises StoreError."""
        self._writer.flush()
        await self._until(0)
        self.check()

    def take_outcome(self) -> Outcome | None:
        """Return that of the item that came last, once; None for an item that is not stored."""
        outcome, self._outcome = self._outcome, None
        return outcome

    def take_counts(self) -> Counter[str]:
        """Return how many articles were new, had new versions, or were known, since the last call."""
        counts, self._counts = self._counts, Counter()
        return counts

    def check(self) -> None:
        """Raise StoreError if the store cannot be written any more."""
        if self._failure is not None:
            raise StoreError(self._failure)

    async def close_spider(self) -> None:
        """Write what is left, and close the store."""
        self._writer.flush()
        await self._until(0)
        self._is_closed = True
        self._looking.stop()
        self._writer.stop()
        if self._failure is None:
            self._writer.join(_CLOSING_S)

    def _row(self, item: Any) -> ArticleRow | None:
        if not is_item(item):
            return None
        try:
            return self._rows.row(item)
        except ValueError as error:
            raise self._rejected(item, str(error)) from error

    async def _in_turn(self) -> None:
        """Wait until the articles that came before an item are written: a feed keeps the spider's order."""
        if self.waits and self._unwritten:
            turn: Deferred[None] = Deferred()
            self._behind.append((self._taken, turn))
            await maybe_deferred_to_future(turn)

    async def _written(self, item: Any, row: ArticleRow) -> None:
        outcome: Deferred[str | None] = Deferred()
        self._writer.put(Waiting(row, outcome.callback))
        reason = await maybe_deferred_to_future(outcome)
        if reason is not None:
            raise self._rejected(item, reason)

    def _rejected(self, item: Any, reason: str) -> RejectedItem:
        kind = RepeatableReject if self._failure is not None else RejectedItem
        return kind(item_reject(ArticleView(item, self._names), NOT_STORED, reason[:_REASON_CHARS]))

    def _note(self, outcome: Outcome, item: Any, reason: str | None) -> None:
        outcome.is_known = True
        if reason is not None:
            outcome.refused = self._rejected(item, reason)

    async def _until(self, most: int) -> None:
        """Wait until at most so many items are unwritten."""
        if self._unwritten > most:
            reached: Deferred[None] = Deferred()
            self._drained.append((most, reached))
            await maybe_deferred_to_future(reached)

    def _report_from_thread(self, report: BatchReport) -> None:
        from twisted.internet import reactor  # noqa: PLC0415  # importing it installs one

        reactor.callFromThread(self._reported, report)

    def _reported(self, report: BatchReport) -> None:
        for name in ("articles", "versions", "unchanged"):
            if count := getattr(report.written, name):
                self.stats.inc_value(f"newsspider/store/{name}", count)
                self._counts[name] += count
        self.stats.inc_value("newsspider/store/batches")
        if report.retries:
            self.stats.inc_value("newsspider/store/retries", report.retries)
        if report.failure is not None:
            self._fail(report.failure)
        self._settle(report.outcomes)

    def _settle(self, outcomes: Sequence[tuple[Waiting, str | None]]) -> None:
        self._unwritten -= len(outcomes)
        for waiting, reason in outcomes:
            waiting.done(reason)
            self._settled += 1
            while self._behind and self._behind[0][0] <= self._settled:
                self._behind.popleft()[1].callback(None)
        reached = [deferred for most, deferred in self._drained if self._unwritten <= most]
        self._drained = [pair for pair in self._drained if self._unwritten > pair[0]]
        for deferred in reached:
            deferred.callback(None)

    def _look(self) -> None:
        """Give up a database that keeps a call and never answers."""
        if self._failure is None and self._writer.busy_s() > 2 * self.options.retry_s + _GRACE_S:
            self._fail("it does not answer")
            unwritten = self._writer.give_up("it does not answer")
            self._settle([(waiting, self._failure) for waiting in unwritten])

    def _fail(self, reason: str) -> None:
        if self._failure is not None:
            return
        self._failure = f"The store {self.place} cannot be written: {reason}"
        if self.waits:
            end_run(self.crawler, f"{self._failure}. The run ends", "store-failed")


def batch_options(settings: BaseSettings) -> BatchOptions:
    """Return when batches are written, as the settings say."""
    return BatchOptions(
        rows=max(1, settings.getint("NEWSSPIDER_STORE_BATCH_ITEMS")),
        wait_s=settings.getfloat("NEWSSPIDER_STORE_BATCH_S"),
        retry_s=settings.getfloat("NEWSSPIDER_STORE_RETRY_S"),
    )
