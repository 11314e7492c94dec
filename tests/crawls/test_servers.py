"""The servers that the crawls run against do what they say."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest

from tests.crawls.servers import Answer, Asked, Sending, Server, serving

MODIFIED = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = b"<p>" + b"Rain and wind. " * 40


def answers(asked: Asked) -> Answer:
    match asked.target:
        case "/never":
            return Answer(sending=Sending.NEVER)
        case "/trickle":
            return Answer(PAGE, sending=Sending.TRICKLE)
        case "/endless":
            return Answer(PAGE, sending=Sending.ENDLESS)
        case "/reset":
            return Answer(PAGE, sending=Sending.RESET)
        case "/busy":
            return Answer(status=503, headers={"Retry-After": "2"})
        case _:
            return Answer(PAGE, modified=MODIFIED, has_etag=True)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving({"127.0.1.1": answers, "127.0.1.2": answers, "news.example": answers}) as running:
        yield running


@contextmanager
def get(
    server: Server, path: str, headers: dict[str, str] | None = None, host: str = "127.0.1.1"
) -> Iterator[http.client.HTTPResponse]:
    with closing(http.client.HTTPConnection(host, server.port, timeout=0.5)) as connection:
        connection.request("GET", path, headers=headers or {})
        with connection.getresponse() as answer:
            yield answer


def test_a_page_is_sent_again_only_if_it_changed(server: Server) -> None:
    server.log.clear()
    with get(server, "/") as first:
        assert (first.status, first.read()) == (200, PAGE)
    etag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    for headers, status in [
        ({"If-None-Match": etag}, 304),
        ({"If-None-Match": '"older"'}, 200),
        ({"If-Modified-Since": modified}, 304),
        ({"If-Modified-Since": "Sat, 28 Feb 2026 12:00:00 GMT"}, 200),
        ({"If-None-Match": '"older"', "If-Modified-Since": modified}, 200),
    ]:
        with get(server, "/", headers) as answer:
            assert (answer.status, len(answer.read())) == (status, 0 if status == 304 else len(PAGE)), headers
    assert len(server.log.conditional()) == 5
    assert [request.status for request in server.log.requests].count(304) == 2


def test_hosts_share_a_port_and_a_log(server: Server) -> None:
    server.log.clear()
    for host in ("127.0.1.1", "127.0.1.2", "127.0.1.1"):
        with get(server, "/a", host=host) as answer:
            answer.read()
    assert server.log.targets("127.0.1.1") == ["/a", "/a"]
    assert len(server.log.intervals_s("127.0.1.1")) == 1
    assert server.log.most_at_once("127.0.1.1") == 1
    assert len(server.log.targets()) == 3


def test_a_name_is_reached_by_the_proxy(server: Server) -> None:
    server.log.clear()
    with get(server, "http://news.example/story?x=1") as answer:
        assert answer.status == 200
    assert server.log.targets("news.example") == ["/story?x=1"]
    with get(server, "http://elsewhere.example/") as answer:
        assert answer.status == 404


def test_hosts_that_behave_badly(server: Server) -> None:
    for path in ("/never", "/trickle", "/endless"):
        with pytest.raises(TimeoutError):
            _read_for_a_second(server, path)
    with pytest.raises((ConnectionResetError, http.client.IncompleteRead)), get(server, "/reset") as answer:
        answer.read()
    with get(server, "/busy") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "2")


def _read_for_a_second(server: Server, path: str) -> None:
    with socket.create_connection(("127.0.1.1", server.port), timeout=0.5) as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        for _ in range(20):
            if not client.recv(1 << 16):
                return
    raise TimeoutError(path)
