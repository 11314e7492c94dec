"""What is found on pages: what is left out, and what is requested again."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsspider.discovery.types import Door, Found, Kind, Outcome
from newsspider.http import Announcement
from newsspider.state.clock import Clock
from newsspider.state.limits import Limits
from tests.state.crawls import LINKS, SITE, crawl, end, frontier_at, kill, page, started, taken, visit


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
    told: list[tuple[str, ...]] = []
    frontier = frontier_at(
        tmp_path / "state",
        limits=Limits(sites=frozenset({"example.org"}), **limits),
        skipped=lambda *args: told.append(args),
    )
    frontier.start([(f"{SITE}/", Kind.PAGE)])
    home = taken(frontier)
    frontier.add([found], home)
    visit(frontier, home)
    crawl(frontier, {})
    assert [(url, why) for url, why, _ in told] == [(found.url, reason)]


LINKED = page("/2026/one")
OLD = Found(
    url=LINKED.url,
    kind=Kind.ARTICLE,
    door=Door.FEEDS,
    announcement=Announcement(source="feed", headline="Storm", published="2026-09-01", modified="2026-11-03"),
)
BUILT = Found(url=LINKED.url, announcement=Announcement(source="sitemap", modified="2026-11-04"))


@pytest.mark.parametrize(
    "steps", [[[LINKED], [OLD]], [[OLD], [LINKED]], [[LINKED, OLD]], [[LINKED], [OLD, BUILT]]]
)
def test_an_article_that_is_announced_as_too_old_is_left_out_whatever_names_it_first(
    tmp_path: Path, steps: list[list[Found]]
) -> None:
    told: list[tuple[str, ...]] = []
    limits = Limits(sites=frozenset({"example.org"}), since="2026-11-01")
    frontier = frontier_at(tmp_path / "state", limits=limits, skipped=lambda *args: told.append(args))
    frontier.start([(f"{SITE}/", Kind.PAGE)])
    home = taken(frontier)
    for found in steps:
        frontier.add(found, home)
    visit(frontier, home, outcome=Outcome.LISTING)
    assert crawl(frontier, {}) == []
    assert told == [(LINKED.url, "older", "example.org")]
    end(frontier)
    # Not by a link, nor by a sitemap that was built since; a run with an earlier date knows what was announced.
    assert crawl(started(tmp_path / "state", since="2026-11-01"), {"/": [LINKED, BUILT]}) == ["/"]


def test_a_run_with_an_earlier_date_asks_for_what_was_announced_as_too_old(tmp_path: Path) -> None:
    first = started(tmp_path / "state", since="2026-11-01")
    assert crawl(first, {"/": [LINKED, OLD]}) == ["/"]
    end(first)
    second = started(tmp_path / "state", since="2026-08-01")
    visit(second, taken(second), outcome=Outcome.LISTING)
    assert taken(second).announcement == OLD.announcement


def entry(fragment: str, published: str, source: str = "feed") -> Found:
    said = Announcement(source=source, headline="Live", published=published)
    return Found(url=f"{SITE}/live{fragment}", kind=Kind.ARTICLE, door=Door.FEEDS, announcement=said)


OLD_ENTRY, RECENT_ENTRY = entry("#1", "2026-10-30"), entry("#2", "2026-11-02", "news-sitemap")
LIVE = page("/live")


@pytest.mark.parametrize(
    "steps",
    [
        [[OLD_ENTRY, RECENT_ENTRY]],
        [[RECENT_ENTRY, OLD_ENTRY]],
        [[LIVE, RECENT_ENTRY, OLD_ENTRY]],
        [[OLD_ENTRY], [RECENT_ENTRY]],
        [[RECENT_ENTRY], [OLD_ENTRY]],
    ],
)
def test_of_a_page_that_is_announced_with_several_dates_the_latest_counts(
    tmp_path: Path, steps: list[list[Found]]
) -> None:
    frontier = started(tmp_path / "state", since="2026-11-01")
    home = taken(frontier)
    for found in steps:
        frontier.add(found, home)
    visit(frontier, home, outcome=Outcome.LISTING)
    assert [url.partition("#")[0] for url in crawl(frontier, {})] == ["/live"]


def test_a_page_that_was_too_old_is_asked_for_when_it_is_announced_with_a_later_date(tmp_path: Path) -> None:
    first = started(tmp_path / "state", since="2026-11-01")
    assert crawl(first, {"/": [OLD_ENTRY]}) == ["/"]
    end(first)
    later = crawl(started(tmp_path / "state", since="2026-11-01"), {"/": [RECENT_ENTRY]})
    assert [url.partition("#")[0] for url in later] == ["/", "/live"]


@pytest.mark.parametrize("is_written", [True, False])
def test_what_is_announced_of_a_page_that_is_under_way_is_said_of_it(tmp_path: Path, *, is_written: bool) -> None:
    frontier = started(tmp_path / "state", since="2026-11-01")
    home = taken(frontier)
    frontier.add([LINKED], home)
    visit(frontier, home, outcome=Outcome.LISTING)
    task = taken(frontier)
    assert frontier.announcement_of(task) is None
    if is_written:
        frontier.commit()
    frontier.add([OLD], home)
    assert frontier.announcement_of(task) == OLD.announcement
    visit(frontier, task)
    assert crawl(frontier, {}) == []


def test_a_page_that_is_requested_is_not_left_out_where_a_link_may_not_lead_to_it(tmp_path: Path) -> None:
    told: list[tuple[str, ...]] = []
    limits = Limits(sites=frozenset({"example.org"}), sections=("/politics",))
    frontier = frontier_at(tmp_path / "state", limits=limits, skipped=lambda *args: told.append(args))
    frontier.start([(f"{SITE}/", Kind.PAGE)])
    assert crawl(frontier, {"/": [page("/"), page("/politics")], "/politics": [page("/"), page("/sport")]}) == [
        "/",
        "/politics",
    ]
    assert told == [(f"{SITE}/sport", "section", "example.org")]


def test_links_to_assets_are_told_once_in_a_run(tmp_path: Path) -> None:
    told: list[tuple[str, ...]] = []
    frontier = frontier_at(tmp_path / "state", skipped=lambda *args: told.append(args))
    frontier.start([(f"{SITE}/", Kind.PAGE)])
    home = taken(frontier)
    frontier.leave_out_assets([f"{SITE}/paper.pdf", "https://cdn.example/photo.jpg"], home)
    frontier.leave_out_assets([f"{SITE}/paper.pdf", "https://www.example.org/paper.pdf"], home)
    visit(frontier, home)
    assert crawl(frontier, {}) == []
    assert told == [
        (f"{SITE}/paper.pdf", "asset", "example.org"),
        ("https://cdn.example/photo.jpg", "off-site", "example.org"),
    ]


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


def test_a_time_of_change_to_come_says_nothing_of_a_page_that_was_just_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_come = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    start = page("/2026/one")
    frontier = started(tmp_path / "state")
    assert crawl(frontier, {"/": [start, page("/map")], "/map": [announced(to_come)]}) == [
        "/",
        "/2026/one",
        "/map",
    ]
    end(frontier)
    monkeypatch.setattr(Clock, "now", lambda _: time.time() + 5 * 86_400)
    assert "/2026/one" in crawl(started(tmp_path / "state"), {"/": [announced(to_come)]})


@pytest.mark.parametrize("sections", [("/politics",), ("/politics", "/sport/")])
def test_a_run_keeps_to_sections(tmp_path: Path, sections: tuple[str, ...]) -> None:
    paths = crawl(started(tmp_path / "state", sections=sections), LINKS)
    assert sorted(paths) == ["/", "/politics", "/politics?page=2"]


def test_what_one_door_may_not_give_another_may(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state", doors=frozenset({Door.FEEDS}))
    home = taken(frontier)
    assert frontier.add([page("/2026/one"), page("/2026/two")], home) == []
    assert frontier.add([page("/2026/one", door=Door.FEEDS)], home) == [f"{SITE}/2026/one"]


def said(source: str, **values: Any) -> Found:
    announcement = Announcement(source=source, **values)
    return Found(url=f"{SITE}/2026/one", kind=Kind.ARTICLE, door=Door.FEEDS, announcement=announcement)


@pytest.mark.parametrize("commits", ["before", "between", "never"])
@pytest.mark.parametrize(
    "first", [page("/2026/one"), said("sitemap", modified="2026-05-04"), said("sitemap", image=f"{SITE}/one.jpg")]
)
def test_what_a_feed_says_of_a_page_counts_where_it_was_found_before(
    tmp_path: Path, first: Found, commits: str
) -> None:
    frontier = started(tmp_path / "state")
    home = taken(frontier)
    frontier.add([first, page("/feed", kind=Kind.FEED)], home)
    if commits == "before":
        frontier.commit()
    feed = said("feed", headline="Storm hits coast", published="Mon, 04 May 2026 10:00:00 +0200")
    frontier.add([feed], home)
    frontier.add([said("sitemap", modified="2026-05-05")], home)  # which says less
    visit(frontier, home)
    if commits == "between":  # with what is only in the state
        frontier.commit()
        kill(frontier)
        frontier = started(tmp_path / "state")
    task = taken(frontier)
    while task.url != feed.url:
        visit(frontier, task)
        task = taken(frontier)
    assert task.announcement == feed.announcement  # without a time of change, which the sitemap alone tells


def test_what_is_said_of_a_page_that_is_done_changes_nothing(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    assert crawl(
        frontier, {"/": [page("/2026/one"), page("/list")], "/list": [said("feed", headline="Storm")]}
    ) == [
        "/",
        "/2026/one",
        "/list",
    ]
