"""The lists of skipped addresses and dropped pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from scrapy import signals
from scrapy.exceptions import DropItem, NotConfigured

from newsspider.items import Article, Metadata, Reject, Source
from newsspider.pipelines.rejects import RejectedItem
from newsspider.report.left_out_files import DroppedFile, SkippedFile
from newsspider.signals import page_refused
from tests.report.test_collector import news_crawler, send


def test_skipped_addresses_are_listed_up_to_a_bound(tmp_path: Path) -> None:
    path = tmp_path / "_run" / "skipped.jsonl"
    crawler = news_crawler(NEWSSPIDER_SKIPPED_PATH=str(path))
    for _ in range(2):  # each run has its own list
        listener = SkippedFile.from_crawler(crawler)
        for number in range(1_203):
            listener.url_skipped(f"https://example.org/calendar/{number}\udc80", "trap", "example.org")
        listener.url_skipped("https://example.net/login", "asset", "example.net")
        listener.spider_closed()
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(rows) == 1_002
    assert rows[0]["url"].startswith("https://example.org/calendar/0")
    assert rows[1_000] == {"url": "https://example.net/login", "reason": "asset", "site": "example.net"}
    assert rows[-1] == {"reason": "trap", "site": "example.org", "more": 203}
    with pytest.raises(NotConfigured):
        SkippedFile.from_crawler(news_crawler())


def test_a_list_that_cannot_be_written_fails_the_run_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    crawler = news_crawler(NEWSSPIDER_SKIPPED_PATH=str(tmp_path / "file" / "skipped.jsonl"))
    listener = SkippedFile.from_crawler(crawler)
    for _ in range(3):
        listener.url_skipped("https://example.org/", "asset", "example.org")
    listener.spider_closed()
    assert len(caplog.records) == 1
    send(crawler, signals.engine_stopped)
    assert crawler.spider is None


def dropped(path: Path, **settings: Any) -> tuple[Any, DroppedFile]:
    crawler = news_crawler(NEWSSPIDER_DROPPED_PATH=str(path), **settings)
    return crawler, DroppedFile.from_crawler(crawler)


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_dropped_pages_are_listed_with_what_is_known_of_them(tmp_path: Path) -> None:
    path = tmp_path / "_run" / "dropped.jsonl"
    crawler, listener = dropped(path)
    site = {"site": "example.org"}
    send(crawler, page_refused, url="https://example.org/", reason="front-page", probability=0.03, **site)
    send(crawler, page_refused, url="https://example.org/b", reason="copy", probability=None, **site)
    send(crawler, page_refused, url="https://example.org/c", reason="same-text", probability=None, **site)
    article = Article(
        url="https://example.org/d",
        headline="About us",
        metadata=Metadata(source=Source(kind="warc", path="a.warc", offset=12), probability=0.1234),
    )
    for exception in (
        DropItem("not-article: probability 0.12"),
        DropItem("Missing price in {}"),
        RejectedItem(Reject(code="damaged", reason="")),  # which have a list of their own
    ):
        send(crawler, signals.item_dropped, item=article, response=None, exception=exception)
    listener.spider_closed()
    of_article = {"path": "a.warc", "offset": 12, "url": "https://example.org/d"}
    known = {"probability": 0.1234, "headline": "About us"}
    assert rows_of(path) == [
        {"url": "https://example.org/", "reason": "front-page", "probability": 0.03},
        {"url": "https://example.org/b", "reason": "copy"},
        {**of_article, "reason": "not-article", "message": "probability 0.12", **known},
        {**of_article, "reason": "DropItem", "message": "Missing price in {}", **known},
    ]


def test_items_under_names_of_their_own_are_listed_too(tmp_path: Path) -> None:
    path = tmp_path / "dropped.jsonl"
    crawler, listener = dropped(path, NEWSSPIDER_FIELD_NAMES={"title": "headline", "link": "url"})
    for item in ({"title": "Quay", "link": "https://example.org/a"}, {"title": ["x"]}, {}, "a text"):
        send(crawler, signals.item_dropped, item=item, response=None, exception=DropItem("too-short: 3 words"))
    listener.spider_closed()
    told = {"reason": "too-short", "message": "3 words"}
    assert rows_of(path) == [{"url": "https://example.org/a", **told, "headline": "Quay"}, told, told, told]


def test_the_metadata_of_other_projects_are_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "dropped.jsonl"
    crawler, listener = dropped(path)
    item = {"url": "https://example.org/a", "metadata": {"probability": 0.2, "source": {"path": "shop.db"}}}
    send(crawler, signals.item_dropped, item=item, response=None, exception=DropItem("no-price: x"))
    listener.spider_closed()
    assert rows_of(path) == [{"url": "https://example.org/a", "reason": "no-price", "message": "x"}]


def test_of_many_dropped_pages_the_first_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "dropped.jsonl"
    crawler, listener = dropped(path)
    for number in range(1_002):
        item = Article(url=f"https://example.org/{number}")
        send(crawler, signals.item_dropped, item=item, response=None, exception=DropItem("language: fr"))
    listener.spider_closed()
    assert len(rows_of(path)) == 1_001
    assert rows_of(path)[-1] == {"reason": "language", "site": "example.org", "more": 2}


def test_without_a_path_nothing_is_listed() -> None:
    with pytest.raises(NotConfigured):
        DroppedFile.from_crawler(news_crawler())
