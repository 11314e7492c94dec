"""What a response leads to: the pages that a feed, a sitemap or a page of HTML names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from newsspider.discovery.links import Likeness, link_likeness, ranked_links, site_of
from newsspider.discovery.types import Found, Kind, Outcome
from newsspider.items import Article
from newsspider.spiders.crawl_arguments import CrawlArguments
from newsspider.state.types import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPages:
    """What a response names."""

    kind: Kind
    pages: tuple[Found, ...]
    is_copy: bool = False  # another version of a page that has an address of its own


class _Patterns:
    def likeness(self, found: Found) -> float:
        likeness = link_likeness(found.url, found.text)
        return {None: 0.1, Likeness.SECTION: 0.2, Likeness.UNSURE: 0.5, Likeness.ARTICLE: 0.9}[likeness]

    def refusal(self, found: Found) -> str | None:
        return "trap" if link_likeness(found.url, found.text) is None else None

    def learn(self, url: str, outcome: Outcome, new_urls: Iterable[str] = ()) -> None:
        pass


class Discovery:
    """The doors of a crawl's sites, and what it learned of their addresses."""

    def __init__(self, crawler: Crawler, arguments: CrawlArguments) -> None:
        self.crawler, self.arguments = crawler, arguments
        self.sites = frozenset(site_of(url) for url in arguments.urls)
        self.patterns = _Patterns()

    def start_pages(self) -> list[tuple[str, Kind]]:
        """Return the pages to begin with."""
        return [(url, Kind.PAGE) for url in self.arguments.urls]

    async def of_document(self, response: Response, task: Task) -> FoundPages | None:  # noqa: ARG002
        """Return what a feed or a sitemap names; None for other responses."""
        return None

    async def of_page(self, response: HtmlResponse, task: Task) -> FoundPages:  # noqa: ARG002
        """Return what a page of HTML names."""
        found = [Found(url=link.url) for link in ranked_links(response, self.sites)]
        return FoundPages(kind=Kind.PAGE, pages=tuple(found))

    def refusal(self, response: HtmlResponse, article: Article, found: FoundPages) -> str | None:  # noqa: ARG002
        """Return why a page that reads like an article is none."""
        return None
