"""The replay spider: reads archives, yields articles, opens no connection."""

from __future__ import annotations

import os
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse
from scrapy.settings import BaseSettings

from newsspider.archives import ArchivedPage, ReadOptions, Skipped, source_steps
from newsspider.archives.locations import Location, absolute
from newsspider.archives.requested import Requested
from newsspider.archives.warc.lenient import WRONG_LENGTH
from newsspider.conversions.plain import from_plain, unknown_fields
from newsspider.discovery.article_parts import is_later_part
from newsspider.engine import (
    MAX_ITEMS_IN_FLIGHT,
    close_after_last_item,
    fail_run,
    is_closing,
    pause,
    wait_for_pipelines,
)
from newsspider.errors import MissingPackageError, SettingError, SourceError, printable, raised_at
from newsspider.fields.registry import article_class
from newsspider.http import page_reject
from newsspider.items import Article, Reject, Source
from newsspider.settings import with_defaults
from newsspider.spiders.base import ArticleSpider, article_or_reject, enable_addon, place
from newsspider.spiders.load_on_demand import load_on_demand
from newsspider.spiders.nothing_left import ToldReject, file_of, nothing_left, nothing_read
from newsspider.spiders.read_once import ReadOnce
from newsspider.spiders.reading import (
    check_arguments,
    configured_options,
    filters_given,
    named_as_given,
    set_filters,
)
from newsspider.spiders.written_files import is_feed, is_written

# A replay opens no port and makes no requests.
_OFFLINE: dict[str, Any] = {
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "LOG_LEVEL": "INFO",
}
_SKIPPED = "newsspider/replay/skipped/"
_SHOWN_CHARS = 200
_TURN_EVERY_S = 0.1


