"""The spider of a worker: replays one chunk after another, each into its own files."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator, Iterator
from time import monotonic
from typing import TYPE_CHECKING, Any

from newsspider.archives.locations import Location
from newsspider.archives.reader import options_within
from newsspider.archives.types import ArchivedPage, Outcome, ReadOptions, Skipped, Step
from newsspider.engine import has_own_spider_middlewares, pause, run_pipelines, wait_for_pipelines
from newsspider.errors import MissingPackageError, SourceError, StoreError
from newsspider.items import Article, Reject
from newsspider.pipelines.duplicates import DuplicatePipeline
from newsspider.replaying.archive_states import across_archives
from newsspider.replaying.chunk_files import ChunkFiles
from newsspider.replaying.chunk_writer import ChunkWriter
from newsspider.replaying.converted import is_converted
from newsspider.replaying.earlier_archives import EarlierArchives
from newsspider.replaying.finish import finish, send_finished
from newsspider.replaying.jobs import (
    Chunk,
    ChunkDone,
    Failed,
    FeedFormat,
    Finish,
    Finished,
    Progress,
    Started,
    Stopped,
    Tally,
)
from newsspider.replaying.reading import chunk_steps
from newsspider.replaying.remote_out import RemoteOut
from newsspider.replaying.shared_work import SharedWork, SharedWorkError
from newsspider.replaying.worker_channel import WorkerChannel
from newsspider.spiders.replay import ReplaySpider, unread_reject

if TYPE_CHECKING:
    from newsspider.pipelines.store import StorePipeline

logger = logging.getLogger(__name__)

# Skipping a record costs a hundredth of a page; checkpoints count both by this ratio.
_RECORDS_A_PAGE = 100
_SHARE_EVERY_S = 60.0  # most chunks take seconds, and are shared when they are done


class ArchivesSpider(ReplaySpider):
    """Replays the chunks that arrive over the channel.

    Only one item is in the pipelines at a time. So the feed keeps the archive's order, and after each item nothing
    is in flight: a checkpoint can be written at any time.
    """

    writer: ChunkWriter
    checkpoint_pages: int
    middlewares_see_items: bool
    store: StorePipeline | None = None
    remote: RemoteOut | None = None
    shared: SharedWork | None = None
    tally: Tally  # of the chunk that is being replayed

    def __init__(self, channel: WorkerChannel, form: FeedFormat, **kwargs: Any) -> None:
        places = {name: kwargs.pop(name, None) for name in ("remote", "shared")}
        super().__init__(**kwargs)
        self.channel, self.form = channel, form
        self.remote, self.shared = places["remote"], places["shared"]

    async def start(self) -> AsyncIterator[Article | Reject]:
        """Yield the items of all jobs, each after the previous one has left the pipelines."""
        if self.start_error:
            self.channel.report(Failed(self.start_error, fatal=True))
            return
        self._prepare()
        self.channel.report(Started())
        while (job := await self.channel.next_job()) is not None:
            sys.stderr.write(f"{job}\n")  # into the worker's log, in case it dies of this job
            try:
                own = self.shared.taken(job) if self.shared is not None else job
                if isinstance(own, Finish):
                    self.channel.report(self._finished(own))
                    continue
                async for item in self._replayed(own):
                    yield item
            except OSError as error:  # while writing: errors of reading are rejects
                self.channel.report(
                    Failed(f"{error.filename or job.archive.feed}: {error.strerror or error}", fatal=True)
                )
                return
            except (StoreError, SharedWorkError) as error:
                self.channel.report(Failed(str(error), fatal=True))
                return
            except SourceError as error:
                self.channel.report(Failed(error.reason))
        self.channel.report(Stopped())

    def _prepare(self) -> None:
        """Read the settings, which the add-on has completed only now, after the spider was made."""
        self.feed_fields = self.crawler.settings.getdictorlist("FEED_EXPORT_FIELDS") or None
        self.writer = ChunkWriter.from_crawler(self.crawler, None if is_converted(self.form) else self.feed_fields)
        self.writer.duplicates = self.crawler.get_item_pipeline(DuplicatePipeline)
        if across_archives(self.crawler.settings):
            self.writer.earlier = EarlierArchives()
        self.store = self.writer.store = self._store_pipeline()
        self.middlewares_see_items = has_own_spider_middlewares(self.crawler)
        settings = self.crawler.settings
        self.checkpoint_pages = max(1, settings.getint("NEWSSPIDER_REPLAY_CHECKPOINT_PAGES"))

    def _store_pipeline(self) -> StorePipeline | None:
        if not self.crawler.settings.get("NEWSSPIDER_STORE"):
            return None  # without an import of SQLAlchemy
        from newsspider.pipelines.store import StorePipeline  # noqa: PLC0415

        store = self.crawler.get_item_pipeline(StorePipeline)
        if store is not None:
            store.waits = False  # one item at a time would be one transaction each
        return store

    def count_correction(self, key: str) -> None:
        """Count it with the chunk's other figures, so that a run that goes on knows it."""
        self.tally[f"corrections/{key}"] += 1

    def options_for(self, source: Location) -> ReadOptions:
        """Return the options for reading a source's files, kept for its next chunk."""
        if self.options.source != source:
            self.options = options_within(source, self.options)
        return self.options

    def _finished(self, job: Finish) -> Finished | Failed:
        try:
            keeps_memory = self.writer.earlier is not None
            if self.shared is not None:
                self.shared.get_chunks(job)
            row = finish(job, self.form, self.feed_fields, keeps_memory=keeps_memory)
            if self.shared is not None:
                self.shared.put_finished(job.archive)
            elif self.remote is not None:
                send_finished(job.archive, self.remote)
            return Finished(row)
        except (OSError, SourceError, SharedWorkError):
            raise
        except Exception as error:
            logger.exception("The feed of %s could not be made", job.archive.title)
            return Failed(f"its feed could not be made: {type(error).__name__}: {error}")

    async def _replayed(self, chunk: Chunk) -> AsyncIterator[Article | Reject]:
        if self.shared is not None:
            if (done := self.shared.done(chunk)) is not None:
                self.channel.report(done)
                return
            self.shared.get_begun(chunk)
        work = _ChunkRun(chunk, self)
        try:
            self.channel.report(Progress(work.files.tally, work.position or 0))
            if not work.files.resumed_from.complete:
                for step in work.steps():
                    if (item := work.item(step)) is not None:
                        if self.middlewares_see_items:
                            yield item
                            await wait_for_pipelines(self.crawler, 1)
                        else:
                            await run_pipelines(self.crawler, item)
                    await work.after(step)
                    if self.channel.report_is_due():
                        self.channel.report(Progress(work.files.tally, work.position or 0))
                        await pause(0)  # what else runs in the reactor has a turn, if no pipeline waited
                    if self.channel.stop_requested:
                        await work.save(step)
                        return
                await work.complete()
            if self.shared is not None:
                self.shared.put_chunk(chunk)
            self.channel.report(ChunkDone(work.files.tally, work.reached))
        finally:
            work.files.close()


