"""Which page comes next, and what a run writes to its state."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from newsspider.discovery.types import Door, Found, Kind, Outcome
from newsspider.http import Announcement
from newsspider.state.frontier import Frontier
from newsspider.state.limits import Limits
from newsspider.state.tables import FIGURES
from newsspider.state.types import OLDER, Status, Task, Visit, page_key
from tests.state.crawls import (
    LINKS,
    SITE,
    Likely,
    NoPaces,
    crawl,
    end,
    frontier_at,
    kill,
    page,
    record,
    started,
    taken,
    visit,
)


def test_every_page_is_handed_out_once_and_likely_articles_first(tmp_path: Path) -> None:
    paths = crawl(started(tmp_path / "state"), LINKS)
    assert paths[0] == "/"
    assert sorted(paths) == sorted(["/", "/politics", "/2026/one", "/2026/two", "/2026/three", "/politics?page=2"])
    assert set(paths[1:3]) == {"/2026/one", "/2026/two"}


def test_a_killed_run_goes_on_where_it_was_committed(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    home = taken(first)
    visit(first, home, new=first.add(LINKS["/"], home), outcome=Outcome.LISTING)
    first.commit()
    lost = taken(first)
    visit(first, lost)  # and not committed
    kill(first)
    second = started(tmp_path / "state")
    assert second.run.is_continued
    paths = crawl(second, LINKS)
    assert "/" not in paths
    assert lost.url.removeprefix(SITE) in paths
    assert len(paths) == len(set(paths)) == 5


def test_the_limit_on_pages_leaves_the_rest_for_the_next_run(tmp_path: Path) -> None:
    first = started(tmp_path / "state", max_pages=3)
    seen = crawl(first, LINKS)
    assert len(seen) == 3
    assert first.is_at_limit()
    end(first)
    rest = crawl(started(tmp_path / "state"), LINKS)
    assert len({*seen, *rest}) == 6


@pytest.mark.parametrize("limit", ["max_pages", "max_pages_per_site"])
def test_lists_of_an_earlier_run_do_not_count_for_the_limit(tmp_path: Path, limit: str) -> None:
    """Else runs with a small limit would only ever read the front page, feed and sitemap again."""
    seen: list[str] = []
    limits: dict[str, Any] = {limit: 1}
    for _ in range(6):
        frontier = started(tmp_path / "state", **limits)
        seen += crawl(frontier, LINKS)
        end(frontier)
    assert {path for path in seen if seen.count(path) > 1} <= {"/", "/politics"}
    assert len(set(seen)) == 6


def test_lists_of_an_earlier_run_count_as_little_where_they_are_not_requested(tmp_path: Path) -> None:
    """A robots.txt may forbid by now what was read before; and a feed is not asked for beside a sitemap."""

    class OtherDoors:
        def is_worth_asking(self, task: Task) -> bool:
            return task.url != f"{SITE}/feed/"

        def next_guess(self, task: Task) -> list[Found]:  # noqa: ARG002
            return []

    links = {"/": [page("/feed/", Kind.FEED), page("/2026/one")], "/feed/": [page("/2026/one")]}
    first = started(tmp_path / "state")
    assert set(crawl(first, links)) == {"/", "/feed/", "/2026/one"}
    end(first)
    second = started(tmp_path / "state", max_pages=1)
    second.guesses = OtherDoors()
    home = taken(second)
    second.take_back(home)
    second.visited(Visit(task=home, outcome=Outcome.FAILED, status=Status.SKIPPED, reason="robots"))
    second.commit()
    assert second.next() is None
    assert (second.pages, second.leases.pages["example.org"], second.handed_out) == (0, 0, 1)


def test_the_limit_of_a_site_is_kept(tmp_path: Path) -> None:
    assert len(crawl(started(tmp_path / "state", max_pages_per_site=2), LINKS)) == 2


def test_a_page_under_another_address_is_done_with_it(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    home = taken(frontier)
    visit(frontier, home, new=frontier.add([page("/short"), page("/2026/long")], home))
    task = taken(frontier)
    other = f"{SITE}/short" if task.url.endswith("long") else f"{SITE}/2026/long"
    frontier.visited(Visit(task=task, outcome=Outcome.ARTICLE, aliases=(other,)))
    assert crawl(frontier, {}) == []
    end(frontier)


def test_a_page_under_another_address_is_one_of_that_host(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    home = taken(frontier)
    other = "https://news.example.org/2026/one"
    visit(frontier, home, new=frontier.add([page("/2026/1")], home), outcome=Outcome.LISTING)
    frontier.visited(Visit(task=taken(frontier), outcome=Outcome.ARTICLE, aliases=(other,)))
    end(frontier)
    second = started(tmp_path / "state")
    changed = Announcement(source="sitemap", modified="2099-01-01T00:00:00Z")
    second.add([Found(url=other, kind=Kind.ARTICLE, door=Door.SITEMAPS, announcement=changed)])
    second.commit()
    assert {task.url: task.host for task in (taken(second), taken(second))}[other] == "news.example.org"
    end(second)


def test_keys_tell_pages_apart() -> None:
    assert page_key(f"{SITE}/a?utm_source=x") == page_key("http://www.example.org/a/")
    assert page_key(f"{SITE}/?p=1") != page_key(f"{SITE}/?p=2")


def test_what_duplicates_are_found_by_goes_with_the_articles(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    memory = [b"", record("a"), record("b")]
    frontier.new_memory = memory.pop
    frontier.commit()
    frontier.commit()
    assert b"".join(frontier.store.duplicates.read(10)) == record("b") + record("a")
    frontier.store.forget()
    assert list(frontier.store.duplicates.read(10)) == []


def test_pages_that_are_named_one_by_one_are_requested_alone(tmp_path: Path) -> None:
    first = started(tmp_path / "state", max_pages=3)
    assert len(crawl(first, LINKS)) == 3
    end(first)
    second = frontier_at(tmp_path / "state", limits=Limits(sites=frozenset({"example.org"})))
    second.start([(f"{SITE}/gone", Kind.ARTICLE), (f"{SITE}/2026/one", Kind.ARTICLE)])
    # Neither the front page, nor what the limit left in the queue, nor an article that is known.
    assert crawl(second, {"/gone": [page("/2026/another-writing")]}) == ["/gone", "/2026/another-writing"]
    end(second)
    paths = crawl(started(tmp_path / "state"), LINKS)
    assert "/" in paths
    assert "/gone" not in paths


def test_what_was_counted_goes_with_the_run(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    assert first.run.figures == {}
    kept: dict[str, str] = {}
    for changed in ({"run": "1", "sites:a": "1"}, {"run": "2"}, {"sites:b": "3", "sites:a": "2"}, {}):
        first.figures = dict(changed).copy
        first.commit()
        kill(first)
        first = started(tmp_path / "state")
        kept |= changed
        assert first.run.figures == kept
    end(first)
    following = started(tmp_path / "state")
    assert following.run.figures == {}
    with following.store.engine.connect() as connection:
        assert connection.execute(select(FIGURES)).all() == []


def test_nothing_is_written_after_changes_that_were_lost(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    visit(first, taken(first))
    first.figures = lambda: {"run": json.dumps(object())}
    with pytest.raises(TypeError):
        first.commit()
    assert first.next() is None  # it may be another's by now
    first.figures = dict
    first.outputs = lambda: {"articles.jsonl": 100}
    first.commit()
    kill(first)
    assert started(tmp_path / "state").run.outputs == {}


def test_the_end_of_writing_is_told_whoever_asked_for_it(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    told: list[Exception] = []

    def fails() -> bytes:
        raise ValueError("a mistake")

    frontier.new_memory, frontier.failed = fails, told.append
    with pytest.raises(ValueError, match="a mistake"):
        frontier.commit()
    assert [str(error) for error in told] == ["a mistake"]
    frontier.commit()
    assert (frontier.next(), len(told)) == (None, 1)
    frontier.store.close()


def test_what_was_learned_of_addresses_is_written_with_the_pages_that_taught_it(tmp_path: Path) -> None:
    class Learning(Likely):
        def __init__(self) -> None:
            self.restored: list[tuple[str, str, bool]] = []
            self.recalled: list[tuple[str, Outcome | None]] = []

        def learned(self, *, is_last: bool = False) -> dict[str, str]:  # noqa: ARG002
            return {"example.org": "much"}

        def restore(self, site: str, learned: str, *, in_new_run: bool) -> None:
            self.restored.append((site, learned, in_new_run))

        def recall(self, url: str, outcome: Outcome | None) -> None:
            self.recalled.append((url.removeprefix(SITE), outcome))

    def run() -> tuple[Frontier, Learning]:
        patterns = Learning()
        frontier = frontier_at(tmp_path / "state", patterns=patterns)
        frontier.start([(f"{SITE}/", Kind.PAGE)])
        return frontier, patterns

    first, patterns = run()
    assert patterns.restored == []
    home = taken(first)
    visit(first, home, new=first.add([page("/2026/one")], home), outcome=Outcome.LISTING)
    first.commit()
    kill(first)
    second, patterns = run()
    assert patterns.restored == [("example.org", "much", False)]
    assert sorted(patterns.recalled) == [("/", Outcome.LISTING), ("/2026/one", None)]
    crawl(second, {})
    end(second)
    _, patterns = run()
    assert patterns.restored == [("example.org", "much", True)]
    assert patterns.recalled[-1] == ("/2026/one", Outcome.ARTICLE)


class _Times(NoPaces):
    """Hosts that are ready in so many seconds, and are waited for so long."""

    def __init__(self, ready_s: float, patience_s: float) -> None:
        self.ready, self.patience = time.monotonic() + ready_s, patience_s
        self.given_up: set[str] = set()

    def is_given_up(self, host: str) -> bool:
        return host in self.given_up

    def ready_at(self, host: str) -> float:  # noqa: ARG002
        return self.ready

    def patience_s(self, host: str) -> float:
        return math.inf if host == "well.example.org" else self.patience

    def give_up(self, host: str) -> None:
        self.given_up.add(host)


def test_the_end_of_a_run_waits_for_no_host_that_fails(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    frontier.hosts = times = _Times(ready_s=45, patience_s=30)
    assert frontier.next() is None
    assert frontier.give_up_late_hosts({"well.example.org": time.monotonic()}) == []  # there is something to do
    assert frontier.give_up_late_hosts({"other.example.org": time.monotonic() + 5}) == ["example.org"]
    assert times.given_up == {"example.org"}
    assert frontier.next() is None
    assert frontier.is_empty()
    end(frontier)
    later = started(tmp_path / "state")
    assert taken(later).url == f"{SITE}/"


def test_the_end_of_a_run_waits_for_no_host_that_was_given_up_meanwhile(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    frontier.hosts = times = _Times(ready_s=45, patience_s=600)
    assert frontier.next() is None
    times.give_up("example.org")  # by what else was under way
    assert frontier.give_up_late_hosts({}) == []
    assert frontier.next() is None
    assert frontier.is_empty()
    end(frontier)


def test_a_crawl_that_keeps_going_waits_for_all_hosts(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state", keeps_going=True)
    frontier.hosts = _Times(ready_s=45, patience_s=30)
    assert frontier.next() is None
    assert frontier.give_up_late_hosts({}) == []


OLDER_PATHS = ["/politics/2026/old", "/2026/older"]


@pytest.mark.parametrize(
    ("limits", "asked"),
    [
        ({"since": "2026-11-02"}, []),
        ({"since": "2026-10-01"}, OLDER_PATHS[:1]),
        ({}, OLDER_PATHS),
        ({"sections": ("/politics/",)}, OLDER_PATHS[:1]),
        ({"doors": frozenset({Door.FEEDS})}, []),
    ],
)
def test_a_run_with_an_earlier_date_asks_for_what_was_too_old(
    tmp_path: Path, limits: dict[str, Any], asked: list[str]
) -> None:
    first = started(tmp_path / "state", since="2026-11-02")
    home = taken(first)
    visit(first, home, new=first.add(map(page, OLDER_PATHS), home), outcome=Outcome.LISTING)
    for _ in OLDER_PATHS:
        task = taken(first)
        date = "2026-10-10T08:00:00+02:00" if "politics" in task.url else "2026-09-10"
        first.visited(Visit(task=task, outcome=Outcome.ARTICLE, reason=f"{OLDER}{date}"))
    end(first)
    second = started(tmp_path / "state", **limits)
    assert sorted(crawl(second, {"/": []})) == sorted(["/", *asked])
    end(second)
    assert crawl(started(tmp_path / "state", **limits), {"/": []}) == ["/"]
