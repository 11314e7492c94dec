"""Runs a spider whose pipeline is slow; prints how many items were in flight at most. Run as a script."""

from __future__ import annotations

import asyncio
import sys
import warnings
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess, CrawlerProcess
from scrapy.exceptions import ScrapyDeprecationWarning

from newsspider.engine import wait_for_pipelines


class SlowPipeline:
    """Takes its time."""

    async def process_item(self, item: Any) -> Any:
        """Return `item`, later."""
        await asyncio.sleep(0.2)
        return item


class ManyItems(Spider):
    """Yields items faster than the pipeline takes them."""

    name = "many"
    most_in_flight = 0

    async def start(self) -> AsyncIterator[Any]:
        """Yield items, waiting for room after each."""
        for number in range(400):
            yield {"number": number}
            slot = self.crawler.engine.scraper.slot
            assert slot is not None
            ManyItems.most_in_flight = max(ManyItems.most_in_flight, slot.itemproc_size)
            await wait_for_pipelines(self.crawler)


if __name__ == "__main__":
    warnings.simplefilter("error", ScrapyDeprecationWarning)
    quiet = {"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}
    process_class = {"async": AsyncCrawlerProcess, "deferred": CrawlerProcess}[sys.argv[1]]
    process = process_class({**quiet, "ITEM_PIPELINES": {SlowPipeline: 1}})
    crawler = process.create_crawler(ManyItems)
    process.crawl(crawler)
    process.start()
    sys.stdout.write(f"{crawler.stats.get_value('item_scraped_count')} {ManyItems.most_in_flight}\n")
