"""A PostgreSQL of Debian's packages, in a temporary folder and on 127.0.0.1, for the state of crawls."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.crawls.packages import free_port, need, running, wait_for


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a server while the block runs, and yield the URL of its empty database for SQLAlchemy with psycopg.

    Raises MissingSoftwareError where it cannot be installed.
    """
    need("postgresql")
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="newsspider-pg-") as name:
        folder = Path(name)
        data = folder / "data"
        if os.geteuid() == 0:  # which it refuses to run as
            os.chown(folder, *pwd.getpwnam("postgres")[2:4])
        initialize = [
            str(programs / "initdb"),
            "-D",
            str(data),
            "-A",
            "trust",
            "-U",
            "crawler",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run(_as_user(initialize), check=True, capture_output=True, timeout=120, cwd=folder)
        server = [
            str(programs / "postgres"),
            "-D",
            str(data),
            "-p",
            str(port),
            "-h",
            "127.0.0.1",
            "-k",
            str(folder),
        ]
        with running(_as_user([*server, "-c", "fsync=off"]), folder) as process:
            wait_for(port, process)
            yield f"postgresql+psycopg://crawler@127.0.0.1:{port}/postgres"


def _as_user(command: Sequence[str]) -> list[str]:
    """Return the command, for a user other than root where root calls."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--inh-caps=-all", *command]
