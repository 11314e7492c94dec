"""Back-pressure for `Spider.start()`: the engine takes items as fast as they come, whatever the pipelines do."""

from __future__ import annotations

import asyncio

from scrapy.crawler import Crawler
from scrapy.utils.asyncio import is_asyncio_available
from scrapy.utils.defer import maybe_deferred_to_future

# Without a limit 3,999 of 4,000 articles were in flight at once before a slow pipeline. 100 is Scrapy's own
# CONCURRENT_ITEMS; the pauses grow from nothing, for pipelines that never wait, to 50 ms.
MAX_ITEMS_IN_FLIGHT = 100
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.001, 0.05


async def room_in_pipelines(crawler: Crawler, limit: int = MAX_ITEMS_IN_FLIGHT) -> None:
    """Return once fewer than `limit` items are in the item pipelines.

    This is the one place that reads the engine's internals: Scrapy offers no other count of them.
    """
    pause_s = 0.0
    slot = crawler.engine.scraper.slot
    while slot is not None and slot.itemproc_size >= limit:
        await pause(pause_s)
        pause_s = min(pause_s * 2 or _FIRST_PAUSE_S, _LONGEST_PAUSE_S)


async def pause(pause_s: float) -> None:
    """Return after a while, in which the reactor goes on."""
    if is_asyncio_available():
        await asyncio.sleep(pause_s)
        return
    from twisted.internet import reactor  # noqa: PLC0415  # importing it installs one: only where one runs
    from twisted.internet.task import deferLater  # noqa: PLC0415

    await maybe_deferred_to_future(deferLater(reactor, pause_s, lambda: None))
