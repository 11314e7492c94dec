"""The tables of a crawl's state, and how a database that holds them is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from newsspider.errors import SettingError

METADATA = MetaData()
# Times are seconds since 1970 (UTC).
_FORMAT = 1

# One row for each address that was found. `key` is a digest of `url_key(url)`.
PAGES = Table(
    "newsspider_pages",
    METADATA,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("url", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("door", String(12), nullable=False),
    Column("depth", Integer, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("status", String(8), nullable=False),  # queued, done, failed, skipped
    Column("due", Float, nullable=False),  # a queued page is not requested before
    Column("revisit", String(8), nullable=False),  # always, adaptive, never
    Column("interval_s", Float),  # between two visits of a listing
    Column("announcement", Text),  # JSON
    Column("announced", Text),  # the latest time of change that a feed or a sitemap named
    Column("first_seen", Float, nullable=False),
    Column("last_seen", Float, nullable=False),
    Column("fetched", Float),
    Column("attempts", Integer, nullable=False, default=0),
    Column("http_status", Integer),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("digest", Text),  # of the bytes that came last
    Column("outcome", String(12)),
    Column("article_id", Text),
    Column("reason", Text),  # why it was skipped, or failed
)
Index(
    "newsspider_pages_queue",
    PAGES.c.host,
    PAGES.c.priority.desc(),
    sqlite_where=PAGES.c.status == "queued",
    postgresql_where=PAGES.c.status == "queued",
)
Index("newsspider_pages_site", PAGES.c.site, PAGES.c.status)

# One row for each version of an article that went into a feed.
ARTICLES = Table(
    "newsspider_articles",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("key", BigInteger, nullable=False),
    Column("digest", Text),  # of the page's bytes, as the feed gives it
    Column("text_digest", Text, nullable=False),  # of headline and text
    Column("run", Integer, nullable=False),
    Column("written", Float, nullable=False),
)

# What duplicates are found by: records (newsspider.duplicates.records) of the articles of one commit, in order.
DUPLICATES = Table(
    "newsspider_duplicates",
    METADATA,
    # SQLite numbers its rows itself if the key is an INTEGER.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("articles", Integer, nullable=False),
    Column("records", LargeBinary, nullable=False),
)

# A host is asked by one run at a time: the one that leased it.
HOSTS = Table(
    "newsspider_hosts",
    METADATA,
    Column("host", Text, primary_key=True),
    Column("run", Integer),
    Column("leased_until", Float, nullable=False, default=0.0),
)

RUNS = Table(
    "newsspider_runs",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("label", Text, nullable=False),  # what was asked for: the same again continues a run that was killed
    Column("process", Text, nullable=False),  # machine and process id
    Column("started", Float, nullable=False),
    Column("renewed", Float, nullable=False),
    Column("finished", Float),
    # JSON: path of each file that is written to, and its length in bytes; none before the first transaction
    Column("outputs", Text),
    Column("sites", Text),  # JSON: those that it crawls, with what start URLs redirected to
    Column("format", Integer, nullable=False, default=_FORMAT),
)


def open_database(url: str) -> Engine:
    """Return an engine for the database at `url`, with the tables of a crawl's state.

    `url` is an SQLAlchemy URL, or the path of an SQLite file. Raises SettingError with the reason in one line.
    """
    try:
        engine = _engine(url)
        METADATA.create_all(engine)
        columns = {column["name"] for column in inspect(engine).get_columns(PAGES.name)}
    except (ArgumentError, NoSuchModuleError, ImportError, DBAPIError, OSError) as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        raise SettingError("NEWSSPIDER_STATE", f"cannot open {_shown(url)}: {reason}") from error
    if missing := {column.name for column in PAGES.columns} - columns:
        raise SettingError(
            "NEWSSPIDER_STATE",
            f"{_shown(url)} was made by another version of newsspider (no {', '.join(sorted(missing))})",
        )
    return engine


def _engine(url: str) -> Engine:
    if "://" not in url:
        Path(url).parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{Path(url).absolute()}"
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    # One connection for all: SQLite's own in-memory databases live as long as it does.
    engine = create_engine(parsed, poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": 60})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # Python's driver would begin transactions by itself, and only at the first write.
    connection.isolation_level = None
    # WAL: readers do not wait for writers. NORMAL: a loss of power can undo the last transactions but breaks none;
    # what they wrote to feeds is cut off then, as after a kill.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _shown(url: str) -> str:
    """Return a URL without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True) if "://" in url else url
    except ArgumentError:
        return url
