"""Headers and HTTP messages of WARC records that are not as the standards have them, as seen in real archives."""

from __future__ import annotations

from collections.abc import Callable

from tests.archives.builders import page

__all__ = ["BLOCKS", "HEADERS", "header_changed"]


def header_changed(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def changed(written: bytes) -> bytes:
        header, border, block = written.partition(b"\r\n\r\n")
        return change(header + border) + block

    return changed


def lower_names(header: bytes) -> bytes:
    names = [line.partition(b":") for line in header.split(b"\r\n")]
    return b"\r\n".join(name.lower() + colon + value for name, colon, value in names)


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda header: header.replace(old, new)


HEADERS: dict[str, Callable[[bytes], bytes]] = {
    "line feeds alone": replaced(b"\r\n", b"\n"),
    "two carriage returns": replaced(b"\r\n", b"\r\r\n"),
    "names in lower case": lower_names,
    "all in lower case": lambda header: header.lower(),
    "names in capitals": lambda header: header.replace(b"WARC-Type", b"WARC-TYPE").replace(b"Length", b"LENGTH"),
    "a length in lower case": replaced(b"Content-Length", b"content-length"),
    "a type in lower case": replaced(b"WARC-Type", b"warc-type"),
    "a blank line in its middle": replaced(b"WARC-Target", b"\r\nWARC-Target"),
    "a blank line in its middle, line feeds": lambda header: (
        header.replace(b"Content-Type", b"\r\nContent-Type").replace(b"\r\n", b"\n").replace(b"1.1", b"0.18")
    ),
    "folded lines": replaced(b": ", b":\r\n\t "),
    "folded lines with line feeds": lambda header: header.replace(b": ", b":\n ").replace(b"\r\n", b"\n"),
    "no space after colons": replaced(b": ", b":"),
    "spaces around colons": replaced(b": ", b" :  "),
    "an old version": replaced(b"WARC/1.1", b"WARC/0.18"),
    "an old version, line feeds": lambda header: header.replace(b"1.1", b"0.17").replace(b"\r\n", b"\n"),
    "a type in capitals": replaced(b"response", b"RESPONSE"),
    "no type": replaced(b"WARC-Type: response\r\n", b""),
    "a type of its own": replaced(b"WARC-Type: response", b"WARC-Type: answer"),
}
BLOCKS: dict[str, Callable[[int], bytes]] = {
    "a protocol in lower case": lambda n: b"http/1.1 200 ok\r\nContent-Type: text/html\r\n\r\n" + page(n),
    "no version": lambda n: b"HTTP 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(n),
    "no protocol": lambda n: b"200 OK\r\nContent-Type: text/html\r\n\r\n" + page(n),
    "no status line": lambda n: b"Content-Type: text/html\r\nServer: x\r\n\r\n" + page(n),
    "another protocol": lambda n: b"HTTPX/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(n),
    "another protocol without a version": lambda n: b"ICY 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(n),
    "no status": lambda n: b"HTTP/1.1 OK\r\nContent-Type: text/html\r\n\r\n" + page(n),
    "two carriage returns": lambda n: b"HTTP/1.1 200 OK\r\r\nContent-Type: text/html\r\r\n\r\r\n" + page(n),
    "no headers": page,
    "line feeds": lambda n: b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + page(n),
    "a blank line before it": lambda n: b"\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(n),
    "folded headers": lambda n: b"HTTP/1.1 200 OK\r\nContent-Type:\r\n  text/html\r\n\r\n" + page(n),
    "no fields": lambda n: b"HTTP/1.0 200\r\n\r\n" + page(n),
}
