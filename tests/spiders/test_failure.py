"""How a run comes to fail; what Scrapy makes of it is tested with whole runs in tests/crawls."""

from __future__ import annotations

from scrapy import Spider, signals

from newsspider.spiders.failure import fail_run
from tests.pipelines.crawlers import crawler_with


def test_the_crawl_ends_without_a_spider() -> None:
    crawler = crawler_with()
    crawler.spider = Spider(name="x")
    fail_run(crawler)
    fail_run(crawler)
    assert crawler.spider is not None
    crawler.signals.send_catch_log(signals.engine_stopped)
    assert crawler.spider is None
