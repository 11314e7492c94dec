"""The pipeline's part of a store; crawls that write into stores are in tests/crawls/test_stores.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.utils.misc import build_from_crawler

from newsspider.addon import STORE_ORDER, STORE_PIPELINE
from newsspider.pipelines.store import StorePipeline, batch_options
from newsspider.settings import with_defaults
from newsspider.stores.writer import BatchOptions
from tests.pipelines.crawlers import crawler_with


def test_without_a_store_there_is_no_pipeline() -> None:
    crawler = crawler_with()
    with pytest.raises(NotConfigured):
        build_from_crawler(StorePipeline, crawler)
    assert StorePipeline not in crawler.settings.getdict("ITEM_PIPELINES")


def test_the_add_on_puts_it_behind_validation_unless_the_project_places_it(tmp_path: Path) -> None:
    place = str(tmp_path / "articles.sqlite")
    crawler = crawler_with(NEWSSPIDER_STORE=place)
    assert crawler.settings.getdict("ITEM_PIPELINES")[StorePipeline] == STORE_ORDER
    crawler = crawler_with(NEWSSPIDER_STORE=place, ITEM_PIPELINES={STORE_PIPELINE: 400})
    pipelines = crawler.settings.getdict("ITEM_PIPELINES")
    assert (pipelines[STORE_PIPELINE], StorePipeline in pipelines) == (400, False)


def test_the_defaults_of_the_settings_are_those_of_the_writer() -> None:
    settings = with_defaults(crawler_with().settings)
    assert batch_options(settings) == BatchOptions()
