"""What a crawl makes of a response: its article or reject, what it leads to, and what is noted of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from scrapy.http import HtmlResponse, Request, Response

from newsspider.discovery.links import PageLinks, read_links, site_of
from newsspider.discovery.page_kinds import page_refusal
from newsspider.discovery.types import Found, Kind, Outcome
from newsspider.engine import pause
from newsspider.errors import PageError
from newsspider.http import ANNOUNCEMENT, provenance_of
from newsspider.items import Article, Reject, Source
from newsspider.middlewares.reservations import TDM_RESERVED, page_reservations
from newsspider.middlewares.skipping import note_skipped
from newsspider.middlewares.tdm_files import TdmFiles
from newsspider.page.read import ReadResponse
from newsspider.settings import with_defaults
from newsspider.spiders.base import article_or_reject
from newsspider.spiders.completing import PageCompleter
from newsspider.spiders.crawl_run import CrawlRun, text_digest, with_previous
from newsspider.spiders.discovering import Discovery
from newsspider.spiders.html_pages import as_page
from newsspider.state.revisits import NO_DOOR
from newsspider.state.types import OLDER, Revisit, Task, Visit, task_of
from newsspider.time_bound import at_most

if TYPE_CHECKING:
    from newsspider.spiders.base import ArticleSpider

_FOUND_AT_ONCE = 500  # addresses that are queued in 30 ms


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadPage:
    """A page of HTML that is read: what it gives, or why it is no article."""

    response: HtmlResponse
    links: PageLinks
    item: Article | Reject | None = None
    refusal: str | None = None
    parts: tuple[str, ...] = ()  # addresses of the other pages of its article
    first: str | None = None  # where the article begins of which it is a later page


class PageReader:
    """Reads the responses of a crawl."""

    def __init__(self, spider: ArticleSpider, crawl: CrawlRun, discovery: Discovery) -> None:
        """Raises SettingError where the settings ask for a browser that is not there."""
        self.spider, self.crawl, self.discovery = spider, crawl, discovery
        settings = with_defaults(spider.crawler.settings)
        self.moved_starts: dict[str, str] = {}  # start URLs that led to another site, and where to
        self.tdm_files = TdmFiles(spider.crawler)
        self.completer = PageCompleter.from_crawler(spider.crawler)
        self.obeyed = settings.getlist("NEWSSPIDER_OBEY_RESERVATIONS")
        self.min_probability = settings.getfloat("NEWSSPIDER_MIN_PROBABILITY")

    async def read(self, response: Response, task: Task) -> list[Article | Reject]:
        """Return the item of a response, if it has one, after noting what the response leads to."""
        if response.request is not None and (said := self.crawl.frontier.announcement_of(task)) is not None:
            response.request.meta[ANNOUNCEMENT] = said
        if is_start(task) and site_of(response.url) != task.site:
            self.moved_starts[task.url] = response.url
        if response.status == 304 or self._is_same_list(response, task):
            self._count("not-modified")
            visit = visit_of(task, response, task.outcome or Outcome.LISTING, is_unchanged=True)
            self.crawl.refuse(visit, "not-modified")
            return []
        document = self.discovery.of_document(response, task)
        if document is not None:
            self._count("feeds" if document.kind is Kind.FEED else "sitemaps")
            new = await self._add_in_parts(document.pages, task)
            kind = document.kind if is_start(task) else None
            if kind is not None:
                self.discovery.note_start(task.site, kind)
            listing = visit_of(task, response, Outcome.LISTING, new_urls=tuple(new), kind=kind)
            self.crawl.done(replace(listing, digest=self._digest_of(response, task)))
            return []
        self.crawl.frontier.add(self.discovery.not_a_door(task))
        if self.discovery.is_guess(task):
            self.note_no_door(task)
            return []
        page = as_page(response)
        if page is None:
            self._count("not-html")
            self.crawl.refuse(visit_of(task, response, Outcome.NOTHING), "not-html")
            return []
        self._count("pages")
        return await self._read_page(page, task)

    async def _add_in_parts(self, found: Sequence[Found], task: Task) -> list[str]:
        """Queue what a feed or a sitemap names, while other pages have their turn; return what was not known.

        A sitemap of 50,000 addresses takes three seconds. The state may be written in between: until its last part
        is queued the page is not done, and a crawl that is killed reads it again.
        """
        new: list[str] = []
        for start in range(0, len(found), _FOUND_AT_ONCE):
            if start:
                await pause(0)
            new += self.crawl.frontier.add(found[start : start + _FOUND_AT_ONCE], task)
        return new

    def _is_same_list(self, response: Response, task: Task) -> bool:
        """Return whether a list has come with the bytes of last time, though the host knows no conditions."""
        is_list = task.outcome is Outcome.LISTING and task.digest is not None
        return is_list and task.digest == self._digest_of(response, task)

    def _digest_of(self, response: Response, task: Task) -> str:
        """Return what is the same as last time if a list would lead to the same pages again."""
        digest = blake2b(response.body, digest_size=16).hexdigest()
        return f"{self.crawl.frontier.limits.reach_of(task.site)}:{digest}"

    def note_no_door(self, task: Task) -> None:
        """Note that there is no feed or sitemap where many sites have one."""
        self._count("no-door")
        self.crawl.done(Visit(task=task, outcome=Outcome.FAILED, reason=NO_DOOR))

    async def _read_page(self, response: HtmlResponse, task: Task) -> list[Article | Reject]:
        with suppress(PageError), at_most(self.spider.max_page_cpu_s):  # what is raised becomes a reject below
            response = ReadResponse.of(response, self._captured(response))
        itself = self.discovery.page_itself(response)
        if itself is not None or self.crawl.frontier.has_visited(response.url, task):
            return self._done_as_copy(response, task, itself)
        reserved = page_reservations(response)
        if (reason := reserved.refusal(self.obeyed)) is not None:
            read = _ReadPage(response=response, links=read_links(response), refusal=reason)
        else:
            read = await self._read_whole(response)
            if reserved.tdm is None and await self._is_reserved_by_host(read):
                reason = TDM_RESERVED
                read = replace(read, item=None, refusal=reason)
        if reason is not None:
            note_skipped(self.spider.crawler, response.url, reason)
        if read.first is not None:
            return self._done_as_copy(response, task, Found(url=read.first, kind=Kind.ARTICLE))
        found: list[Found] = []
        if self.crawl.frontier.follows_links(task) and not reserved.forbids_links(self.obeyed):
            is_article = read.refusal is None and self._is_likely_article(read.item)
            found = await self.discovery.of_page(read.response, task, read.links.pages, is_article=is_article)
            self.crawl.frontier.leave_out_assets(read.links.assets, task)
        # Pages that are in the article are no articles of their own.
        new = tuple(self.crawl.frontier.add((one for one in found if one.url not in read.parts), task))
        outcome = Outcome.LISTING if new or task.outcome is Outcome.LISTING else Outcome.NOTHING
        aliases = (read.response.url, *read.parts)
        visit = visit_of(task, read.response, outcome, new_urls=new, aliases=aliases, reason=read.refusal)
        if outcome is Outcome.LISTING:
            visit = replace(visit, digest=self._digest_of(response, task))
        if reason is not None:  # counted as skipped
            self.crawl.done(visit)
            return []
        if read.refusal is not None:
            self.crawl.refuse(visit, read.refusal, _probability(read.item))
            return []
        return self._done(visit, read.item)

    async def _is_reserved_by_host(self, read: _ReadPage) -> bool:
        """Return whether the host of an article reserves it from text and data mining."""
        is_article = read.refusal is None and self._is_likely_article(read.item)
        return is_article and "tdm" in self.obeyed and await self.tdm_files.reserves(read.response.url)

    async def _read_whole(self, response: HtmlResponse) -> _ReadPage:
        """Return what a page gives, with its other pages and what a browser made of it where that is needed."""
        links = read_links(response)
        item = self._article_or_reject(response)
        if self._is_likely_article(item) and (refusal := self._refusal(response, item, links)) is not None:
            return _ReadPage(response=response, links=links, refusal=refusal)
        complete = await self.completer.complete(
            response, lambda page: item if page is response else self._article_or_reject(page)
        )
        if complete.response is not response:  # as a browser has made it
            links = read_links(complete.response)
        # What is no article in any case is told by its kind too, where that shows.
        is_other = complete.item is not None and not self._is_likely_article(complete.item)
        return _ReadPage(
            response=complete.response,
            links=links,
            item=complete.item,
            refusal=self._refusal(complete.response, complete.item, links) if is_other else None,
            parts=complete.part_urls,
            first=complete.first if complete.item is None else None,
        )

    def _refusal(self, response: HtmlResponse, item: Article | Reject | None, links: PageLinks) -> str | None:
        """Return why a page is no article, as its links and what it says of itself show it."""
        refusal = page_refusal(response, item, links.pages) if isinstance(item, Article) else None
        if refusal is not None:
            self._count(f"not-article/{refusal}")
        return refusal

    def _done(self, visit: Visit, item: Article | Reject | None) -> list[Article | Reject]:
        """Note a page, with the item that goes on to the pipelines if it has one that is new."""
        if isinstance(item, Article):
            visit = replace(visit, text_digest=text_digest(item))
            known = self.crawl.version_of(visit.task)
            if known is not None and known.text_digest == visit.text_digest:
                self._count("unchanged")
                self.crawl.refuse(replace(visit, outcome=Outcome.ARTICLE, is_unchanged=True), "same-text")
                return []
            if self.crawl.frontier.limits.is_too_old(item.datePublished, visit.task.site):
                self._count("older")
                self.crawl.refuse(_as_older(visit, item), "older")
                return []
            if known is not None:
                item = with_previous(item, known)
        if item is None:
            self.crawl.refuse(visit, "no-article")
            return []
        self.crawl.done(visit, awaits_item=True)
        return [item]

    def _done_as_copy(self, response: Response, task: Task, itself: Found | None) -> list[Article | Reject]:
        """Note a page that is known, or will be, under another address: of an AMP or print version, a redirect."""
        self._count("copies")
        new = self.crawl.frontier.add([] if itself is None else [itself], task)
        self.crawl.refuse(visit_of(task, response, Outcome.NOTHING, new_urls=tuple(new)), "copy")
        return []

    def _article_or_reject(self, response: HtmlResponse) -> Article | Reject:
        origin = provenance_of(response)
        source = Source(kind="live") if origin is None else origin.source
        captured = response.page.captured if isinstance(response, ReadResponse) else self._captured(response)
        spider = self.spider
        return article_or_reject(
            response,
            source,
            captured,
            spider.corrections,
            spider.fields,
            max_cpu_s=spider.max_page_cpu_s,
            standfirst=spider.standfirst,
        )

    @staticmethod
    def _captured(response: HtmlResponse) -> datetime | None:
        origin = provenance_of(response)
        return datetime.now(UTC) if origin is None else origin.captured

    def _is_likely_article(self, item: Article | Reject | None) -> bool:
        """Return whether a page's item is an article that the pipelines keep, as far as its looks go."""
        probability = _probability(item)
        return isinstance(item, Article) and (probability is None or probability >= self.min_probability)

    def _count(self, what: str) -> None:
        self.spider.crawler.stats.inc_value(f"newsspider/news/{what}")


def _probability(item: Article | Reject | None) -> float | None:
    metadata = item.metadata if isinstance(item, Article) else None
    return metadata.probability if metadata is not None else None


def _as_older(visit: Visit, article: Article) -> Visit:
    """Return what is noted of an article that is too old: a run that wants it asks for it as a whole."""
    reason = f"{OLDER}{article.datePublished}"
    return replace(visit, outcome=Outcome.ARTICLE, reason=reason, etag=None, last_modified=None)


def is_start(task: Task) -> bool:
    """Return whether a page is one that the crawl was asked for."""
    return task.depth == 0 and task.kind is Kind.PAGE and task.revisit is Revisit.ALWAYS


def requested_task(request: Request | None) -> Task:
    """Return the page of the state that a request of the crawl asked for."""
    task = task_of(request) if request is not None else None
    assert task is not None  # noqa: S101  # each request of the crawl has one
    return task


def visit_of(task: Task, response: Response, outcome: Outcome, **values: Any) -> Visit:
    """Return what is noted of a response."""
    values.setdefault("aliases", (response.url,))
    return Visit(
        task=task,
        outcome=outcome,
        http_status=response.status,
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        **values,
    )


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
