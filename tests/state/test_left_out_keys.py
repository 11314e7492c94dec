"""Addresses that are left out: a run that goes on tells of none twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsspider.discovery.types import Door, Found
from newsspider.state import left_out_keys
from newsspider.state.frontier import Frontier
from newsspider.state.left_out_keys import LeftOutKeys
from tests.state.crawls import SITE, end, kill, page, started


def test_what_was_kept_is_known_again() -> None:
    kept: dict[str, str] = {}
    keys = LeftOutKeys(10_000)
    for key in range(450):
        keys.add(key - 225)
        if key % 100 == 0:
            kept |= keys.take_changed()
    kept |= keys.take_changed()
    assert keys.take_changed() == {}
    again = LeftOutKeys(10_000, {"run": "{}", **kept})
    assert all(key - 225 in again for key in range(450))
    assert 225 not in again
    again.add(225)
    kept |= again.take_changed()
    last = LeftOutKeys(10_000, kept)
    assert 225 in last
    assert -225 in last


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left_out_keys, "_MOST_PARTS", 2)
    keys = LeftOutKeys(10_000)
    for key in range(1_000):
        keys.add(key)
    again = LeftOutKeys(10_000, keys.take_changed())
    assert sum(key in again for key in range(1_000)) == 400
    again.add(2_000)
    assert again.take_changed() == {}
    assert 2_000 in again


def leave_out(frontier: Frontier) -> None:
    task = frontier.next()
    assert task is not None
    found = [Found(url="https://elsewhere.example/a"), page("/feed", door=Door.FEEDS)]
    frontier.add(found, task)
    frontier.leave_out_assets([f"{SITE}/paper.pdf"], task)
    frontier.leave_out(task, "host-failing")
    frontier.commit()


def test_a_run_that_goes_on_tells_of_no_address_twice(tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []

    def run() -> Frontier:
        frontier = started(tmp_path / "state", doors=frozenset({Door.LINKS}))
        frontier._skipped = frontier._found._skipped = lambda url, reason, _: told.append((url, reason))
        leave_out(frontier)
        return frontier

    kill(run())
    reasons = ["off-site", "door", "asset", "host-failing"]
    assert [reason for _, reason in told] == reasons
    end(run())
    assert [reason for _, reason in told] == reasons
    end(run())  # of a new run all are told again
    assert [reason for _, reason in told] == 2 * reasons
