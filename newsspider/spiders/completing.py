"""Pages that are not all there: an article's other pages are fetched, and what scripts would fill is rendered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Self, TypeAlias

from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request

from newsspider.discovery.article_parts import ArticleParts, article_parts
from newsspider.discovery.joined_parts import holds_all_of, is_part_of, joined_article, whole_article
from newsspider.discovery.withheld_pages import Withheld
from newsspider.items import Article, Reject
from newsspider.processors.urls import canonical_url
from newsspider.settings import with_defaults
from newsspider.spiders.browser import uses_browser
from newsspider.spiders.html_pages import as_page
from newsspider.spiders.rendering import Renderer

logger = logging.getLogger(__name__)

_MAX_REASON_CHARS = 200
ReadPage: TypeAlias = Callable[[HtmlResponse], Article | Reject]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletePage:
    """What a page gives, with what was fetched to complete it."""

    response: HtmlResponse  # the page whose links are to be followed
    item: Article | Reject | None  # None where the page is a later one of an article that begins at `first`
    first: str | None = None
    part_urls: tuple[str, ...] = ()  # pages that are in the article, and no articles of their own


class PageCompleter:
    """Fetches the other pages of an article, and through a browser the text of pages that hold none.

    All requests go through the downloader middlewares (robots.txt, delays, limits, an archive in place of the
    network), but not through the scheduler: a page's article waits for them.
    """

    def __init__(
        self,
        crawler: Crawler,
        *,
        max_parts: int,
        max_page_bytes: int,
        min_probability: float,
        renderer: Renderer | None = None,
    ) -> None:
        self.crawler, self.max_parts, self.max_page_bytes = crawler, max_parts, max_page_bytes
        self.min_probability, self.renderer = min_probability, renderer

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the completer for a crawl. Raises SettingError."""
        settings = with_defaults(crawler.settings)
        return cls(
            crawler,
            max_parts=settings.getint("NEWSSPIDER_MAX_ARTICLE_PARTS"),
            max_page_bytes=settings.getint("NEWSSPIDER_MAX_PAGE_BYTES"),
            min_probability=settings.getfloat("NEWSSPIDER_MIN_PROBABILITY"),
            renderer=Renderer.from_crawler(crawler) if uses_browser(settings) else None,
        )

    async def complete(self, response: HtmlResponse, read: ReadPage) -> CompletePage:
        """Return a page's article or reject; an article is joined from all its pages.

        `read` returns what one page gives, and never raises. A page that only scripts fill is read once more,
        through a browser, where the settings say so.
        """
        item = read(response)
        if isinstance(item, Reject) and item.code == Withheld.SCRIPTS and self.renderer is not None:
            response, item = await self._rendered(self.renderer, response, item, read)
        if isinstance(item, Reject) or self.max_parts <= 1 or not self._is_likely(item):
            return CompletePage(response=response, item=item)
        parts = article_parts(response)
        if parts is None:
            return CompletePage(response=response, item=item)
        if parts.first is not None:
            self._count("later")
            return CompletePage(response=response, item=None, first=canonical_url(parts.first))
        series = _Series(parts, item, response.url)
        await self._take_all(series, read)
        return CompletePage(response=response, item=series.article(), part_urls=tuple(series.urls[1:]))

    async def _rendered(
        self, renderer: Renderer, response: HtmlResponse, reject: Reject, read: ReadPage
    ) -> tuple[HtmlResponse, Article | Reject]:
        """Return a page as scripts have made it, and what it gives; where that is nothing, the reject says why."""
        page = await renderer.render(response.url)
        if isinstance(page, str):
            return response, replace(reject, reason=f"{reject.reason}; a browser did not help: {page}")
        item = read(page)
        if isinstance(item, Reject) and item.code == Withheld.SCRIPTS:
            item = replace(item, reason=f"{item.reason}; a browser did not help")
        return page, item

    def _is_likely(self, article: Article) -> bool:
        """Return whether a page is an article, as far as it shows: pagers of lists are followed elsewhere."""
        probability = article.metadata.probability if article.metadata is not None else None
        return bool(article.articleBody) and (probability is None or probability >= self.min_probability)

    async def _take_all(self, series: _Series, read: ReadPage) -> None:
        if series.parts.whole is not None:
            page = await self._fetched(series.parts.whole)
            if isinstance(page, HtmlResponse) and series.take_whole(read(page), page.url):
                self._count("whole")
                return
        while (number := series.next_number(self.max_parts)) is not None:
            page = await self._fetched(series.pages[number])
            if isinstance(page, str):
                self._count("missing")
                series.notes.append(f"page {number} of the article is missing: {page}")
            elif series.take(read(page), article_parts(page, series.parts), page.url):
                self._count("pages")
            else:  # a pager of comments or of a list, or one that leads to another article
                self._count("refused")
                break
        if len(series.articles) > 1:
            self._count("joined")

    async def _fetched(self, url: str) -> HtmlResponse | str:
        """Return a page, or in a few words why there is none."""
        assert self.crawler.engine is not None  # noqa: S101  # a response came through it
        request = Request(url, meta={"download_maxsize": self.max_page_bytes})
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001  # whatever happens below must not lose what is there already
            logger.info("Could not fetch %s, a page of an article: %s", url, error)
            return f"{type(error).__name__}: {error}"[:_MAX_REASON_CHARS]
        if response.status != HTTPStatus.OK:
            return f"status {response.status}"
        return as_page(response) or "not an HTML page"

    def _count(self, what: str) -> None:
        assert self.crawler.stats is not None  # noqa: S101  # a crawl has them before its first page
        self.crawler.stats.inc_value(f"newsspider/parts/{what}")


class _Series:
    """The pages of an article as they come in."""

    def __init__(self, parts: ArticleParts, first: Article, url: str) -> None:
        self.parts, self.articles, self.urls = parts, [first], [url]
        self.pages = dict(parts.later)
        self.asked = {parts.number}
        self.notes: list[str] = []
        self.whole: Article | None = None

    def next_number(self, max_parts: int) -> int | None:
        """Return the number of the next page to ask for: each once, in order, and at most so many."""
        left = sorted(self.pages.keys() - self.asked)
        if not left:
            return None
        if len(self.asked) >= max_parts:
            self.notes.append(f"the article has more pages than the {max_parts} of NEWSSPIDER_MAX_ARTICLE_PARTS")
            return None
        self.asked.add(left[0])
        return left[0]

    def take(self, part: Article | Reject, parts: ArticleParts | None, url: str) -> bool:
        """Return whether a page goes on with the article; if so it is kept, with the pages that it leads to."""
        if isinstance(part, Reject) or parts is None or not is_part_of(self.articles[0], part, self.articles):
            return False
        self.articles.append(part)
        self.urls.append(url)
        for number, address in parts.later.items():
            self.pages.setdefault(number, address)
        return True

    def take_whole(self, whole: Article | Reject, url: str) -> bool:
        """Return whether a page is the whole article; if so it is kept."""
        if isinstance(whole, Reject) or not holds_all_of(whole, self.articles[0]):
            return False
        self.whole = whole
        self.urls += [url, *self.pages.values()]
        return True

    def article(self) -> Article:
        """Return the article that the pages make together."""
        first = self.articles[0]
        if self.whole is not None:
            return whole_article(first, self.whole)
        return joined_article(self.articles, self.notes) if len(self.articles) > 1 or self.notes else first
