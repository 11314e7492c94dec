"""A run that could not do what it was asked: how the process comes to say so."""

from __future__ import annotations

import logging

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro

logger = logging.getLogger(__name__)


def fail_run(crawler: Crawler) -> None:
    """Make `scrapy crawl`, and every command like it, end with exit code 1 once the run is over.

    Scrapy has one way to fail: its runners call a crawl that ends without a spider a failed one. So when the
    engine has stopped, with pipelines and feeds closed, the crawler's spider is taken away. Raising instead
    would print a traceback and leave the feeds unfinished.
    """

    def take_spider_away() -> None:
        crawler.spider = None

    # weak=False: nobody else holds the function.
    crawler.signals.connect(take_spider_away, signal=signals.engine_stopped, weak=False)


def fail_at_start(crawler: Crawler, complaint: str) -> None:
    """Make the run end as soon as it has begun, as a failed one, with one line in the log that says why.

    For extensions, which are made before the run: raising there would print a traceback.
    """

    def say_so() -> None:
        logger.error(complaint)
        fail_run(crawler)
        stop_run(crawler, "unable")

    crawler.signals.connect(say_so, signal=signals.engine_started, weak=False)


def stop_run(crawler: Crawler, reason: str) -> None:
    """Close the spider of a run, once the requests that are under way have come back."""
    deferred_from_coro(crawler.engine.close_spider_async(reason=reason))
