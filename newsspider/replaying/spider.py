"""The spider of a worker: chunk after chunk of archives, each into files of its own."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from newsspider.archives.open import options_within
from newsspider.archives.types import ArchivedPage, Outcome, ReadOptions, Skipped, Step
from newsspider.errors import SourceError
from newsspider.items import Article, Reject
from newsspider.pipelines.duplicates import DuplicatePipeline
from newsspider.replaying.chunk_files import ChunkFiles
from newsspider.replaying.desk import Desk
from newsspider.replaying.finish import finish
from newsspider.replaying.jobs import (
    Chunk,
    ChunkDone,
    Failed,
    Finish,
    Finished,
    Format,
    Progress,
    Started,
    Stopped,
)
from newsspider.replaying.reading import chunk_steps
from newsspider.replaying.recorder import Recorder
from newsspider.spiders.backpressure import room_in_pipelines
from newsspider.spiders.replay import ReplaySpider, unread

logger = logging.getLogger(__name__)

# Records that are skipped cost a hundredth of a page: so many of them count as much as a checkpoint's pages do.
_RECORDS_A_PAGE = 100


class ArchivesSpider(ReplaySpider):
    """Replays the chunks that the desk hands out.

    One item is in the pipelines at a time: so the feed has the archive's order, whatever the pipelines wait for,
    and after each item nothing is in flight.
    """

    recorder: Recorder
    checkpoint_pages: int
    _options: ReadOptions
    _source: Path | None = None  # that the options are for

    def __init__(self, desk: Desk, form: Format, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.desk, self.form = desk, form

    async def start(self) -> AsyncIterator[Article | Reject]:
        """Yield what the jobs' archives hold, each once the one before it has left the pipelines."""
        if self.complaint:
            self.desk.report(Failed(self.complaint, fatal=True))
            return
        self._prepare()
        self.desk.report(Started())
        while (job := await self.desk.next_job()) is not None:
            sys.stderr.write(f"{job}\n")  # into the worker's log: what it died of
            try:
                if isinstance(job, Finish):
                    self.desk.report(self._finished(job))
                    continue
                async for item in self._replayed(job):
                    yield item
            except OSError as error:  # of what is written: what is read has its errors as rejects
                self.desk.report(
                    Failed(f"{error.filename or job.archive.feed}: {error.strerror or error}", fatal=True)
                )
                return
            except SourceError as error:
                self.desk.report(Failed(error.reason))
        self.desk.report(Stopped())

    def _prepare(self) -> None:
        """Read the settings: while a spider is made they are not yet what the add-on makes of them."""
        self.recorder = Recorder.from_crawler(self.crawler)
        self.recorder.duplicates = self.crawler.get_item_pipeline(DuplicatePipeline)
        settings = self.crawler.settings
        max_page_bytes = settings.getint("NEWSSPIDER_MAX_PAGE_BYTES") or sys.maxsize
        self._options = self.read_options(max_page_bytes)
        self.checkpoint_pages = max(1, settings.getint("NEWSSPIDER_REPLAY_CHECKPOINT_PAGES"))

    def options_for(self, source: Path) -> ReadOptions:
        """Return how the files of a source are to be read; what they refer to is looked up once for all chunks."""
        if self._source != source:
            self._source, self._options = source, options_within(source, self._options)
        return self._options

    def _finished(self, job: Finish) -> Finished | Failed:
        try:
            return Finished(finish(job, self.form))
        except (OSError, SourceError):
            raise
        except Exception as error:
            logger.exception("No feed could be made of %s", job.archive.title)
            return Failed(f"no feed could be made: {type(error).__name__}: {error}")

    async def _replayed(self, chunk: Chunk) -> AsyncIterator[Article | Reject]:
        work = _Work(chunk, self)
        try:
            self.desk.report(Progress(work.files.tally, work.position or 0))
            if not work.files.begun.complete:
                for step in work.steps():
                    if (item := work.item(step)) is not None:
                        yield item
                        await room_in_pipelines(self.crawler, 1)
                    work.after(step)
                    if self.desk.is_time_to_report():
                        self.desk.report(Progress(work.files.tally, work.position or 0))
                    if self.desk.stop_asked:
                        work.put_away(step)
                        return
                work.complete()
            self.desk.report(ChunkDone(work.files.tally, work.reached))
        finally:
            work.files.close()


class _Work:
    """One chunk at work."""

    def __init__(self, chunk: Chunk, spider: ArchivesSpider) -> None:
        packed = spider.form == "jsonl.gz"
        self.files = ChunkFiles.opened(chunk.archive.work, chunk.number, chunk.start, packed=packed)
        self.position = self.reached = self.files.begun.position
        self._chunk, self._spider, self._packed = chunk, spider, packed
        self._options = spider.options_for(chunk.archive.source)
        self._weight = 0
        self._last: Outcome | None = None
        spider.recorder.begin(self.files, str(chunk.archive.source))

    def steps(self) -> Iterator[Step]:
        """Yield what is left of the chunk; an error of the reader itself is the last."""
        try:
            yield from chunk_steps(self._chunk, self._options, self.position or 0)
        except SourceError:
            raise
        except Exception as error:
            logger.exception("Reading %s ended before its end", self._chunk.archive.title)
            self.files.tally["cut-short"] += 1
            yield Step(unread(self._chunk.archive.name, error), None)

    def item(self, step: Step) -> Article | Reject | None:
        """Return what goes into the pipelines of a step."""
        tally = self.files.tally
        tally["records"] += 1
        self._weight += 1
        if isinstance(step.outcome, Skipped):
            tally[f"skipped/{step.outcome.reason}"] += 1
            return None
        if not isinstance(step.outcome, ArchivedPage):
            return step.outcome
        tally["pages"] += 1
        self._weight += _RECORDS_A_PAGE
        return self._spider._article(step.outcome)

    def after(self, step: Step) -> None:
        """Note that the step is done: at a checkpoint, if it is time for one.

        When that is depends on what was read alone, for it shows in the feed where gzip members end.
        """
        self._spider.recorder.check()
        self.reached, self._last = step.after, step.outcome
        if step.after is None:
            return
        self.position = step.after
        if self._weight >= self._spider.checkpoint_pages * _RECORDS_A_PAGE:
            self._checkpoint(step.after)
            self._weight = 0

    def put_away(self, step: Step) -> None:
        """Keep what was done, where that does not show in the feed."""
        if step.after is not None and not self._packed:
            self._checkpoint(step.after)

    def complete(self) -> None:
        """Note that the chunk is done, and if what it ends with is damage of the archive itself."""
        last, name = self._last, self._chunk.archive.name
        if self.reached is None and isinstance(last, Reject) and (last.code, last.path) == ("damaged", name):
            self.files.tally["ends-damaged"] = 1
        self._checkpoint(self.reached, complete=True)

    def _checkpoint(self, position: int | None, *, complete: bool = False) -> None:
        self._spider.recorder.remember()
        self.files.checkpoint(position, complete=complete)
