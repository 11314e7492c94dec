"""The tables of a crawl's state, and how a database that holds them is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Dialect,
    Engine,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, ProgrammingError
from sqlalchemy.pool import StaticPool

from newsspider.errors import SettingError


class DatabaseText(TypeDecorator[str]):
    """Text without the characters that databases refuse: NUL, and halves of surrogate pairs."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text as it is written."""
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


METADATA = MetaData()
READS = "newsspider_reads"  # an option of connections on which nothing is written: they wait for no writer
_SQLITE_TIMEOUT_S = 60
_TRIES = 5  # to create the tables
# Times are seconds since 1970 (UTC).
_FORMAT = 1

# One row for each address that was found. `key` is a digest of `url_key(url)`.
PAGES = Table(
    "newsspider_pages",
    METADATA,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("url", DatabaseText, nullable=False),
    Column("site", DatabaseText, nullable=False),
    Column("host", DatabaseText, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("door", String(12), nullable=False),
    Column("depth", Integer, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("status", String(8), nullable=False),  # queued, done, failed, skipped
    Column("due", Float, nullable=False),  # a queued page is not requested before
    Column("revisit", String(8), nullable=False),  # always, adaptive, never
    Column("interval_s", Float),  # between two visits of a listing
    Column("announcement", DatabaseText),  # JSON
    Column("announced", DatabaseText),  # the latest time of change that a feed or a sitemap named
    Column("first_seen", Float, nullable=False),
    Column("last_seen", Float, nullable=False),
    Column("fetched", Float),
    Column("attempts", Integer, nullable=False, default=0),
    Column("http_status", Integer),
    Column("etag", DatabaseText),
    Column("last_modified", DatabaseText),
    Column("digest", DatabaseText),  # of the bytes that came last
    Column("outcome", String(12)),
    Column("article_id", DatabaseText),
    Column("reason", DatabaseText),  # why it was skipped, or failed
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
    Column("id", DatabaseText, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("key", BigInteger, nullable=False),
    Column("digest", DatabaseText),  # of the page's bytes, as the feed gives it
    Column("text_digest", DatabaseText, nullable=False),  # of headline and text
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
    Column("host", DatabaseText, primary_key=True),
    Column("run", Integer),
    Column("leased_until", Float, nullable=False, default=0.0),
)

RUNS = Table(
    "newsspider_runs",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column(
        "label", DatabaseText, nullable=False
    ),  # what was asked for: the same again continues a run that was killed
    Column("process", DatabaseText, nullable=False),  # machine and process id
    Column("started", Float, nullable=False),
    Column("renewed", Float, nullable=False),
    Column("finished", Float),
    # JSON: path of each file that is written to, and its length in bytes; none before the first transaction
    Column("outputs", DatabaseText),
    Column("sites", DatabaseText),  # JSON: those that it crawls, with what start URLs redirected to
    Column("format", Integer, nullable=False, default=_FORMAT),
)


def open_database(url: str) -> Engine:
    """Return an engine for the database at `url`, with the tables of a crawl's state.

    `url` is an SQLAlchemy URL, or the path of an SQLite file. Raises SettingError with the reason in one line.
    """
    try:
        engine = _engine(url)
        _create_tables(engine)
        columns = {column["name"] for column in inspect(engine).get_columns(PAGES.name)}
    except ModuleNotFoundError as error:
        install = 'pip install "newsspider[postgresql]"' if error.name == "psycopg" else f"install {error.name}"
        raise SettingError("NEWSSPIDER_STATE", f"cannot open {_shown(url)}: {error}; {install}") from error
    except (ArgumentError, NoSuchModuleError, ImportError, DBAPIError, OSError) as error:
        raise state_error(url, error) from error
    if missing := {column.name for column in PAGES.columns} - columns:
        raise SettingError(
            "NEWSSPIDER_STATE",
            f"{_shown(url)} was made by another version of newsspider (no {', '.join(sorted(missing))})",
        )
    return engine


def _create_tables(engine: Engine) -> None:
    """Create the tables that are not there; where other runs are at it too, one of them succeeds."""
    for _ in range(_TRIES - 1):
        try:
            METADATA.create_all(engine)
        except (IntegrityError, ProgrammingError):
            continue
        return
    METADATA.create_all(engine)


def state_error(url: str, error: Exception) -> SettingError:
    """Return the error for a database that cannot be used."""
    return SettingError("NEWSSPIDER_STATE", f"cannot open {_shown(url)}: {reason_of(error)}")


def reason_of(error: Exception) -> str:
    """Return what went wrong in one line, without the statement that did."""
    return " ".join(str(getattr(error, "orig", None) or error).split())


def _engine(url: str) -> Engine:
    if "://" not in url:
        Path(url).parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{Path(url).absolute()}"
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    options: dict[str, float] = {"check_same_thread": False}
    if "timeout" not in parsed.query:
        options["timeout"] = _SQLITE_TIMEOUT_S  # while another run writes
    # One connection for all: SQLite's own in-memory databases live as long as it does.
    engine = create_engine(parsed, poolclass=StaticPool, connect_args=options)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # Python's driver would begin transactions by itself, and only at the first write.
    connection.isolation_level = None
    # WAL: readers do not wait for writers. NORMAL: a loss of power can undo the last transactions but breaks none;
    # what they wrote to feeds is cut off then, as after a kill.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _begin(connection: Connection) -> None:
    # A transaction that reads and then writes would fail if another one wrote meanwhile.
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get(READS) else "BEGIN IMMEDIATE")


def _shown(url: str) -> str:
    """Return a URL without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True) if "://" in url else url
    except ArgumentError:
        return url
