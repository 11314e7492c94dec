"""What all our spiders share: the add-on, corrections, and the guard around one page."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from scrapy.utils.misc import load_object

from newsspider import _native
from newsspider.corrections import Corrections, unused_lines
from newsspider.discovery.withheld_pages import REASONS, withheld
from newsspider.errors import CorrectionsError, FieldError, PageError, SettingError, printable, raised_at
from newsspider.extraction import extract
from newsspider.fields import FIELDS, Field
from newsspider.fields.registry import with_fields
from newsspider.http import Announcement, StandfirstUse, context_of, page_reject, source_of
from newsspider.items import Article, Reject, Source
from newsspider.loaders import ArticleLoader
from newsspider.loaders.page_reading import check_known
from newsspider.middlewares.page_context import configured_corrections, configured_standfirst
from newsspider.settings import with_defaults, wrong_settings
from newsspider.time_bound import at_most

logger = logging.getLogger(__name__)


class ArticleSpider(Spider):
    """Checks the settings, and reads what two of them name, before the first page.

    An error in them is kept in `start_error` for `start()` to report: raising while a spider is made would print a
    traceback.
    """

    corrections: Corrections | None = None
    correction_counts: Counter[str]
    fields: Mapping[str, Field] = FIELDS
    max_page_cpu_s: float | None = None
    standfirst: StandfirstUse = "auto"
    start_error: str | None = None
    reads_a_part = False  # of the pages of its run: others read the rest, or it did before it was stopped
    reads_pages = True  # with corrections and fields of its own: the spider middleware has nothing to do
    # What a person sees of a run: its name in the report, a progress line, a table of sites at the end.
    run_name = "Crawl"
    has_progress = True
    has_site_table = False
    tells_of_failed_starts = False  # in one line each, when the run ends

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider with its corrections and fields, or with the error in them."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(_name_native_part, signals.spider_opened)
        crawler.signals.connect(_tell_unused_corrections, signals.spider_closed)
        spider.correction_counts = Counter()
        try:
            for error in wrong_settings(crawler.settings):
                raise error
            spider.max_page_cpu_s = with_defaults(crawler.settings).getfloat("NEWSSPIDER_MAX_PAGE_CPU_S")
            spider.standfirst = configured_standfirst(crawler.settings)
            spider.fields = configured_fields(crawler.settings)
            corrections = configured_corrections(crawler.settings, spider.fields)
            spider.corrections = corrections and replace(corrections, count=spider.count_correction)
        except CorrectionsError as error:
            spider.start_error = str(error)
        except SettingError as error:
            spider.start_error = str(spider.as_given(error))
        return spider

    def count_correction(self, key: str) -> None:
        """Count what a page has used of the corrections."""
        self.correction_counts[key] += 1

    def as_given(self, error: SettingError) -> SettingError:
        """Return an error in a setting under the name that the user gave it."""
        return error


def _name_native_part(spider: Spider) -> None:
    """Say in one line and in the stats whether compiled code reads the pages, and why not."""
    state = _native.state()
    if spider.crawler.stats is not None:
        spider.crawler.stats.set_value(f"newsspider/native/{state.name}", 1)
    logger.log(logging.INFO if state.is_sound else logging.WARNING, "Pages are read by %s", state)


def _tell_unused_corrections(spider: ArticleSpider) -> None:
    if spider.corrections is not None:
        for line in unused_lines(spider.corrections, spider.correction_counts, is_part=spider.reads_a_part):
            logger.warning(printable(line))


def configured_fields(settings: BaseSettings) -> Mapping[str, Field]:
    """Return the package's fields with the changes of NEWSSPIDER_FIELDS. Raises SettingError."""
    return with_fields(settings.getdict("NEWSSPIDER_FIELDS"))


# By name: the add-on imports pipelines, exporters and more, and stands above the spiders.
ADDON = "newsspider.addon.NewsspiderAddon"


def enable_addon(settings: BaseSettings) -> None:
    """Enable the add-on in `settings`, unless the project mentions it, for instance to switch it off."""
    enable_component(settings, "ADDONS", load_object(ADDON), 100)


def enable_component(settings: BaseSettings, name: str, component: type, order: int) -> None:
    """Add `component` to the component dict `name` of `settings`, unless it is there already.

    At a spider's priority: Scrapy's own method keeps the dict's priority, and a runner that is given a crawler
    overwrites settings of the same priority with the project's.
    """
    components = settings.getdict(name)
    if any(load_object(known) == component for known in components):
        return
    priority = max(settings.getpriority(name) or 0, SETTINGS_PRIORITIES["spider"])
    settings.set(name, {**components, component: order}, priority=priority)


def switch_off(settings: BaseSettings, name: str, components: Iterable[str]) -> None:
    """Switch Scrapy's own components off in the component dict `name`, but for those that the project mentions."""
    own = settings.getdict(name)
    known = {load_object(one) for one in own}
    idle = {component: None for component in components if load_object(component) not in known}
    priority = max(settings.getpriority(name) or 0, SETTINGS_PRIORITIES["spider"])
    settings.set(name, {**own, **idle}, priority=priority)


def article_or_reject(  # noqa: PLR0913  (what is known of a page)
    response: TextResponse,
    source: Source | None = None,
    captured: datetime | None = None,
    corrections: Corrections | None = None,
    fields: Mapping[str, Field] | None = None,
    *,
    loader: ArticleLoader | None = None,
    announcement: Announcement | None = None,
    max_cpu_s: float | None = None,
    standfirst: StandfirstUse | None = None,
) -> Article | Reject:
    """Return the article of a page, or a reject with the reason why there is none; no page makes it raise.

    Arguments that are not given are those that `extract` would take. A spider of your own yields what it returns:
    an Article, a Reject, or the item that `loader` makes. A `captured` without time zone is a ValueError.
    A page that takes more than `max_cpu_s` seconds of the processor is a reject: see `at_most`.
    """
    if not isinstance(response, Response):
        raise TypeError(f"article_or_reject() takes a response of Scrapy's, not {type(response).__name__}")
    check_known({"captured": captured})
    if source is None:
        source = source_of(response)
    fields = fields if fields is not None else context_of(response).fields
    try:
        with at_most(max_cpu_s if max_cpu_s is not None else context_of(response).max_cpu_s):
            article = extract(
                response,
                loader=ArticleLoader(fields=fields) if loader is None else loader,
                source=source,
                captured=captured,
                corrections=corrections,
                announcement=announcement,
                standfirst=standfirst,
            )
        has_body = isinstance(article, Article)  # an item of another class may have none
        why = withheld(response, article) if isinstance(response, HtmlResponse) and has_body else None
        return article if why is None else page_reject(source, response.url, why.value, REASONS[why])
    except PageError as error:
        return page_reject(source, response.url, error.code, error.reason)
    except FieldError as error:
        cause = raised_at(error.__cause__ or error)
        logger.error("%s (%s): %s (%s)", printable(response.url or "a page"), place(source), error, cause)  # noqa: TRY400
        return replace(page_reject(source, response.url, "error", str(error)), traceback=cause)
    except Exception as error:
        logger.exception(
            "Could not read %s (%s); continuing with the next page",
            printable(response.url or "a page"),
            place(source),
        )
        reject = page_reject(source, response.url, "error", f"{type(error).__name__}: {error}")
        reject.traceback = raised_at(error)
        return reject


def place(source: Source) -> str:
    """Return a page's place for messages.

    >>> place(Source(kind="warc", path="a.warc.gz", offset=512))
    'a.warc.gz at byte 512'
    """
    where = printable(source.path or source.kind)
    return f"{where} at byte {source.offset}" if source.offset is not None else where
