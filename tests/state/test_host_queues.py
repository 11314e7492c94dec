"""Which page of a host comes next: what is found goes into memory, the rest waits in the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsspider.discovery.types import Door, Found, Kind, Outcome
from newsspider.state.types import Visit
from tests.state.crawls import SITE, end, kill, page, started, taken, visit


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
    frontier.load()  # the store is asked again, in which all three are queued still
    one = taken(frontier)
    assert one.url == f"{SITE}/2026/one"
    visit(frontier, one)
    frontier.load()
    assert frontier.next() is None
    frontier.load()
    assert frontier.next() is None


def test_downloads_that_take_long_are_counted(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    home = taken(frontier)
    assert (frontier.active(), frontier.active(60.0), frontier.active(1e-9)) == (1, 0, 1)
    frontier.visited(Visit(task=home, outcome=Outcome.ARTICLE))
    assert frontier.active() == 0
