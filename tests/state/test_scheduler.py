"""Pages that a busy host has refused, while they wait to be asked for again."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy import Request
from scrapy.dupefilters import BaseDupeFilter

from newsspider.discovery.types import Door, Found, Kind, Outcome
from newsspider.state import host_queues, put_off
from newsspider.state import scheduler as module
from newsspider.state.hosts import REFUSED, HostPolicy, Hosts, host_of
from newsspider.state.scheduler import CrawlScheduler
from newsspider.state.types import TASK, Task
from tests.pipelines.crawlers import crawler_with
from tests.state.crawls import end, started, taken, visit

LIMIT = 2


class FewPages:
    """A frontier of which all pages have been handed out."""

    def __init__(self) -> None:
        self.hosts = Hosts(HostPolicy(delay_s=0.0), time.monotonic)
        self.limits = SimpleNamespace(keeps_going=False)
        self.under_way: set[int] = set()

    def release(self, task: Task) -> None:
        self.under_way.discard(task.key)

    def take_up(self, task: Task) -> None:
        self.under_way.add(task.key)

    def place_at(self, _: str) -> float:
        return 0.0  # of one that these pages were redirected to

    def is_active(self, task: Task) -> bool:
        return task.key in self.under_way

    def active(self, longer_than_s: float = 0.0) -> int:
        return 0 if longer_than_s else len(self.under_way)

    def next(self) -> None:
        """Return nothing more."""

    def is_empty(self) -> bool:
        return not self.under_way

    def commit_if_starved(self) -> None:
        """Write nothing."""

    def seconds_to_next(self) -> None:
        """Return that there is nothing to wait for."""

    def give_up_late_hosts(self, _: object) -> list[str]:
        return []


def request(number: int, host: str) -> Request:
    url = f"http://{host}/{number}"
    task = Task(key=number, url=url, site=host, host=host, kind=Kind.ARTICLE, door=Door.LINKS, depth=1, priority=0)
    return Request(url, meta={TASK: task, REFUSED: 1}, dont_filter=True)


@pytest.fixture
def frontier() -> FewPages:
    return FewPages()


@pytest.fixture
def scheduler(frontier: FewPages, monkeypatch: pytest.MonkeyPatch) -> CrawlScheduler:
    monkeypatch.setattr(module, "_BEHIND_OTHERS_S", 0.0)
    monkeypatch.setattr(CrawlScheduler, "_wake", lambda *_: None)
    made = CrawlScheduler(crawler_with(NEWSSPIDER_CONCURRENT_REQUESTS=LIMIT), BaseDupeFilter())
    made._spider = cast("Any", SimpleNamespace(frontier=frontier))
    return made


def test_pages_that_are_asked_for_again_keep_to_the_limit(scheduler: CrawlScheduler, frontier: FewPages) -> None:
    refused = [request(number, f"{number}.example.org") for number in range(5)]
    for each in refused:
        assert scheduler.enqueue_request(each)
    handed_out = [scheduler.next_request() for _ in refused]
    assert len([each for each in handed_out if each is not None]) == LIMIT == frontier.active()
    assert scheduler.has_pending_requests()
    frontier.under_way.clear()
    assert len([each for each in (scheduler.next_request() for _ in refused) if each is not None]) == LIMIT


def test_of_one_host_a_bounded_number_waits_behind_its_other_pages(
    scheduler: CrawlScheduler, frontier: FewPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(put_off, "_BUSY_S", 1e-6)
    refused = [request(number, "news.example.org") for number in range(70)]
    frontier.under_way = {number for number, _ in enumerate(refused)}
    for each in refused:
        scheduler.enqueue_request(each)
    assert len(frontier.under_way) == len(refused) - put_off.MOST_OF_A_HOST
    handed_out = 0
    while (again := scheduler.next_request()) is not None:
        handed_out += 1
        frontier.under_way.discard(again.meta[TASK].key)  # answered
    assert handed_out == len(refused)
    assert not scheduler.has_pending_requests()


def test_pages_of_a_host_are_asked_for_again_one_at_a_time(
    scheduler: CrawlScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(put_off, "_BUSY_S", 1e-6)
    for number in range(5):
        scheduler.enqueue_request(request(number, "news.example.org"))
    first = scheduler.next_request()
    assert first is not None
    assert scheduler.next_request() is None, "it may be refused once more, for all others"
    scheduler.enqueue_request(first)  # refused
    second = scheduler.next_request()
    assert second is not None
    assert second.url != first.url


def test_a_second_page_that_is_refused_has_the_first_one_asked_for_at_once(
    scheduler: CrawlScheduler, frontier: FewPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a host that refuses each page the first time would be given up after five of them."""
    monkeypatch.setattr(module, "_BEHIND_OTHERS_S", 60.0)
    for number, first in ((0, None), (1, 0), (2, None), (3, 1)):
        frontier.hosts.answered("news.example.org", 503, retry_after_s=0.0)
        scheduler.enqueue_request(request(number, "news.example.org"))
        again = scheduler.next_request()
        assert (again and again.meta[TASK].key) == first
        if again is not None:
            frontier.under_way.discard(again.meta[TASK].key)
            frontier.hosts.answered("news.example.org", 200)