class ReplaySpider(ArticleSpider):
    """Replays archives, saved pages and text dumps: `-a source=PATH[,PATH...]`, or URLs of them.

    `lists` are files that list sources, and `prefix` is where the relative paths in them begin.

    The arguments `since`, `until`, `domains`, `domains_file`, `url_pattern`, `mime_types` and `statuses` select
    pages, `languages` and `min_words` articles.

    A source that cannot be read gives one line in the log; the others are replayed, and the run fails.
    """

    name = "replay"
    run_name = "Replay"
    custom_settings = _OFFLINE
    options = ReadOptions()
    min_probability = 0.0  # of what is probably an article
    _told_unknown = False
    _told: ToldReject | None = None
    _rejects = _articles = 0  # before any pipeline
    cut_sources = 0  # of which a part was read before they failed
    reached: tuple[str | None, int | None] = (None, None)  # file and byte up to which records were skipped last
    item_source: str | None = None  # the source of the items that are in the pipelines, for those rejected there
    _source = ""  # that of the last outcome, which may not have come to the pipelines yet
    _turned_s = 0.0

    def __init__(
        self, source: str | Iterable[str] = (), lists: str | Iterable[str] = (), prefix: str = "", **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.sources, self._arguments = source_paths(source), kwargs
        # Of the articles in the pipelines: a line of a feed does not say itself where that line is.
        self._places = deque[tuple[Article, Source, str]](maxlen=MAX_ITEMS_IN_FLIGHT + 1)
        self.read_once = ReadOnce()
        self._unreadable = set[str]()  # sources of which nothing could be read, which was told
        self.rows_read = defaultdict[Path, set[int]](set)  # of lists of rejects: see `ReadOptions.on_row_read`
        self.requested = Requested(self.sources, source_paths(lists), prefix)
        try:
            check_arguments(name for name in kwargs if not hasattr(type(self), name))
        except SettingError as error:
            self.start_error = str(error)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider with its reading options, or with the error in them."""
        if not crawler.settings.frozen:  # as in every run: Scrapy freezes them when the spider is made
            set_filters(crawler.settings, kwargs)
        spider = super().from_crawler(crawler, *args, **kwargs)
        close_after_last_item(crawler)
        if spider.start_error:
            return spider
        spider.min_probability = with_defaults(crawler.settings).getfloat("NEWSSPIDER_MIN_PROBABILITY")
        try:
            options = configured_options(crawler.settings, kwargs)
        except SettingError as error:
            spider.start_error = str(error)
            return spider
        writes = is_written(crawler.settings)
        spider.options = replace(
            options,
            is_left_out=lambda file: writes(file) or spider.read_once.has(file),
            on_row_read=lambda listed, at: spider.rows_read[listed].add(at),
        )
        is_own = is_feed(crawler.settings)
        own = [source for source in spider.sources if is_own(Path(source)) and os.path.isfile(source)]  # noqa: PTH113  # raises nothing
        if own:
            spider.start_error = f"{printable(own[0])}: this run writes that file and cannot also read it"
        return spider

    def as_given(self, error: SettingError) -> SettingError:
        """Return an error in a filter under the name of the argument that set it."""
        return named_as_given(error, self._arguments)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Enable the add-on, so that the spider works the same in any project and outside of one."""
        super().update_settings(settings)
        enable_addon(settings)
        load_on_demand(settings)

    async def start(self) -> AsyncIterator[Article | Reject]:
        """Yield the articles and rejects of all sources, no faster than the pipelines process them."""
        if self.start_error:
            fail_run(self.crawler, self.start_error)
            return
        if not (self.requested.sources or self.requested.lists):
            self._fail("no source to replay: pass -a source=PATH[,PATH...]")
        for location in self._locations():
            for item in self._outcomes(location):
                if item is not None:
                    await self._begin_source(self._source)
                    yield item
                    await wait_for_pipelines(self.crawler)
                elif self._turn_is_due():  # a filter may leave nothing of hours: Ctrl-C and the progress line
                    await pause(0)
                else:
                    continue
                if is_closing(self.crawler):
                    return
        if is_closing(self.crawler):
            return
        if self.item_source is not None:  # else Scrapy would look for the end only 5 s after the last item
            await wait_for_pipelines(self.crawler, 1)
        self._say_if_there_was_nothing()

    def _locations(self) -> Iterator[Location]:
        """Yield where the sources are, until the run is closing."""
        for found in self.requested.located(self.options.storage):
            if is_closing(self.crawler):  # also before the first: a part that cannot work has told why
                return
            if isinstance(found, SourceError):
                self._fail(str(found))
            elif self.read_once.has(found):
                self.logger.warning("%s: is in a folder that was already read; it is read once", printable(found))
            else:
                yield found
                self.read_once.add(found)

    def _say_if_there_was_nothing(self) -> None:
        stats = self.crawler.stats.get_stats()
        skipped, dropped = _counts(stats, _SKIPPED), _counts(stats, "newsspider/pipelines/dropped/")
        pages, articles = stats.get("newsspider/replay/pages", 0), stats.get("item_scraped_count", 0)
        given = filters_given(self.crawler.settings)
        if line := nothing_left(pages, articles, {**dropped, **skipped}, given, self._rejects):
            self.logger.warning(line)
        is_told = self._told is not None and self._told.reject.source in self._unreadable
        line = nothing_read(self._articles, skipped, given, self._rejects, self._told)
        if line and not is_told:
            fail_run(self.crawler, line, ends_it=True)

    def _turn_is_due(self) -> bool:
        """Return whether the reactor has waited long enough while records were skipped."""
        now_s = time.monotonic()
        if now_s - self._turned_s < _TURN_EVERY_S:
            return False
        self._turned_s = now_s
        return True

    def _outcomes(self, path: Location) -> Iterator[Article | Reject | None]:
        """Yield what a source holds, and None for each record that is skipped."""
        source = self._source = str(absolute(path))
        has_begun = False
        try:
            for name, step in source_steps(path, self.options):
                has_begun, found = True, step.outcome
                if isinstance(found, Skipped):
                    self._count(f"skipped/{found.reason}")
                    self.reached = (name, step.after)
                    yield None
                    continue
                self._source = (found.root if isinstance(found, ArchivedPage) else found.source) or source
                item = self._article(found) if isinstance(found, ArchivedPage) else found
                if isinstance(item, Reject):
                    item.source = self._source
                    self._note_reject(item)
                yield item
        except SourceError as error:
            self._unreadable.add(source)
            self.cut_sources += has_begun
            self._fail(str(error))
        except Exception as error:
            self.cut_sources += 1
            self.logger.exception("Reading %s failed before its end", printable(path))
            self._source = source
            yield unread_reject("." if isinstance(path, Path) and path.is_dir() else path.name, error)
            self._fail(f"{path}: could not be read to the end")

    async def _begin_source(self, source: str) -> None:
        """Let `source` be that of the items to come, as soon as no item of another one is in the pipelines."""
        if source != self.item_source:
            if self.item_source is not None:
                await wait_for_pipelines(self.crawler, 1)
            self.item_source = source

    def _note_reject(self, reject: Reject) -> None:
        self._told = ToldReject(reject) if self._told is None else self._told.joined(reject)
        self._rejects += 1
        if reject.code == MissingPackageError.code:  # no damage: the same command reads it when that is installed
            fail_run(self.crawler, f"{file_of(reject)}: {reject.reason}", ends_it=True)

    def _article(self, page: ArchivedPage) -> Article | Reject:
        self._count("pages")
        if page.source.warning:
            self._count("wrong-lengths" if page.source.warning == WRONG_LENGTH else "wrong-digests")
        item = self._read(page) if page.article is None else self._article_again(page, page.article)
        if isinstance(item, Article):
            self._articles += 1
            self._places.append((item, page.source, self._source))
        return item

    def place_of(self, item: object) -> Mapping[str, Any] | None:
        """Return where the page of an item in the pipelines is, None of one that another pipeline made."""
        for article, source, root in reversed(self._places):
            if article is item:
                return {"source": root, "path": source.path, "offset": source.offset, "recordId": source.recordId}
        return None

    def _read(self, page: ArchivedPage) -> Article | Reject:
        item = article_or_reject(
            page.response,
            page.source,
            page.captured,
            self.corrections,
            self.fields,
            announcement=page.announcement,
            max_cpu_s=self.max_page_cpu_s,
            standfirst=self.standfirst,
        )
        if isinstance(item, Article) and isinstance(page.response, HtmlResponse) and self._is_likely(item):
            # Nothing is joined: the other pages may be anywhere in the archives.
            self._count("later-parts", is_later_part(page.response))
        return item

    def _is_likely(self, article: Article) -> bool:
        probability = article.metadata.probability if article.metadata is not None else None
        return probability is None or probability >= self.min_probability

    def _article_again(self, page: ArchivedPage, line: Mapping[str, Any]) -> Article | Reject:
        """Return the article that a line of a feed of ours holds, with nothing changed."""
        kind = article_class(self.fields)
        if unknown := unknown_fields(kind, line):
            self._count("feed-lines-with-unknown-fields")
            if not self._told_unknown:
                self._told_unknown = True
                self.logger.warning(
                    "%s: left out, since articles have no such field: %s (declare it in NEWSSPIDER_FIELDS)",
                    place(page.source),
                    ", ".join(unknown)[:_SHOWN_CHARS],
                )
        try:
            return from_plain(kind, line)
        except ValueError as error:
            return page_reject(page.source, page.response.url, "damaged", f"not an article of a feed: {error}")

    def _fail(self, line: str) -> None:
        self.logger.error(printable(line))
        self._count("failed-sources")
        fail_run(self.crawler, line, is_logged=True)

    def _count(self, what: str, count: int = 1) -> None:
        if count:
            self.crawler.stats.inc_value(f"newsspider/replay/{what}", count)


def _counts(stats: Mapping[str, Any], prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): count for name, count in stats.items() if name.startswith(prefix)}


def unread_reject(path: str, error: Exception) -> Reject:
    """Return a reject for the rest of a file on which the reader itself failed."""
    reason = f"could not be read to the end: {type(error).__name__}: {error}"
    return Reject(path=path, code="error", reason=reason, traceback=raised_at(error))


def source_paths(source: str | Iterable[str]) -> list[str]:
    """Return the paths in a spider's argument: a list as it is, a string split at commas.

    A string that is an existing path, commas included, is one path.
    """
    if not isinstance(source, str):
        return [str(path) for path in source]
    with suppress(OSError, ValueError):  # too long for a path, or with NULs: a list, then
        if source and Path(source).exists():
            return [source]
    return [path for part in source.split(",") if (path := part.strip())]
