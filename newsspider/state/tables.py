"""The tables of a crawl's state."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Engine,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    event,
    inspect,
)
from sqlalchemy.exc import IntegrityError, ProgrammingError

from newsspider.errors import SettingError
from newsspider.state.database import OPEN_ERRORS, DatabaseText, open_engine, open_error, shown_url
from newsspider.state.transactions import tried_again

METADATA = MetaData()
_TRIES = 5  # to create the tables
_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_LONGEST_IDLE_S = 25.0  # of a transaction, before the server ends it
# Times are seconds since 1970 (UTC).
_FORMAT = 2

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
    Column("revisit", String(8), nullable=False),  # always, section, adaptive, never
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
    Column("reason", DatabaseText),  # why it was skipped, or failed, or left out after it was read
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
    Column("run", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("records", LargeBinary, nullable=False),
)

# What is known of sites that are crawled. A site is asked by one run at a time: the one that leased it.
SITES = Table(
    "newsspider_sites",
    METADATA,
    Column("site", DatabaseText, primary_key=True),
    # What its addresses have turned out to lead to (newsspider.discovery.site_shapes), as JSON
    Column("learned", DatabaseText),
    Column("run", Integer),
    Column("leased_until", Float, nullable=False, default=0.0),
)

# The sites of each crawl, which all of its processes share.
CRAWL_SITES = Table(
    "newsspider_crawl_sites",
    METADATA,
    Column("crawl", Integer, primary_key=True, autoincrement=False),
    Column("site", DatabaseText, primary_key=True),
    Column("due", Float, nullable=False),  # when there is something to request; infinity: nothing is left
    Column("pages", Integer, nullable=False),  # that were requested so far
)
Index("newsspider_crawl_sites_due", CRAWL_SITES.c.crawl, CRAWL_SITES.c.due)

# When hosts that were asked may be asked again, for the next process that has their site.
HOSTS = Table(
    "newsspider_hosts",
    METADATA,
    Column("host", DatabaseText, primary_key=True),
    Column("site", DatabaseText, nullable=False),
    Column("delay_s", Float, nullable=False),  # from an answer to the next request
    Column("ready_at", Float, nullable=False),  # no request before
)
Index("newsspider_hosts_site", HOSTS.c.site)

RUNS = Table(
    "newsspider_runs",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column(
        "label", DatabaseText, nullable=False
    ),  # what was asked for: the same again continues a run that was killed
    Column("crawl", Integer),  # the first run of those that crawl the same together
    Column("terms", DatabaseText, nullable=False),  # JSON: what all these must have in common
    Column("process", DatabaseText, nullable=False),  # machine and process id
    Column("started", Float, nullable=False),
    Column("renewed", Float, nullable=False),  # by the last transaction
    Column("alive_until", Float, nullable=False),  # unless it is renewed before
    Column("finished", Float),
    # JSON: path of each file that is written to, and its length in bytes; none before the first transaction
    Column("outputs", DatabaseText),
    Column("feeds", DatabaseText),  # JSON: path of each feed that is a file, and its length before the run
    Column("continues", Boolean, nullable=False),  # whether its feeds can be continued after a kill
    Column("sites", DatabaseText),  # JSON: those that it crawls, with what start URLs redirected to
    Column("format", Integer, nullable=False, default=_FORMAT),
)


# What the report of an open run has counted (newsspider.report.collector), in parts of which few change at a time.
FIGURES = Table(
    "newsspider_figures",
    METADATA,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("part", DatabaseText, primary_key=True),
    Column("form", DatabaseText),  # JSON
)


def open_database(url: str) -> Engine:
    """Return an engine for the database at `url`, with the tables of a crawl's state.

    `url` is an SQLAlchemy URL, or the path of an SQLite file. Raises SettingError with the reason in one line.
    """
    engine = None
    try:
        engine = open_engine(url)
        if engine.dialect.name == "postgresql":
            event.listen(engine, "connect", _bound_transactions)
        difference = _prepare(engine)
    except OPEN_ERRORS as error:
        if engine is not None:
            engine.dispose()
        raise state_error(url, error) from error
    if difference:
        engine.dispose()
        is_file = engine.dialect.name == "sqlite"
        place = (
            "move it away or name another file"
            if is_file
            else "name another database, or drop its newsspider_ tables"
        )
        advice = f"{place}, and the crawl starts anew"
        reason = f"was made by another version of newsspider ({difference}); {advice}"
        raise SettingError("NEWSSPIDER_STATE", f"{shown_url(url)} {reason}")
    return engine


def _bound_transactions(connection: Any, _: object) -> None:
    """Let the server end transactions in which it is asked nothing for some seconds.

    A machine that is cut off or frozen within one would keep its locks, and all others waiting, until the server
    misses it: that takes two hours.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = {1000 * _LONGEST_IDLE_S:.0f}")
    connection.commit()


@tried_again
def _prepare(engine: Engine) -> str | None:
    """Create the tables that are not there, unless others differ from these; return in what."""
    difference = _difference(engine)
    if not difference:
        _create_tables(engine)
    return difference


def _difference(engine: Engine) -> str | None:
    """Return in what a database's tables differ from these, or None; tables that are not there do not."""
    inspector = inspect(engine)
    there = set(inspector.get_table_names())
    for table in METADATA.sorted_tables:
        if table.name not in there:
            continue
        columns = {column["name"]: column for column in inspector.get_columns(table.name)}
        if missing := sorted(set(table.columns.keys()) - columns.keys()):
            return f"{table.name} has no {', '.join(missing)}"
        unknown = sorted(columns.keys() - set(table.columns.keys()))
        if wanted := [name for name in unknown if not columns[name]["nullable"] and not columns[name]["default"]]:
            return f"{table.name} needs {', '.join(wanted)}"
    return None


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
    """Return the error for a state that cannot be used."""
    failed = open_error("NEWSSPIDER_STATE", url, error)
    if getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
        return failed
    return SettingError(failed.name, f"{failed.reason}; move it away, and the crawl starts anew")
