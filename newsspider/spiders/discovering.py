"""What a response leads to: the pages that a feed, a sitemap or a page of HTML names."""

from __future__ import annotations

from dataclasses import dataclass

from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from newsspider.discovery.likeness import SitePatterns
from newsspider.discovery.links import page_links, site_of
from newsspider.discovery.page_kinds import page_refusal
from newsspider.discovery.types import Found, Kind
from newsspider.items import Article
from newsspider.spiders.crawl_arguments import CrawlArguments
from newsspider.state.types import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPages:
    """What a response names."""

    kind: Kind
    pages: tuple[Found, ...]
    is_copy: bool = False  # another version of a page that has an address of its own


class Discovery:
    """The doors of a crawl's sites, and what it learned of their addresses."""

    def __init__(self, crawler: Crawler, arguments: CrawlArguments) -> None:
        self.crawler, self.arguments = crawler, arguments
        self.sites = frozenset(site_of(url) for url in arguments.urls)
        self.patterns = SitePatterns()

    def start_pages(self) -> list[tuple[str, Kind]]:
        """Return the pages to begin with."""
        return [(url, Kind.PAGE) for url in self.arguments.urls]

    async def of_document(self, response: Response, task: Task) -> FoundPages | None:  # noqa: ARG002
        """Return what a feed or a sitemap names; None for other responses."""
        return None

    async def of_page(self, response: HtmlResponse, task: Task) -> FoundPages:  # noqa: ARG002
        """Return what a page of HTML names."""
        found = tuple(link for link in page_links(response) if site_of(link.url) in self.sites)
        return FoundPages(kind=Kind.PAGE, pages=found)

    def refusal(self, response: HtmlResponse, article: Article, found: FoundPages) -> str | None:
        """Return why a page that reads like an article is none."""
        return page_refusal(response, article, found.pages)
