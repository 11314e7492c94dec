"""Software of Debian's packages that crawls are tested against: installed where it is missing, and run on loopback."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.crawls.prose import Story
from tests.crawls.servers import Answer, Asked, Host, Server

_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class MissingSoftwareError(Exception):
    """A program is not installed and cannot be."""


def need(*packages: str, timeout_s: int = 300) -> None:
    """Install the packages that are missing; raise MissingSoftwareError where that cannot be done."""
    missing = [package for package in packages if not _is_installed(package)]
    if not missing:
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise MissingSoftwareError(f"{', '.join(missing)}: not installed, and packages cannot be installed here")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]):
        done = subprocess.run(
            ["apt-get", *command], env=environment, capture_output=True, text=True, timeout=timeout_s, check=False
        )
    if done.returncode:
        raise MissingSoftwareError(f"{', '.join(missing)}: {done.stderr.strip()[-300:]}")


def _is_installed(package: str) -> bool:
    if not shutil.which("dpkg-query"):
        return False
    command = ["dpkg-query", "-W", "-f=${Status}", package]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout == "install ok installed"


@dataclass(frozen=True, slots=True)
class RealSite:
    """A site of software that nobody here wrote, and its articles by address."""

    url: str
    articles: dict[str, Story]
    server: Server
    started_s: float  # how long it took to start


@contextmanager
def running(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server while the block runs; what it says goes into `server.log` of the folder."""
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **(environment or {})}, stdout=log, stderr=log, start_new_session=True
        )  # fmt: skip
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # with its workers
            try:
                process.wait(timeout=300)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes], timeout_s: float = 300) -> None:
    """Return when a server listens on a port of 127.0.0.1; raise TimeoutError where it does not."""
    end_s = time.monotonic() + timeout_s
    while time.monotonic() < end_s and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port} after {timeout_s:g} s: {process.args!r}")


def forwarding(port: int) -> Host:
    """Return a host that passes every request on to a port of 127.0.0.1, so that all of them are in the log."""

    def answer(asked: Asked) -> Answer:
        headers = {name: value for name, value in asked.headers.items() if name not in _HOP_BY_HOP}
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=300)) as connection:
            connection.request(asked.method, asked.target, headers=headers)
            found = connection.getresponse()
            body = found.read()
        kept: dict[str, str] = {}
        for name, value in found.getheaders():
            if name.lower() not in _HOP_BY_HOP and name.lower() != "content-type":
                kept[name] = f"{kept[name]}, {value}" if name in kept else value
        return Answer(body, found.status, found.headers["Content-Type"], kept)

    return answer
