from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsspider.discovery.types import Door, Found, Kind, Outcome, Place
from newsspider.duplicates.records import Record
from newsspider.http import Announcement
from newsspider.state.frontier import NO_DOOR, Frontier, Limits
from newsspider.state.types import ArticleVersion, Status, Visit, page_key
from tests.state.crawls import SITE, crawl, end, frontier_at, kill, page, taken, visit

LINKS = {
    "/": [page("/politics"), page("/2026/one"), page("/2026/two")],
    "/politics": [page("/2026/two"), page("/2026/three"), page("/politics?page=2"), page("/trap/1")],
}


def started(path: Path, label: str = "crawl", **limits: object) -> Frontier:
    frontier = frontier_at(
        path,
        label=label,
        limits=Limits(sites=frozenset({"example.org"}), **limits),  # type: ignore[arg-type]
    )
    frontier.start([(f"{SITE}/", Kind.PAGE)])
    return frontier


def test_every_page_is_handed_out_once_and_likely_articles_first(tmp_path: Path) -> None:
    paths = crawl(started(tmp_path / "state"), LINKS)
    assert paths[0] == "/"
    assert sorted(paths) == sorted(["/", "/politics", "/2026/one", "/2026/two", "/2026/three", "/politics?page=2"])
    assert set(paths[1:3]) == {"/2026/one", "/2026/two"}


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


def test_a_run_of_another_line_does_not_go_on(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    first.outputs = lambda: {"feed.jsonl": 7}
    first.commit()
    kill(first)
    second = started(tmp_path / "state", label="another")
    assert not second.run.is_continued
    assert second.run.outputs == {"feed.jsonl": 7}  # to be cut


def test_a_run_that_works_keeps_its_hosts_to_itself(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    taken(first)
    second = started(tmp_path / "state")
    assert second.next() is None
    assert not second.is_empty()  # it waits for the host
    end(first)


def test_the_limit_on_pages_leaves_the_rest_for_the_next_run(tmp_path: Path) -> None:
    first = started(tmp_path / "state", max_pages=3)
    seen = crawl(first, LINKS)
    assert len(seen) == 3
    assert first.is_at_limit()
    end(first)
    rest = crawl(started(tmp_path / "state"), LINKS)
    assert len({*seen, *rest}) == 6


def test_the_limit_of_a_site_is_kept(tmp_path: Path) -> None:
    assert len(crawl(started(tmp_path / "state", max_pages_per_site=2), LINKS)) == 2


@pytest.mark.parametrize(
    ("found", "limits", "reason"),
    [
        (Found(url="https://elsewhere.example/a"), {}, "off-site"),
        (page("/a", door=Door.FEEDS), {"doors": frozenset({Door.LINKS})}, "door"),
        (page("/trap/1"), {}, "trap"),
        (
            Found(url=f"{SITE}/old", announcement=Announcement(source="feed", published="2020-01-01")),
            {"since": "2026-01-01"},
            "older",
        ),
    ],
)
def test_what_is_left_out_has_a_reason(tmp_path: Path, found: Found, limits: dict[str, Any], reason: str) -> None:
    frontier = started(tmp_path / "state", **limits)
    told: list[tuple[str, ...]] = []
    frontier._skipped = lambda *args: told.append(args)
    home = taken(frontier)
    frontier.add([found], home)
    visit(frontier, home)
    crawl(frontier, {})
    assert [(url, why) for url, why, _ in told] == [(found.url, reason)]


def test_depth_is_counted_in_links_and_not_in_next_pages(tmp_path: Path) -> None:
    following = Found(url=f"{SITE}/deep", is_next=True)
    frontier = started(tmp_path / "state", max_depth=1)
    assert crawl(frontier, {"/": [page("/a")], "/a": [page("/b"), following]}) == ["/", "/a", "/deep"]


def announced(modified: str) -> Found:
    announcement = Announcement(source="sitemap", modified=modified)
    return Found(url=f"{SITE}/2026/one", kind=Kind.ARTICLE, door=Door.SITEMAPS, announcement=announcement)


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        ("2026-03-01", "2026-03-02", True),
        ("2026-03-01T10:00:00Z", "2026-03-01T12:30:00+02:00", True),
        ("2026-03-01T10:00:00Z", "2026-03-01T12:00:00+02:00", False),
        ("2026-03-01T10:00:00Z", "2026-03-01", False),  # another source, less exact
        ("2026-03-01", "yesterday or so", False),
    ],
)
def test_a_known_article_is_asked_for_where_a_change_is_announced(
    tmp_path: Path, before: str, after: str, *, asked: bool
) -> None:
    first = started(tmp_path / "state")
    crawl(first, {"/": [announced(before)]})
    end(first)
    assert (crawl(started(tmp_path / "state"), {"/": [announced(after)]}) == ["/", "/2026/one"]) is asked