def test_pages_of_a_host_that_is_given_up_are_handed_out_to_be_skipped(
    scheduler: CrawlScheduler, frontier: FewPages
) -> None:
    for number in range(2 * LIMIT):
        scheduler.enqueue_request(request(number, "news.example.org"))
    assert scheduler.next_request() is not None
    frontier.hosts.give_up("news.example.org")
    assert scheduler.next_request() is not None
    frontier.under_way.clear()
    assert [scheduler.next_request() is not None for _ in range(LIMIT)] == [True] * LIMIT
    assert not scheduler._put_off


def test_no_page_waits_for_a_host_that_was_given_up_while_it_waited(
    scheduler: CrawlScheduler, frontier: FewPages
) -> None:
    frontier.hosts.answered("news.example.org", 503, retry_after_s=300.0)
    own = Request("http://news.example.org/own", dont_filter=True)  # of a project
    for each in (*(request(number, "news.example.org") for number in range(LIMIT)), own):
        scheduler.enqueue_request(each)
    assert scheduler.next_request() is None
    frontier.hosts.give_up("news.example.org")  # by what else was under way
    assert scheduler.has_pending_requests()
    assert [scheduler.next_request() is not None for _ in range(LIMIT + 1)] == [True] * (LIMIT + 1)
    frontier.under_way.clear()
    assert not scheduler.has_pending_requests()


def test_pages_that_are_asked_for_again_keep_to_the_hosts_of_a_site_at_once(
    scheduler: CrawlScheduler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(put_off, "_BUSY_S", 0.001)
    monkeypatch.setattr(scheduler, "max_active", 100)
    monkeypatch.setattr(host_queues, "_LONGEST_REST_S", 0.01)
    running = started(tmp_path / "state")
    home = taken(running)
    running.add([Found(url=f"https://of{number}.example.org/2026/one") for number in range(20)], home)
    visit(running, home, outcome=Outcome.LISTING)
    running.commit()
    running.hosts = hosts = Hosts(HostPolicy(delay_s=0.0), time.monotonic)
    made = SimpleNamespace(frontier=running, request_for=lambda task: Request(task.url, meta={TASK: task}))
    monkeypatch.setattr(scheduler, "_spider", made)

    def handed_out() -> list[Request]:
        """Return what the scheduler hands out until nothing is ready for a while."""
        found, last = list[Request](), time.monotonic()
        while time.monotonic() < last + 0.05:
            if (found_now := scheduler.next_request()) is not None:
                found.append(found_now)
                last = time.monotonic()
        return found

    refused, until = list[Request](), time.monotonic() + 1.0
    while len(refused) < 20:
        for each in handed_out():  # all hosts name the same moment
            hosts.answered(host_of(each.url), 503, retry_after_s=until - time.monotonic())
            scheduler.enqueue_request(each.replace(meta={**each.meta, REFUSED: 1}))
            refused.append(each)
    time.sleep(max(0.0, until - time.monotonic()))
    again, seen = handed_out(), set[str]()
    while again:
        assert len(again) <= 8
        for each in again:
            seen.add(each.url)
            hosts.answered(host_of(each.url), 200)
            visit(running, each.meta[TASK])
        again = handed_out()
    assert len(seen) == 20
    assert not scheduler.has_pending_requests()
    end(running)
