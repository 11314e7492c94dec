from __future__ import annotations

from pathlib import Path

import pytest
from scrapy import Spider, signals

from newsspider.feeds.row_file import RowFile
from tests.pipelines.crawlers import crawler_with


@pytest.mark.parametrize(("start_error", "left"), [(None, ""), ("source: no such file", "of yesterday\n")])
def test_a_run_without_rows_leaves_none_of_an_earlier_one(
    tmp_path: Path, start_error: str | None, left: str
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("of yesterday\n")
    crawler = crawler_with()
    crawler.spider = Spider("a")
    crawler.spider.start_error = start_error  # type: ignore[attr-defined]  # only some spiders have one
    file = RowFile.for_run(crawler, "NEWSSPIDER_SKIPPED_PATH", path)
    assert path.read_text() == "of yesterday\n"
    crawler.signals.send_catch_log(signals.spider_opened)
    file.close()
    assert path.read_text() == left


def test_a_crawl_that_goes_on_keeps_its_rows(tmp_path: Path) -> None:
    """What it has told of before it was stopped is told of no more."""
    path = tmp_path / "rows.jsonl"
    for continues in (False, True, True):
        crawler = crawler_with()
        crawler.spider = Spider("a")
        crawler.spider.continues_feeds = continues  # type: ignore[attr-defined]  # as above
        file = RowFile.for_run(crawler, "NEWSSPIDER_SKIPPED_PATH", path)
        crawler.signals.send_catch_log(signals.spider_opened)
        file.write({"continues": continues})
        file.close()
    assert path.read_text() == '{"continues": false}\n{"continues": true}\n{"continues": true}\n'


def test_no_file_is_made_for_a_run_without_rows(tmp_path: Path) -> None:
    crawler = crawler_with()
    file = RowFile.for_run(crawler, "NEWSSPIDER_SKIPPED_PATH", tmp_path / "rows.jsonl")
    crawler.signals.send_catch_log(signals.spider_opened)
    file.close()
    assert list(tmp_path.iterdir()) == []
