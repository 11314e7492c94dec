"""One article once."""

from __future__ import annotations

import pytest
from scrapy.exceptions import DropItem, NotConfigured

from newsspider.items import Article
from newsspider.pipelines.duplicates import DuplicatePipeline
from tests.pipelines.crawlers import crawler_with


def test_the_second_of_an_id_is_dropped_and_counted() -> None:
    crawler = crawler_with(NEWSSPIDER_DROP_DUPLICATES=True)
    pipeline = DuplicatePipeline.from_crawler(crawler)
    first = Article(id="https://example.org/a")
    assert pipeline.process_item(first) is first
    with pytest.raises(DropItem):
        pipeline.process_item({"id": "https://example.org/a"})
    assert crawler.stats.get_value("newsspider/pipelines/dropped/duplicate") == 1


@pytest.mark.parametrize("item", [Article(), {"id": 7}, {"price": 3}, object()])
def test_items_without_our_id_pass_each_time(item: object) -> None:
    pipeline = DuplicatePipeline.from_crawler(crawler_with(NEWSSPIDER_DROP_DUPLICATES=True))
    assert pipeline.process_item(item) is pipeline.process_item(item) is item


def test_it_is_off_unless_asked_for() -> None:
    with pytest.raises(NotConfigured):
        DuplicatePipeline.from_crawler(crawler_with())
