"""The proxy, asked by hand as browsers ask it."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable

import pytest

from newsspider.spiders.browser_proxy import GuardedProxy, IPAddress
from tests.crawls.site import ARTICLES, local_site

HOST = "127.0.0.1"


def answer_to(
    lines: Callable[[int], str],
    *,
    refuses: Callable[[str, IPAddress], bool] = lambda _host, _address: False,
    max_bytes: int = 0,
    password: str | None = None,
    then: str = "",
) -> tuple[bytes, GuardedProxy]:
    """Return what comes back through a proxy to which `lines` (given the site's port) are sent."""

    async def asked(port: int) -> tuple[bytes, GuardedProxy]:
        proxy = GuardedProxy(refuses, max_bytes)
        await proxy.start()
        try:
            secret = base64.b64encode(f"{proxy.username}:{password or proxy.password}".encode()).decode()
            reader, writer = await asyncio.open_connection(HOST, int(proxy.address.rpartition(":")[2]))
            writer.write(f"{lines(port)}\r\nProxy-Authorization: Basic {secret}\r\n\r\n{then}".encode())
            found = await asyncio.wait_for(reader.read(), 20)
            writer.close()
            return found, proxy
        finally:
            await proxy.close()

    with local_site() as site:
        return asyncio.run(asked(int(site.url.rpartition(":")[2])))


def test_pages_come_through() -> None:
    path = next(iter(ARTICLES))
    found, _ = answer_to(lambda port: f"GET http://{HOST}:{port}{path} HTTP/1.1\r\nHost: {HOST}")
    assert found.startswith(b"HTTP/1.0 200")
    assert b"<article>" in found


def test_tunnels_come_through() -> None:
    found, _ = answer_to(lambda port: f"CONNECT {HOST}:{port} HTTP/1.1", then="GET /robots.txt HTTP/1.0\r\n\r\n")
    assert found.startswith(b"HTTP/1.1 200 Connection established")
    assert b"Disallow: /closed/" in found


@pytest.mark.parametrize("host", [HOST, "localhost", "2130706433"])
def test_addresses_that_are_refused_are_not_asked(host: str) -> None:
    found, proxy = answer_to(
        lambda port: f"CONNECT {host}:{port} HTTP/1.1", refuses=lambda _, address: address.is_loopback
    )
    assert found.startswith(b"HTTP/1.1 403 ")
    assert proxy.refused == {host}


def test_a_password_is_asked_for() -> None:
    found, _ = answer_to(lambda port: f"CONNECT {HOST}:{port} HTTP/1.1", password="guess")
    assert found.startswith(b"HTTP/1.1 407 ")


def test_what_a_connection_brings_is_bounded() -> None:
    path = next(iter(ARTICLES))
    found, _ = answer_to(lambda port: f"GET http://{HOST}:{port}{path} HTTP/1.1\r\nHost: {HOST}", max_bytes=100)
    assert b"<article>" not in found


@pytest.mark.parametrize(
    "line", ["GET / HTTP/1.1", "GET ftp://127.0.0.1/ HTTP/1.1", "nonsense", "CONNECT :99999 HTTP/1.1"]
)
def test_nonsense_ends_the_connection(line: str) -> None:
    assert answer_to(lambda _port: line)[0] == b""


def test_a_closed_proxy_answers_nobody() -> None:
    async def asked() -> None:
        proxy = GuardedProxy(lambda _host, _address: False, 0)
        await proxy.start()
        port = int(proxy.address.rpartition(":")[2])
        reader, writer = await asyncio.open_connection(HOST, port)
        await asyncio.sleep(0.05)
        await proxy.close()
        assert await reader.read() == b""
        writer.close()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(HOST, port)

    asyncio.run(asked())
