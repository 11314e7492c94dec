"""The live spider: finds a news site's articles through every door that the site has, and each only once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsspider.discovery.links import site_of
from newsspider.discovery.types import Door, Found, Kind, Outcome
from newsspider.engine import fail_run
from newsspider.errors import NewsspiderError, SettingError
from newsspider.feeds.export import check_requirements
from newsspider.http import ANNOUNCEMENT, DOOR, page_reject
from newsspider.items import Article, Reject, Source
from newsspider.middlewares.failures import failure_of
from newsspider.middlewares.host_delays import FAILURE
from newsspider.middlewares.manners import contact_hint, polite_settings
from newsspider.middlewares.skipping import TRANSIENT, SkippedRequest, note_skipped
from newsspider.spiders.base import ArticleSpider, enable_addon
from newsspider.spiders.crawl_arguments import ARGUMENTS, CrawlArguments, read_arguments, unknown_argument
from newsspider.spiders.crawl_run import CrawlRun
from newsspider.spiders.crawl_settings import crawl_settings
from newsspider.spiders.crawl_state import is_shared, name_run_files, run_time, state_place
from newsspider.spiders.discovering import Discovery
from newsspider.spiders.page_reading import PageReader, is_start, requested_task
from newsspider.state.frontier import Frontier
from newsspider.state.host_queues import HOST_FAILING
from newsspider.state.hosts import host_of
from newsspider.state.types import TASK, Status, Task, Visit, task_of

# sitemaps.org: 50 MB.
_MAX_SITEMAP_BYTES = 52_428_800


class NewsSpider(ArticleSpider):
    """Crawls news sites: `-a urls=URL[,URL...]`, at most `-a max_pages=` pages.

    Stays on the sites of its start URLs (all hosts of a registered domain). `since`, `doors`, `every`,
    `max_pages_per_site` and `urls_file` are further arguments; docs/crawling.md describes them.
    """

    name = "news"
    has_site_table = tells_of_failed_starts = True
    arguments: CrawlArguments
    crawl: CrawlRun
    discovery: Discovery
    reader: PageReader

    def __init__(self, **kwargs: Any) -> None:
        given = dict(kwargs)
        super().__init__(**{name: value for name, value in kwargs.items() if name not in ARGUMENTS})
        try:
            self.arguments = self.read_arguments(given)
            self.start_urls = [start.url for start in self.arguments.starts if not start.is_page]
        except SettingError as error:
            self.start_error = str(error)

    @classmethod
    def read_arguments(cls, given: Mapping[str, Any]) -> CrawlArguments:
        """Return what a crawl was asked for. Raises SettingError, also for an argument that there is not."""
        for name in given:
            if name not in ARGUMENTS and not hasattr(cls, name):
                raise unknown_argument(name)
        return read_arguments(given)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider with its state opened, or with the error in its arguments, settings or state."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if spider.start_error is None:
            try:
                check_requirements(crawler.settings)  # before a state is made for them
                spider.discovery = Discovery(crawler, spider.arguments.doors)
                spider.crawl = CrawlRun(crawler, spider.arguments, spider.discovery.patterns)
                spider.crawl.frontier.guesses = spider.discovery
                spider.reader = PageReader(spider, spider.crawl, spider.discovery)
                name_run_files(crawler.settings, spider.crawl.run)
            except SettingError as error:
                spider.start_error = str(error)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Enable the add-on and polite defaults; a project's own settings win."""
        super().update_settings(settings)
        enable_addon(settings)
        polite_settings(settings)
        crawl_settings(settings)

    @property
    def frontier(self) -> Frontier | None:
        """The pages of the run; None where the arguments or the state are wrong."""
        return self.crawl.frontier if self.start_error is None else None

    def keep_figures(self, changed: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        """Keep with the state what is counted, in parts; return those of the run before it was killed.

        `changed` is called whenever the state is written, for the parts that have changed since the last time.
        """
        if self.start_error is not None:
            return {}
        self.crawl.frontier.figures = changed
        return self.crawl.run.figures

    def is_told(self, response: Any) -> bool:
        """Return whether this run has told before what became of a page: lists are read again and again.

        `response` is a response, with whatever status, or the failure to get one.
        """
        request = getattr(response, "request", None)
        task = task_of(request) if isinstance(request, Request) else None
        status = getattr(response, "status", None)
        failed = status is None or not (HTTPStatus.OK <= status < HTTPStatus.BAD_REQUEST)
        return task is not None and self.crawl.frontier.is_read_again(task, failed=failed)

    @property
    def run_time(self) -> str:
        """When the run started: `%(run_time)s` in the path of a feed. A run that goes on keeps it."""
        return run_time(self.crawl.run) if self.start_error is None else ""

    @property
    def process_name(self) -> str:
        """The machine and the number of the run, `%(process_name)s` in paths: no other run writes there."""
        return self.crawl.run.name if self.start_error is None else ""

    @property
    def closed_doors(self) -> Sequence[str]:
        """The doors at which the crawl was told not to look."""
        return sorted(frozenset(Door) - self.arguments.doors) if self.start_error is None else ()

    @property
    def continues_feeds(self) -> bool:
        """Whether feeds go on where a killed run left them."""
        return self.start_error is None and self.crawl.run.is_continued

    @property
    def reads_a_part(self) -> bool:  # type: ignore[override]  # known when the run begins
        """Whether others read the rest of the pages of this run, or this one did before it was stopped."""
        if self.start_error is not None:
            return False
        run = self.crawl.run
        return run.is_continued or run.is_joined or is_shared(state_place(self.crawler.settings) or "")

    @property
    def sites(self) -> frozenset[str]:
        """The sites that are crawled: those of the start URLs, and those to which these redirect."""
        return self.crawl.frontier.limits.sites if self.start_error is None else frozenset()

    @sites.setter
    def sites(self, sites: frozenset[str]) -> None:
        self.crawl.frontier.add_sites(sites - self.sites)

    def hand_over(self, url: str, request: Request) -> bool:
        """Queue an address that a page redirects to, if this process does not have its site; return whether so.

        What a feed or a sitemap said of the page goes with it.
        """
        if self.start_error is not None or site_of(url) in self.crawl.frontier.leases:
            return False
        task = task_of(request)
        if task is None:
            return False
        found = Found(url=url, kind=task.kind, door=task.door, announcement=task.announcement)
        self.crawl.frontier.add([found], task)
        return True

    @property
    def named_urls(self) -> tuple[str, ...]:
        """The start URLs: their hosts are asked wherever they are, private addresses included."""
        return tuple(start.url for start in self.arguments.starts) if self.start_error is None else ()

    @property
    def urls(self) -> tuple[str, ...]:
        """The start URLs of sites of which no article is known from an earlier run: each should give some.

        One that led to another site stands here as what it led to.
        """
        if self.start_error is not None:
            return ()
        known, moved = self.crawl.frontier.sites.with_articles, self.reader.moved_starts
        led_to = (moved.get(url, url) for url in self.start_urls)
        return tuple(url for url in led_to if site_of(url) not in known)

    async def start(self) -> AsyncIterator[Request]:
        """Begin or continue the crawl, or report what is wrong with the arguments."""
        if self.start_error:
            fail_run(self.crawler, self.start_error)
            return
        if hint := contact_hint(self.crawler.settings):
            self.logger.info(hint)
        starts = self.arguments.starts
        if since := self.crawl.frontier.limits.future_since(datetime.now(UTC)):
            self.logger.warning("since: %s is in the future: all articles that have a date are left out", since)
        with self.crawl.ending_at_errors():
            self.crawl.frontier.start(
                (start.url, Kind.ARTICLE if start.is_page else Kind.PAGE) for start in starts
            )
        for site, kind in self.crawl.frontier.sites.start_kinds:
            self.discovery.note_start(site, kind)
        no_requests: tuple[Request, ...] = ()  # the scheduler has them
        for request in no_requests:
            yield request

    def request_for(self, task: Task) -> Request:
        """Return the request for a page, conditional where an earlier answer allows it."""
        max_bytes = self.crawler.settings.getint("NEWSSPIDER_MAX_PAGE_BYTES")
        if task.kind is Kind.SITEMAP and max_bytes:
            max_bytes = max(max_bytes, _MAX_SITEMAP_BYTES)
        meta: dict[str, Any] = {
            TASK: task,
            DOOR: task.door,
            "download_maxsize": max_bytes,
            "handle_httpstatus_list": [304],
            "is_start_request": is_start(task),  # its redirect to another site is followed
        }
        if task.announcement is not None:
            meta[ANNOUNCEMENT] = task.announcement
        return Request(
            task.url, self.parse, errback=self.failed, headers=self._conditions(task), meta=meta, dont_filter=True
        )

    def _conditions(self, task: Task) -> dict[str, str]:
        """Return the headers that ask for a page only if it has changed.

        A list is asked for as a whole where this run looks for other pages than the one that read it last.
        """
        reach = self.crawl.frontier.limits.reach_of(task.site)
        if task.outcome is Outcome.LISTING and task.digest and not task.digest.startswith(f"{reach}:"):
            return {}
        headers = {"If-None-Match": task.etag, "If-Modified-Since": task.last_modified}
        return {name: value for name, value in headers.items() if value}

    async def parse(self, response: Response) -> AsyncIterator[Article | Reject]:
        """Yield the article or reject of a page, after noting what else it leads to."""
        task = requested_task(response.request)
        self.crawl.frontier.release(task)
        items: list[Article | Reject] = []
        with self.crawl.ending_at_errors():
            items = await self.reader.read(response, task)
        for item in items:
            yield item

    def failed(self, failure: Failure) -> Iterator[Reject]:
        """Yield a reject for a page that was requested and did not come; count what was not requested."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        task = requested_task(request)
        self.crawl.frontier.release(task)
        error = failure.value
        if (
            isinstance(error, IgnoreRequest)
            and not isinstance(error, HttpError)
            and not _was_tried(request, error)
        ):
            self._not_requested(task, error)
            return
        # A host that does not answer says nothing of where sites have their feeds.
        missed = self.discovery.not_a_door if isinstance(error, HttpError) else self.discovery.next_guess
        self.crawl.frontier.add(missed(task))
        if isinstance(error, HttpError) and self.discovery.is_guess(task):
            self.reader.note_no_door(task)
            return
        status = error.response.status if isinstance(error, HttpError) else None
        self._count(f"status/{status}" if status is not None else "failed")
        visit = Visit(task=task, outcome=Outcome.FAILED, status=Status.FAILED, http_status=status)
        self.crawl.done(visit, awaits_item=True)
        code, reason = _why_it_failed(request, error)
        self.logger.info("Could not fetch %s: %s", request.url, reason)
        yield page_reject(Source(kind="live"), request.url, code, reason)

    def _not_requested(self, task: Task, error: IgnoreRequest) -> None:
        """Note a page that a middleware refused to request, by robots.txt for instance."""
        self._count("not-asked-for")
        self.crawl.frontier.take_back(task)
        reason = error.reason if isinstance(error, SkippedRequest) else "ignored"
        if not self.crawl.frontier.is_read_again(task, failed=True):
            note_skipped(self.crawler, task.url, reason, task.site, str(error))
        # What was not requested for a failing host is requested by the next run.
        status = Status.FAILED if reason in TRANSIENT else Status.SKIPPED
        self.crawl.done(Visit(task=task, outcome=Outcome.FAILED, status=status, reason=reason))

    def _count(self, what: str) -> None:
        self.crawler.stats.inc_value(f"newsspider/news/{what}")


def _was_tried(request: Request, error: IgnoreRequest) -> bool:
    """Return whether a page was requested before, and is not again since its host has been given up meanwhile."""
    return FAILURE in request.meta and isinstance(error, SkippedRequest) and error.reason == HOST_FAILING


def _why_it_failed(request: Request, error: BaseException | None) -> tuple[str, str]:
    """Return the code of the reject for a page that did not come, and the reason in plain words."""
    if isinstance(error, HttpError):
        status = error.response.status
        return f"status-{status}", f"the server answered with status {status}"
    if isinstance(error, DownloadCancelledError):
        return "too-large", "larger than NEWSSPIDER_MAX_PAGE_BYTES"
    if isinstance(error, NewsspiderError):
        return "not-fetched", str(error)
    if isinstance(error, IgnoreRequest):
        return "not-fetched", str(request.meta[FAILURE])
    failure = failure_of(error)
    return failure.kind, f"{host_of(request.url)} {failure.wording}"
