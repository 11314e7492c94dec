"""The add-on: enables newsspider's pipelines, spider middleware, exporters and defaults in a project."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from newsspider.engine import fail_on_start
from newsspider.errors import SettingError
from newsspider.feeds.adapter import register_adapter
from newsspider.feeds.export import ArticleFeedExporter
from newsspider.middlewares.page_context import PageContextMiddleware
from newsspider.offline.archive import archive_paths
from newsspider.offline.handler import go_offline
from newsspider.pipelines.duplicates import DuplicatePipeline
from newsspider.pipelines.filter import ArticleFilterPipeline
from newsspider.pipelines.normalize import NormalizePipeline
from newsspider.pipelines.probability import ArticleProbabilityPipeline
from newsspider.pipelines.rejects import RejectFilePipeline
from newsspider.pipelines.validate import ValidatePipeline
from newsspider.recording.handler import record_downloads
from newsspider.report.collector import ReportCollector
from newsspider.report.crawl_progress import CrawlProgress
from newsspider.report.left_out_files import DroppedFile, SkippedFile
from newsspider.settings import FEED_EXPORTERS, NEWSSPIDER_DEFAULTS, wrong_settings
from newsspider.spiders.browser import enable_browser, uses_browser

# Rejects are taken out first. Validation comes last, after the project's own pipelines (customarily at 300).
PIPELINES = {
    RejectFilePipeline: 50,
    ArticleProbabilityPipeline: 100,
    NormalizePipeline: 150,
    ArticleFilterPipeline: 170,
    DuplicatePipeline: 200,
    ValidatePipeline: 900,
}
# By name: it is enabled, and imported, where there is a store. After validation: what is stored is valid.
STORE_PIPELINE, STORE_ORDER = "newsspider.pipelines.store.StorePipeline", 950
# The nearest to the spider: it is the first that sees what a callback raises.
SPIDER_MIDDLEWARES = {PageContextMiddleware: 950}
# The progress line is erased before the table of sites takes its place.
EXTENSIONS = {CrawlProgress: 90, ReportCollector: 100, DroppedFile: 100, SkippedFile: 100}
POET_RULES = "newsspider.poet.rules"
POET_PROVIDER = "newsspider.poet.ArticleContextProvider"
# For `scrapy crawl news` and `scrapy crawl replay`. First: a project's own spiders of these names win.
SPIDER_MODULES = ["newsspider.spiders.news", "newsspider.spiders.replay"]


class NewsspiderAddon:
    """Enables newsspider's pipelines, exporters and defaults; the project's own settings win.

    Where one of these has a value of the wrong kind, `crawler` fails on its start.
    """

    def __init__(self, crawler: Crawler | None = None) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the add-on for a crawl."""
        return cls(crawler)

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Make the spiders `news` and `replay` available in the project."""
        own = settings.getlist("SPIDER_MODULES")
        if "newsspider.spiders" not in own:
            ours = [name for name in SPIDER_MODULES if name not in own]
            settings.set("SPIDER_MODULES", [*ours, *own], settings.getpriority("SPIDER_MODULES") or "addon")

    def update_settings(self, settings: BaseSettings) -> None:
        """Add to `settings` whatever the project does not set itself."""
        for error in wrong_settings(settings):
            if self.crawler is None:
                raise error
            fail_on_start(self.crawler, str(error))
            # What reads it until then must not print a traceback.
            settings.set(error.name, NEWSSPIDER_DEFAULTS.get(error.name), priority="cmdline")
        for name, value in NEWSSPIDER_DEFAULTS.items():
            # A spider's choice may have this priority too, and a default must not overwrite it.
            if name not in settings:
                settings.set(name, value, priority="addon")
        settings.set("FEED_EXPORT_ENCODING", "utf-8", priority="addon")
        for pipeline, order in PIPELINES.items():
            settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", pipeline, order)
        _use_store(settings)
        for middleware, order in SPIDER_MIDDLEWARES.items():
            settings.setdefault_in_component_priority_dict("SPIDER_MIDDLEWARES", middleware, order)
        for extension, order in EXTENSIONS.items():
            settings.setdefault_in_component_priority_dict("EXTENSIONS", extension, order)
        _replace_feed_export(settings)
        _offer_page_objects(settings)
        register_adapter()
        own = settings.getdict("FEED_EXPORTERS")
        settings.set(
            "FEED_EXPORTERS", {**FEED_EXPORTERS, **own}, settings.getpriority("FEED_EXPORTERS") or "addon"
        )
        if archive_paths(settings):
            go_offline(settings)
            return
        self._use_browser(settings)
        if settings.get("NEWSSPIDER_RECORD"):
            record_downloads(settings)

    def _use_browser(self, settings: BaseSettings) -> None:
        try:
            if uses_browser(settings):
                enable_browser(settings)
        except SettingError as error:
            if self.crawler is None:
                raise
            fail_on_start(self.crawler, str(error))
            settings.set("NEWSSPIDER_JAVASCRIPT", "off", priority="cmdline")


def _use_store(settings: BaseSettings) -> None:
    """Enable the pipeline of the store, if one is asked for, and the project does not place it itself."""
    if settings.get("NEWSSPIDER_STORE"):
        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", load_object(STORE_PIPELINE), STORE_ORDER)


def _offer_page_objects(settings: BaseSettings) -> None:
    """Tell scrapy-poet, where the project uses it, of our page objects: by name, since it may not be installed."""
    modules = settings.getlist("SCRAPY_POET_DISCOVER")
    if POET_RULES not in modules:
        priority = settings.getpriority("SCRAPY_POET_DISCOVER") or "addon"
        settings.set("SCRAPY_POET_DISCOVER", [*modules, POET_RULES], priority)
    providers = settings.getdict("SCRAPY_POET_PROVIDERS")
    if POET_PROVIDER not in providers:
        priority = settings.getpriority("SCRAPY_POET_PROVIDERS") or "addon"
        settings.set("SCRAPY_POET_PROVIDERS", {POET_PROVIDER: 300, **providers}, priority)


def _replace_feed_export(settings: BaseSettings) -> None:
    """Put our feed export in the place of Scrapy's, unless the project has taken that out."""
    orders = {load_object(one): order for one, order in settings.getwithbase("EXTENSIONS").items()}
    order = orders.get(FeedExporter)
    if order is None:
        return
    theirs = settings.getdict("EXTENSIONS").items()
    kept = {one: order for one, order in theirs if load_object(one) is not FeedExporter}
    changed = {**kept, f"{FeedExporter.__module__}.{FeedExporter.__qualname__}": None, ArticleFeedExporter: order}
    settings.set("EXTENSIONS", changed, settings.getpriority("EXTENSIONS") or "addon")
