"""Articles of archives without a crawl: what engines other than Scrapy run for each file, or each page.

A page goes through the pipelines that `newsspider replay` has by default, in their order, so that an article is
the same by either road.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse
from scrapy.settings import BaseSettings
from scrapy.statscollectors import StatsCollector

from newsspider.archives import ArchivedPage, ReadOptions, Skipped
from newsspider.archives.locations import Location, location_of, name_below
from newsspider.archives.reader import file_steps, options_within
from newsspider.conversions.plain import from_plain
from newsspider.errors import MissingPackageError, RemoteError, SettingError, SourceError
from newsspider.fields.registry import article_class
from newsspider.http import page_reject
from newsspider.items import Article, Reject, Source
from newsspider.middlewares.page_context import configured_corrections, configured_standfirst
from newsspider.pipelines.filter import ArticleFilterPipeline
from newsspider.pipelines.item_rejects import failed_item_reject
from newsspider.pipelines.normalize import NormalizePipeline
from newsspider.pipelines.probability import ArticleProbabilityPipeline
from newsspider.pipelines.rejects import RejectedItem
from newsspider.pipelines.validate import ValidatePipeline
from newsspider.settings import with_defaults, wrong_settings
from newsspider.spiders.base import article_or_reject, configured_fields
from newsspider.spiders.reading import FILTERS, configured_options

# What a setting may say here: how archives are read, and how a page is. All others are of crawls and feeds.
_OF_READING = frozenset({
    *FILTERS.values(), "NEWSSPIDER_CORRECTIONS", "NEWSSPIDER_DIGESTS", "NEWSSPIDER_FIELDS", "NEWSSPIDER_FORMATS",
    "NEWSSPIDER_JSON_FIELDS", "NEWSSPIDER_MAX_PAGE_BYTES", "NEWSSPIDER_MAX_PAGE_CPU_S",
    "NEWSSPIDER_MIN_PROBABILITY", "NEWSSPIDER_REMOTE_RETRIES", "NEWSSPIDER_STANDFIRST",
    "NEWSSPIDER_STORAGE_OPTIONS", "NEWSSPIDER_TEXT_SEPARATOR",
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_REGION_NAME",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dropped:
    """An article that is not wanted; `reason` is short and stable, for stats: "not-article", "language" ..."""

    article: Article
    reason: str


Result: TypeAlias = Article | Dropped | Reject
Found: TypeAlias = Result | Skipped


class ArchiveArticles:
    """Reads archives and pages as `newsspider replay` with the same settings does, in any Python program.

    Settings have the names of docs/settings.md. Raises SettingError for one that is wrong, and for one that says
    nothing about reading. It holds compiled patterns and models: make one for each process.
    """

    def __init__(self, settings: Mapping[str, Any] | None = None) -> None:
        given = BaseSettings(settings or {})
        for error in wrong_settings(given):
            raise error
        for name in given:
            if name not in _OF_READING:
                raise SettingError(str(name), "has no effect where archives are read without a crawl")
        self.options: ReadOptions = configured_options(given, {})
        known = with_defaults(given)
        self._max_cpu_s = known.getfloat("NEWSSPIDER_MAX_PAGE_CPU_S")
        self._standfirst = configured_standfirst(known)
        self._fields = configured_fields(known)
        self._corrections = configured_corrections(known, self._fields)
        self._pipelines = self._made_pipelines(known)

    def of_file(self, file: str | Location, root: str | Location | None = None) -> Iterator[Found]:
        """Yield what a file holds: articles, those that are not wanted, rejects, and records that are skipped.

        `root` is the folder that was asked for: names in articles and rejects are relative to it, and payloads of
        revisits are looked for in it. A file that cannot be read at all is a reject. Raises RemoteError where a
        server or the network fails, and MissingPackageError: neither is a fault of the file.
        """
        location = location_of(file, self.options.storage)
        asked = location if root is None else location_of(root, self.options.storage)
        options = options_within(asked, self.options)
        name = name_below(location, asked)
        try:
            for step in file_steps(location, name, options):
                yield from self._of_outcome(step.outcome, str(asked))
        except (RemoteError, MissingPackageError):
            raise
        except SourceError as error:
            yield Reject(path=name, code=error.code, reason=error.reason, source=str(asked))

    def of_html(self, html: str | bytes, url: str | None = None, captured: datetime | None = None) -> Result:
        """Return the article of an HTML page, or why there is none; no page makes it raise.

        `captured` (aware) is when the page was fetched.
        """
        body = html.encode("utf-8", "replace") if isinstance(html, str) else html
        try:
            response = HtmlResponse(url or "", body=body, encoding="utf-8")
        except ValueError as error:
            return Reject(url=url, code="url", reason=f"its URL is invalid: {error}")
        return self._finished(self._read(response, Source(kind="html"), captured))

    def _of_outcome(self, outcome: ArchivedPage | Reject | Skipped, root: str) -> Iterator[Found]:
        if isinstance(outcome, Skipped):
            yield outcome
            return
        if isinstance(outcome, Reject):
            if outcome.code == MissingPackageError.code:
                raise MissingPackageError(outcome.path or root, outcome.reason)
            found: Result = outcome
        elif outcome.article is not None:
            found = self._finished(self._article_again(outcome))
        else:
            found = self._finished(self._read(outcome.response, outcome.source, outcome.captured, outcome))
        if isinstance(found, Reject):
            found.source = found.source or root
        yield found

    def _read(
        self, response: Any, source: Source, captured: datetime | None, page: ArchivedPage | None = None
    ) -> Article | Reject:
        return article_or_reject(
            response,
            source,
            captured,
            self._corrections,
            self._fields,
            announcement=page.announcement if page is not None else None,
            max_cpu_s=self._max_cpu_s,
            standfirst=self._standfirst,
        )

    def _article_again(self, page: ArchivedPage) -> Article | Reject:
        """Return the article that a line of a feed of ours holds, with nothing changed."""
        try:
            return from_plain(article_class(self._fields), page.article or {})
        except ValueError as error:
            return page_reject(page.source, page.response.url, "damaged", f"not an article of a feed: {error}")

    def _finished(self, item: Article | Reject) -> Result:
        """Return what the pipelines make of an article; one that fails is a reject, as in a replay."""
        if isinstance(item, Reject):
            return item
        article = item
        try:
            for pipeline in self._pipelines:
                article = pipeline.process_item(article)
        except RejectedItem as rejected:
            return rejected.reject
        except DropItem as drop:
            return Dropped(article, str(drop).partition(":")[0])
        except Exception as error:  # noqa: BLE001  # whatever a field of the project's own raises
            return failed_item_reject(article, error)
        return article

    def _made_pipelines(self, settings: BaseSettings) -> list[Any]:
        """Return the pipelines that the add-on has by default, as far as they look at one article alone."""
        stats = _Counts()
        min_probability = settings.getfloat("NEWSSPIDER_MIN_PROBABILITY")
        languages, min_words = settings.getlist("NEWSSPIDER_LANGUAGES"), settings.getint("NEWSSPIDER_MIN_WORDS")
        wanted = ArticleFilterPipeline(map(str, languages), min_words, stats)
        return [
            *([ArticleProbabilityPipeline(min_probability, stats)] if min_probability else []),
            NormalizePipeline({}, self._fields, stats),
            *([wanted] if languages or min_words else []),
            ValidatePipeline({}, stats, self._fields),
        ]


class _Counts(StatsCollector):
    """Stats of pipelines that no crawler asks for."""

    def __init__(self) -> None:
        self._stats = {}
        self._dump = False
