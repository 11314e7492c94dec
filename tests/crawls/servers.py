"""HTTP servers on loopback addresses: many hosts in one thread, with a log of every request.

A host is a function from what was asked to the answer. All hosts of a server share one port, so that a thousand sites
cost one thread. A host that is not an address (`news.example`) is reached by using the server as an HTTP proxy.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import Enum
from http import HTTPStatus
from itertools import pairwise
from threading import Thread
from urllib.parse import urlsplit

_BACKLOG = 512
_MAX_HEAD_BYTES = 64 * 1024
_NO_BODY = frozenset({204, 304})

# RFC 8446, 5.1: the type of the first record that a client of TLS sends.
_TLS_HANDSHAKE = b"\x16"


class Sending(Enum):
    """How an answer goes out."""

    WHOLE = "whole"
    NEVER = "never"  # the request is read, and nothing comes back
    TRICKLE = "trickle"  # a byte a second
    ENDLESS = "endless"  # the body never ends
    RESET = "reset"  # the connection is reset in the middle of the body


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host says to one request."""

    body: bytes = b""
    status: int = 200
    content_type: str | None = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    modified: datetime | None = None  # becomes Last-Modified
    has_etag: bool = False  # of the body
    sending: Sending = Sending.WHOLE


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a host sees it; header names are in lower case."""

    host: str  # without the port
    target: str  # path and query
    headers: Mapping[str, str]
    method: str = "GET"

    @property
    def is_conditional(self) -> bool:
        """Whether it asks only for what has changed."""
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


@dataclass(slots=True)
class Logged:
    """A request and what came of it; times are monotonic seconds."""

    asked: Asked
    began_s: float
    status: int = 0  # 0: no answer
    ended_s: float | None = None  # when the answer was out, or the client had gone


Host = Callable[[Asked], Answer]


@dataclass(slots=True)
class Log:
    """Every request, in the order in which it came."""

    requests: list[Logged] = field(default_factory=list)

    def of(self, host: str) -> list[Logged]:
        """Return the requests to a host."""
        return [request for request in self.requests if request.asked.host == host]

    def targets(self, host: str | None = None) -> list[str]:
        """Return the paths and queries that were asked for, of one host or of all."""
        return [request.asked.target for request in (self.requests if host is None else self.of(host))]

    def conditional(self) -> list[Logged]:
        """Return the requests with If-None-Match or If-Modified-Since."""
        return [request for request in self.requests if request.asked.is_conditional]

    def intervals_s(self, host: str) -> list[float]:
        """Return the seconds from the start of each request to a host to the start of the next."""
        starts = [request.began_s for request in self.of(host)]
        return [later - earlier for earlier, later in pairwise(starts)]

    def most_at_once(self, host: str) -> int:
        """Return how many requests to a host were open at the same time, at most."""
        changes = [(request.began_s, 1) for request in self.of(host)]
        changes += [(request.ended_s, -1) for request in self.of(host) if request.ended_s is not None]
        most = open_now = 0
        for _, change in sorted(changes):  # at equal times the one that ends is first
            open_now += change
            most = max(most, open_now)
        return most

    def span_s(self, prefix: str) -> float:
        """Return the seconds from the first request of all to the last answer to a path that begins with `prefix`."""
        ends = [row.ended_s for row in self.requests if row.asked.target.startswith(prefix) and row.ended_s]
        return max(ends) - self.requests[0].began_s if ends else 0.0

    def clear(self) -> None:
        """Forget the requests so far: a new run begins."""
        self.requests.clear()


class Server:
    """Hosts that are being served."""

    def __init__(self, hosts: Mapping[str, Host]) -> None:
        self.hosts = dict(hosts)
        self.port = 0
        self.log = Log()

    def url(self, host: str, path: str = "/") -> str:
        """Return the address of a path of a host."""
        return f"http://{host}:{self.port}{path}" if _is_address(host) else f"http://{host}{path}"

    @property
    def proxy(self) -> dict[str, str]:
        """Environment of a client that reaches hosts by their names."""
        address = next(host for host in self.hosts if _is_address(host))
        return {"http_proxy": f"http://{address}:{self.port}", "no_proxy": "127.0.0.1"}

    async def listen(self) -> list[asyncio.Server]:
        """Return the sockets' servers, one for each address, all on one free port."""
        addresses = [host for host in self.hosts if _is_address(host)]
        for _ in range(20):
            servers = [await asyncio.start_server(self._converse, addresses[0], self.port, backlog=_BACKLOG)]
            self.port = servers[0].sockets[0].getsockname()[1]
            try:
                for address in addresses[1:]:
                    servers.append(  # noqa: PERF401  # those before the one that fails have to be closed
                        await asyncio.start_server(self._converse, address, self.port, backlog=_BACKLOG)
                    )
            except OSError:  # the port is taken on another address
                for server in servers:
                    server.close()
                self.port = 0
            else:
                return servers
        raise OSError("no port is free on all addresses")

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        address = writer.get_extra_info("sockname")[0]
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
                start = await reader.readexactly(1)
                if start == _TLS_HANDSHAKE:  # as web servers answer what is no HTTP
                    writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
                    return
                while asked := _asked(start + await reader.readuntil(b"\r\n\r\n"), address):
                    start = b""
                    logged = Logged(asked, time.monotonic())
                    self.log.requests.append(logged)
                    try:
                        await self._answer(logged, reader, writer)
                    finally:
                        logged.ended_s = time.monotonic()
        finally:
            writer.close()

    async def _answer(self, logged: Logged, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = logged.asked
        host = self.hosts.get(asked.host)
        answer = Answer(b"no such host", 404) if host is None else host(asked)
        if answer.sending is Sending.NEVER:
            await reader.read()  # until the client goes
            return
        answer = _validated(answer, asked)
        logged.status = answer.status
        writer.write(_head(answer))
        if asked.method != "HEAD":
            await _BODIES[answer.sending](answer.body, writer)
        await writer.drain()


def _is_address(host: str) -> bool:
    return host.replace(".", "").isdigit()


def _asked(head: bytes, address: str) -> Asked | None:
    """Return the request of a head, or None where it is none."""
    line, *rest = head.decode("latin-1").split("\r\n")
    method, _, target = line.rpartition(" ")[0].partition(" ")
    if not target:
        return None
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (row.partition(":") for row in rest) if name
    }
    host = address
    if target.startswith("http://"):  # asked as a proxy
        parts = urlsplit(target)
        host, target = parts.hostname or address, parts._replace(scheme="", netloc="").geturl() or "/"
    return Asked(host, target, headers, method)


