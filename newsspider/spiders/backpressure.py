"""What the engine does not see to for items of `Spider.start()`: that few are in flight, and that the last ends.

This is the one place that reads the engine's internals: Scrapy offers no other count of the items in flight.
"""

from __future__ import annotations

import asyncio

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call, is_asyncio_available
from scrapy.utils.defer import maybe_deferred_to_future

# Without a limit 3,999 of 4,000 articles were in flight at once before a slow pipeline. 100 is Scrapy's own
# CONCURRENT_ITEMS; the pauses grow from nothing, for pipelines that never wait, to 50 ms.
MAX_ITEMS_IN_FLIGHT = 100
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.001, 0.05
_LOOK_EVERY_S = 0.2


async def room_in_pipelines(crawler: Crawler, limit: int = MAX_ITEMS_IN_FLIGHT) -> None:
    """Return once fewer than `limit` items are in the item pipelines."""
    pause_s = 0.0
    slot = crawler.engine.scraper.slot
    while slot is not None and slot.itemproc_size >= limit:
        await pause(pause_s)
        pause_s = min(pause_s * 2 or _FIRST_PAUSE_S, _LONGEST_PAUSE_S)


def is_closing(crawler: Crawler) -> bool:
    """Return whether the crawl is coming to its end, so that no more items are wanted of `Spider.start()`."""
    slot = crawler.engine._slot
    return slot is None or slot.closing is not None


def end_after_last_item(crawler: Crawler) -> None:
    """Let a crawl that is stopped (Ctrl-C, `CLOSESPIDER_...`) end once nothing is in its pipelines.

    Scrapy 2.19 waits for the items in flight, and looks whether they are through when a response is: of items
    that no response brought none comes, and it would wait for ever.
    """

    def look() -> None:
        scraper = crawler.engine.scraper
        slot = scraper.slot
        if slot is not None and slot.closing is not None and not slot.closing.called:
            scraper._check_if_closing()

    def opened() -> None:
        looking = create_looping_call(look)
        looking.start(_LOOK_EVERY_S, now=False)
        crawler.signals.connect(looking.stop, signal=signals.spider_closed, weak=False)

    crawler.signals.connect(opened, signal=signals.spider_opened, weak=False)


async def pause(pause_s: float) -> None:
    """Return after a while, in which the reactor goes on."""
    if is_asyncio_available():
        await asyncio.sleep(pause_s)
        return
    from twisted.internet import reactor  # noqa: PLC0415  # importing it installs one: only where one runs
    from twisted.internet.task import deferLater  # noqa: PLC0415

    await maybe_deferred_to_future(deferLater(reactor, pause_s, lambda: None))
