"""Which page of a host comes next: what is found goes into memory, the rest waits in the store."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from newsspider.discovery.types import Door, Found, Kind, Outcome
from newsspider.state import host_queues
from newsspider.state.frontier import Frontier
from newsspider.state.types import Task, Visit
from tests.state.crawls import SITE, NoPaces, end, kill, page, started, taken, visit


def test_what_is_found_comes_next_without_a_commit(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    home = taken(frontier)
    new = frontier.add([page("/politics"), page("/2026/one"), page("/2026/two")], home)
    visit(frontier, home, new=new, outcome=Outcome.LISTING)
    paths = []
    while task := frontier.next():
        paths.append(task.url.removeprefix(SITE))
        visit(frontier, task)
    assert paths == ["/2026/one", "/2026/two", "/politics"]  # likely articles first, in the order of the page
    assert frontier.pending == 4


def test_what_was_found_and_not_written_is_found_again_after_a_kill(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    first.outputs = lambda: {"feed.jsonl": 0}
    first.commit()
    home = taken(first)
    visit(first, home, new=first.add([page("/2026/one")], home), outcome=Outcome.LISTING)
    one = first.next()
    assert one is not None
    kill(first)
    second = started(tmp_path / "state")
    assert taken(second).url == home.url


def test_more_than_memory_takes_waits_in_the_store_and_comes_once(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    home = taken(frontier)
    found = [page(f"/2026/{number}") for number in range(400)]
    visit(frontier, home, new=frontier.add(found, home), outcome=Outcome.LISTING)
    paths = []
    while True:
        frontier.commit_if_starved()
        task = frontier.next()
        if task is None:
            break
        paths.append(task.url.removeprefix(SITE))
        if len(paths) % 30 == 0:
            frontier.commit()
        visit(frontier, task)
    assert sorted(paths) == sorted(one.url.removeprefix(SITE) for one in found)
    end(frontier)


@pytest.mark.parametrize("is_known", [False, True])
def test_what_is_likelier_comes_before_what_waits(tmp_path: Path, is_known: bool) -> None:
    frontier = started(tmp_path / "state")
    home = taken(frontier)
    frontier.add([page(f"/list{letter}") for letter in "abcdefgh" * 20], home)
    if is_known:
        frontier.commit()
    feed = Found(url=f"{SITE}/feed", kind=Kind.FEED, door=Door.FEEDS)
    frontier.add([page("/2026/one"), feed], home)
    visit(frontier, home, outcome=Outcome.LISTING)
    first = taken(frontier)
    assert first.url == f"{SITE}/feed"
    visit(frontier, first)
    assert taken(frontier).url == f"{SITE}/2026/one"


def test_pages_that_were_done_or_refused_are_not_given_again_before_they_are_written(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    home = taken(frontier)
    frontier.add([page("/trap/1"), page("/2026/one")], home)
    frontier.commit()
    visit(frontier, home, outcome=Outcome.LISTING)
    frontier._queues.load(
        {"example.org": "example.org"}
    )  # the store is asked again, in which all three are queued still
    one = taken(frontier)
    assert one.url == f"{SITE}/2026/one"
    visit(frontier, one)
    frontier._queues.load({"example.org": "example.org"})
    assert frontier.next() is None
    frontier._queues.load({"example.org": "example.org"})
    assert frontier.next() is None


def test_downloads_that_take_long_are_counted(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    home = taken(frontier)
    assert (frontier.active(), frontier.active(60.0), frontier.active(1e-9)) == (1, 0, 1)
    frontier.visited(Visit(task=home, outcome=Outcome.ARTICLE))
    assert frontier.active() == 0


def _at_many_hosts(path: Path, hosts: int) -> Frontier:
    """Return the frontier of a site with a page on each of many hosts."""
    frontier = started(path)
    home = taken(frontier)
    new = frontier.add([Found(url=f"https://of{number}.example.org/2026/one") for number in range(hosts)], home)
    visit(frontier, home, new=new, outcome=Outcome.LISTING)
    frontier.commit()
    return frontier


def _all_that_are_ready(frontier: Frontier) -> list[Task]:
    tasks = []
    while task := frontier.next():
        tasks.append(task)
    return tasks


def test_few_hosts_of_one_site_are_asked_at_once(tmp_path: Path) -> None:
    frontier = _at_many_hosts(tmp_path / "state", 30)
    ready = _all_that_are_ready(frontier)
    assert len(ready) == 8
    seen = []
    while ready:
        task = ready.pop(0)
        assert not frontier.is_empty()
        visit(frontier, task)
        seen.append(task.host)
        ready += _all_that_are_ready(frontier)
        assert len(ready) <= 8
    assert len(seen) == len(set(seen)) == 30
    assert frontier.is_empty()
    end(frontier)


def test_hosts_of_other_sites_do_not_wait_for_them(tmp_path: Path) -> None:
    frontier = _at_many_hosts(tmp_path / "state", 30)
    assert len(_all_that_are_ready(frontier)) == 8
    frontier.add_sites({"example.net"})
    frontier.add([Found(url="https://example.net/2026/one")])
    frontier.commit()
    assert [task.host for task in _all_that_are_ready(frontier)] == ["example.net"]
    end(frontier)


def test_a_host_of_a_site_that_fails_lets_the_next_one_have_its_turn(tmp_path: Path) -> None:
    frontier = _at_many_hosts(tmp_path / "state", 30)
    ready = _all_that_are_ready(frontier)
    *failing, well = {f"of{number}.example.org" for number in range(30)} - {task.host for task in ready}
    frontier.hosts = times = _Pauses(0.0)
    times.given_up = set(failing)
    visit(frontier, ready[0])
    assert [task.host for task in _all_that_are_ready(frontier)] == [well]
    end(frontier)


def test_a_site_is_asked_no_faster_than_its_hosts_may_be(tmp_path: Path) -> None:
    frontier = _at_many_hosts(tmp_path / "state", 30)
    ready = _all_that_are_ready(frontier)
    frontier.hosts = times = _Pauses(0.2)
    times.asked = {task.host: time.monotonic() for task in ready}
    for task in ready:
        visit(frontier, task)
    assert frontier.next() is None
    seconds = frontier.seconds_to_next()
    assert seconds is not None
    assert 0 < seconds <= 0.2
    time.sleep(seconds)
    assert len(_all_that_are_ready(frontier)) >= 1
    end(frontier)


class _Pauses(NoPaces):
    """Times of hosts that want a pause after each request."""

    def __init__(self, pause_s: float) -> None:
        self.pause_s = pause_s
        self.asked: dict[str, float] = {}
        self.given_up: set[str] = set()

    def is_given_up(self, host: str) -> bool:
        return host in self.given_up

    def ready_at(self, host: str) -> float:
        return self.asked.get(host, -1e9) + self.pause_s

    def patience_s(self, host: str) -> float:  # noqa: ARG002
        return 30.0

    def give_up(self, host: str) -> None:
        self.given_up.add(host)


def test_hosts_of_which_nothing_is_left_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_queues, "_IDLE_HOSTS", 5)
    frontier = _at_many_hosts(tmp_path / "state", 30)
    while task := frontier.next():
        visit(frontier, task)
    frontier.commit()
    assert len(frontier._queues._hosts) <= 5
    assert not frontier._queues._sites
    again = Found(url="https://of7.example.org/2026/two")
    frontier.add([again])
    assert taken(frontier).url == again.url
    end(frontier)
