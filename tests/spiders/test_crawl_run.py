"""A run of a crawl: what is said where its state cannot be written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from scrapy import signals
from scrapy.crawler import Crawler
from sqlalchemy import update

from newsspider.discovery.types import Kind, Outcome
from newsspider.signals import round_done
from newsspider.spiders import crawl_run
from newsspider.spiders.crawl_run import CrawlRun
from newsspider.spiders.news import NewsSpider
from newsspider.state.run_log import RunTakenOverError
from newsspider.state.tables import CRAWL_SITES, PAGES
from newsspider.state.types import Visit
from tests.pipelines.crawlers import crawler_with

ADVICE = "Run the same command again to continue"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """With what crawls were ended."""
    found: list[tuple[str, str]] = []

    def end_run(_: Crawler, reason: str, finish_reason: str) -> None:
        found.append((reason, finish_reason))

    monkeypatch.setattr(crawl_run, "end_run", end_run)
    return found


def crawl_of(**settings: Any) -> CrawlRun:
    spider = NewsSpider.from_crawler(crawler_with(**settings), urls="https://example.org/")
    spider.crawl.frontier.outputs = dict
    return spider.crawl


def fail_with(crawl: CrawlRun, error: Exception) -> None:
    def fails() -> bytes:
        raise error

    crawl.frontier.new_memory = fails


def test_a_mistake_in_writing_the_state_ends_the_crawl(
    told: list[tuple[str, str]], caplog: pytest.LogCaptureFixture
) -> None:
    crawl = crawl_of()
    fail_with(crawl, ValueError("a mistake"))
    crawl._commit()
    assert told == [(f"The state of the crawl cannot be used: ValueError: a mistake. {ADVICE}", "state_error")]
    (record,) = caplog.records
    assert record.exc_info is not None


def test_a_queue_that_cannot_write_ends_the_crawl_in_the_same_way(
    told: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[Crawler] = []
    monkeypatch.setattr(crawl_run, "leave_local_feeds", left.append)
    crawl = crawl_of()
    fail_with(crawl, RunTakenOverError())
    with pytest.raises(RunTakenOverError):
        crawl.frontier.commit()  # as the scheduler has it done
    ((reason, finish_reason),) = told
    assert reason.startswith("The state of the crawl cannot be used: others have taken its sites")
    assert (finish_reason, left) == ("state_error", [crawl.crawler])


def test_a_crawl_in_doubt_asks_whose_its_feeds_are_before_it_writes_to_them(
    told: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Crawler] = []

    def output_lengths(crawler: Crawler) -> dict[str, int]:
        written.append(crawler)
        return {}

    monkeypatch.setattr(crawl_run, "output_lengths", output_lengths)
    crawl = crawl_of()
    crawl.frontier.outputs = crawl._outputs
    monkeypatch.setattr(crawl.store.runs, "is_anothers", lambda _: True)
    crawl._commit()
    assert (written, told) == ([crawl.crawler], [])  # it has just begun
    monkeypatch.setattr(type(crawl.frontier.leases), "is_doubtful", True)
    crawl.crawler.signals.send_catch_log(signals.item_scraped, item={}, response=None)
    assert (written, len(told)) == ([crawl.crawler], 1)


def test_a_round_is_one_also_where_all_lists_are_as_they_were() -> None:
    """The report of a crawl that keeps going says when it was there last, and what it has read."""
    spider = NewsSpider.from_crawler(crawler_with(), urls="https://example.org/", every="1h")
    crawl, frontier = spider.crawl, spider.crawl.frontier
    frontier.outputs = dict
    frontier.start([("https://example.org/", Kind.PAGE)])
    rounds: list[int] = []
    crawl.crawler.signals.connect(lambda: rounds.append(frontier.handed_out), signal=round_done, weak=False)
    for outcome in (None, Outcome.LISTING):
        frontier.commit()
        task = frontier.next()
        assert task is not None
        frontier.visited(Visit(task=replace(task, outcome=outcome), outcome=Outcome.LISTING))
        for _ in range(2):  # it looks each second
            crawl._look()
        with crawl.store.engine.begin() as connection:
            connection.execute(update(PAGES).values(due=0.0))
            connection.execute(update(CRAWL_SITES).values(due=0.0))
        frontier.leases.look_soon()
    assert rounds == [1, 2]
