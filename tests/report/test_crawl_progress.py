from __future__ import annotations

import doctest
import re
import time
from collections.abc import Iterator

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured

from newsspider.report import crawl_progress as module
from newsspider.report.crawl_progress import CrawlProgress
from newsspider.report.progress_line import ProgressLine
from tests.report.made_figures import made_figures
from tests.report.test_collector import news_crawler
from tests.report.test_progress_line import Terminal


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("COLUMNS", "120")
    return Terminal()


@pytest.fixture
def line(terminal: Terminal) -> Iterator[ProgressLine]:
    line = ProgressLine(terminal)
    yield line
    line.clear()


def test_busy_and_stalled_hosts_are_told_apart(terminal: Terminal, line: ProgressLine) -> None:
    progress = CrawlProgress(news_crawler(), line)
    progress.figures = made_figures()
    slow, quick = Request("https://slow.example/"), Request("https://quick.example/")
    for request in (slow, quick, Request("https://quick.example/b")):
        progress.request_sent(request)
    progress._under_way[slow] -= 60
    progress._draw()
    assert terminal.screen().endswith("pages/s, 1 host busy, 1 stalled")
    assert terminal.screen().startswith("20 articles, 20 new, 40 fetched, 60 found, 8 dropped, ")
    progress.request_done(slow)
    progress._draw()
    assert terminal.screen().endswith("1 host busy")


def test_a_replay_shows_the_time_left(
    terminal: Terminal, line: ProgressLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Quarter:
        share = 0.25

        def reach(self, *_: object) -> None:
            """Nothing was skipped."""

    progress = CrawlProgress(news_crawler(), line, Quarter())  # type: ignore[arg-type]
    progress.figures = made_figures()
    progress._began_s = time.monotonic() - 60
    progress._draw()
    assert re.match(r"25%, 20 articles, 8 dropped, 4 rejects, 0\.5 pages/s, 3:\d\d left  \S+$", terminal.screen())
    monkeypatch.setenv("COLUMNS", "22")
    progress._draw()
    assert re.fullmatch(r"25%, 3:\d\d left", terminal.screen())


def test_before_the_first_page_there_is_a_line_too(terminal: Terminal, line: ProgressLine) -> None:
    CrawlProgress(news_crawler(), line)._draw()
    assert terminal.screen().startswith("0 articles")


def test_elsewhere_than_on_a_terminal_there_is_none() -> None:
    with pytest.raises(NotConfigured):
        CrawlProgress.from_crawler(news_crawler())