def _validated(answer: Answer, asked: Asked) -> Answer:
    """Return the answer with its validators, or 304 where the client has it already."""
    if answer.status != HTTPStatus.OK or not (answer.modified or answer.has_etag):
        return answer
    headers = dict(answer.headers)
    unchanged = False
    if answer.modified:
        headers["Last-Modified"] = format_datetime(answer.modified, usegmt=True)
        since = asked.headers.get("if-modified-since")
        unchanged = since is not None and parsedate_to_datetime(since) >= answer.modified.replace(microsecond=0)
    if answer.has_etag:
        headers["ETag"] = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        if "if-none-match" in asked.headers:  # wins over the date: RFC 9110, 13.2.2
            unchanged = headers["ETag"] in asked.headers["if-none-match"]
    if unchanged:
        return replace(answer, status=304, body=b"", headers=headers)
    return replace(answer, headers=headers)


def _head(answer: Answer) -> bytes:
    reason = HTTPStatus(answer.status).phrase if answer.status in HTTPStatus._value2member_map_ else "Unknown"
    lines = [f"HTTP/1.1 {answer.status} {reason}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    if answer.content_type is not None:
        lines.append(f"Content-Type: {answer.content_type}")
    if answer.sending is not Sending.ENDLESS and answer.status not in _NO_BODY:
        lines.append(f"Content-Length: {len(answer.body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def _whole(body: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(body)


async def _trickle(body: bytes, writer: asyncio.StreamWriter) -> None:
    for byte in body:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(1)


async def _endless(body: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(body)
    while not writer.is_closing():
        writer.write(b"<p>And so it went on and on.</p>\n" * 100)
        await writer.drain()
        await asyncio.sleep(0.01)


async def _reset(body: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(body[: len(body) // 2])
    await writer.drain()
    writer.transport.abort()


_BODIES = {
    Sending.WHOLE: _whole,
    Sending.TRICKLE: _trickle,
    Sending.ENDLESS: _endless,
    Sending.RESET: _reset,
}


@contextmanager
def serving(hosts: Mapping[str, Host]) -> Iterator[Server]:
    """Serve hosts from a thread while the block runs; hosts may be added to it as long as they are names."""
    server = Server(hosts)
    loop = asyncio.new_event_loop()
    listening = loop.run_until_complete(server.listen())
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_close(listening), loop).result(timeout=60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=60)
        loop.close()


async def _close(listening: Iterable[asyncio.Server]) -> None:
    """Stop listening, and end what is still being said."""
    for server in listening:
        server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
