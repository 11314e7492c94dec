"""A store of articles in SQLite or PostgreSQL, and the transaction that writes into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

import orjson
from sqlalchemy import Connection, Engine, bindparam, insert, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from newsspider.errors import SettingError
from newsspider.feeds.forms import json_text
from newsspider.fields import FIELDS, Field
from newsspider.state.database import OPEN_ERRORS, database_text, open_engine, open_error, shown_url
from newsspider.stores.rows import ArticleRow
from newsspider.stores.search import create_search
from newsspider.stores.tables import (
    LATEST,
    SETTING,
    VERSIONS,
    StoreTables,
    compress_by_lz4,
    create_tables,
    create_view,
    lock_creation,
    store_tables,
)
from newsspider.stores.versions import KnownVersion, StoreChanges, Written, changes_of

_IDS_AT_ONCE = 500  # a statement takes 999 values in old SQLite
_CONNECT_TIMEOUT_S = 10


class ArticleStore:
    """A table of all versions of articles, and a view of the latest; `write` is a transaction."""

    def __init__(self, engine: Engine, tables: StoreTables, place: str) -> None:
        self.engine, self.place = engine, place
        self._tables = tables
        table = tables.versions
        self._known = select(
            table.c.number, table.c.id, table.c.digest, table.c.firstSeen, table.c.lastSeen, table.c.isLatest
        )
        # All columns in each row, so that one statement does for all.
        self._names = [column.name for column in table.columns if column.name != "number"]
        self._insert = insert(table)

    @classmethod
    def open(cls, place: str, fields: Mapping[str, Field] = FIELDS, timeout_s: float = 60.0) -> Self:
        """Return the store at an SQLAlchemy URL or in an SQLite file, with its tables made where they are missing.

        `timeout_s` bounds how long it waits for others who write. Raises SettingError with the reason in one line.
        """
        tables = store_tables(fields)
        try:
            engine = open_engine(place, synchronous="FULL", **_options(place, timeout_s))
            try:
                with engine.begin() as connection:
                    _create(connection, tables, shown_url(place))
            except Exception:
                engine.dispose()
                raise
        except OPEN_ERRORS as error:
            raise open_error(SETTING, place, error) from error
        return cls(engine, tables, shown_url(place))

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()

    def write(self, rows: Sequence[ArticleRow]) -> Written:
        """Write versions of articles, all or none; those that are there already change nothing.

        Raises what SQLAlchemy and the driver raise.
        """
        with self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                # Writers come one after the other, as in SQLite: what is known stays so until it is written.
                connection.execute(text(f"SELECT pg_advisory_xact_lock('{VERSIONS}'::regclass::oid::bigint)"))
            changes = changes_of(self._known_versions(connection, sorted({row.id for row in rows})), rows)
            self._apply(connection, changes)
        return changes.written

    def _known_versions(self, connection: Connection, ids: Sequence[str]) -> Iterator[KnownVersion]:
        for start in range(0, len(ids), _IDS_AT_ONCE):
            part = ids[start : start + _IDS_AT_ONCE]
            found = connection.execute(self._known.where(self._tables.versions.c.id.in_(part)))
            for number, identifier, digest, first, last, is_latest in found:
                yield KnownVersion(
                    number=number,
                    id=identifier,
                    digest=digest,
                    first_seen=first,
                    last_seen=last,
                    is_latest=is_latest,
                )

    def _apply(self, connection: Connection, changes: StoreChanges) -> None:
        table = self._tables.versions
        by_columns: dict[tuple[object, ...], list[dict[str, Any]]] = {}
        for number, values in changes.updates:
            # Apart: the row that is no longer the latest comes before the one that is now.
            kind = (*values, values.get("isLatest"))
            by_columns.setdefault(kind, []).append({"of_number": number, **values})
        for rows in sorted(by_columns.values(), key=lambda rows: rows[0].get("isLatest", False)):
            values = {name: bindparam(name) for name in rows[0] if name != "of_number"}
            connection.execute(update(table).where(table.c.number == bindparam("of_number")).values(values), rows)
        if changes.inserts:
            absent = dict.fromkeys(self._names)
            connection.execute(self._insert, [{**absent, **row} for row in changes.inserts])


def _create(connection: Connection, tables: StoreTables, place: str) -> None:
    lock_creation(connection)
    is_changed = create_tables(connection, tables, place)
    if connection.dialect.name == "postgresql":
        create_search(connection)
        if is_changed:
            compress_by_lz4(connection)
    if is_changed:
        create_view(connection)
    if connection.dialect.name == "sqlite":
        create_search(connection)  # its content is the view


def _options(place: str, timeout_s: float) -> dict[str, Any]:
    """Return the options of an engine. Raises SettingError for one that is neither SQLite nor PostgreSQL."""
    options: dict[str, Any] = {"json_serializer": store_json, "json_deserializer": orjson.loads}
    if "://" not in place:
        return {**options, "connect_args": {"timeout": timeout_s}}
    try:
        backend = make_url(place).drivername.partition("+")[0]
    except (ArgumentError, ValueError) as error:
        raise open_error(SETTING, place, error) from error
    if backend == "sqlite":
        return {**options, "connect_args": {"timeout": timeout_s}}
    if backend not in ("postgresql", "postgres"):
        reason = f"{shown_url(place)} is neither SQLite nor PostgreSQL; only these are supported"
        raise SettingError(SETTING, reason)
    # A server that is there and does not answer, and one that waits for somebody else's transaction.
    limits = f"-c statement_timeout={int(timeout_s * 1000)}"
    arguments: dict[str, Any] = {"connect_timeout": _CONNECT_TIMEOUT_S}
    if "options" not in make_url(place).query:
        arguments["options"] = limits
    return {**options, "connect_args": arguments}


def store_json(value: Any) -> str:
    r"""Return a value as JSON that PostgreSQL takes: without NUL, which its texts cannot hold.

    >>> store_json({"a": "b\0c"})
    '{"a":"bc"}'
    """
    written = json_text(value)
    return json_text(_without_nul(value)) if "\\u0000" in written else written


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return database_text(value)
    if isinstance(value, Mapping):
        return {_without_nul(name): _without_nul(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nul(part) for part in value]
    return value


__all__ = ["LATEST", "VERSIONS", "ArticleStore"]
