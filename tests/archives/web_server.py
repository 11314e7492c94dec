"""A web server of files on loopback that behaves as badly as servers and networks do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

_RANGE = re.compile(r"bytes=(\d+)-(\d+)$")


@dataclass
class FileServer:
    """The files by path, and what is wrong with the server."""

    files: dict[str, bytes]
    has_ranges: bool = True
    tells_size: bool = True
    # Number of the request -> how many bytes of its body are sent before the connection drops; None: all of them.
    drop_after: Callable[[int], int | None] = lambda _: None
    # Number of the request -> a status that is sent instead.
    fault: Callable[[int], int | None] = lambda _: None
    etag: str = '"1"'
    has_conditions: bool = True
    wanted_header: tuple[str, str] | None = None  # without it nothing is told
    redirects: dict[str, str] = field(default_factory=dict)  # path -> where it is instead
    headers: list[Mapping[str, str]] = field(default_factory=list)  # of all requests, in order
    url: str = ""
    ranges: list[str] = field(default_factory=list)  # asked for, in order
    gets: int = 0


@contextmanager
def serving(files: Mapping[str, bytes], **behaviour: object) -> Iterator[FileServer]:
    """Serve files until the block ends."""
    server = FileServer(dict(files), **behaviour)  # type: ignore[arg-type]
    listener = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    listener.daemon_threads = True
    server.url = f"http://127.0.0.1:{listener.server_port}"
    thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()


def _handler(server: FileServer) -> type[BaseHTTPRequestHandler]:  # noqa: C901  # a class of small methods
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def _answer(self, *, with_body: bool) -> None:
            content = server.files.get(self.path.partition("?")[0])
            server.headers.append(dict(self.headers))
            if target := server.redirects.get(self.path):
                self._end(302, target)
                return
            if content is None:
                self._end(404)
                return
            if server.wanted_header and self.headers.get(server.wanted_header[0]) != server.wanted_header[1]:
                self._end(403)
                return
            number = server.gets
            server.gets += with_body
            if with_body and (status := server.fault(number)):
                self._end(status)
                return
            if server.has_conditions and self.headers.get("If-Match") not in (None, server.etag):
                self._end(412)
                return
            found = _RANGE.match(self.headers.get("Range") or "") if server.has_ranges else None
            start, stop = (int(found[1]), int(found[2]) + 1) if found else (0, len(content))
            body = content[start:stop]
            if with_body:
                server.ranges.append(self.headers.get("Range") or "")
            self.send_response(206 if found else 200)
            if found:
                self.send_header("Content-Range", f"bytes {start}-{start + len(body) - 1}/{len(content)}")
            self._send(body, with_body, server.drop_after(number) if with_body else None)

        def _send(self, body: bytes, with_body: bool, limit: int | None) -> None:
            self.send_header("ETag", server.etag)
            if server.tells_size:
                self.send_header("Content-Length", str(len(body)))
            else:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            if with_body:
                self.wfile.write(body[:limit])
            if limit is not None and limit < len(body):
                self.close_connection = True

        def _end(self, status: int, location: str = "") -> None:
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    return Handler
