"""When pages are requested again."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from newsspider.discovery.types import Door, Found, Kind, Outcome, Place
from newsspider.state.clock import Clock
from newsspider.state.frontier import Frontier
from newsspider.state.limits import Limits
from newsspider.state.revisits import NO_DOOR, next_visit
from newsspider.state.types import Revisit, Status, Task, Visit
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


_HOUR_S = 3_600
_MENU = Found(url=f"{SITE}/sport", text="Sport", place=Place.NAVIGATION)
_SITEMAP = Found(url=f"{SITE}/sitemap.xml", kind=Kind.SITEMAP, door=Door.SITEMAPS)


class Failing:
    """Runs on a site that names one page, which fails."""

    def __init__(self, state: Path, found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
        self.state, self.found = state, found
        self.later_s = 0.0
        monkeypatch.setattr(Clock, "now", lambda _: time.time() + self.later_s)

    def asked_at(self, status: int | None, hours: range) -> list[int]:
        """Return at which of these hours from now on the page is asked for, with a run in each of them."""
        began_s, asked = self.later_s, []
        for hour in hours:
            self.later_s = began_s + hour * (_HOUR_S + 1)  # later by more than the runs take
            if self.found.url in self.run(status):
                asked.append(hour)
        return asked

    def run(self, status: int | None) -> list[str]:
        """Return the addresses that a run asks for; the page that is named is there if the status is 200."""
        frontier = started(self.state)
        asked: list[str] = []
        while True:
            frontier.commit_if_starved()
            if (task := frontier.next()) is None:
                end(frontier)
                return asked
            asked.append(task.url)
            if task.url != self.found.url or status == 200:
                new = frontier.add([self.found], task)
                visit(frontier, task, new=new, outcome=Outcome.LISTING)
            else:
                failed = Visit(task=task, outcome=Outcome.FAILED, status=Status.FAILED, http_status=status)
                frontier.visited(failed)


@pytest.mark.parametrize("found", [_MENU, _SITEMAP], ids=lambda found: found.url)
def test_what_is_named_and_is_not_there_is_asked_for_less_and_less_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: Found
) -> None:
    site = Failing(tmp_path / "state", found, monkeypatch)
    assert site.asked_at(404, range(5)) == [0, 1, 3]


def test_a_section_that_was_not_there_once_is_soon_as_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Failing(tmp_path / "state", _MENU, monkeypatch)
    assert site.asked_at(404, range(1)) == [0]
    site.later_s += _HOUR_S + 1
    assert site.asked_at(200, range(2)) == [0, 1]


def _hours_between(revisit: Revisit, status: int | None, tries: int) -> list[float]:
    """Return the hours after which a page is asked for again that fails each time; 0 is by the next run."""
    limits, hours, interval_s = Limits(sites=frozenset()), [], None
    for attempts in range(tries):
        found = Found(url=f"{SITE}/sport")
        task = replace(_task_of(found), revisit=revisit, attempts=attempts, interval_s=interval_s)
        visit = Visit(task=task, outcome=Outcome.FAILED, status=Status.FAILED, http_status=status)
        interval_s = next_visit(visit, limits, 0.0).interval_s
        hours.append((interval_s or 0.0) / _HOUR_S)
    return hours


def _task_of(found: Found) -> Task:
    place = {"key": 1, "site": "example.org", "host": "example.org", "kind": found.kind, "door": found.door}
    return Task(url=found.url, depth=1, priority=50, **place)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
@pytest.mark.parametrize("revisit", [Revisit.ALWAYS, Revisit.SECTION, Revisit.ADAPTIVE])
def test_what_is_gone_is_asked_for_once_a_week_at_last(revisit: Revisit, status: int) -> None:
    assert _hours_between(revisit, status, 10) == [1, 2, 4, 8, 16, 32, 64, 128, 168, 168]


@pytest.mark.parametrize("status", [None, 429, 503])
def test_what_fails_for_long_is_asked_for_once_a_day_at_least(status: int | None) -> None:
    assert _hours_between(Revisit.SECTION, status, 11) == [0, 0, 0, 0, 1, 2, 4, 8, 16, 24, 24]
    assert _hours_between(Revisit.ALWAYS, status, 6) == [0, 0, 0, 0, 1, 1]  # with it the site is back


def test_an_article_that_is_gone_is_not_asked_for_again() -> None:
    assert _hours_between(Revisit.NEVER, 404, 2) == [0, 0]


@pytest.mark.parametrize(
    ("revisit", "hours"),
    [(Revisit.ALWAYS, [0.25, 0.25, 0.25, 0.25, 1, 1]), (Revisit.SECTION, [0.25, 0.5, 1, 2, 4, 8, 16, 24, 24])],
)
def test_what_fails_for_long_is_asked_for_less_often_by_a_crawl_that_keeps_going(
    revisit: Revisit, hours: list[float]
) -> None:
    limits, waits = Limits(sites=frozenset(), keeps_going=True), []
    for attempts in range(len(hours)):
        task = replace(_task_of(_MENU), revisit=revisit, attempts=attempts)
        visit = Visit(task=task, outcome=Outcome.FAILED, status=Status.FAILED, http_status=503)
        waits.append((next_visit(visit, limits, 0.0).due or 0.0) / _HOUR_S)
    assert waits == hours


@pytest.mark.parametrize(("status", "asked"), [(503, 4), (404, 2)])
def test_a_feed_that_failed_is_asked_for_again_by_a_crawl_that_keeps_going(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, asked: int
) -> None:
    later_s = 0.0
    monkeypatch.setattr(Clock, "now", lambda _: time.time() + later_s)
    frontier = started(tmp_path / "state", keeps_going=True, shortest_interval_s=900.0)
    home, tries = taken(frontier), 0
    visit(frontier, home, new=frontier.add([_SITEMAP], home), outcome=Outcome.LISTING)
    for _ in range(5):
        frontier.commit()
        frontier.look()
        while (task := frontier.next()) is not None:
            tries += task.url == _SITEMAP.url
            failed = Visit(task=task, outcome=Outcome.FAILED, status=Status.FAILED, http_status=status)
            frontier.visited(failed)
        later_s += 1_000.0
    assert tries >= asked


def test_a_page_that_is_read_again_in_the_same_run_is_told_from_one_of_an_earlier_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later_s = 0.0
    monkeypatch.setattr(Clock, "now", lambda _: time.time() + later_s)
    for _ in range(2):
        frontier = started(tmp_path / "state", keeps_going=True, shortest_interval_s=900.0)
        again = []
        for failed in (False, False, True, True, False):
            task = taken(frontier)
            again.append([frontier.is_read_again(task), frontier.is_read_again(task, failed=True)])
            status, outcome = (Status.FAILED, Outcome.FAILED) if failed else (Status.DONE, Outcome.LISTING)
            frontier.visited(Visit(task=task, outcome=outcome, status=status))
            frontier.commit()
            later_s += 100_000.0
            frontier.look()
        end(frontier)
        assert again == [[False, False], [True, False], [True, False], [False, True], [False, True]]
