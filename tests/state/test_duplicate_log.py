"""What duplicates are found by, from run to run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from newsspider.duplicates.finder import DuplicateFinder
from newsspider.duplicates.records import read_records
from newsspider.duplicates.types import Match, Subject
from newsspider.state.duplicate_log import DuplicateLog
from newsspider.state.tables import open_database
from tests.duplicates.made_texts import made_text


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(str(tmp_path / "state.sqlite"))
    yield engine
    engine.dispose()


def subject(host: str, number: int, words: int = 300) -> Subject:
    url = f"https://{host}.example/{number}"
    return Subject(name=url, url=url, headline="Storm", text=made_text(number, words))


def records(*numbers: int) -> bytes:
    return b"".join(DuplicateFinder(100).find(subject("first", number))[1].to_bytes() for number in numbers)


def originals(log: DuplicateLog, max_articles: int = 100) -> list[str]:
    return [record.original for data in log.read(max_articles) for record in read_records(data)]


def test_the_next_run_knows_what_this_one_saw(engine: Engine) -> None:
    log = DuplicateLog(engine)
    for numbers in ((1, 2), (), (3,)):
        with engine.begin() as connection:
            log.append(connection, 1, records(*numbers))
    finder = DuplicateFinder(100)
    for data in DuplicateLog(engine).read(100):
        for record in read_records(data):
            finder.remember(record)
    assert [finder.find(subject("second", number, 280))[0].match for number in (1, 2, 3, 4)] == [
        *[Match.NEAR_TEXT] * 3,
        None,
    ]


def test_records_go_with_the_transaction_that_they_belong_to(engine: Engine) -> None:
    log = DuplicateLog(engine)
    with engine.connect() as connection, connection.begin() as transaction:
        log.append(connection, 1, records(1))
        transaction.rollback()
    assert originals(log) == []


def test_the_oldest_are_deleted(engine: Engine) -> None:
    log = DuplicateLog(engine)
    for number in range(10):
        with engine.begin() as connection:
            log.append(connection, 1, records(2 * number, 2 * number + 1))
    newest = [f"https://first.example/{number}" for number in range(14, 20)]
    assert originals(log, 5) == newest
    assert originals(log, 100) == newest
