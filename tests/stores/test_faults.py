from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
    StatementError,
)

from newsspider.stores.faults import Fault, fault_of


class ServerError(Exception):
    """An error of a driver of PostgreSQL."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("of the server")
        self.sqlstate = sqlstate


def of_server(state: str | None, kind: type[DBAPIError] = OperationalError) -> DBAPIError:
    return kind("INSERT", {}, ServerError(state))


def of_sqlite(message: str, kind: type[DBAPIError] = OperationalError) -> DBAPIError:
    return kind("INSERT", {}, sqlite3.OperationalError(message))


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (of_server("57P01"), Fault.PASSING),  # the server shuts down
        (of_server("53100"), Fault.PASSING),  # disk full
        (of_server("40P01"), Fault.PASSING),  # deadlock
        (of_server("57014"), Fault.PASSING),  # a statement took too long
        (of_server("25006"), Fault.PASSING),  # read-only
        (of_server(None), Fault.PASSING),  # the connection broke
        (of_server("54000"), Fault.OF_A_ROW),  # too long for an index
        (of_server("22P05", DataError), Fault.OF_A_ROW),
        (of_server("23505", IntegrityError), Fault.OF_A_ROW),
        (of_server("42P01", ProgrammingError), Fault.LASTING),  # no such table
        (of_server("42501", ProgrammingError), Fault.LASTING),  # no permission
        (of_sqlite("database is locked"), Fault.PASSING),
        (of_sqlite("database or disk is full"), Fault.PASSING),
        (of_sqlite("no such table: article_versions"), Fault.LASTING),
        (of_sqlite("string or blob too big", DataError), Fault.OF_A_ROW),
        (of_sqlite("database disk image is malformed", DBAPIError), Fault.LASTING),
        (StatementError("(builtins.TypeError)", "INSERT", {}, TypeError("no JSON")), Fault.OF_A_ROW),
        (OverflowError("Python int too large"), Fault.OF_A_ROW),
        (MemoryError(), Fault.LASTING),
    ],
)
def test_what_an_error_means(error: Exception, fault: Fault) -> None:
    assert fault_of(error) is fault
