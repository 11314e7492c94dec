"""Decoding of HTTP bodies: transfer and content codings are removed, up to a limit in bytes.

RFC 9112, section 7.1 (chunked); RFC 9110, section 8.4.1 (gzip, deflate); RFC 7932 (br); RFC 8878 (zstd).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import brotli  # type: ignore[import-untyped]  # it has no stubs

from newsspider.archives.compression import CHUNK_BYTES, CODECS, Compression, MemberReader
from newsspider.archives.sniff import is_html

# Codings that a body shows by its first bytes: what is declared is often another one, or none.
_SHOWN: tuple[tuple[bytes, str], ...] = (
    (CODECS["gzip"].magic, "gzip"),
    (CODECS["zstd"].magic, "zstd"),
    *((bytes((0x78, level)), "deflate") for level in (0x01, 0x5E, 0x9C, 0xDA)),
)
_MAX_UNDECLARED = 2
_CHUNK_SIZE = re.compile(rb"[ \t]{0,9}([0-9A-Fa-f]{1,16})[ \t]{0,9}(?:;[^\r\n]{0,4096})?\r?\n")


class TooLargeError(Exception):
    """The decoded body would be longer than the limit."""


class CodingError(Exception):
    """The body does not match its coding, or the coding is unknown; `code` is for stats."""

    def __init__(self, reason: str, code: str = "encoding") -> None:
        super().__init__(reason)
        self.code = code


def decoded_body(body: bytes, codings: Sequence[str], max_bytes: int) -> bytes:
    """Return `body` decoded; `codings` are in the order in which they were applied.

    A body that is evidently not encoded is returned as it is: many archives keep the headers of bodies that their
    crawler has decoded. Raises CodingError and TooLargeError.

    >>> decoded_body(b"4\\r\\nWiki\\r\\n0\\r\\n\\r\\n", ["chunked"], 100)
    b'Wiki'
    """
    for coding in reversed(codings):
        body = _decoded(body, coding, max_bytes)
    if len(body) > max_bytes:
        raise TooLargeError
    return body


def without_undeclared_coding(body: bytes, max_bytes: int) -> bytes:
    """Return a page's body without the codings that nobody declared, if that makes it a page; else the body.

    Some servers compress a page twice, and some archives lack the header.

    >>> import gzip
    >>> without_undeclared_coding(gzip.compress(b"<!DOCTYPE html><p>Hi"), 100)
    b'<!DOCTYPE html><p>Hi'
    """
    decoded = body
    for _ in range(_MAX_UNDECLARED):
        coding = _shown_coding(decoded)
        if coding is None:
            break
        try:
            decoded = _decoded(decoded, coding, max_bytes)
        except (CodingError, TooLargeError):
            return body
    return decoded if is_html(decoded) else body


def _shown_coding(body: bytes) -> str | None:
    return next((coding for magic, coding in _SHOWN if body.startswith(magic)), None)


def _decoded(body: bytes, coding: str, max_bytes: int) -> bytes:
    if coding in ("", "identity", "none", "utf-8") or not body or is_html(body):
        return body
    decode = _DECODERS.get(coding)
    shown = _shown_coding(body) if coding in _COMPRESSED else None
    # The two bytes of a zlib stream may begin others, but not those of gzip, which begins otherwise.
    if shown and (shown != "deflate" or coding.endswith("gzip")):
        decode = _DECODERS[shown]
    if decode is None:
        raise CodingError(f"unknown coding {coding[:40]!r}")
    try:
        return decode(body, max_bytes)
    except EOFError as error:
        raise CodingError(f"{coding}: the body is truncated", "truncated") from error
    except (OSError, zlib.error) as error:
        raise CodingError(f"{coding}: {error}") from error


def _dechunked(body: bytes, max_bytes: int) -> bytes:
    if not _CHUNK_SIZE.match(body):
        return body
    pieces: list[bytes] = []
    position = total = 0
    while True:
        line = _CHUNK_SIZE.match(body, position)
        if line is None:
            raise EOFError if position >= len(body) else OSError(f"no chunk size at byte {position}")
        size, start = int(line[1], 16), line.end()
        if size == 0:
            return b"".join(pieces)
        if start + size > len(body):
            raise EOFError
        total += size
        if total > max_bytes:
            raise TooLargeError
        pieces.append(body[start : start + size])
        position = start + size
        position += 2 if body.startswith(b"\r\n", position) else body.startswith(b"\n", position)


def _unzipped(compression: Compression) -> Callable[[bytes, int], bytes]:
    def decode(body: bytes, max_bytes: int) -> bytes:
        if not body.startswith(CODECS[compression].magic):
            return body
        return _all_members(MemberReader(BytesIO(body), 0, compression), max_bytes)

    return decode


def _all_members(reader: MemberReader, max_bytes: int) -> bytes:
    page = _Page(max_bytes)
    while True:
        between = reader.at_member_end
        try:
            piece = reader.read_some(CHUNK_BYTES)
        except OSError:
            if between and page.pieces:  # junk after the last member, which browsers ignore too
                return page.whole()
            raise
        if not piece:
            return page.whole()
        page.add(piece)


def _inflated(body: bytes, max_bytes: int) -> bytes:
    """Return a "deflate" body: a zlib stream by the RFC, a raw deflate stream from some servers."""
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        inner, page = zlib.decompressobj(wbits), _Page(max_bytes)
        try:
            page.add(inner.decompress(body, CHUNK_BYTES))
            while not inner.eof and (piece := inner.decompress(inner.unconsumed_tail, CHUNK_BYTES)):
                page.add(piece)
        except zlib.error:
            if wbits < 0:
                raise
            continue
        if not inner.eof:
            raise EOFError
        return page.whole()
    raise AssertionError("the second form either returns or raises")


def _bounded_brotli() -> Any:
    """Return a module that unpacks Brotli piece by piece.

    brotlipy, which pywb brings, has the name of Brotli's own module, hides it, and knows no bound on what it
    unpacks; brotlicffi is its successor. Raises CodingError where there is neither.
    """
    if hasattr(brotli.Decompressor, "process"):
        return brotli
    try:
        import brotlicffi  # type: ignore[import-not-found]  # noqa: PLC0415  # beside brotlipy only
    except ModuleNotFoundError as error:
        raise CodingError("br: brotlipy is installed in place of brotli; pip install brotlicffi") from error
    return brotlicffi


def _unbrotlied(body: bytes, max_bytes: int) -> bytes:
    bounded = _bounded_brotli()
    inner, page = bounded.Decompressor(), _Page(max_bytes)
    try:
        page.add(inner.process(body, output_buffer_limit=CHUNK_BYTES))
        while not inner.is_finished() and (piece := inner.process(b"", output_buffer_limit=CHUNK_BYTES)):
            page.add(piece)
    except bounded.error as error:
        raise OSError(str(error)) from error
    if not inner.is_finished():
        raise EOFError
    return page.whole()


class _Page:
    """The decoded body so far. Raises TooLargeError when it grows beyond its limit."""

    def __init__(self, max_bytes: int) -> None:
        self.pieces: list[bytes] = []
        self._left = max_bytes

    def add(self, piece: bytes) -> None:
        self._left -= len(piece)
        if self._left < 0:
            raise TooLargeError
        self.pieces.append(piece)

    def whole(self) -> bytes:
        return b"".join(self.pieces)


_COMPRESSED = frozenset({"gzip", "x-gzip", "deflate", "br", "zstd"})
_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "chunked": _dechunked,
    "gzip": _unzipped("gzip"),
    "x-gzip": _unzipped("gzip"),
    "deflate": _inflated,
    "br": _unbrotlied,
    "zstd": _unzipped("zstd"),
}
