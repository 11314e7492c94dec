"""Pages that are probably no articles."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import DropItem, NotConfigured

from newsspider.items import Article, Metadata
from newsspider.pipelines.probability import ArticleProbabilityPipeline
from tests.pipelines.crawlers import crawler_with


@pytest.mark.parametrize(
    "item",
    [
        Article(metadata=Metadata(probability=0.49)),
        {"metadata": {"probability": 0.2, "extractor": "newsspider 0.1.0"}, "title": "x"},
        {"metadata": Metadata(probability=0.2)},
    ],
)
def test_improbable_items_are_dropped_and_counted(item: Any) -> None:
    crawler = crawler_with()
    with pytest.raises(DropItem, match="not-article") as caught:
        ArticleProbabilityPipeline.from_crawler(crawler).process_item(item)
    assert caught.value.log_level == "DEBUG"
    assert crawler.stats.get_value("newsspider/pipelines/dropped/not-article") == 1


@pytest.mark.parametrize(
    "item",
    [
        Article(metadata=Metadata(probability=0.5)),
        Article(metadata=Metadata()),
        Article(),
        {"price": 3},
        {"metadata": "a string"},
        {"metadata": {"probability": "low", "extractor": "newsspider 0.1.0"}},
        {"metadata": {"probability": 0.2, "model": "v3"}, "name": "cat"},
        {"metadata": {"probability": 0.2, "extractor": 3}, "headline": "Storm hits coast"},
        SimpleNamespace(metadata={"probability": 0.2}),
        object(),
    ],
)
def test_probable_and_unknown_items_pass(item: Any) -> None:
    assert ArticleProbabilityPipeline.from_crawler(crawler_with()).process_item(item) is item


def test_the_threshold_is_a_setting_and_0_switches_it_off() -> None:
    strict = ArticleProbabilityPipeline.from_crawler(crawler_with(NEWSSPIDER_MIN_PROBABILITY=0.9))
    with pytest.raises(DropItem):
        strict.process_item(Article(metadata=Metadata(probability=0.8)))
    with pytest.raises(NotConfigured):
        ArticleProbabilityPipeline.from_crawler(crawler_with(NEWSSPIDER_MIN_PROBABILITY=0))


def test_the_first_page_that_is_dropped_is_told_with_the_way_to_keep_it(caplog: pytest.LogCaptureFixture) -> None:
    pipeline = ArticleProbabilityPipeline.from_crawler(crawler_with())
    with caplog.at_level("INFO", "newsspider"):
        for number in range(3):
            article = Article(url=f"https://n.example/{number}", metadata=Metadata(probability=0.3))
            with pytest.raises(DropItem):
                pipeline.process_item(article)
    (record,) = caplog.records
    assert record.levelname == "INFO"
    assert record.getMessage().startswith("https://n.example/0 is dropped as probably not an article")
    assert "NEWSSPIDER_MIN_PROBABILITY = 0.5; 0 keeps every page" in record.getMessage()


def test_the_metadata_may_have_another_name_or_be_left_alone() -> None:
    metadata = {"probability": 0.2, "extractor": "newsspider 0.1.0"}
    names = {"about": "metadata", "metadata": None}
    pipeline = ArticleProbabilityPipeline.from_crawler(crawler_with(NEWSSPIDER_FIELD_NAMES=names))
    assert pipeline.process_item({"metadata": metadata})
    with pytest.raises(DropItem):
        pipeline.process_item({"about": metadata})


def test_an_article_of_zyte_common_items_that_was_made_of_ours_is_dropped_too() -> None:
    zyte = pytest.importorskip("zyte_common_items", reason="the extra `zyte`")
    pipeline = ArticleProbabilityPipeline.from_crawler(crawler_with())
    ours = Article(url="https://n.example/a", metadata=Metadata(probability=0.2, extractor="newsspider 0.1.0"))
    with pytest.raises(DropItem):
        pipeline.process_item(ours.to_zyte())
    theirs = zyte.Article.from_dict({"url": "https://n.example/a", "metadata": {"probability": 0.2}})
    assert pipeline.process_item(theirs) is theirs
