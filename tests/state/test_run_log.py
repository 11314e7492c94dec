"""Runs that are killed and go on, and the hosts that each has to itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from newsspider.discovery.types import Found, Kind, Outcome
from newsspider.feeds.rejects_by_feed import RejectList, list_key
from newsspider.state.frontier import Frontier
from newsspider.state.limits import Limits
from newsspider.state.processes import name_of
from newsspider.state.run_log import RunTakenOverError
from newsspider.state.store import CrawlStore
from newsspider.state.tables import RUNS, SITES
from newsspider.state.types import ArticleVersion, Visit
from tests.state.crawls import SITE, Likely, crawl, end, kill, page, record, started, taken, visit


def test_a_run_of_another_line_does_not_go_on(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    first.outputs = lambda: {"feed.jsonl": 7}
    first.commit()
    kill(first)
    second = started(tmp_path / "state", label="another")
    assert not second.run.is_continued
    assert second.run.outputs == {"feed.jsonl": 7}  # to be cut


def test_feeds_of_a_killed_run_are_cut_before_it_counts_as_ended(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    first.outputs = lambda: {"feed.jsonl": 7}
    first.commit()
    kill(first)
    store = CrawlStore.open(str(tmp_path / "state"))

    def killed_again(_: Mapping[str, int]) -> None:
        raise KeyboardInterrupt

    cuts: list[Mapping[str, int]] = []
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            store.runs.begin("another", killed_again)
    store.runs.begin("another", cuts.append)
    store.runs.begin("another", cuts.append)
    assert cuts == [{"feed.jsonl": 7}, {}]
    store.close()


def test_articles_in_feeds_that_cannot_be_continued_are_requested_again(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    crawl(first, {"/": [page("/2026/one")]})
    end(first)
    store = CrawlStore.open(str(tmp_path / "state"))
    run = store.runs.begin("crawl", continues=False)
    store.runs.note_feeds(run, {"articles.json": 5})
    second = Frontier(store, run, Limits(sites=frozenset({"example.org"})), Likely(), lambda *_: None)
    second.outputs = lambda: {"articles.json": 900, "rejects.jsonl": 70}
    second.new_memory = lambda: b"".join(memory)
    memory = [record("a")]
    second.start([(f"{SITE}/", Kind.PAGE)])
    home = taken(second)
    visit(second, home, new=second.add([page("/2026/two")], home), outcome=Outcome.LISTING)
    task = taken(second)
    version = ArticleVersion(id="two", key=task.key, text_digest="t")
    second.visited(Visit(task=task, outcome=Outcome.ARTICLE, etag='"1"', article_id="two"), version)
    second.commit()
    kill(second)
    cuts: list[Mapping[str, int]] = []
    store = CrawlStore.open(str(tmp_path / "state"))
    run = store.runs.begin("crawl", cuts.append, continues=False)
    assert not run.is_continued
    assert cuts == [{"articles.json": 5, "rejects.jsonl": 70}]
    assert store.pages.article("two") is None
    assert list(store.duplicates.read(9)) == []  # else the page would be one's own duplicate
    third = Frontier(store, run, Limits(sites=frozenset({"example.org"})), Likely(), lambda *_: None)
    third.start([(f"{SITE}/", Kind.PAGE)])
    home = taken(third)
    visit(third, home, outcome=Outcome.LISTING)
    task = taken(third)
    assert (home.url, task.url) == (f"{SITE}/", f"{SITE}/2026/two")
    assert task.etag is None
    visit(third, task)
    assert third.next() is None
    store.close()


def test_a_run_that_works_keeps_its_hosts_to_itself(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    taken(first)
    second = started(tmp_path / "state")
    assert second.next() is None
    assert not second.is_empty()  # it waits for the host
    end(first)


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
    assert second.sites.start_kinds == (("example.org", Kind.PAGE),)
    assert crawl(second, {}) == ["https://moved.example/1"]


def test_a_process_is_not_asked_for_where_that_would_interrupt_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = started(tmp_path / "state")
    first.commit()
    first.store.close()
    store = CrawlStore.open(str(tmp_path / "state"))
    windows = SimpleNamespace(name="nt", getpid=os.getpid, kill=lambda *_: pytest.fail("this is CTRL_C_EVENT"))
    monkeypatch.setattr("newsspider.state.processes.os", windows)
    assert not store.runs.begin("crawl").is_continued  # the first one works, as far as its row tells
    store.close()


def test_a_run_that_was_taken_for_dead_writes_nothing_behind_the_one_that_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep = started(tmp_path / "state")
    visit(asleep, taken(asleep))
    asleep.commit()
    with asleep.store.engine.begin() as connection:  # as after a laptop was closed for an hour
        connection.execute(update(RUNS).values(alive_until=0.0))
    with monkeypatch.context() as patch:
        patch.setattr("os.getpid", os.getppid)
        going_on = started(tmp_path / "state")
    assert going_on.run.is_continued
    with pytest.raises(RunTakenOverError):
        asleep.commit()
    going_on.store.close()
    asleep.store.close()


def test_a_run_whose_feeds_are_being_stored_is_not_taken_for_killed(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    first.outputs = lambda: {"feed.jsonl": 7}
    first.commit(is_last=True)
    with first.store.engine.begin() as connection:
        connection.execute(update(RUNS).values(alive_until=0.0))  # they take longer than a lease lasts
    first.store.runs.stay_alive(first.run)
    second = started(tmp_path / "state")
    assert not second.run.is_continued
    assert second.run.outputs == {}
    end(second)
    end(first)


@pytest.mark.parametrize(
    ("has_feed", "rejects_name", "is_continued"),
    [(True, "{}.rejects.jsonl", True), (False, "{}.rejects.jsonl", False), (True, "rejects.jsonl", False)],
)
def test_a_run_of_another_machine_goes_on_where_its_files_are(
    tmp_path: Path, has_feed: bool, rejects_name: str, is_continued: bool
) -> None:
    """Of a run that has rejected nothing yet there is no list."""
    first = started(tmp_path / "state")
    name = name_of("elsewhere:1:2:3", first.run.id)
    feed, rejects = tmp_path / f"{name}.jsonl", RejectList(tmp_path / rejects_name.format(name), f"{name}.jsonl")
    first.outputs = lambda: {str(feed): 7, list_key(rejects): 0}
    first.commit()
    if has_feed:
        feed.write_bytes(b"[1, 2]\n[3")
    with first.store.engine.begin() as connection:
        connection.execute(update(RUNS).values(process="elsewhere:1:2:3", alive_until=0.0))
    first.store.close()
    second = started(tmp_path / "state")
    assert second.run.is_continued is is_continued
    second.store.close()


@pytest.mark.parametrize("way", ["finish", "leave", "stay_alive"])
def test_who_was_taken_for_killed_changes_nothing_of_a_run_that_another_goes_on_with(
    tmp_path: Path, way: str
) -> None:
    first = started(tmp_path / "state")
    taken(first)
    first.commit()
    assert not first.store.runs.is_anothers(first.run)
    rows = []
    with first.store.engine.begin() as connection:
        connection.execute(update(RUNS).values(process="elsewhere:1:2:3"))
        rows.append([connection.execute(select(table)).all() for table in (RUNS, SITES)])
    getattr(first.store.runs, way)(first.run)
    with first.store.engine.begin() as connection:
        rows.append([connection.execute(select(table)).all() for table in (RUNS, SITES)])
    assert rows[0] == rows[1]
    assert first.store.runs.is_anothers(first.run)
    first.store.close()


def test_a_run_that_another_process_has_ended_is_not_ones_own(tmp_path: Path) -> None:
    first = started(tmp_path / "state")
    first.commit()
    with first.store.engine.begin() as connection:
        connection.execute(update(RUNS).values(alive_until=0.0))
    second = started(tmp_path / "state", label="another")
    assert first.store.runs.is_anothers(first.run)
    assert not second.store.runs.is_anothers(second.run)
    first.store.close()
    end(second)
