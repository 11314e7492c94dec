"""One run of a crawl inside Scrapy: when its state is written, which items belong to which page, how it ends."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import call_later, create_looping_call
from sqlalchemy.exc import SQLAlchemyError

from newsspider.discovery.links import site_of
from newsspider.discovery.types import Outcome
from newsspider.engine import end_run
from newsspider.items import Article, Metadata
from newsspider.middlewares.host_delays import HostDelayMiddleware
from newsspider.middlewares.skipping import note_skipped
from newsspider.pipelines.duplicates import DuplicatePipeline
from newsspider.pipelines.fieldnames import field_of
from newsspider.pipelines.rejects import RejectFilePipeline, RepeatableReject
from newsspider.settings import with_defaults
from newsspider.signals import page_done, page_refused, round_done
from newsspider.spiders.crawl_arguments import CrawlArguments
from newsspider.spiders.crawl_state import is_shared, open_state, output_lengths, state_place
from newsspider.state.database import reason_of
from newsspider.state.feed_files import (
    cut_feeds,
    drop_remote_feeds,
    has_failed_feeds,
    leave_local_feeds,
    written_lengths,
)
from newsspider.state.found_pages import Patterns
from newsspider.state.frontier import Frontier
from newsspider.state.hosts import host_of
from newsspider.state.limits import Limits, SiteLimits
from newsspider.state.run_log import RunTakenOverError
from newsspider.state.types import ArticleVersion, Status, Task, Visit, task_of

logger = logging.getLogger(__name__)

_COMMIT_EVERY_S = 1.0
# With many hosts a commit takes 40 ms and more: then fifty times as long passes between two, at most.
_COMMIT_PAUSE, _LONGEST_PAUSE_S = 50, 5.0
_COMMIT_AT_PAGES = 500
_SHORTEST_INTERVAL_S = 900.0  # between two visits of a listing, in a crawl that keeps going
# Reasons for which Scrapy closes a spider that has done all that it was to do.
_DONE = frozenset({"finished", "max_pages"})


class CrawlRun:
    """The frontier of a run, and what Scrapy's signals mean for it."""

    def __init__(self, crawler: Crawler, arguments: CrawlArguments, patterns: Patterns) -> None:
        """Open the state. Raises SettingError where that cannot be done."""
        self.crawler = crawler
        settings = with_defaults(crawler.settings)
        self.store, self.run = open_state(settings, arguments)
        limits = run_limits(arguments, settings)
        self.frontier = Frontier(self.store, self.run, limits, patterns, self._skip)
        self.frontier.outputs, self.frontier.failed = self._outputs, self.fail
        self._own_delays = {
            host_of(start.url): start.delay_s for start in arguments.starts if start.delay_s is not None
        }
        self._visits: dict[int, Visit] = {}  # pages whose item is in the pipelines
        self._committed, self._commit_took_s = time.monotonic(), 0.0
        self._will_commit = self._has_failed = self._is_done = self._was_taken_over = False
        self._lengths_before: Mapping[str, int] = {}  # of the feeds on disk, in a run that begins
        self._pages_of_rounds = 0  # of those that have ended, in a crawl that keeps going
        for method, signal in (
            (self._opened, signals.spider_opened),
            (self._item_written, signals.item_scraped),
            (self._item_gone, signals.item_dropped),
            (self._item_gone, signals.item_error),
            (self._page_failed, signals.spider_error),
            (self._idle, signals.spider_idle),
            (self._closed, signals.spider_closed),
            (self._stopped, signals.engine_stopped),
        ):
            crawler.signals.connect(method, signal=signal)

    def done(self, visit: Visit, *, awaits_item: bool = False) -> None:
        """Note what became of a page: at once, or when its item has left the pipelines."""
        if awaits_item:
            self._visits[visit.task.key] = visit
        else:
            self._finish(visit)

    def refuse(self, visit: Visit, reason: str, probability: float | None = None) -> None:
        """Note a page that was fetched and gives no item, and tell so once in a run.

        `probability` is that of being an article.
        """
        task = visit.task
        if not self.frontier.is_read_again(task):
            self.crawler.signals.send_catch_log(
                page_refused, url=task.url, reason=reason, site=task.site, probability=probability
            )
        self._finish(visit)

    def version_of(self, task: Task) -> ArticleVersion | None:
        """Return what is known of the version of a page's article that went into a feed last."""
        return self.frontier.article(task.article_id, task.key) if task.article_id else None

    def _finish(self, visit: Visit, article: ArticleVersion | None = None) -> None:
        self.frontier.visited(visit, article)
        task = visit.task
        self.crawler.signals.send_catch_log(
            page_done,
            url=task.url,
            outcome=visit.outcome,
            door=task.door,
            site=task.site,
            new_urls=len(visit.new_urls),
        )
        if self.frontier.pending >= _COMMIT_AT_PAGES and not self._will_commit:
            # Not here: the feed and the pipelines may not have taken note of the page's item yet.
            self._will_commit = True
            call_later(0, self._commit)

    def _skip(self, url: str, reason: str, site: str) -> None:
        note_skipped(self.crawler, url, reason, site)

    # Right before FeedExporter's handler of the same signal, with nothing between them: what the state calls
    # exported stands in the feed, whenever it is written.
    def _item_written(self, item: Any, response: Response | None) -> None:
        if self.frontier.leases.is_doubtful:  # as after it was frozen: the feed may be another process's by now
            self._commit()
        visit = self._visit_of(response)
        if visit is None:
            return
        with self.ending_at_errors():
            identifier = field_of(item, "id")
            version = None
            if isinstance(identifier, str):
                version = ArticleVersion(
                    id=identifier,
                    key=visit.task.key,
                    text_digest=visit.text_digest or text_digest(item),
                    digest=field_of(field_of(field_of(item, "metadata"), "source"), "digest"),
                )
            self._finish(replace(visit, article_id=identifier, outcome=Outcome.ARTICLE), version)

    def _item_gone(self, response: Response | None, exception: Exception | None = None) -> None:
        visit = self._visit_of(response)
        if isinstance(exception, RepeatableReject):
            return  # the page stays queued, for the run that goes on with this one
        if visit is not None:
            self._finish(visit)

    def _visit_of(self, response: Any) -> Visit | None:
        request = getattr(response, "request", None)  # of a response, or of the failure to get one
        task = task_of(request) if isinstance(request, Request) else None
        return self._visits.pop(task.key, None) if task is not None else None

    def _page_failed(self, response: Any) -> None:
        """Note a page on which the spider itself failed: a later run tries it again."""
        request = getattr(response, "request", None)
        task = task_of(request) if isinstance(request, Request) else None
        if task is not None:
            self._visits.pop(task.key, None)
            self._finish(Visit(task=task, outcome=Outcome.FAILED, status=Status.FAILED, reason="error"))

    def _idle(self) -> None:
        if self.frontier.is_at_limit():
            raise CloseSpider("max_pages")

    def _opened(self) -> None:
        if self.run.is_joined and not is_shared(state_place(self.crawler.settings) or ""):
            logger.warning("Another process crawls with this state: they share its sites, and end together")
        delays = self.crawler.get_downloader_middleware(HostDelayMiddleware)
        if delays is not None:
            self.frontier.hosts = delays.hosts
            for host, delay_s in self._own_delays.items():
                delays.hosts.set_delay(host, delay_s)
        rejects = self.crawler.get_item_pipeline(RejectFilePipeline)
        if rejects is not None:
            rejects.reads_again = state_place(self.crawler.settings) is not None
        duplicates = self.crawler.get_item_pipeline(DuplicatePipeline)
        if duplicates is not None:
            duplicates.begin()
            with self.ending_at_errors():
                duplicates.remember(self.store.duplicates.read(duplicates.finder.max_articles))
            self.frontier.new_memory = duplicates.new_memory
        looking = create_looping_call(self._look)
        looking.start(_COMMIT_EVERY_S, now=False)
        self.crawler.signals.connect(looking.stop, signal=signals.spider_closed, weak=False)
        call_later(0, self._begin)  # when the feeds are open

    def _begin(self) -> None:
        with self.ending_at_errors((SQLAlchemyError, OSError)):
            if not self.run.is_continued:
                self._lengths_before = written_lengths(self.crawler)
                self.store.runs.note_feeds(self.run, self._lengths_before)
        self._commit()

    def _outputs(self) -> Mapping[str, int]:
        """Return the length of each file, with what is buffered. Raises RunTakenOverError before writing that."""
        if self.frontier.leases.is_doubtful and self.store.runs.is_anothers(self.run):
            raise RunTakenOverError
        return output_lengths(self.crawler)

    def _look(self) -> None:
        passed_s = time.monotonic() - self._committed
        is_due = passed_s >= min(_COMMIT_PAUSE * self._commit_took_s, _LONGEST_PAUSE_S)
        if (self.frontier.has_changes and is_due) or passed_s > self.store.leases.renew_every_s:
            self._commit()
        frontier = self.frontier
        if frontier.limits.keeps_going and frontier.handed_out != self._pages_of_rounds:
            with self.ending_at_errors((Exception,)):
                if frontier.is_empty():
                    self._pages_of_rounds = frontier.handed_out
                    self.crawler.signals.send_catch_log(round_done)

    def _commit(self, *, is_last: bool = False) -> None:
        self._will_commit = False
        began = time.monotonic()
        with self.ending_at_errors((Exception,)):  # whatever it is, nothing is written or requested from then on
            self.frontier.commit(is_last=is_last)
            self._committed = time.monotonic()
            self._commit_took_s = self._committed - began

    @contextmanager
    def ending_at_errors(self, errors: tuple[type[Exception], ...] = (SQLAlchemyError,)) -> Iterator[None]:
        """End the crawl if the state cannot be read or written in the block."""
        try:
            yield
        except errors as error:
            self.fail(error)

    def fail(self, error: Exception) -> None:
        """Close the crawl with exit code 1: what it did since the last commit is done again by the next run."""
        if self._has_failed:
            return
        self._has_failed = self.frontier.is_broken = True
        self._was_taken_over = isinstance(error, RunTakenOverError)
        if self._was_taken_over:
            leave_local_feeds(self.crawler)
        if not self.run.continues:  # its articles are requested again
            drop_remote_feeds(self.crawler)
        reason = reason_of(error)
        if not isinstance(error, (SQLAlchemyError, OSError)):
            logger.error("The state of the crawl could not be written", exc_info=error)
            reason = f"{type(error).__name__}: {reason}"
        line = f"The state of the crawl cannot be used: {reason}. Run the same command again to continue"
        end_run(self.crawler, line, "state_error")

    def _closed(self, reason: str) -> None:
        self._commit(is_last=True)
        with self.ending_at_errors():  # of runs at the same time, which share the pages
            self.frontier.sites.with_articles |= self.store.pages.sites_with_articles(self.frontier.limits.sites)
        # A feed that cannot be continued is whole after a crawl that was stopped.
        self._is_done = reason in _DONE or not self.run.continues
        # Feeds may be uploaded for longer than a lease lasts: the run is not to be taken for killed meanwhile.
        staying = create_looping_call(self._stay_alive)
        staying.start(self.store.leases.renew_every_s, now=False)
        self.crawler.signals.connect(staying.stop, signal=signals.engine_stopped, weak=False)

    def _stay_alive(self) -> None:
        if not self.frontier.is_broken:
            with self.ending_at_errors():
                self.store.runs.stay_alive(self.run)

    def _stopped(self) -> None:
        """Note that the run is done once its feeds are stored: else their articles are requested again."""
        if self._is_done and not self.frontier.is_broken and not has_failed_feeds(self.crawler):
            with self.ending_at_errors():
                self.store.runs.finish(self.run)
        elif not self.frontier.is_broken:
            with self.ending_at_errors():
                self.store.runs.leave(self.run)
        elif self._was_taken_over:
            self._cut_own_feeds()
        self.store.close()

    def _cut_own_feeds(self) -> None:
        """Cut off what came after the last commit: others request these pages again, and no run cuts it later."""
        with self.ending_at_errors((SQLAlchemyError, OSError)):
            if not self.store.runs.is_anothers(self.run):
                cut_feeds(self.frontier.written if self.run.continues else self._lengths_before)


