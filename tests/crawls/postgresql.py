"""A PostgreSQL of Debian's packages, in a temporary folder and on 127.0.0.1, for states of crawls and stores."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.crawls.packages import free_port, need, running, wait_for


class PostgresqlServer:
    """A server that can be stopped and started again."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._port = free_port()
        self._process = ExitStack()
        self._numbers = count(1)

    @property
    def url(self) -> str:
        """The URL of its empty database for SQLAlchemy with psycopg."""
        return self._url_of("postgres")

    def start(self) -> None:
        """Start the server, and wait until it listens."""
        options = ("-D", self._folder / "data", "-p", self._port, "-h", "127.0.0.1", "-k", self._folder)
        command = [str(self._programs / "postgres"), *map(str, options), "-c", "fsync=off"]
        process = self._process.enter_context(running(_as_user(command), self._folder))
        wait_for(self._port, process)

    def stop(self) -> None:
        """Stop the server; it ends when its clients have been told so."""
        self._process.close()

    def new_database(self) -> str:
        """Return the URL of a new empty database."""
        name = f"news{next(self._numbers)}"
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self._url_of(name)

    def _url_of(self, name: str) -> str:
        return f"postgresql+psycopg://crawler@127.0.0.1:{self._port}/{name}"


@contextmanager
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Run a server while the block runs. Raises MissingSoftwareError where it cannot be installed."""
    need("postgresql")
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    with tempfile.TemporaryDirectory(prefix="newsspider-pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:  # which it refuses to run as
            os.chown(folder, *pwd.getpwnam("postgres")[2:4])
        options = ("-D", str(folder / "data"), "-A", "trust", "-U", "crawler", "-E", "UTF8", "--no-sync")
        command = _as_user([str(programs / "initdb"), *options])
        subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=folder)
        server = PostgresqlServer(programs, folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a server while the block runs, and yield the URL of its empty database for SQLAlchemy with psycopg.

    Raises MissingSoftwareError where it cannot be installed.
    """
    with postgresql_server() as server:
        yield server.url


def _as_user(command: Sequence[str]) -> list[str]:
    """Return the command, for a user other than root where root calls."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--inh-caps=-all", *command]
