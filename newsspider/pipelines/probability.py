"""Articles only: drops pages that are probably none."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.statscollectors import StatsCollector

from newsspider.pipelines.fieldnames import part


class ArticleProbabilityPipeline:
    """Drop items whose `metadata.probability` is under NEWSSPIDER_MIN_PROBABILITY; those without one pass."""

    def __init__(self, min_probability: float, stats: StatsCollector) -> None:
        self.min_probability, self.stats = min_probability, stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline for a crawl; a threshold of 0 switches it off."""
        min_probability = crawler.settings.getfloat("NEWSSPIDER_MIN_PROBABILITY")
        if not min_probability:
            raise NotConfigured
        return cls(min_probability, crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return `item`, or drop it if its page is probably no article."""
        probability = part(part(item, "metadata"), "probability")
        if isinstance(probability, (int, float)) and probability < self.min_probability:
            self.stats.inc_value("newsspider/pipelines/dropped/not-article")
            raise DropItem(f"not-article: probability {probability:.2f}", log_level="DEBUG")
        return item
