"""The way of a browser to the network: a proxy of our own, which lets it reach no private address.

What a page's scripts ask for, what that redirects to, and what a name resolves to a second later is all decided in
the browser. Only where connections are made can all of it be held to one rule.
"""

from __future__ import annotations

import asyncio
import base64
import ipaddress
import secrets
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
# Whether an address of a host (as the browser names it) must not be asked.
Refuses: TypeAlias = Callable[[str, IPAddress], bool]

_HEAD_BYTES, _PIECE_BYTES = 64 * 1024, 64 * 1024
_HEAD_TIMEOUT_S, _CONNECT_TIMEOUT_S, _IDLE_TIMEOUT_S = 10.0, 10.0, 60.0
_USER = "newsspider"


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a request to a proxy."""

    method: str
    target: str
    lines: tuple[bytes, ...]  # without the request line

    def value(self, name: bytes) -> bytes:
        return next((line.partition(b":")[2].strip() for line in self.lines if _name(line) == name), b"")


class GuardedProxy:
    """A proxy on a loopback port, for whoever knows its password; it answers only while it runs."""

    def __init__(self, refuses: Refuses, max_bytes: int) -> None:
        """`max_bytes` are what one connection may bring; 0 is no limit."""
        self.refuses, self.max_bytes = refuses, max_bytes
        self.username, self.password = _USER, secrets.token_urlsafe(24)
        self.refused: set[str] = set()  # hosts
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        """Where it listens, as an address for a browser."""
        assert self._server is not None  # noqa: S101  # asked for after start()
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def start(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", 0, limit=_HEAD_BYTES)

    async def close(self) -> None:
        """Stop listening, and end all connections."""
        if self._server is None:
            return
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # a server's callback is one
        self._tasks.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # a browser that went away, a host that did not answer, a head that is none
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raw = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _HEAD_TIMEOUT_S)
        head = _parsed(raw)
        if not secrets.compare_digest(head.value(b"proxy-authorization"), self._authorization()):
            await _say(writer, "407 Proxy Authentication Required", 'Proxy-Authenticate: Basic realm="newsspider"')
            return
        host, port = _place(head)
        addresses = await self._addresses(host, port)
        if not addresses:
            self.refused.add(host)
            await _say(writer, "403 Forbidden")
            return
        theirs = await _connected(addresses, port)
        if theirs is None:
            await _say(writer, "502 Bad Gateway")
            return
        their_reader, their_writer = theirs
        try:
            if head.method == "CONNECT":
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                their_writer.write(_forwarded(head))
            await _until_one_ends(
                _copied(reader, their_writer, self.max_bytes), _copied(their_reader, writer, self.max_bytes)
            )
        finally:
            their_writer.close()

    def _authorization(self) -> bytes:
        return b"Basic " + base64.b64encode(f"{self.username}:{self.password}".encode())

    async def _addresses(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host that may be asked."""
        loop = asyncio.get_running_loop()
        found = await asyncio.wait_for(loop.getaddrinfo(host, port, type=socket.SOCK_STREAM), _CONNECT_TIMEOUT_S)
        addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
        return [one for one in addresses if not self.refuses(host, ipaddress.ip_address(one.partition("%")[0]))]


def _name(line: bytes) -> bytes:
    return line.partition(b":")[0].strip().lower()


def _parsed(raw: bytes) -> _Head:
    first, *lines = raw.removesuffix(b"\r\n\r\n").split(b"\r\n")
    method, target, _ = first.decode("latin-1").split(" ", 2)
    return _Head(method, target, tuple(lines))


def _place(head: _Head) -> tuple[str, int]:
    """Return the host and port that are asked for. Raises ValueError where they are none."""
    is_tunnel = head.method == "CONNECT"
    parts = urlsplit(f"//{head.target}" if is_tunnel else head.target)
    if not parts.hostname or (not is_tunnel and parts.scheme != "http"):
        raise ValueError(f"not to be fetched: {head.target[:100]!r}")
    return parts.hostname, parts.port or (443 if is_tunnel else 80)


def _forwarded(head: _Head) -> bytes:
    """Return the head as the server itself is to see it; it ends the connection after its answer."""
    parts = urlsplit(head.target)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = (line for line in head.lines if not _name(line).startswith(b"proxy-") and _name(line) != b"connection")
    return b"\r\n".join(
        (f"{head.method} {path} HTTP/1.1".encode("latin-1"), *kept, b"Connection: close", b"", b"")
    )


async def _connected(addresses: list[str], port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
    for address in addresses:
        with suppress(OSError, TimeoutError):
            return await asyncio.wait_for(asyncio.open_connection(address, port), _CONNECT_TIMEOUT_S)
    return None


async def _say(writer: asyncio.StreamWriter, status: str, *headers: str) -> None:
    writer.write(
        "\r\n".join((f"HTTP/1.1 {status}", *headers, "Content-Length: 0", "Connection: close", "", "")).encode()
    )
    await writer.drain()


async def _copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, max_bytes: int) -> None:
    """Pass on what comes until it ends, or until it is too much or too slow."""
    left = max_bytes
    while piece := await asyncio.wait_for(reader.read(_PIECE_BYTES), _IDLE_TIMEOUT_S):
        left -= len(piece)
        if max_bytes and left < 0:
            return
        writer.write(piece)
        await writer.drain()


async def _until_one_ends(there: Coroutine[None, None, None], back: Coroutine[None, None, None]) -> None:
    tasks = [asyncio.ensure_future(copying) for copying in (there, back)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
