"""What a response leads to: the pages that a feed, a sitemap or a page of HTML names, and a site's doors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from newsspider.discovery.door_guesses import DOORS, DoorGuesses
from newsspider.discovery.feeds import read_feed
from newsspider.discovery.item_lists import item_lists
from newsspider.discovery.likeness import SitePatterns
from newsspider.discovery.links import site_of
from newsspider.discovery.page_versions import canonical_page
from newsspider.discovery.pagination import next_pages
from newsspider.discovery.site_doors import page_doors
from newsspider.discovery.sitemaps import read_sitemap
from newsspider.discovery.types import Door, Found, Kind
from newsspider.middlewares.robots import RobotsMiddleware
from newsspider.processors.urls import canonical_url
from newsspider.state.found_pages import GUESS_PRIORITY
from newsspider.state.types import Revisit, Task

# Listings and front pages: pages further down declare no doors that those do not have.
_DOORS_TO_DEPTH = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPages:
    """What a response names."""

    kind: Kind
    pages: tuple[Found, ...]


class Discovery:
    """The doors of a crawl's sites, and what it learned of their addresses."""

    def __init__(self, crawler: Crawler, doors: frozenset[Door]) -> None:
        self.crawler, self.doors = crawler, doors
        self.patterns = SitePatterns()
        self.guesses = DoorGuesses(doors)
        self._open: set[tuple[str, Kind]] = set()  # kinds of doors of which a site has answered one
        # Sites with a start URL that is a page, and with one that is a feed or a sitemap.
        self._whole_sites: set[str] = set()
        self._document_sites: set[str] = set()

    def note_start(self, site: str, kind: Kind) -> None:
        """Note what a start URL of a site turned out to be, in this run or in an earlier one."""
        (self._document_sites if kind in DOORS else self._whole_sites).add(site)

    def of_document(self, response: Response, task: Task) -> FoundPages | None:
        """Return what a feed or a sitemap names; None for other responses, whatever they were taken for."""
        if isinstance(response, HtmlResponse) and task.kind not in DOORS and not _may_be_xml(response):
            return None
        if (feed := read_feed(response)) is not None:
            return self._opened(task, Kind.FEED, (*feed.entries, *feed.more))
        if (sitemap := read_sitemap(response)) is not None:
            return self._opened(task, Kind.SITEMAP, (*sitemap.sitemaps, *sitemap.pages))
        return None

    def _opened(self, task: Task, kind: Kind, pages: tuple[Found, ...]) -> FoundPages:
        self._open.add((task.site, kind))
        if self.is_guess(task):
            self.guesses.answered(task.site, task.url, task.kind, is_door=True)
        return FoundPages(kind=kind, pages=pages)

    async def of_page(
        self, response: HtmlResponse, task: Task, links: Iterable[Found], *, is_article: bool
    ) -> list[Found]:
        """Return what a page of HTML with these links names, for a start page with the doors of its site."""
        is_start = task.revisit is Revisit.ALWAYS and task.depth == 0 and task.kind is Kind.PAGE
        if is_start:
            self.note_start(task.site, task.kind)
        elif task.site in self._document_sites - self._whole_sites:
            return []  # a feed or a sitemap was asked for: what it names, and no more
        found: list[Found] = []
        if not (is_article and task.kind is Kind.ARTICLE):  # teasers make many a listing read like an article
            found += next_pages(response)
            found += item_lists(response)
        if is_start or (task.depth <= _DOORS_TO_DEPTH and not is_article):
            found += page_doors(response)
        if is_start:
            found += await self._doors_of_site(response, task, found)
        return [*found, *links]

    async def _doors_of_site(self, response: HtmlResponse, task: Task, found: Iterable[Found]) -> list[Found]:
        """Return the sitemaps that robots.txt names, and guesses at what nothing names."""
        named = await self.sitemaps_of(response.url)
        doors = [Found(url=url, kind=Kind.SITEMAP, door=Door.SITEMAPS) for url in named]
        return doors + self.guesses.first(task.site, response.url, {one.kind for one in (*found, *doors)})

    async def sitemaps_of(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of a host names."""
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        return await robots.sitemaps(url) if robots is not None else ()

    def is_guess(self, task: Task) -> bool:
        """Return whether a page was only guessed: where other sites keep their feeds and sitemaps."""
        return task.kind in DOORS and task.priority <= GUESS_PRIORITY

    def is_worth_asking(self, task: Task) -> bool:
        """Return whether a page is worth a request, as far as it was only guessed."""
        if not self.is_guess(task):
            return True
        if self._has_door(task):
            return False
        return self.guesses.is_worth_asking(task.site, task.url, task.kind, self.patterns.articles_of(task.site))

    def next_guess(self, task: Task) -> list[Found]:
        """Return where a site may have a door of this kind, after one that is none or was not worth a request."""
        if task.kind not in DOORS or self._has_door(task):
            return []
        return self.guesses.following(task.site, task.url, task.kind, self.patterns.articles_of(task.site))

    def not_a_door(self, task: Task) -> list[Found]:
        """Note that there is no feed or sitemap where one was expected; return where else it may be."""
        if self.is_guess(task):
            self.guesses.answered(task.site, task.url, task.kind, is_door=False)
        return self.next_guess(task)

    def _has_door(self, task: Task) -> bool:
        """Return whether a site has a door of this kind that answers, or a sitemap, which holds all."""
        return not self._open.isdisjoint({(task.site, task.kind), (task.site, Kind.SITEMAP)})

    def page_itself(self, response: HtmlResponse) -> Found | None:
        """Return the page of which a response is the AMP or print version; None if it is a page of its own."""
        url = canonical_page(response)
        url = canonical_url(url) if url else None
        if url is None or site_of(url) != site_of(response.url):
            return None
        return Found(url=url, kind=Kind.ARTICLE)


def _may_be_xml(response: HtmlResponse) -> bool:
    """Return whether a page of HTML begins as a feed or a sitemap does."""
    start = response.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex", b"<rdf", b"{"))