def test_a_page_under_another_address_is_done_with_it(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    home = taken(frontier)
    visit(frontier, home, new=frontier.add([page("/short"), page("/2026/long")], home))
    task = taken(frontier)
    other = f"{SITE}/short" if task.url.endswith("long") else f"{SITE}/2026/long"
    frontier.visited(Visit(task=task, outcome=Outcome.ARTICLE, aliases=(other,)))
    assert crawl(frontier, {}) == []
    end(frontier)


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


def test_versions_of_an_article_are_known_before_and_after_they_are_written(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    task = taken(frontier)
    for number in (1, 2):
        version = ArticleVersion(id="a", version=number, key=task.key, text_digest=f"t{number}", digest="sha256:0")
        frontier.visited(Visit(task=task, outcome=Outcome.ARTICLE), version)
        assert frontier.article("a") == version
        frontier.commit()
        assert frontier.article("a") == version
    assert frontier.article("b") is None


def test_keys_tell_pages_apart() -> None:
    assert page_key(f"{SITE}/a?utm_source=x") == page_key("http://www.example.org/a/")
    assert page_key(f"{SITE}/?p=1") != page_key(f"{SITE}/?p=2")


def test_a_run_that_wrote_nothing_begins_again(tmp_path: Path) -> None:
    kill(started(tmp_path / "state"))  # before its feeds were open: what they hold may be an earlier crawl's
    assert not started(tmp_path / "state").run.is_continued


def test_a_run_that_goes_on_crawls_the_sites_to_which_its_starts_led(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    home = taken(first)
    first.add_sites({"moved.example"})
    visit(first, home, new=first.add([Found(url="https://moved.example/1")], home), outcome=Outcome.LISTING)
    first.commit()
    kill(first)
    second = started(tmp_path / "state")
    assert "moved.example" in second.limits.sites
    assert second.start_kinds == (("example.org", Kind.PAGE),)
    assert crawl(second, {}) == ["https://moved.example/1"]


def test_a_version_belongs_to_the_page_that_it_came_from(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    task = taken(frontier)
    for number, key in ((1, task.key), (2, 7)):  # another page names the same canonical URL
        version = ArticleVersion(id="a", version=number, key=key, text_digest=f"t{number}")
        frontier.visited(Visit(task=task, outcome=Outcome.ARTICLE), version)
    for _ in range(2):
        latest, own = frontier.article("a"), frontier.article("a", task.key)
        assert latest is not None
        assert own is not None
        assert (latest.version, own.version) == (2, 1)
        assert frontier.article("a", 8) is None
        frontier.commit()


def test_what_duplicates_are_found_by_goes_with_the_articles(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    memory = [b"", record("a"), record("b")]
    frontier.new_memory = memory.pop
    frontier.commit()
    frontier.commit()
    assert b"".join(frontier.store.duplicates.read(10)) == record("b") + record("a")
    frontier.store.forget()
    assert list(frontier.store.duplicates.read(10)) == []


def record(name: str) -> bytes:
    return Record(cluster=1, original=name, keys=(1,), headline=0, letters=9, signature=None).to_bytes()


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


@pytest.mark.parametrize("sections", [("/politics",), ("/politics", "/sport/")])
def test_a_run_keeps_to_sections(tmp_path: Path, sections: tuple[str, ...]) -> None:
    paths = crawl(started(tmp_path / "state", sections=sections), LINKS)
    assert sorted(paths) == ["/", "/politics", "/politics?page=2"]


def test_what_one_door_may_not_give_another_may(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state", doors=frozenset({Door.FEEDS}))
    home = taken(frontier)
    assert frontier.add([page("/2026/one"), page("/2026/two")], home) == []
    assert frontier.add([page("/2026/one", door=Door.FEEDS)], home) == [f"{SITE}/2026/one"]
