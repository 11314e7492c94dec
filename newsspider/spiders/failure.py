"""A run that could not do what it was asked: how the process comes to say so."""

from __future__ import annotations

from scrapy import signals
from scrapy.crawler import Crawler


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
