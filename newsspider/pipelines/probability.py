"""Drop pages that are probably not articles."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.statscollectors import StatsCollector

from newsspider.pipelines.fieldnames import field_of


class ArticleProbabilityPipeline:
    """Drop items whose `metadata.probability` is below NEWSSPIDER_MIN_PROBABILITY; items without one pass."""

    def __init__(self, min_probability: float, stats: StatsCollector) -> None:
        self.min_probability, self.stats = min_probability, stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline. Raises NotConfigured if the threshold is 0."""
        min_probability = crawler.settings.getfloat("NEWSSPIDER_MIN_PROBABILITY")
        if not min_probability:
            raise NotConfigured
        return cls(min_probability, crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return `item`, or drop it if its page is probably not an article."""
        probability = field_of(field_of(item, "metadata"), "probability")
        if isinstance(probability, (int, float)) and probability < self.min_probability:
            self.stats.inc_value("newsspider/pipelines/dropped/not-article")
            raise DropItem(f"not-article: probability {probability:.2f}", log_level="DEBUG")
        return item
