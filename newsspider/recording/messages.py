"""Convert Scrapy's requests and responses to HTTP messages for WARC records."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy.http import Request, Response

from newsspider.archives.messages import Header, Message
from newsspider.archives.warc.exchanges import FetchedAnswer, SentRequest
from newsspider.archives.warc.write import phrase_of

_HTTP_SCHEMES = frozenset({"http", "https"})
# The body is written after these were applied; other web archives rename them the same way.
_KEPT_AS = b"X-Archive-Orig-"
# Credentials for a proxy are not part of the exchange with the site.
_UNRECORDED = frozenset({b"proxy-authorization"})
# Scrapy's flags and WARC's terms for them. ("partial" is a body without a length, which may be complete.)
_TRUNCATED = {"dataloss": "disconnect", "download_stopped": "unspecified"}


def sent_request(request: Request) -> SentRequest:
    """Return a request as the download handler sends it, with the Host header that HTTP requires."""
    parts = urlsplit(request.url)
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    headers = _headers(request)
    if not any(name.lower() == b"host" for name, _ in headers):
        headers.insert(0, (b"Host", parts.netloc.rpartition("@")[2].encode()))
    head = _block(f"{request.method} {target} HTTP/1.1".encode(), headers)
    content_type = (request.headers.get("Content-Type") or b"").decode("latin-1")
    return SentRequest(request.url, head + request.body, request.method, request.body, content_type)


def fetched_answer(response: Response, *, to_head: bool = False) -> FetchedAnswer:
    """Return a response with its body as received; `to_head` says that it answers a HEAD request."""
    truncated = next((word for flag, word in _TRUNCATED.items() if flag in response.flags), None)
    address = str(response.ip_address) if response.ip_address else None
    if urlsplit(response.url).scheme not in _HTTP_SCHEMES:
        return FetchedAnswer(b"", Message(200, [], response.body), address, truncated)
    headers = _framed(_headers(response), len(response.body), to_head)
    version = response.protocol if (response.protocol or "").startswith("HTTP/1.") else "HTTP/1.1"
    line = f"{version} {response.status} ".encode() + phrase_of(response.status)
    return FetchedAnswer(
        _block(line, headers), Message(response.status, headers, response.body), address, truncated
    )


def _headers(message: Request | Response) -> list[Header]:
    return [
        (name, value)
        for name, values in message.headers.items()
        if name.lower() not in _UNRECORDED
        for value in values
    ]


def _framed(headers: list[Header], body_bytes: int, to_head: bool) -> list[Header]:
    """Return headers that match the body, whose transfer coding is decoded and which may be truncated."""
    framed: list[Header] = []
    for name, value in headers:
        false_length = name.lower() == b"content-length" and not to_head and value.strip() != b"%d" % body_bytes
        renamed = name.lower() == b"transfer-encoding" or false_length
        framed.append((_KEPT_AS + name if renamed else name, value))
    if not to_head and not any(name.lower() == b"content-length" for name, _ in framed):
        framed.append((b"Content-Length", b"%d" % body_bytes))
    return framed


def _block(first_line: bytes, headers: list[Header]) -> bytes:
    # A line break within a value would end the header.
    lines = [first_line, *(name + b": " + b" ".join(value.split()) for name, value in headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"
