"""Full-text search in a store: FTS5 in SQLite, a generated tsvector in PostgreSQL.

Both have headlines, descriptions and bodies of the latest versions, and are kept by the database itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping

from babel import Locale
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from newsspider.stores.tables import LATEST, VERSIONS

logger = logging.getLogger(__name__)

SEARCH = "article_search"
_FIELDS = ("headline", "description", "articleBody")
# A tsvector of more than 1 MB is refused, and its row too. Words and their places take up to five times the text.
_MOST_CHARS: Mapping[str, int] = {"headline": 1_000, "description": 10_000, "articleBody": 100_000}
_WEIGHTS: Mapping[str, str] = {"headline": "A", "description": "B", "articleBody": "C"}


def create_search(connection: Connection) -> None:
    """Set up full-text search where it is not there yet, and the database can have it."""
    if connection.dialect.name == "sqlite":
        _create_fts5(connection)
    else:
        _create_tsvector(connection)


def _create_fts5(connection: Connection) -> None:
    if inspect(connection).has_table(SEARCH):
        return
    listed = ", ".join(_FIELDS)
    # Its content is the view, so that `rebuild` takes the latest versions alone.
    options = f"content='{LATEST}', content_rowid='number', tokenize='unicode61 remove_diacritics 2'"
    savepoint = connection.begin_nested()
    try:
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {SEARCH} USING fts5({listed}, {options})")
    except OperationalError:  # this SQLite was built without it
        savepoint.rollback()
        logger.info("This SQLite has no FTS5: the store has no full-text search")
        return
    for statement in _triggers():
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"INSERT INTO {SEARCH}({SEARCH}) VALUES ('rebuild')")  # noqa: S608  # our own names


def _triggers() -> Iterator[str]:
    """Yield the triggers by which the index follows the table: https://www.sqlite.org/fts5.html#external_content_tables."""
    listed = ", ".join(_FIELDS)
    old, new = (", ".join(f"{row}.{name}" for name in _FIELDS) for row in ("old", "new"))
    out = f"INSERT INTO {SEARCH}({SEARCH}, rowid, {listed}) SELECT 'delete', old.number, {old} WHERE old.isLatest;"
    into = f"INSERT INTO {SEARCH}(rowid, {listed}) SELECT new.number, {new} WHERE new.isLatest;"
    yield f"CREATE TRIGGER {SEARCH}_insert AFTER INSERT ON {VERSIONS} BEGIN {into} END"
    yield f"CREATE TRIGGER {SEARCH}_delete AFTER DELETE ON {VERSIONS} BEGIN {out} END"
    watched = f"isLatest, {listed}"
    yield f"CREATE TRIGGER {SEARCH}_update AFTER UPDATE OF {watched} ON {VERSIONS} BEGIN {out} {into} END"


def _create_tsvector(connection: Connection) -> None:
    if "search" in {column["name"] for column in inspect(connection).get_columns(VERSIONS)}:
        return
    connection.exec_driver_sql(_function(configurations(connection)))
    texts = ", ".join(f'"{name}"' for name in ("inLanguage", *_FIELDS))
    vector = f"search tsvector GENERATED ALWAYS AS ({SEARCH}_vector({texts})) STORED"
    connection.exec_driver_sql(f"ALTER TABLE {VERSIONS} ADD COLUMN {vector}")
    # New words wait in a list before they are sorted into the index. With four times the usual 4 MB the server
    # takes 0.86 ms for an article of 500 words instead of 0.94, sorting included; 64 MB save no more.
    options = "WITH (gin_pending_list_limit = 16384)"
    index = f'CREATE INDEX {SEARCH} ON {VERSIONS} USING gin (search) {options} WHERE "isLatest"'
    connection.exec_driver_sql(index)


def configurations(connection: Connection) -> dict[str, str]:
    """Return the server's configurations for full texts by the code of their language: {"de": "german"}."""
    found = connection.execute(text("SELECT cfgname FROM pg_catalog.pg_ts_config")).scalars()
    names = set(found) - {"simple"}
    # "Norwegian Bokmål" and "Norwegian Nynorsk" are both "norwegian".
    by_code = {code: name.split()[0].lower() for code, name in Locale("en").languages.items()}
    return {code: name for code, name in sorted(by_code.items()) if name in names}


def _function(by_code: Mapping[str, str]) -> str:
    """Return the statement that creates the function of the column; its configuration is that of the language.

    As the column's own expression this would be read anew for each row, which takes twice as long as all the rest.
    """
    cases = " ".join(f"WHEN '{code}' THEN '{name}'::regconfig" for code, name in by_code.items())
    parts = " || ".join(
        f"setweight(to_tsvector(configuration, left(coalesce({name}, ''), {most})), '{_WEIGHTS[name]}')"
        for name, most in _MOST_CHARS.items()
    )
    arguments = ", ".join(f"{name} text" for name in ("language", *_FIELDS))
    return f"""
        CREATE OR REPLACE FUNCTION {SEARCH}_vector({arguments}) RETURNS tsvector
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
        DECLARE configuration regconfig := CASE lower(split_part(language, '-', 1)) {cases}
            ELSE 'simple'::regconfig END;
        BEGIN RETURN {parts}; END $$"""
