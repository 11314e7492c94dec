"""What a response leads to: the pages that a feed, a sitemap or a page of HTML names, and a site's doors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from newsspider.discovery.feeds import read_feed
from newsspider.discovery.item_lists import item_lists
from newsspider.discovery.likeness import SitePatterns
from newsspider.discovery.links import site_of
from newsspider.discovery.page_versions import canonical_page
from newsspider.discovery.pagination import next_pages
from newsspider.discovery.site_doors import common_doors, page_doors
from newsspider.discovery.sitemaps import read_sitemap
from newsspider.discovery.types import Door, Found, Kind
from newsspider.middlewares.robots import RobotsMiddleware
from newsspider.processors.urls import canonical_url
from newsspider.state.types import Revisit, Task

_DOORS = {Kind.FEED: Door.FEEDS, Kind.SITEMAP: Door.SITEMAPS}
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
        self._open: set[tuple[str, Kind]] = set()  # kinds of doors of which a site has answered one
        # Sites with a start URL that is a page, and with one that is a feed or a sitemap.
        self._whole_sites: set[str] = set()
        self._document_sites: set[str] = set()

    def note_start(self, site: str, kind: Kind) -> None:
        """Note what a start URL of a site turned out to be, in this run or in an earlier one."""
        (self._document_sites if kind in _DOORS else self._whole_sites).add(site)

    def of_document(self, response: Response, task: Task) -> FoundPages | None:
        """Return what a feed or a sitemap names; None for other responses, whatever they were taken for."""
        if isinstance(response, HtmlResponse) and task.kind not in _DOORS and not _may_be_xml(response):
            return None
        if (feed := read_feed(response)) is not None:
            self._open.add((task.site, Kind.FEED))
            return FoundPages(kind=Kind.FEED, pages=(*feed.entries, *feed.more))
        if (sitemap := read_sitemap(response)) is not None:
            self._open.add((task.site, Kind.SITEMAP))
            return FoundPages(kind=Kind.SITEMAP, pages=(*sitemap.sitemaps, *sitemap.pages))
        return None

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
            found += await self._doors_of_site(response, found)
        return [*found, *links]

    async def _doors_of_site(self, response: HtmlResponse, found: Iterable[Found]) -> list[Found]:
        """Return the sitemaps that robots.txt names, and a guess at each kind of door that nothing names."""
        named = await self.sitemaps_of(response.url)
        doors = [Found(url=url, kind=Kind.SITEMAP, door=Door.SITEMAPS) for url in named]
        known = {one.kind for one in (*found, *doors)}
        guesses = common_doors(response.url, self.doors)
        for kind in _DOORS:
            if kind not in known:
                doors += [replace(guess, is_guess=True) for guess in guesses if guess.kind is kind][:1]
        return doors

    async def sitemaps_of(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of a host names."""
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        return await robots.sitemaps(url) if robots is not None else ()

    def is_guess(self, task: Task) -> bool:
        """Return whether a page was only guessed: where other sites keep their feeds and sitemaps."""
        return task.kind in _DOORS and any(guess.url == task.url for guess in self._guesses(task))

    def next_guess(self, task: Task) -> list[Found]:
        """Return where a site may have a door of this kind, after a guess that was wrong."""
        if (task.site, task.kind) in self._open:
            return []
        guesses = [guess for guess in self._guesses(task) if guess.kind is task.kind]
        later = [number for number, guess in enumerate(guesses) if guess.url == task.url]
        following = guesses[later[0] + 1 : later[0] + 2] if later else []
        return [replace(guess, is_guess=True) for guess in following]

    def _guesses(self, task: Task) -> list[Found]:
        return common_doors(task.url, frozenset({_DOORS[task.kind]})) if task.kind in _DOORS else []

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
