"""The bytes of a feed or a sitemap: unpacked, in UTF-8, without a document type, and never more than is borne."""

from __future__ import annotations

import re
import zlib

from scrapy.http import Response

from newsspider.page.decode import in_utf8

# What sitemaps may hold by their protocol (50 MB unpacked); feeds stay far below.
MAX_DOCUMENT_BYTES = 52_428_800
_GZIP = b"\x1f\x8b"
_GZIP_HEADER = 16 + zlib.MAX_WBITS
_DOCTYPE = re.compile(rb"<!DOCTYPE\b", re.IGNORECASE)
_SUBSET_OR_END = re.compile(rb"[\[>]")
_SUBSET_END = re.compile(rb"\]\s{0,100}>")
_HEAD_BYTES = 4_096  # a document type stands at the beginning, behind an XML declaration and a comment or two


def document_bytes(response: Response, max_bytes: int = MAX_DOCUMENT_BYTES) -> bytes:
    """Return a response's body in UTF-8, unpacked if it is gzip, at most `max_bytes` of it.

    What is damaged in a packed body ends it: what was unpacked before is returned.
    """
    body = bytes(response.body)
    body = _unpacked(body, max_bytes) if body.startswith(_GZIP) else body[:max_bytes]
    content_type = response.headers.get("Content-Type")
    return in_utf8(body, content_type.decode("latin-1") if content_type else None)


def without_doctype(markup: bytes) -> bytes:
    """Return markup without its document type, and so without the entities that bombs are made of.

    >>> without_doctype(b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss/>')
    b'<?xml version="1.0"?><rss/>'
    """
    start = _DOCTYPE.search(markup, 0, _HEAD_BYTES)
    mark = _SUBSET_OR_END.search(markup, start.end()) if start else None
    if start is None or mark is None:
        return markup
    end = mark if mark[0] == b">" else _SUBSET_END.search(markup, mark.end())
    return markup[: start.start()] + (markup[end.end() :] if end else b"")


def _unpacked(body: bytes, max_bytes: int) -> bytes:
    """Return what gzip members hold, one behind the other, as far as they are valid."""
    parts: list[bytes] = []
    left = max_bytes
    while body.startswith(_GZIP) and left > 0:
        member = zlib.decompressobj(_GZIP_HEADER)
        try:
            part = member.decompress(body, left)
        except zlib.error:
            part = _sound_part(body, left)
        if not part and not member.eof:
            break
        parts.append(part)
        left -= len(part)
        body = member.unused_data
    return b"".join(parts)


def _sound_part(body: bytes, max_bytes: int) -> bytes:
    """Return what a damaged gzip member holds before its damage, to the nearest few kilobytes."""
    member = zlib.decompressobj(_GZIP_HEADER)
    found = bytearray()
    for start in range(0, len(body), _HEAD_BYTES):
        try:
            found += member.decompress(body[start : start + _HEAD_BYTES], max_bytes - len(found))
        except zlib.error:
            break
        if len(found) >= max_bytes:
            break
    return bytes(found)
