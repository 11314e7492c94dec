"""How a database is opened, and what its errors say: for the state of crawls and for stores of articles."""

from __future__ import annotations

import re
import sqlite3
import time
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, Dialect, Engine, Text, TypeDecorator, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from newsspider.errors import SettingError

READS = "newsspider_reads"  # an option of connections on which nothing is written: they wait for no writer
_SQLITE_TIMEOUT_S = 60
_SQLITE_PAUSE_S = 0.02
# A server that is cut off, or accepts connections and says nothing, is an error in time: libpq would wait for the
# kernel's retransmissions, a quarter of an hour, or for ever.
_POSTGRESQL_TIMEOUTS = {
    "connect_timeout": 10,  # s
    "keepalives_idle": 10,  # s
    "keepalives_interval": 5,  # s
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,  # ms
}
# What opening a database raises where that cannot be done.
OPEN_ERRORS = (ArgumentError, NoSuchModuleError, ImportError, DBAPIError, OSError, ValueError)
Synchronous = Literal["NORMAL", "FULL"]
# Of URLs that cannot be parsed too: a password may hold "/" and "@", which should be quoted.
_PASSWORD = re.compile(r"(//[^:/@?\s]{0,256}:).{0,4096}@", re.DOTALL)
_PASSWORD_PARAMETER = re.compile(r"(?i)([?&](?:ssl)?pass(?:word|file)=)[^&]{0,4096}")


class DatabaseText(TypeDecorator[str]):
    """Text without the characters that databases refuse: NUL, and halves of surrogate pairs."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text as it is written."""
        return None if value is None else database_text(value)


def database_text(text: str) -> str:
    r"""Return a text without NUL, and with `?` for halves of surrogate pairs.

    >>> database_text("a\0b\ud800")
    'ab?'
    """
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def open_engine(url: str, *, synchronous: Synchronous = "NORMAL", **options: Any) -> Engine:
    """Return an engine for the database at an SQLAlchemy URL, or for the SQLite file at a path.

    `synchronous`: SQLite's; with NORMAL a loss of power can undo the last transactions, but breaks none.
    Raises one of OPEN_ERRORS.
    """
    if "://" not in url:
        Path(url).parent.mkdir(parents=True, exist_ok=True)
        parsed = URL.create("sqlite", database=str(Path(url).absolute()))  # a path may hold "?"
    else:
        parsed = _with_driver(make_url(url))
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise ValueError("only SQLite and PostgreSQL are supported")
    arguments: dict[str, Any] = options.pop("connect_args", {})
    if parsed.get_backend_name() != "sqlite":
        if parsed.get_driver_name().startswith("psycopg"):
            # What the URL says of them wins.
            arguments = {
                key: _POSTGRESQL_TIMEOUTS[key] for key in _POSTGRESQL_TIMEOUTS if key not in parsed.query
            } | arguments
        return create_engine(parsed, pool_pre_ping=True, connect_args=arguments, **options)
    arguments = {"check_same_thread": False, **arguments}
    arguments.setdefault("timeout", _SQLITE_TIMEOUT_S)  # while another run writes
    if "timeout" in parsed.query:
        del arguments["timeout"]
    # One connection for all: SQLite's own in-memory databases live as long as it does.
    engine = create_engine(parsed, poolclass=StaticPool, connect_args=arguments, **options)
    event.listen(engine, "connect", lambda connection, _: _set_up_sqlite(connection, synchronous))
    event.listen(engine, "begin", _begin)
    return engine


def open_error(setting: str, url: str, error: Exception) -> SettingError:
    """Return the error for a database that cannot be used, in one line that names the setting."""
    reason = reason_of(error)
    if isinstance(error, ModuleNotFoundError):
        install = 'pip install "newsspider[postgresql]"' if error.name == "psycopg" else f"install {error.name}"
        reason = f"{error}; {install}"
    elif "://" not in url and Path(url).is_dir():
        reason = "it is a folder; name a file in it"
    return SettingError(setting, f"cannot open {shown_url(url)}: {reason}")


def reason_of(error: BaseException) -> str:
    """Return what went wrong in one line, without the statement that did."""
    lines = str(getattr(error, "orig", None) or error).splitlines()
    return "; ".join(" ".join(line.split()) for line in lines if line.strip())


def shown_url(url: str) -> str:
    """Return a URL without its password.

    >>> shown_url("postgresql://me:secret@localhost/news"), shown_url("articles.sqlite")
    ('postgresql://me:***@localhost/news', 'articles.sqlite')
    >>> shown_url("postgresql://me:secret@host:port/news"), shown_url("postgresql://host/news?password=secret")
    ('postgresql://me:***@host:port/news', 'postgresql://host/news?password=***')
    """
    try:
        shown = make_url(url).render_as_string(hide_password=True) if "://" in url else url
    except (ArgumentError, ValueError):
        shown = url
    return _PASSWORD_PARAMETER.sub(r"\1***", _PASSWORD.sub(r"\1***@", shown))


def _with_driver(url: URL) -> URL:
    """Return a URL of PostgreSQL with the driver that our extra installs, unless it names another."""
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


def _set_up_sqlite(connection: sqlite3.Connection, synchronous: Synchronous) -> None:
    # Python's driver would begin transactions by itself, and only at the first write.
    connection.isolation_level = None
    _use_wal(connection)
    connection.execute(f"PRAGMA synchronous={synchronous}")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Let readers not wait for writers.

    What transactions that a loss of power undoes have written to feeds is cut off, as after a kill. Where others
    open a new file at the same moment, SQLite does not wait for them, as it does for every other lock.
    """
    (timeout_ms,) = connection.execute("PRAGMA busy_timeout").fetchone()
    last_s = time.monotonic() + timeout_ms / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            # The lower byte is the kind of an error.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > last_s:
                raise
            time.sleep(_SQLITE_PAUSE_S)
        else:
            return


def _begin(connection: Connection) -> None:
    # A transaction that reads and then writes would fail if another one wrote meanwhile.
    if not connection.get_execution_options().get(READS):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
