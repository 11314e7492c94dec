"""The live spider: finds a news site's articles through every door that the site has, and each only once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Set
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import HtmlResponse, Request, Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsspider.discovery.links import site_of
from newsspider.discovery.types import Outcome
from newsspider.engine import fail_run
from newsspider.errors import NewsspiderError, SettingError
from newsspider.http import ANNOUNCEMENT, DOOR, Provenance, provenance_of
from newsspider.items import Article, Reject, Source
from newsspider.middlewares.host_delays import HostDelayMiddleware
from newsspider.middlewares.manners import contact_hint, polite_settings
from newsspider.middlewares.reservations import page_reservations
from newsspider.middlewares.skipping import TRANSIENT, SkippedRequest, note_skipped
from newsspider.spiders.base import ArticleSpider, article_or_reject, enable_addon, page_reject
from newsspider.spiders.crawl_arguments import ARGUMENTS, CrawlArguments, read_arguments, unknown_argument
from newsspider.spiders.crawl_run import CrawlRun, is_new_version, with_previous
from newsspider.spiders.crawl_state import run_time
from newsspider.spiders.discovering import Discovery
from newsspider.state.feed_files import ContinuedFeedStorage
from newsspider.state.frontier import Frontier
from newsspider.state.scheduler import TASK, CrawlScheduler, task_of
from newsspider.state.types import Status, Task, Visit, page_key

# A project's own settings win over these, and these win over Scrapy's; manners are settings too.
DEFAULTS: dict[str, Any] = {
    "LOG_LEVEL": "INFO",
}
# What a crawl with a state needs.
_CRAWL_DEFAULTS: dict[str, Any] = {
    "SCHEDULER": CrawlScheduler,
    # The scheduler counts: requests to hosts that do not answer are no reason to wait with others.
    "CONCURRENT_REQUESTS": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    # No article is that far from the front page; what goes deeper has no end.
    "DEPTH_LIMIT": 20,
}


class NewsSpider(ArticleSpider):
    """Crawls news sites: `-a urls=URL[,URL...]`, at most `-a max_pages=` pages.

    Stays on the sites of its start URLs (all hosts of a registered domain). `since`, `doors`, `every`,
    `max_pages_per_site` and `urls_file` are further arguments; docs/crawling.md describes them.
    """

    name = "news"
    has_site_table = True
    arguments: CrawlArguments
    crawl: CrawlRun
    discovery: Discovery
    _start_keys: Set[int] = frozenset()

    def __init__(self, **kwargs: Any) -> None:
        given = {name: kwargs.pop(name) for name in ARGUMENTS if name in kwargs}
        super().__init__(**kwargs)
        try:
            for name in kwargs:
                if not hasattr(type(self), name):
                    raise unknown_argument(name)
            self.arguments = read_arguments(given)
            self.start_urls = list(self.arguments.urls)
        except SettingError as error:
            self.start_error = str(error)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider with its state opened, or with the error in its arguments, settings or state."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._opened, signals.spider_opened)
        if spider.start_error is None:
            try:
                spider.discovery = Discovery(crawler, spider.arguments)
                spider.crawl = CrawlRun(crawler, spider.arguments, spider.discovery.patterns)
            except SettingError as error:
                spider.start_error = str(error)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Enable the add-on and polite defaults; a project's own settings win."""
        super().update_settings(settings)
        enable_addon(settings)
        polite_settings(settings)
        for name, value in {**DEFAULTS, **_CRAWL_DEFAULTS}.items():
            settings.set(name, value, priority="addon")
        storages = settings.getdict("FEED_STORAGES")
        ours = {"": ContinuedFeedStorage, "file": ContinuedFeedStorage}
        settings.set("FEED_STORAGES", {**ours, **storages}, settings.getpriority("FEED_STORAGES") or "addon")

    @property
    def frontier(self) -> Frontier | None:
        """The pages of the run; None where the arguments or the state are wrong."""
        return self.crawl.frontier if self.start_error is None else None

    @property
    def run_time(self) -> str:
        """When the run started: `%(run_time)s` in the path of a feed. A run that goes on keeps it."""
        return run_time(self.crawl.run) if self.start_error is None else ""

    @property
    def continues_feeds(self) -> bool:
        """Whether feeds go on where a killed run left them."""
        return self.start_error is None and self.crawl.run.is_continued

    @property
    def named_urls(self) -> tuple[str, ...]:
        """What the user named: their hosts may be private, their redirects may lead to another site."""
        return () if self.start_error else tuple(url for url, _ in self.discovery.start_pages())

    @property
    def sites(self) -> frozenset[str]:
        """The sites to stay on; those that start URLs redirect to are added."""
        return self.crawl.frontier.limits.sites

    @sites.setter
    def sites(self, sites: frozenset[str]) -> None:
        self.crawl.frontier.add_sites(sites - self.sites)
        self.discovery.sites = sites

    @property
    def urls(self) -> tuple[str, ...]:
        """The start URLs of sites of which no article is known from an earlier run: each should give some."""
        if self.start_error is not None:
            return ()
        known = self.crawl.frontier.sites_with_articles
        return tuple(url for url in self.arguments.urls if site_of(url) not in known)

    async def start(self) -> AsyncIterator[Request]:
        """Begin or continue the crawl, or report what is wrong with the arguments."""
        if self.start_error:
            self.logger.error(self.start_error)
            fail_run(self.crawler)
            return
        if hint := contact_hint(self.crawler.settings):
            self.logger.info(hint)
        self._start_keys = {page_key(url) for url in self.named_urls}
        self.crawl.frontier.start(self.discovery.start_pages())
        no_requests: tuple[Request, ...] = ()  # the scheduler has them
        for request in no_requests:
            yield request

    def _opened(self) -> None:
        """Let the frontier know when each host may be asked."""
        delays = self.crawler.get_downloader_middleware(HostDelayMiddleware)
        if delays is not None and self.frontier is not None:
            self.frontier.hosts = delays.hosts

    def request_for(self, task: Task) -> Request:
        """Return the request for a page, conditional where an earlier answer allows it."""
        headers = {}
        if task.etag:
            headers["If-None-Match"] = task.etag
        if task.last_modified:
            headers["If-Modified-Since"] = task.last_modified
        meta: dict[str, Any] = {
            TASK: task,
            DOOR: task.door,
            "download_maxsize": self.crawler.settings.getint("NEWSSPIDER_MAX_PAGE_BYTES"),
            "handle_httpstatus_list": [304],
            "is_start_request": task.key in self._start_keys,
        }
        if task.announcement is not None:
            meta[ANNOUNCEMENT] = task.announcement
        return Request(task.url, self.parse, errback=self.failed, headers=headers, meta=meta, dont_filter=True)

    async def parse(self, response: Response) -> AsyncIterator[Article | Reject]:
        """Yield the article or reject of a page, after noting what else it leads to."""
        task = self._task(response.request)
        self.crawl.frontier.release(task)
        if response.status == 304:
            self._count("not-modified")
            visit = self._visit(task, response, task.outcome or Outcome.LISTING, is_unchanged=True)
            self.crawl.refuse(visit, "not-modified")
            return
        found = await self.discovery.of_document(response, task)
        if found is not None:  # a feed or a sitemap
            self._count(f"{found.kind}s")
            new = self.crawl.frontier.add(found.pages, task)
            self.crawl.done(self._visit(task, response, Outcome.LISTING, new_urls=tuple(new)))
        elif not isinstance(response, HtmlResponse):
            self._count("not-html")
            self.crawl.refuse(self._visit(task, response, Outcome.NOTHING), "not-html")
        else:
            self._count("pages")
            for item in await self._read(response, task):
                yield item

    async def _read(self, response: HtmlResponse, task: Task) -> list[Article | Reject]:
        """Return the article or reject of a page of HTML, if it has one that is new."""
        origin = provenance_of(response) or Provenance(Source(kind="live"), datetime.now(UTC))
        found = await self.discovery.of_page(response, task)
        reserved, obeyed = page_reservations(response), self.settings.getlist("NEWSSPIDER_OBEY_RESERVATIONS")
        new = tuple(self.crawl.frontier.add(() if reserved.forbids_links(obeyed) else found.pages, task))
        is_listing = new or task.outcome is Outcome.LISTING
        visit = self._visit(task, response, Outcome.LISTING if is_listing else Outcome.NOTHING, new_urls=new)
        if found.is_copy or self.crawl.frontier.has_visited(response.url, task):  # AMP, print; a redirect
            self._count("copies")
            self.crawl.refuse(visit, "copy")
            return []
        if reservation := reserved.refusal(obeyed):
            note_skipped(self.crawler, response.url, reservation)
            self.crawl.done(visit)
            return []
        item = article_or_reject(response, origin.source, origin.captured, self.corrections, self.fields)
        if isinstance(item, Reject):
            self.crawl.done(visit, awaits_item=True)
            return [item]
        refusal = self.discovery.refusal(response, item, found)
        known = self.crawl.version_of(item)
        if refusal is not None:
            self._count(f"not-article/{refusal}")
            self.crawl.refuse(visit, refusal)
        elif known is not None and task.article_id == item.id and not is_new_version(item, known):
            self._count("unchanged")
            self.crawl.refuse(replace(visit, outcome=Outcome.ARTICLE, is_unchanged=True), "unchanged")
        else:
            changed = task.article_id is not None and task.article_id == item.id
            self.crawl.done(visit, awaits_item=True)
            return [with_previous(item, known) if changed else item]
        return []

    def failed(self, failure: Failure) -> Iterator[Reject]:
        """Yield a reject for a page that was requested and did not come; count what was not requested."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        task = self._task(request)
        self.crawl.frontier.release(task)
        visit = Visit(task=task, outcome=Outcome.FAILED, status=Status.FAILED)
        error = failure.value
        if isinstance(error, IgnoreRequest) and not isinstance(error, HttpError):
            self._not_requested(task, error)
            return
        if isinstance(error, HttpError):
            status = error.response.status
            self._count(f"status/{status}")
            code, reason = f"status-{status}", f"the server answered with status {status}"
            visit = Visit(task=task, outcome=Outcome.FAILED, status=Status.FAILED, http_status=status)
        elif isinstance(error, DownloadCancelledError):
            code, reason = "too-large", "larger than NEWSSPIDER_MAX_PAGE_BYTES"
        else:
            self._count("failed")
            code, reason = "not-fetched", failure.getErrorMessage()
            if not isinstance(error, NewsspiderError):
                self.logger.warning("Could not fetch %s: %s", request.url, reason)
        self.crawl.done(visit, awaits_item=True)
        yield page_reject(Source(kind="live"), request.url, code, reason)

    def _not_requested(self, task: Task, error: IgnoreRequest) -> None:
        """Note a page that a middleware refused to request, by robots.txt for instance."""
        reason = error.reason if isinstance(error, SkippedRequest) else getattr(error, "code", "ignored")
        self._count("not-asked-for")
        self.crawl.frontier.take_back(task)
        self.crawl.skip(task, reason, status=Status.FAILED if reason in TRANSIENT else Status.SKIPPED)

    def _visit(self, task: Task, response: Response, outcome: Outcome, **values: Any) -> Visit:
        return Visit(
            task=task,
            outcome=outcome,
            http_status=response.status,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
            aliases=(response.url,),
            **values,
        )

    def _task(self, request: Request | None) -> Task:
        task = task_of(request) if request is not None else None
        assert task is not None  # noqa: S101  # each request of ours has one
        return task

    def _count(self, what: str) -> None:
        self.crawler.stats.inc_value(f"newsspider/news/{what}")


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
