"""When pages are requested again."""

from __future__ import annotations

from pathlib import Path

from newsspider.discovery.types import Door, Found, Kind, Outcome, Place
from newsspider.state.frontier import Frontier
from newsspider.state.revisits import NO_DOOR
from newsspider.state.types import Status, Visit
from tests.state.crawls import LINKS, SITE, crawl, end, page, started, taken, visit


def test_the_second_run_asks_for_listings_only(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    crawl(first, LINKS)
    end(first)
    changed = {**LINKS, "/": [*LINKS["/"], page("/2026/four")]}
    assert crawl(started(tmp_path / "state"), changed) == ["/", "/2026/four"]


def test_sections_are_asked_for_where_the_front_page_has_something_new(tmp_path: Path) -> None:
    menu = Found(url=f"{SITE}/sport", text="Sport", place=Place.NAVIGATION)
    links = {"/": [menu, page("/2026/one")], "/sport": [page("/2026/two")]}
    first = started(tmp_path / "state")
    crawl(first, links)
    end(first)
    second = started(tmp_path / "state")
    assert crawl(second, links) == ["/"]
    end(second)
    changed = {"/": [*links["/"], page("/2026/three")], "/sport": [*links["/sport"], page("/2026/four")]}
    assert sorted(crawl(started(tmp_path / "state"), changed)) == ["/", "/2026/four", "/2026/three", "/sport"]


def test_pages_that_failed_for_a_while_are_tried_by_the_next_run(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    home = taken(first)
    visit(first, home, new=first.add([page("/1/gone"), page("/2/away")], home))
    for status in (404, 503):
        task = taken(first)
        first.visited(Visit(task=task, outcome=Outcome.FAILED, status=Status.FAILED, http_status=status))
        if status == 404:
            gone = task.url
    end(first)
    second = crawl(started(tmp_path / "state"), {})
    assert second[0] == "/"
    assert gone.removeprefix(SITE) not in second
    assert len(second) == 2


def test_where_no_door_was_is_not_asked_in_every_run(tmp_path: Path) -> None:
    def guesses(frontier: Frontier) -> list[str]:
        home = taken(frontier)
        guess = Found(url=f"{SITE}/feed/", kind=Kind.FEED, door=Door.FEEDS, is_guess=True)
        visit(frontier, home, new=frontier.add([guess], home), outcome=Outcome.LISTING)
        frontier.commit()
        asked = []
        while (task := frontier.next()) is not None:
            asked.append(task.url.removeprefix(SITE))
            frontier.visited(Visit(task=task, outcome=Outcome.FAILED, reason=NO_DOOR))
        end(frontier)
        return asked

    assert guesses(started(tmp_path / "state")) == ["/feed/"]
    assert guesses(started(tmp_path / "state")) == []
