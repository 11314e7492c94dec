"""Few items are in flight, a closed crawl ends, and a failed one is called so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy import Spider, signals

from newsspider.engine import MAX_ITEMS_IN_FLIGHT, close_run, fail_run
from tests.crawls.replays import write_warc
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.pipelines.crawlers import crawler_with


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["async", "deferred"])
def test_items_in_flight_are_bounded_and_all_arrive(kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.spiders.slow_pipelines", kind],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    arrived, most_in_flight = map(int, done.stdout.split())
    assert arrived == 400
    # Filled up, which is what makes the bound a bound; one is yielded before the look.
    assert MAX_ITEMS_IN_FLIGHT // 2 <= most_in_flight <= MAX_ITEMS_IN_FLIGHT + 1


def test_a_crawl_that_is_closed_while_items_are_on_their_way_ends(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", range(200))
    done = run_scrapy(
        tmp_path, "replay", "a.warc.gz", "-O", "feed.jsonl", "-s", "CLOSESPIDER_ITEMCOUNT=3", timeout_s=300
    )
    assert done.returncode == 0, done.stderr
    assert 3 <= len(json_lines(tmp_path / "feed.jsonl")) < 180


def test_the_crawl_ends_without_a_spider() -> None:
    crawler = crawler_with()
    crawler.spider = Spider(name="x")
    fail_run(crawler)
    fail_run(crawler)
    assert crawler.spider is not None
    crawler.signals.send_catch_log(signals.engine_stopped)
    assert crawler.spider is None


def test_a_crawl_that_has_ended_is_not_closed_once_more() -> None:
    crawler = crawler_with()
    crawler.engine = cast("Any", SimpleNamespace(_slot=None, close_spider_async=lambda **_: pytest.fail("again")))
    close_run(crawler, "state_error")
