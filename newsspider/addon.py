"""The add-on: enables newsspider's pipelines, exporters and defaults in a project."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from newsspider.feeds.exporters import ArticleJsonExporter, ArticleJsonLinesExporter
from newsspider.offline.archive import archive_paths
from newsspider.offline.handler import go_offline
from newsspider.pipelines.duplicates import DuplicatePipeline
from newsspider.pipelines.normalize import NormalizePipeline
from newsspider.pipelines.probability import ArticleProbabilityPipeline
from newsspider.pipelines.rejects import RejectFilePipeline
from newsspider.pipelines.validate import ValidatePipeline
from newsspider.recording.handler import record_downloads
from newsspider.settings import NEWSSPIDER_DEFAULTS

# Rejects are taken out first. Validation comes last, after the project's own pipelines (customarily at 300).
PIPELINES = {
    RejectFilePipeline: 50,
    ArticleProbabilityPipeline: 100,
    NormalizePipeline: 150,
    DuplicatePipeline: 200,
    ValidatePipeline: 900,
}
EXPORTERS = {
    "json": ArticleJsonExporter,
    "jsonlines": ArticleJsonLinesExporter,
    "jsonl": ArticleJsonLinesExporter,
    "jl": ArticleJsonLinesExporter,
}


class NewsspiderAddon:
    """Enables newsspider's pipelines, exporters and defaults; the project's own settings win."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Add to `settings` whatever the project does not set itself."""
        for name, value in NEWSSPIDER_DEFAULTS.items():
            settings.set(name, value, priority="addon")
        settings.set("FEED_EXPORT_ENCODING", "utf-8", priority="addon")
        for pipeline, order in PIPELINES.items():
            settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", pipeline, order)
        own = settings.getdict("FEED_EXPORTERS")
        settings.set("FEED_EXPORTERS", {**EXPORTERS, **own}, settings.getpriority("FEED_EXPORTERS") or "addon")
        if archive_paths(settings):
            go_offline(settings)
        elif settings.get("NEWSSPIDER_RECORD"):
            record_downloads(settings)