class _ChunkRun:
    """The replay of one chunk."""

    def __init__(self, chunk: Chunk, spider: ArchivesSpider) -> None:
        gzipped = spider.form == "jsonl.gz"
        self.files = ChunkFiles.opened(chunk.archive.work, chunk.number, chunk.start, gzipped=gzipped)
        self.position = self.reached = self.files.resumed_from.position
        self._chunk, self._spider, self._gzipped = chunk, spider, gzipped
        self._options = spider.options_for(chunk.archive.source)
        self._weight = 0
        self._last: Outcome | None = None
        self._share_after_s = monotonic() + _SHARE_EVERY_S
        self._source = str(chunk.archive.source)
        spider.tally = self.files.tally
        spider.writer.begin(self.files, self._source)

    def steps(self) -> Iterator[Step]:
        """Yield the rest of the chunk; if the reader itself fails, a reject is the last step."""
        try:
            yield from chunk_steps(self._chunk, self._options, self.position or 0)
        except SourceError:
            raise
        except Exception as error:
            logger.exception("Reading %s failed before its end", self._chunk.archive.title)
            self.files.tally["cut-short"] += 1
            yield Step(unread_reject(self._chunk.archive.name, error), None)

    def item(self, step: Step) -> Article | Reject | None:
        """Return the item that a step gives, or None for a skipped record."""
        tally = self.files.tally
        tally["records"] += 1
        self._weight += 1
        if isinstance(step.outcome, Skipped):
            tally[f"skipped/{step.outcome.reason}"] += 1
            return None
        self._spider.writer.source = self._spider._source = self._source
        if not isinstance(step.outcome, ArchivedPage):
            self._check(step.outcome)
            return step.outcome
        tally["pages"] += 1
        if step.outcome.root is not None:
            self._spider.writer.source = self._spider._source = step.outcome.root
        self._weight += _RECORDS_A_PAGE
        return self._spider._article(step.outcome)

    def _check(self, reject: Reject) -> None:
        """Raise MissingPackageError for an archive that a package reads that is not there: it is tried again."""
        if reject.code == MissingPackageError.code and not self._chunk.archive.is_list:
            raise MissingPackageError(self._chunk.archive.title, reject.reason or "")

    async def after(self, step: Step) -> None:
        """Note that the step is done, and write a checkpoint if one is due.

        That depends on the records alone, since gzip members end at checkpoints and the feed must not vary.
        """
        self._spider.writer.check()
        if self._spider.store is not None:
            self._spider.store.check()
        self.reached, self._last = step.after, step.outcome
        if step.after is None:
            return
        self.position = step.after
        if self._weight >= self._spider.checkpoint_pages * _RECORDS_A_PAGE:
            await self._checkpoint(step.after)
            self._weight = 0
            self._share()

    async def save(self, step: Step) -> None:
        """Write a checkpoint now, unless that would change the feed."""
        if step.after is not None and not self._gzipped:
            await self._checkpoint(step.after)
            self._share(at_once=True)

    def _share(self, *, at_once: bool = False) -> None:
        """Let others go on from this checkpoint if this worker dies; a tenth of the time at most goes into it."""
        began_s = monotonic()
        if self._spider.shared is not None and (at_once or began_s > self._share_after_s):
            self._spider.shared.put_begun(self._chunk)
            now_s = monotonic()
            self._share_after_s = now_s + max(_SHARE_EVERY_S, 10 * (now_s - began_s))

    async def complete(self) -> None:
        """Note that the chunk is done, and whether the archive ends with damage."""
        last, name = self._last, self._chunk.archive.name
        if self.reached is None and isinstance(last, Reject) and (last.code, last.path) == ("damaged", name):
            self.files.tally["ends-damaged"] = 1
        await self._checkpoint(self.reached, complete=True)

    async def _checkpoint(self, position: int | None, *, complete: bool = False) -> None:
        await self._spider.writer.write_store()
        self._spider.writer.save_memory()
        self.files.checkpoint(position, complete=complete)
