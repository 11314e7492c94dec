from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from queue import Queue

import pytest
from sqlalchemy.exc import DataError, OperationalError, ProgrammingError

from newsspider.stores.rows import ArticleRow
from newsspider.stores.versions import Written
from newsspider.stores.writer import BatchOptions, BatchReport, StoreWriter, Waiting
from tests.stores.rows_of import article, row


def away() -> OperationalError:
    return OperationalError("INSERT", {}, sqlite3.OperationalError("database is locked"))


class FakeStore:
    """Keeps ids of rows; what `fault` returns for a batch is raised."""

    place = "fake"

    def __init__(self, fault: Callable[[Sequence[ArticleRow]], Exception | None] = lambda _: None) -> None:
        self.batches: list[list[str]] = []
        self.is_closed = False
        self._fault = fault

    def write(self, rows: Sequence[ArticleRow]) -> Written:
        if (error := self._fault(rows)) is not None:
            raise error
        self.batches.append([one.id for one in rows])
        return Written(articles=len(rows))

    def close(self) -> None:
        self.is_closed = True


class Running:
    """A writer, and what it reports."""

    def __init__(self, store: FakeStore, **options: float) -> None:
        self.reports: Queue[BatchReport] = Queue()
        self.reasons: dict[str, str | None] = {}
        self.writer = StoreWriter(store, BatchOptions(**options), self.reports.put)  # type: ignore[arg-type]
        self.writer.start()

    def put(self, *numbers: int) -> None:
        for number in numbers:
            self.writer.put(Waiting(row(article(number)), lambda _: None))

    def end(self) -> list[BatchReport]:
        self.writer.stop()
        assert self.writer.join(20)
        reports = [self.reports.get_nowait() for _ in range(self.reports.qsize())]
        self.reasons = {waiting.row.id[-1]: reason for report in reports for waiting, reason in report.outcomes}
        return reports


def test_a_batch_is_written_when_it_is_full() -> None:
    store = FakeStore()
    running = Running(store, rows=3, wait_s=60.0)
    running.put(1, 2, 3, 4)
    assert len(running.reports.get(timeout=300).outcomes) == 3
    assert running.reports.empty()
    running.end()
    assert [len(batch) for batch in store.batches] == [3, 1]
    assert store.is_closed


def test_a_batch_is_written_when_it_has_waited() -> None:
    running = Running(FakeStore(), rows=100, wait_s=0.05)
    running.put(1)
    assert running.reports.get(timeout=300).written == Written(articles=1)
    running.end()


def test_a_batch_is_written_when_it_is_asked_for() -> None:
    running = Running(FakeStore(), rows=100, wait_s=60.0)
    running.put(1, 2)
    running.writer.flush()
    assert running.reports.get(timeout=300).written == Written(articles=2)
    running.end()


def test_a_store_that_is_away_for_a_while_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    faults = [away(), away()]
    store = FakeStore(lambda _: faults.pop() if faults else None)
    running = Running(store, rows=2, wait_s=60.0, retry_s=30.0)
    running.put(1, 2)
    (report,) = running.end()
    assert (report.failure, report.retries) == (None, 2)
    assert store.batches == [["https://example.org/1", "https://example.org/2"]]
    assert "The store fake does not accept articles; trying again in 0.1 s: database is locked" in caplog.messages


def test_after_the_time_for_retries_nothing_is_written_any_more() -> None:
    running = Running(FakeStore(lambda _: away()), rows=2, wait_s=60.0, retry_s=0.3)
    running.put(1, 2, 3)
    running.end()
    assert running.reasons == dict.fromkeys("123", "database is locked")


def test_a_row_that_is_refused_is_found_and_the_others_are_written() -> None:
    def fault(rows: Sequence[ArticleRow]) -> Exception | None:
        refused = any(one.id.endswith("5") for one in rows)
        return DataError("INSERT", {}, sqlite3.DataError("too big")) if refused else None

    store = FakeStore(fault)
    running = Running(store, rows=8, wait_s=60.0)
    running.put(*range(1, 9))
    (report,) = running.end()
    assert report.failure is None
    assert report.written == Written(articles=7)
    assert {key: reason for key, reason in running.reasons.items() if reason} == {"5": "too big"}


def test_a_store_without_its_table_is_not_asked_again() -> None:
    calls: list[int] = []

    def fault(rows: Sequence[ArticleRow]) -> Exception:
        calls.append(len(rows))
        return ProgrammingError("INSERT", {}, sqlite3.ProgrammingError("no such table"))

    running = Running(FakeStore(fault), rows=2, wait_s=60.0)
    running.put(1, 2, 3, 4)
    reports = running.end()
    assert [report.failure for report in reports] == ["no such table", "no such table"]
    assert calls == [2]


def test_a_store_that_never_answers_can_be_given_up() -> None:
    release = threading.Event()

    def fault(_: Sequence[ArticleRow]) -> None:
        release.wait(300)

    running = Running(FakeStore(fault), rows=2, wait_s=60.0)
    running.put(1, 2, 3)
    end_s = time.monotonic() + 20
    while running.writer.busy_s() == 0.0 and time.monotonic() < end_s:
        time.sleep(0.01)
    unwritten = running.writer.give_up("it does not answer")
    assert [waiting.row.id[-1] for waiting in unwritten] == ["1", "2", "3"]
    release.set()
    assert running.writer.join(20)
    assert running.reports.empty()
