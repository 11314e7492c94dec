"""Reject articles that the feed's schema does not allow; items of other projects where they ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newsspider.feeds.schema import FeedValidator
from newsspider.fields import Field
from newsspider.items import Article, feed_form
from newsspider.loaders.article_view import ArticleView, FieldNames, article_view
from newsspider.pipelines.fieldnames import configured_fields
from newsspider.pipelines.item_rejects import item_reject
from newsspider.pipelines.rejects import RejectedItem


class ValidatePipeline:
    """Reject each `Article` that the feed's schema does not allow, with the first reason.

    With NEWSSPIDER_VALIDATE_ALL_ITEMS other article-like items are checked too: their fields with our names, or
    mapped to them.
    """

    checks_all = False

    def __init__(self, names: FieldNames, stats: StatsCollector, fields: Mapping[str, Field]) -> None:
        self.names, self.stats, self.fields = names, stats, fields
        self.validator = FeedValidator(fields)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline for a crawl."""
        settings = crawler.settings
        pipeline = cls(settings.getdict("NEWSSPIDER_FIELD_NAMES"), crawler.stats, configured_fields(crawler))
        pipeline.checks_all = settings.getbool("NEWSSPIDER_VALIDATE_ALL_ITEMS")
        return pipeline

    def process_item(self, item: Any) -> Any:
        """Return `item`, or reject it if it is invalid."""
        if not (self.checks_all or isinstance(item, Article)):
            return item
        view = article_view(item, self.names)
        if view is None and not isinstance(item, Article):
            return item
        view = view or ArticleView(item, self.names)
        form = dict(view.present(self.fields))
        if not isinstance(item, Article):
            form.pop("id", None)  # every project has its own
        errors = self.validator.errors(feed_form(form) or {})
        if errors:
            self.stats.inc_value("newsspider/pipelines/dropped/invalid")
            raise RejectedItem(item_reject(view, "invalid", _reason(errors)))
        if isinstance(item, Article):
            self._count_messages(item)
        return item

    def _count_messages(self, article: Article) -> None:
        messages = article.metadata.validationMessages if article.metadata else None
        for name in messages or ():
            if name in self.fields:  # a feed that is replayed may have any name
                self.stats.inc_value(f"newsspider/pipelines/validation-messages/{name}")


def _reason(errors: list[tuple[str, str]]) -> str:
    path, message = min(
        errors, key=lambda error: error[0] != ""
    )  # what is said of the whole comes before its parts
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{path}: {message}{more}" if path else f"{message}{more}"