def run_limits(arguments: CrawlArguments, settings: BaseSettings) -> Limits:
    """Return the limits of a run, by its arguments, its list of sites and the settings."""
    of_site = {
        site_of(start.url): SiteLimits(
            doors=frozenset(start.doors) or None,
            max_pages=start.max_pages,
            sections=start.sections,
            since=start.since.isoformat() if start.since else None,
        )
        for start in arguments.starts
        if start.doors or start.max_pages is not None or start.sections or start.since
    }
    return Limits(
        sites=frozenset(site_of(start.url) for start in arguments.starts),
        of_site=of_site,
        doors=arguments.doors,
        max_pages=arguments.max_pages or settings.getint("NEWSSPIDER_MAX_PAGES"),
        max_pages_per_site=arguments.max_pages_per_site,
        max_depth=settings.getint("DEPTH_LIMIT"),
        requests_per_host=max(1, settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")),
        sections=arguments.sections,
        since=arguments.since,
        keeps_going=arguments.every_s > 0,
        shortest_interval_s=float(arguments.every_s or _SHORTEST_INTERVAL_S),
    )


def text_digest(item: Any) -> str:
    """Return a digest of what readers see of an article: another one is another version."""
    text = f"{field_of(item, 'headline') or ''}\n{field_of(item, 'articleBody') or ''}"
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def with_previous(article: Article, known: ArticleVersion) -> Article:
    """Return an article that names the digest of its last version."""
    return replace(article, metadata=replace(article.metadata or Metadata(), previousDigest=known.digest))
