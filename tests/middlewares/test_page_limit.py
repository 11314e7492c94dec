"""The limit on pages; that a whole crawl keeps it is tested in tests/crawls."""

from __future__ import annotations

import pytest
from scrapy.exceptions import NotConfigured

from newsspider.middlewares.page_limit import PageLimitMiddleware
from tests.pipelines.crawlers import crawler_with


@pytest.mark.parametrize("limit", [0, -1])
def test_without_a_limit_it_steps_aside(limit: int) -> None:
    with pytest.raises(NotConfigured):
        PageLimitMiddleware.from_crawler(crawler_with(NEWSSPIDER_MAX_PAGES=limit))


def test_the_limit_is_a_setting() -> None:
    assert PageLimitMiddleware.from_crawler(crawler_with(NEWSSPIDER_MAX_PAGES="12")).max_pages == 12
