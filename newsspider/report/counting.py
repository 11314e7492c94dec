"""Items to figures: what is counted of an article, of a dropped item, of a reject."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from newsspider.archives.locations import is_url
from newsspider.discovery.links import site_of
from newsspider.display.wording import one_line_of
from newsspider.items import Article, Reject
from newsspider.loaders.article_view import ARTICLE_FIELDS, ArticleView, FieldNames, article_view, is_empty
from newsspider.pipelines.fieldnames import field_of, own_metadata
from newsspider.pipelines.rejects import drop_reason
from newsspider.report.figures import (
    NO_SITE,
    Figures,
    PageToCheck,
    SiteFigures,
    count,
    is_to_keep,
    keep_page,
    place_in,
)

# Every article has these, or another field says the same.
_NOT_COUNTED = frozenset(
    {"url", "id", "metadata", "datePublishedRaw", "dateModifiedRaw", "articleBodyHtml", "wordCount"}
)
COUNTED_FIELDS = tuple(name for name in ARTICLE_FIELDS if name not in _NOT_COUNTED)
# Articles that are surer, and other pages that are less sure, need no look.
_SURE, _HOPELESS = 0.75, 0.2
# Pages that are none of their own need no look; others read like articles, and something else speaks against it.
_PLAIN_REASONS = frozenset({"copy", "not-html", "older", "no-item"})
UNCHANGED_REASONS = frozenset({"not-modified", "same-text"})
_RANK_OF_REFUSED = -0.5
_REASON_CHARS = 300


class ItemCounter:
    """Counts items in `figures`, which may be replaced at any time.

    `names` maps a project's field names to ours, `extra` are fields that it adds.
    """

    def __init__(self, figures: Figures, names: FieldNames, extra: Iterable[str] = ()) -> None:
        self.figures, self._names = figures, names
        # What was asked for to get the items that are counted: a file, a folder or the URL of one.
        self.item_source: Callable[[], str | None] = lambda: None
        self._fields = (*COUNTED_FIELDS, *(name for name in extra if name not in ARTICLE_FIELDS))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return a counter of a crawl's items, with no figures yet."""
        settings = crawler.settings
        names, extra = settings.getdict("NEWSSPIDER_FIELD_NAMES"), settings.getdict("NEWSSPIDER_FIELDS")
        counter = cls(Figures(), names, extra)
        read = kept_in(settings)
        counter.item_source = lambda: getattr(crawler.spider, "item_source", None) or read
        return counter

    def add_article(self, item: Any, door: str | None = None) -> None:
        """Count an item that has left the pipelines; one with neither headline nor body is none of ours."""
        view = article_view(item, self._names)
        if view is None and not isinstance(item, Article):
            return
        view = view or ArticleView(item, self._names)
        site = self._site_of_item(view)
        site.articles += 1
        metadata = own_metadata(view)
        site.new += field_of(metadata, "previousDigest") is None
        for name in self._fields:
            value = view.get(name)
            if not is_empty(value):
                site.fields[name] += 1
        if isinstance(language := view.get("inLanguage"), str):
            count(site.languages, language)
        if isinstance(published := view.get("datePublished"), str):
            site.published.add(published)
        if door:
            count(site.doors, str(door))
        probability = field_of(metadata, "probability")
        if isinstance(probability, float) and probability < _SURE:
            self._keep(site.unlikely, self._page(view, probability, f"probability {probability:.2f}"))

    def add_dropped(self, item: Any, exception: BaseException) -> None:
        """Count an item that a pipeline dropped, and did not reject."""
        view = ArticleView(item, self._names)
        site, reason = self._site_of_item(view), drop_reason(exception)
        count(site.dropped, reason)
        probability = field_of(own_metadata(view), "probability")
        if reason == "not-article" and isinstance(probability, float) and probability >= _HOPELESS:
            self._keep(site.nearly, self._page(view, -probability, f"probability {probability:.2f}"))

    def add_refused(self, url: str, reason: str, site: str, probability: float | None = None) -> None:
        """Count a page that was fetched and gives no item; `probability` is that of being an article."""
        figures = self.figures.site(site or NO_SITE)
        if reason in UNCHANGED_REASONS:
            count(figures.unchanged, reason)
            return
        count(figures.dropped, reason)
        if (
            reason not in _PLAIN_REASONS
            and not reason.startswith("status-")
            and (probability is None or probability >= _HOPELESS)
        ):
            keep_page(figures.nearly, PageToCheck(_RANK_OF_REFUSED, url, "", reason))

    def add_reject(self, reject: Reject) -> None:
        """Count a page that was rejected."""
        site = self.figures.site(site_name(reject.url))
        count(site.rejected, reject.code)
        place = place_in(reject.path, reject.offset) if reject.path else ""
        reason = one_line_of(reject.reason, _REASON_CHARS)
        page = PageToCheck(0.0, reject.url or "", place, reject.code, offset=reject.offset, reason=reason)
        self._keep(site.failed, page, reject.source)

    def _page(self, view: ArticleView, rank: float, note: str) -> PageToCheck:
        source = field_of(own_metadata(view), "source")
        path, offset = field_of(source, "path"), field_of(source, "offset")
        offset = offset if isinstance(offset, int) else None
        is_archived = isinstance(path, str) and field_of(source, "kind") != "live"
        url = view.get("url")
        place = place_in(path, offset) if is_archived else ""
        return PageToCheck(rank, url if isinstance(url, str) else "", place, note, offset=offset)

    def _keep(self, pages: list[PageToCheck], page: PageToCheck, source: str | None = None) -> None:
        """Keep a page with its file, if it is one of the worst: only of these it is asked for."""
        if is_to_keep(pages, page):
            keep_page(pages, below_source(page, source or self.item_source()))

    def _site_of_item(self, view: ArticleView) -> SiteFigures:
        """Return the figures of an item's site. A saved page seldom has a URL, but may say which is its own."""
        name = site_name(view.get("url"))
        return self.figures.site(site_name(view.get("canonicalUrl")) if name == NO_SITE else name)


def site_name(url: Any) -> str:
    """Return the site of a URL as the figures name it.

    >>> site_name("https://news.example.co.uk/storm"), site_name(None)
    ('example.co.uk', '(no address)')
    """
    return (site_of(url) if isinstance(url, str) else "") or NO_SITE


def is_told(crawler: Crawler, response: Any) -> bool:
    """Return whether a crawl has told before what became of a page: one that it reads again in the same run.

    `response` is a response, or the failure to get one.
    """
    asked = getattr(crawler.spider, "is_told", None)
    return asked is not None and bool(asked(response))


def kept_in(settings: BaseSettings) -> str:
    """Return the folder or file in which the pages of a crawl are kept: recorded, or read offline. `""` for none.

    >>> kept_in(BaseSettings({"NEWSSPIDER_OFFLINE": "/dumps"})), kept_in(BaseSettings())
    ('/dumps', '')
    """
    given = settings.get("NEWSSPIDER_OFFLINE") or settings.get("NEWSSPIDER_RECORD") or ""
    return os.path.abspath(given) if isinstance(given, (str, Path)) and given and not is_url(str(given)) else ""  # noqa: PTH100  # and no links are followed


def below_source(page: PageToCheck, source: str | None) -> PageToCheck:
    """Return a page with its file, below what was asked for: that file itself, or a folder or archive above it."""
    if not source or not page.path:
        return page
    above, _, name = source.rstrip("/").rpartition("/")
    if name == page.path.partition("/")[0] and (is_url(source) or Path(source).is_file()):
        return page.below(above)
    return page.below(source) if is_url(source) or Path(source).is_dir() else page
