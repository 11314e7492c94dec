"""Only what the schema allows goes on."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsspider.items import Article, Metadata, Reject, Source
from newsspider.pipelines.normalize import NormalizePipeline
from newsspider.pipelines.rejects import RejectedItem
from newsspider.pipelines.validate import ValidatePipeline
from tests.pipelines.crawlers import crawler_with
from tests.pipelines.made_fields import CHANGES, project_article

ALL = {"NEWSSPIDER_VALIDATE_ALL_ITEMS": True}


def test_an_invalid_article_is_rejected_with_its_place_and_reason() -> None:
    crawler = crawler_with()
    source = Source(kind="warc", path="a.warc", offset=7, recordId="urn:x")
    article = Article(
        url="https://example.org/a", headline="x", datePublished="soon", metadata=Metadata(source=source)
    )
    with pytest.raises(DropItem) as caught:
        ValidatePipeline.from_crawler(crawler).process_item(article)
    assert isinstance(caught.value, RejectedItem)
    reject = caught.value.reject
    assert reject.reason.startswith("datePublished: ")
    assert reject == Reject(
        path="a.warc",
        offset=7,
        recordId="urn:x",
        url="https://example.org/a",
        code="invalid",
        reason=reject.reason,
        item=article.to_dict(),
    )
    assert crawler.stats.get_value("newsspider/pipelines/dropped/invalid") == 1


def test_an_article_without_anything_is_rejected() -> None:
    with pytest.raises(RejectedItem, match="neither headline nor articleBody"):
        ValidatePipeline.from_crawler(crawler_with()).process_item(Article(url="https://example.org/"))
    of_parts: Any = Article(url="https://example.org/a", headline="", authors=["Ana Ruiz"])  # type: ignore[list-item]
    with pytest.raises(RejectedItem, match="neither headline nor articleBody"):
        ValidatePipeline.from_crawler(crawler_with()).process_item(of_parts)


@pytest.mark.parametrize(
    "item",
    [
        Article(headline="x"),
        {"title": "x", "price": object(), "id": 7},  # what we do not know is not ours to judge
        {"price": 3},
        {"url": 7},
        object(),
    ],
)
def test_valid_and_foreign_items_pass(item: Any) -> None:
    pipeline = ValidatePipeline.from_crawler(crawler_with(NEWSSPIDER_FIELD_NAMES={"title": "headline"}))
    assert pipeline.process_item(item) is item


def test_other_projects_items_are_not_looked_at_unless_asked_for() -> None:
    pipeline, item = ValidatePipeline.from_crawler(crawler_with()), {"headline": "x", "url": object()}
    assert pipeline.process_item(item) is item


def test_mapped_fields_are_looked_at() -> None:
    names = {"title": "headline", "published": "datePublished"}
    pipeline = ValidatePipeline.from_crawler(crawler_with(NEWSSPIDER_FIELD_NAMES=names, **ALL))
    with pytest.raises(RejectedItem, match="datePublished"):
        pipeline.process_item({"title": "x", "published": "yesterday"})


@pytest.mark.parametrize("make", [project_article, dict])
def test_a_projects_own_fields_are_looked_at(make: Any) -> None:
    pipeline = ValidatePipeline.from_crawler(crawler_with(NEWSSPIDER_FIELDS=CHANGES, **ALL))
    item = make(headline="x", readingTime=3, rubric="Sea")
    assert pipeline.process_item(item) is item
    cases: list[tuple[dict[str, Any], str]] = [
        ({"readingTime": -3}, "readingTime: "),
        ({"rubric": "two\nlines"}, "rubric: "),
    ]
    for wrong, reason in cases:
        with pytest.raises(RejectedItem, match=reason):
            pipeline.process_item(make(headline="x", **wrong))
    assert pipeline.process_item(Article(headline="x"))


@pytest.mark.parametrize("kind", [NormalizePipeline, ValidatePipeline])
def test_a_run_with_fields_that_are_none_yields_nothing(kind: Any) -> None:
    async def started(crawler: Crawler) -> list[Any]:
        assert crawler.spider is not None
        return [item async for item in crawler.spider.start()]

    crawler = crawler_with(NEWSSPIDER_FIELDS={"headline": 7})
    crawler.spider = Spider("theirs", start_urls=["https://example.org/"])
    assert len(asyncio.run(started(crawler))) == 1
    kind.from_crawler(crawler)
    assert asyncio.run(started(crawler)) == []
