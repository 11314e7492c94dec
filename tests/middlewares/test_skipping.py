"""What is counted as skipped: pages, and nothing that is asked for beside them."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK

from newsspider.middlewares.skipping import skipped
from tests.pipelines.crawlers import crawler_with


@pytest.mark.parametrize(("callback", "count"), [(None, 1), (NO_CALLBACK, None)], ids=["page", "file"])
def test_only_pages_are_counted(callback: Any, count: int | None) -> None:
    crawler = crawler_with()
    request = Request("https://example.org/.well-known/tdmrep.json", callback=callback)
    assert skipped(crawler, request, "robots", "its robots.txt does not allow it").reason == "robots"
    assert crawler.stats.get_value("newsspider/skipped/robots") == count
