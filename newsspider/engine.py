"""Control over Scrapy's engine: few items in flight, a crawl that closes, an exit code for a failed run.

This is the one place that reads the engine's internals: Scrapy offers no other count of the items in flight.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call, is_asyncio_available
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future

from newsspider.errors import printable
from newsspider.signals import run_failed

# Without a limit 3,999 of 4,000 articles were in flight at once before a slow pipeline. 100 is Scrapy's own
# CONCURRENT_ITEMS; the pauses grow from nothing, for pipelines that never wait, to 50 ms.
MAX_ITEMS_IN_FLIGHT = 100
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.001, 0.05
_LOOK_EVERY_S = 0.2


async def wait_for_pipelines(crawler: Crawler, limit: int = MAX_ITEMS_IN_FLIGHT) -> None:
    """Wait until fewer than `limit` items are in the item pipelines."""
    pause_s = 0.0
    slot = crawler.engine.scraper.slot
    while slot is not None and slot.itemproc_size >= limit:
        await pause(pause_s)
        pause_s = min(pause_s * 2 or _FIRST_PAUSE_S, _LONGEST_PAUSE_S)


async def run_pipelines(crawler: Crawler, item: Any) -> None:
    """Send `item` through the item pipelines and wait until it has left them, and the signals after it.

    This takes 0.1 ms where an item that `Spider.start()` yields takes 0.5: that goes four times round the reactor.
    """
    await crawler.engine.scraper.start_itemproc_async(item, response=None)


def has_own_spider_middlewares(crawler: Crawler) -> bool:
    """Return whether the project has spider middlewares: they see what `Spider.start()` yields."""
    middlewares = crawler.engine.scraper.spidermw.middlewares
    return any(not type(middleware).__module__.startswith("scrapy.") for middleware in middlewares)


def is_closing(crawler: Crawler) -> bool:
    """Return whether the crawl is closing, so that `Spider.start()` should yield no more items.

    One that nobody runs, as in tests of spiders alone, is not.
    """
    try:
        slot = crawler.engine._slot
    except RuntimeError:  # there is no engine
        return False
    return slot is None or slot.closing is not None


def close_after_last_item(crawler: Crawler) -> None:
    """Let a crawl that is stopped (Ctrl-C, `CLOSESPIDER_...`) end when its pipelines are empty.

    Scrapy 2.19 waits for the items in flight but checks only after a response. Items of `Spider.start()` come
    without one, and the crawl would wait forever.
    """
    crawler.signals.connect(lambda: _look_for_end(crawler), signal=signals.spider_opened, weak=False)


def _look_for_end(crawler: Crawler) -> None:
    """Look now and then, until the spider is closed, whether it is closing and no item is in flight any more."""

    def look() -> None:
        scraper = crawler.engine.scraper
        slot = scraper.slot
        if slot is not None and slot.closing is not None and not slot.closing.called:
            scraper._check_if_closing()

    looking = create_looping_call(look)
    looking.start(_LOOK_EVERY_S, now=False)
    crawler.signals.connect(looking.stop, signal=signals.spider_closed, weak=False)


async def pause(pause_s: float) -> None:
    """Wait for `pause_s` seconds while the reactor runs on."""
    if is_asyncio_available():
        await asyncio.sleep(pause_s)
        return
    from twisted.internet import reactor  # noqa: PLC0415  # importing it installs one: only where one runs
    from twisted.internet.task import deferLater  # noqa: PLC0415

    await maybe_deferred_to_future(deferLater(reactor, pause_s, lambda: None))


logger = logging.getLogger(__name__)


def fail_run(crawler: Crawler, reason: str = "", *, is_logged: bool = False, ends_it: bool = False) -> None:
    """Make `scrapy crawl` and similar commands end with exit code 1 when the run is over.

    The `reason` is told once: our commands, which hear of it by the signal `run_failed`, print it as their last
    line; under others it is logged. What is to be read long before the end `is_logged` by the caller.

    Scrapy's runners take a crawl that ends without a spider for a failed one. So the crawler's spider is removed
    when the engine has stopped, with pipelines and feeds closed. Raising instead would print a traceback and
    leave the feeds unfinished.
    """

    def remove_spider() -> None:
        crawler.spider = None

    if reason:
        reason = printable(reason)
        answers = crawler.signals.send_catch_log(run_failed, reason=reason, is_logged=is_logged, ends_it=ends_it)
        if not (is_logged or any(answer is True for _, answer in answers)):
            logger.error(reason)
    # weak=False: nothing else holds a reference to the function.
    crawler.signals.connect(remove_spider, signal=signals.engine_stopped, weak=False)


def fail_on_start(crawler: Crawler, reason: str) -> None:
    """Make the run fail as soon as it has started, with `reason` as one line in the log.

    For extensions and pipelines, which are made after the spider and before the run: raising there would print a
    traceback. A spider with a `start_error` of its own reports that. Of several reasons the first one is told.
    """
    spider = crawler.spider
    if spider is not None:
        if getattr(spider, "start_error", None) or spider.start is _start_nothing:
            return
        # What it yields would come to feeds that are closed.
        spider.start = _start_nothing  # type: ignore[method-assign]

    def fail() -> None:
        end_run(crawler, reason, "unable")

    crawler.signals.connect(fail, signal=signals.engine_started, weak=False)


def end_run(crawler: Crawler, reason: str, finish_reason: str) -> None:
    """Close the spider at once, and make the run fail. Where several parts end it, our commands tell the first."""
    fail_run(crawler, reason, ends_it=True)
    close_run(crawler, finish_reason)


async def _start_nothing() -> AsyncIterator[Any]:
    return
    yield


def close_run(crawler: Crawler, reason: str) -> None:
    """Close the spider; requests under way are still answered, and items in flight go through the pipelines.

    After the end of the crawl this does nothing: what fails only then has no spider to close.
    """
    if crawler.engine._slot is None:
        return
    deferred_from_coro(crawler.engine.close_spider_async(reason=reason))
    _look_for_end(crawler)
