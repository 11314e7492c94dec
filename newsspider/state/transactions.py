"""What the transactions of a crawl's state have in common, whatever database holds it."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, wraps
from itertools import islice
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from newsspider.state.database import reason_of

logger = logging.getLogger(__name__)

# A statement takes 999 values in old SQLite and 32,766 in new ones.
_VALUES_AT_ONCE = 500
_PAUSES_S = (0.1, 1.0, 4.0, 10.0)

_P = ParamSpec("_P")
_T = TypeVar("_T")


def tried_again(transaction: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return the transaction, made again where a server was away, or where two were in each other's way.

    It must come to the same if an earlier try was written and only the answer to that was lost.
    """

    @wraps(transaction)
    def repeated(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        for pause_s in _PAUSES_S:
            try:
                return transaction(*args, **kwargs)
            except OperationalError as error:
                if isinstance(error.orig, sqlite3.Error):  # which has waited itself
                    raise
                logger.warning("The state does not answer, asked again in %g s: %s", pause_s, reason_of(error))
                time.sleep(pause_s)
        return transaction(*args, **kwargs)

    return repeated


def insert_or_ignore(connection: Connection, table: Table) -> Insert:
    """Return an INSERT that leaves rows alone that are there: another run can have written them meanwhile."""
    return _insert_or_ignore(connection.dialect.name, table)


@cache  # SQLAlchemy takes longer to make a statement than SQLite takes to do what it says
def _insert_or_ignore(dialect: str, table: Table) -> Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()


def parts(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """Yield the values in parts that one statement can take."""
    rest = iter(values)
    while part := list(islice(rest, _VALUES_AT_ONCE)):
        yield part
