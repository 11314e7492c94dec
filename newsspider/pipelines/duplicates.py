"""One article once: drops what a run has already given out."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.statscollectors import StatsCollector

from newsspider.pipelines.fieldnames import part


class DuplicatePipeline:
    """Drop items whose `id` came before in this run, where NEWSSPIDER_DROP_DUPLICATES is on.

    Sixteen bytes an article are kept, so this is for crawls; a replay gives each capture of a page.
    """

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats
        self._seen: set[bytes] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline for a crawl, if the setting asks for it."""
        if not crawler.settings.getbool("NEWSSPIDER_DROP_DUPLICATES"):
            raise NotConfigured
        return cls(crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return `item`, or drop it if one of the same `id` came before."""
        identifier = part(item, "id")
        if isinstance(identifier, str):
            key = blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=16).digest()
            if key in self._seen:
                self.stats.inc_value("newsspider/pipelines/dropped/duplicate")
                raise DropItem(f"duplicate: {identifier}", log_level="DEBUG")
            self._seen.add(key)
        return item
