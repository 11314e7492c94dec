"""What an error of a database means for what was to be written."""

from __future__ import annotations

import sqlite3
from enum import Enum

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError, StatementError

# https://www.postgresql.org/docs/current/errcodes-appendix.html: classes of states that pass by themselves, or
# when somebody sees to the server: connection, transaction rollback, resources (a full disk), operator
# intervention, system error, lock_not_available, read_only_sql_transaction (a standby until it takes over).
_PASSING_CLASSES = ("08", "40", "53", "57", "58")
_PASSING_STATES = ("55P03", "25006")
_ROW_CLASSES = ("22", "23", "54")  # data exception, integrity constraint, limits of the program


class Fault(Enum):
    """What is to be done about an error."""

    PASSING = "try again"
    OF_A_ROW = "one of the rows cannot be written"
    LASTING = "nothing can be written"


def fault_of(error: Exception) -> Fault:
    """Return what an error raised while rows were written means."""
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return Fault.PASSING
        if isinstance(error.orig, sqlite3.Error):
            return _sqlite_fault(error)
        return _postgresql_fault(error)
    # What a driver refuses before it asks the database.
    is_of_value = isinstance(error, (StatementError, ValueError, TypeError, OverflowError, RecursionError))
    return Fault.OF_A_ROW if is_of_value else Fault.LASTING


def _sqlite_fault(error: DBAPIError) -> Fault:
    if isinstance(error, (DataError, IntegrityError, InterfaceError)):
        return Fault.OF_A_ROW
    # "no such table": the file was replaced. Locked, full, an I/O error: these pass.
    is_passing = isinstance(error, OperationalError) and "no such" not in str(error.orig)
    return Fault.PASSING if is_passing else Fault.LASTING


def _postgresql_fault(error: DBAPIError) -> Fault:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state.startswith(_ROW_CLASSES):
        return Fault.OF_A_ROW
    if state in _PASSING_STATES or state.startswith(_PASSING_CLASSES):
        return Fault.PASSING
    # Without a state: the connection broke before the server could say anything.
    return Fault.PASSING if not state and isinstance(error, (OperationalError, InterfaceError)) else Fault.LASTING
