"""Transactions whose connection is lost: before they are written, or only the answer that they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import OperationalError

from newsspider.discovery.types import Outcome
from newsspider.state import transactions
from newsspider.state.known_pages import KnownPages
from newsspider.state.tables import ARTICLES, DUPLICATES
from newsspider.state.types import ArticleVersion, Visit
from tests.state.crawls import end, frontier_at, record, started, taken


class _LosingConnections:
    """An engine that loses its first connection, before or after what is written is there."""

    def __init__(self, engine: Engine, *, is_written: bool) -> None:
        self.engine, self.is_written, self.lost = engine, is_written, 0

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        if not self.lost and not self.is_written:
            self._lose()
        with self.engine.begin() as connection:
            yield connection
        if not self.lost:
            self._lose()

    def _lose(self) -> None:
        self.lost += 1
        raise OperationalError("COMMIT", {}, ConnectionError("the server closed the connection"))


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_PAUSES_S", (0.0,))


@pytest.mark.parametrize("is_written", [False, True])
def test_what_is_committed_is_there_once_whenever_the_connection_is_lost(tmp_path: Path, is_written: bool) -> None:
    frontier = started(tmp_path / "state")
    task = taken(frontier)
    version = ArticleVersion(id="a", key=task.key, text_digest="t")
    frontier.visited(Visit(task=task, outcome=Outcome.ARTICLE), version)
    frontier.new_memory = lambda: record("a")
    engine = frontier.store.engine
    frontier.store.engine = losing = _LosingConnections(engine, is_written=is_written)  # type: ignore[assignment]
    frontier.commit()
    assert losing.lost == 1
    with engine.begin() as connection:
        versions = connection.execute(select(ARTICLES.c.version)).scalars().all()
        assert versions == [1]
        assert connection.execute(select(func.count()).select_from(DUPLICATES)).scalar() == 1
    frontier.store.engine = engine
    frontier.visited(Visit(task=task, outcome=Outcome.ARTICLE), version)
    frontier.new_memory = bytes
    frontier.commit()  # another one
    with engine.begin() as connection:
        assert connection.execute(select(func.max(ARTICLES.c.version))).scalar() == 2
    end(frontier)


def test_what_is_learned_from_earlier_runs_is_read_though_the_connection_is_lost(tmp_path: Path) -> None:
    end(started(tmp_path / "state"))
    frontier = frontier_at(tmp_path / "state")
    for read in (
        lambda pages: list(pages.latest({"example.org"}, 9)),
        lambda pages: list(pages.learned({"example.org"})),
        lambda pages: pages.known([1]),
    ):
        pages = KnownPages(frontier.store.engine)
        pages._reading = losing = _LosingConnections(pages._reading, is_written=False)  # type: ignore[assignment]
        read(pages)
        assert losing.lost == 1
    end(frontier)
