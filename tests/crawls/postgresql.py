"""A PostgreSQL of Debian's packages, in a temporary folder and on 127.0.0.1, for states of crawls and stores."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests.crawls.packages import free_port, need, wait_for


class PostgresqlServer:
    """A server that can be stopped and started again."""

    def __init__(self, programs: Path, folder: Path, *, syncs: bool) -> None:
        self._programs, self._folder, self._syncs = programs, folder, syncs
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)

    @property
    def url(self) -> str:
        """The URL of its empty database for SQLAlchemy with psycopg."""
        return self._url_of("postgres")

    @property
    def process_id(self) -> int:
        """The process of the server that has all others as children."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start the server, and wait until it listens."""
        options = ("-D", self._folder / "data", "-p", self._port, "-h", "127.0.0.1", "-k", self._folder)
        command = _as_user(
            [str(self._programs / "postgres"), *map(str, options), "-c", f"fsync={'on' if self._syncs else 'off'}"]
        )
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)
        wait_for(self._port, self._process)
        self._wait_until_it_answers()

    def _wait_until_it_answers(self, timeout_s: float = 300) -> None:
        engine = create_engine(self.url)
        end_s = time.monotonic() + timeout_s
        while True:
            try:
                engine.connect().close()
            except OperationalError:  # it listens before it has read its log
                if time.monotonic() > end_s:
                    raise
                time.sleep(0.1)
            else:
                engine.dispose()
                return

    def stop(self) -> None:
        """Stop the server: it breaks off what its clients are doing."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout=300)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Let the server hang, with all that it does for its clients."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let the server go on."""
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, number: signal.Signals) -> None:
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text("ascii").split()
        for process_id in (self._process.pid, *map(int, children)):
            with suppress(ProcessLookupError):  # one that has just done its work
                os.kill(process_id, number)

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
def postgresql_server(*, syncs: bool = False) -> Iterator[PostgresqlServer]:
    """Run a server while the block runs, one that syncs to disk if asked to. Raises MissingSoftwareError where it cannot be installed."""
    need("postgresql")
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    with tempfile.TemporaryDirectory(prefix="newsspider-pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:  # which it refuses to run as
            os.chown(folder, *pwd.getpwnam("postgres")[2:4])
        options = ("-D", str(folder / "data"), "-A", "trust", "-U", "crawler", "-E", "UTF8", "--no-sync")
        command = _as_user([str(programs / "initdb"), *options])
        subprocess.run(command, check=True, capture_output=True, timeout=300, cwd=folder)
        server = PostgresqlServer(programs, folder, syncs=syncs)
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
