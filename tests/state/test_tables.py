from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from newsspider.errors import SettingError
from newsspider.state.database import open_engine
from newsspider.state.tables import METADATA, open_database


def test_a_driver_that_is_missing_is_named_and_no_password_is() -> None:
    with pytest.raises(SettingError, match="install pg8000") as caught:
        open_database("postgresql+pg8000://user:secret@localhost/news")
    assert "secret" not in str(caught.value)


def test_the_driver_of_the_extra_is_taken_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for url in ("postgresql://localhost/news", "postgres://localhost/news"):
        with pytest.raises(SettingError, match=r'pip install "newsspider\[postgresql\]"'):
            open_database(url)


def test_databases_that_are_not_supported_are_told_in_one_line() -> None:
    with pytest.raises(
        SettingError, match="mysql://me:\\*\\*\\*@localhost/news: only SQLite and PostgreSQL are supported"
    ):
        open_database("mysql://me:secret@localhost/news")


@pytest.mark.parametrize("table", sorted(METADATA.tables))
def test_a_state_of_another_version_is_refused_in_one_line(tmp_path: Path, table: str) -> None:
    place = tmp_path / "state.sqlite"
    open_database(str(place)).dispose()
    column = [column.name for column in METADATA.tables[table].columns if not column.primary_key][-1]
    with closing(sqlite3.connect(place)) as connection:
        for index in ("newsspider_pages_site", "newsspider_hosts_site"):
            connection.execute(f"DROP INDEX IF EXISTS {index}")
        connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    with pytest.raises(SettingError) as caught:
        open_database(str(place))
    message = str(caught.value)
    assert str(place) in message
    assert f"{table} has no {column}" in message
    assert "move it away" in message
    assert "\n" not in message


def test_a_state_of_a_later_version_is_refused_where_it_wants_more(tmp_path: Path) -> None:
    place = tmp_path / "state.sqlite"
    open_database(str(place)).dispose()
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("ALTER TABLE newsspider_pages ADD COLUMN mood TEXT")
    open_database(str(place)).dispose()  # may stay empty
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("DROP TABLE newsspider_hosts")
        connection.execute(
            "CREATE TABLE newsspider_hosts (host TEXT, site TEXT, delay_s REAL, ready_at REAL, zone TEXT NOT NULL)"
        )
    with pytest.raises(SettingError, match="newsspider_hosts needs zone"):
        open_database(str(place))


def test_tables_that_are_not_there_are_made(tmp_path: Path) -> None:
    place = tmp_path / "state.sqlite"
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE TABLE of_someone_else (a)")
    for _ in range(2):
        open_database(str(place)).dispose()


def test_the_path_of_a_file_is_no_url(tmp_path: Path) -> None:
    place = tmp_path / "state?mode=ro#1%20.sqlite"
    open_database(str(place)).dispose()
    assert place.exists()


def test_the_timeout_of_a_url_counts(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/state.sqlite?timeout=1", connect_args={"timeout": 60.0})
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 1000
    engine.dispose()
