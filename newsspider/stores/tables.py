"""The tables of a store: all versions of articles, and a view of the latest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    inspect,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql.ddl import CreateIndex

from newsspider.errors import SettingError
from newsspider.feeds.columns import OTHER
from newsspider.fields import Field
from newsspider.state.database import DatabaseText
from newsspider.stores.columns import StoreColumn, UtcMoment, json_type, store_columns

VERSIONS, LATEST = "article_versions", "articles"
SETTING = "NEWSSPIDER_STORE"
# Columns that are no fields: a number for joins, the version, when it was fetched, what fits nowhere else.
OWN = ("number", "id", "digest", "firstSeen", "lastSeen", "isLatest", OTHER)
# "news" in all places of the code: the lock that two runs take who create the tables at the same time.
_CREATING = 0x6E657773


@dataclass(frozen=True, slots=True)
class StoreTables:
    """The table of versions, as this run writes it."""

    versions: Table
    columns: tuple[StoreColumn, ...]


def store_tables(fields: Mapping[str, Field]) -> StoreTables:
    """Return the table for these fields. Raises SettingError for a field with the name of a column of ours."""
    columns = tuple(column for column in store_columns(fields) if column.field != "id")
    for column in columns:
        if column.name.lower() in {name.lower() for name in (*OWN, "search")}:
            raise SettingError(
                SETTING, f"a store has a column {column.name!r} of its own; give the field another name"
            )
    versions = Table(
        VERSIONS,
        MetaData(),
        # SQLite numbers its rows itself if the key is an INTEGER.
        Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
        Column("id", DatabaseText, nullable=False),
        Column("digest", DatabaseText, nullable=False),
        Column("firstSeen", UtcMoment, nullable=False),
        Column("lastSeen", UtcMoment, nullable=False),
        Column("isLatest", Boolean, nullable=False),
        *(Column(column.name, column.type) for column in columns),
        Column(OTHER, json_type()),
        UniqueConstraint("id", "digest", name=f"{VERSIONS}_version"),
    )
    is_latest = versions.c.isLatest
    Index(f"{VERSIONS}_latest", versions.c.id, unique=True, sqlite_where=is_latest, postgresql_where=is_latest)
    if "datePublished" in versions.c:
        Index(
            f"{VERSIONS}_published", versions.c.datePublished, sqlite_where=is_latest, postgresql_where=is_latest
        )
    return StoreTables(versions, columns)


def lock_creation(connection: Connection) -> None:
    """Wait until no other run creates the tables; SQLite's transactions do so by themselves."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_CREATING})"))


def create_tables(connection: Connection, tables: StoreTables, place: str) -> bool:
    """Create the table and its view, or add the columns that they lack; return whether the table is new.

    Raises SettingError where a table with the same name is not ours.
    """
    inspector = inspect(connection)
    if inspector.has_table(LATEST) and LATEST not in inspector.get_view_names():
        raise _not_ours(place, LATEST)
    is_new = not inspector.has_table(VERSIONS)
    if is_new:
        connection.execute(CreateTable(tables.versions))
        for index in sorted(tables.versions.indexes, key=lambda index: str(index.name)):
            connection.execute(CreateIndex(index))
        return True
    known = {column["name"] for column in inspector.get_columns(VERSIONS)}
    if not set(OWN) <= known:
        raise _not_ours(place, VERSIONS)
    missing = [column for column in tables.versions.columns if column.name not in known]
    for column in missing:
        written = column.type.compile(connection.dialect)
        name = connection.dialect.identifier_preparer.quote(column.name)
        connection.exec_driver_sql(f"ALTER TABLE {VERSIONS} ADD COLUMN {name} {written}")
    return bool(missing) or LATEST not in inspector.get_view_names()


def compress_by_lz4(connection: Connection) -> None:
    """Let PostgreSQL compress long values by LZ4, if it was built with it: a seventh of the time of a row less."""
    query = f"""SELECT attname FROM pg_attribute
        WHERE attrelid = '{VERSIONS}'::regclass AND attnum > 0 AND NOT attisdropped AND attstorage = 'x'"""  # noqa: S608
    quote = connection.dialect.identifier_preparer.quote
    names = [quote(name) for name in connection.execute(text(query)).scalars()]
    savepoint = connection.begin_nested()
    try:
        changes = ", ".join(f"ALTER {name} SET COMPRESSION lz4" for name in names)
        connection.exec_driver_sql(f"ALTER TABLE {VERSIONS} {changes}")
    except DBAPIError:  # older than 14, or built without it
        savepoint.rollback()


def create_view(connection: Connection) -> None:
    """Create the view of the latest versions, with all columns of the table but `isLatest`."""
    quote = connection.dialect.identifier_preparer.quote
    names = [column["name"] for column in inspect(connection).get_columns(VERSIONS)]
    listed = ", ".join(quote(name) for name in names if name != "isLatest")
    if connection.dialect.name == "sqlite":  # which cannot replace a view
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {LATEST}")
    replaced = "OR REPLACE " if connection.dialect.name == "postgresql" else ""
    rows = f"SELECT {listed} FROM {VERSIONS} WHERE {quote('isLatest')}"  # noqa: S608  # names of columns
    connection.exec_driver_sql(f"CREATE {replaced}VIEW {LATEST} AS {rows}")


def _not_ours(place: str, name: str) -> SettingError:
    reason = f"{place} has a table {name} that newsspider did not make; use another database, or another schema"
    return SettingError(SETTING, f"{reason} (?options=-csearch_path=NAME in a URL of PostgreSQL)")
