"""Drop pages that are probably not articles."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.statscollectors import StatsCollector

from newsspider.loaders.article_view import ArticleView, FieldNames
from newsspider.pipelines.fieldnames import field_of, own_metadata

logger = logging.getLogger(__name__)


class ArticleProbabilityPipeline:
    """Drop items whose `metadata.probability` is below NEWSSPIDER_MIN_PROBABILITY; items without one pass.

    So do items of other projects that have a probability of their own there: it may be that of anything.
    """

    def __init__(self, min_probability: float, stats: StatsCollector) -> None:
        self.min_probability, self.stats = min_probability, stats
        self.names: FieldNames = {}
        self._has_told = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline. Raises NotConfigured if the threshold is 0."""
        min_probability = crawler.settings.getfloat("NEWSSPIDER_MIN_PROBABILITY")
        if not min_probability:
            raise NotConfigured
        pipeline = cls(min_probability, crawler.stats)
        pipeline.names = crawler.settings.getdict("NEWSSPIDER_FIELD_NAMES")
        return pipeline

    def process_item(self, item: Any) -> Any:
        """Return `item`, or drop it if its page is probably not an article."""
        view = ArticleView(item, self.names)
        probability = field_of(own_metadata(view), "probability")
        if isinstance(probability, (int, float)) and probability < self.min_probability:
            self.stats.inc_value("newsspider/pipelines/dropped/not-article")
            self._tell_once(view.get("url"), probability)
            raise DropItem(f"not-article: probability {probability:.2f}", log_level="DEBUG")
        return item

    def _tell_once(self, url: Any, probability: float) -> None:
        """Tell of the first page that is dropped, and how to keep such pages: a filter that nobody knows of."""
        if not self._has_told:
            self._has_told = True
            logger.info(
                "%s is dropped as probably not an article: probability %.2f is below "
                "NEWSSPIDER_MIN_PROBABILITY = %s; 0 keeps every page "
                "(further cases are only counted: newsspider/pipelines/dropped/not-article)",
                url if isinstance(url, str) else "A page",
                probability,
                self.min_probability,
            )
