"""Many rows in one statement: written, or changed by their keys, in SQLite and in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, Connection, Executable, Table, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

_Rows = Sequence[Mapping[str, Any]]


def insert_rows(connection: Connection, table: Table, rows: _Rows) -> None:
    """Write those of some rows, all with the same columns, that are not there."""
    if rows:
        _execute(connection, table, _insert, rows)


def update_rows(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write values of rows that are there; each names its primary key and the columns that change."""
    by_columns: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        by_columns.setdefault(tuple(row), []).append(row)
    for same in by_columns.values():
        _execute(connection, table, _update, same)


def _execute(connection: Connection, table: Table, make: Any, rows: _Rows) -> None:
    """Execute one statement with all rows.

    PostgreSQL takes arrays: where each row is a statement, most of the time goes into the protocol.
    """
    columns, takes_arrays = tuple(rows[0]), connection.dialect.name == "postgresql"
    statement = make(table, columns, takes_arrays)
    if takes_arrays:
        connection.execute(statement, {_name(column): [row[column] for row in rows] for column in columns})
    else:
        connection.execute(statement, [{_name(column): row[column] for column in columns} for row in rows])


# Made once: SQLAlchemy takes longer to make a statement than a database takes to do what it says.
@cache
def _insert(table: Table, columns: tuple[str, ...], takes_arrays: bool) -> Executable:
    if takes_arrays:
        return (
            postgresql.insert(table).from_select(columns, select(_arrays(table, columns))).on_conflict_do_nothing()
        )
    return (
        sqlite.insert(table)
        .values({column: bindparam(_name(column)) for column in columns})
        .on_conflict_do_nothing()
    )


@cache
def _update(table: Table, columns: tuple[str, ...], takes_arrays: bool) -> Executable:
    given = _arrays(table, columns).c if takes_arrays else {column: bindparam(_name(column)) for column in columns}
    keys = table.primary_key.columns.keys()
    changed = {column: given[column] for column in columns if column not in keys}
    return update(table).where(*(table.c[key] == given[key] for key in keys)).values(changed)


def _arrays(table: Table, columns: tuple[str, ...]) -> Any:
    arrays = [bindparam(_name(column), type_=ARRAY(table.c[column].type)) for column in columns]
    return func.unnest(*arrays).table_valued(*columns, name="given").render_derived()


def _name(column: str) -> str:
    """Return the parameter of a column: SQLAlchemy wants names of columns to itself."""
    return f"of_{column}"
