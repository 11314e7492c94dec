"""HTTP messages in archives, and the Scrapy responses made from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scrapy.http import HtmlResponse

from newsspider.archives.decoding import decoded_body
from newsspider.archives.sniff import charset_of, is_binary, is_blank, is_html, is_text
from newsspider.content_types import is_html_type, may_be_page_type, may_be_text_type, mime_type_in, other_kind
from newsspider.http import TextDumpResponse

_STATUS_LINE = re.compile(rb"HTTP/\d{1,2}(?:\.\d{1,2})?[ \t]{1,9}(\d{3})(?!\d)")
_HEADER_END = re.compile(rb"\r?\n\r?\n")
# They describe how a body is encoded; Content-Length counts the encoded bytes.
CODING_HEADERS = frozenset({b"content-encoding", b"transfer-encoding", b"content-length"})

Header = tuple[bytes, bytes]


class MessageError(Exception):
    """The bytes are not an HTTP response."""


@dataclass(frozen=True, slots=True)
class Message:
    """An HTTP response split into its parts; `body` may still be encoded."""

    status: int
    headers: Sequence[Header]
    body: bytes

    def values(self, name: bytes) -> list[str]:
        """Return the values of the header `name` (lower-case), split at commas, in lower case."""
        written = (value for key, value in self.headers if key.lower() == name)
        parts = b",".join(written).decode("latin-1").lower().split(",")
        return [part.strip() for part in parts if part.strip()]


def parsed_message(block: bytes) -> Message:
    """Return the parts of an HTTP response. Raises MessageError if there is no status line.

    >>> parsed_message(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n<p>Hi").headers
    [(b'Content-Type', b'text/html')]
    """
    status = _STATUS_LINE.match(block)
    if status is None:
        raise MessageError("no HTTP status line")
    border = _HEADER_END.search(block)
    head = block[: border.start()] if border else block
    lines = head.replace(b"\r\n", b"\n").split(b"\n")[1:]
    return Message(int(status[1]), _headers(lines), block[border.end() :] if border else b"")


def _headers(lines: Sequence[bytes]) -> list[Header]:
    headers: list[Header] = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if line[:1] in (b" ", b"\t") and headers:  # a folded line (RFC 9112, section 5.2)
            headers[-1] = (headers[-1][0], headers[-1][1] + b" " + line.strip())
        elif colon and name.strip():
            headers.append((name.strip(), value.strip()))
    return headers


def decoded_message(message: Message, max_bytes: int) -> Message:
    """Return the message with its body decoded, without the headers that describe the coding.

    Raises CodingError and TooLargeError.
    """
    codings = message.values(b"content-encoding") + message.values(b"transfer-encoding")
    if not codings:
        return Message(message.status, message.headers, decoded_body(message.body, (), max_bytes))
    headers = [header for header in message.headers if header[0].lower() not in CODING_HEADERS]
    return Message(message.status, headers, decoded_body(message.body, codings, max_bytes))


def may_be_page(message: Message) -> bool:
    """Return whether the message can be HTML or text by its Content-Type."""
    return may_be_page_type(mime_type(message))


def mime_type(message: Message) -> str:
    """Return the Content-Type without its parameters, in lower case; `""` if there is none."""
    return mime_type_in(next(iter(message.values(b"content-type")), ""))


def page_response(url: str, message: Message) -> HtmlResponse | TextDumpResponse | None:
    """Return a decoded message as a response; None if its body is neither HTML nor text.

    This is where live and archived responses are found to be pages. Bytes decide where they are clear; the
    Content-Type says whether other text is HTML that lacks tags at its beginning, a text, or neither.
    """
    kind, body = mime_type(message), message.body
    if is_blank(body) or is_binary(body) or other_kind(body):
        return None
    headers: dict[bytes, list[bytes]] = {}
    for name, value in message.headers:
        headers.setdefault(name, []).append(value)
    if is_html_type(kind) or is_html(body):
        return HtmlResponse(url, status=message.status, headers=headers, body=body)
    if not may_be_text_type(kind) or not is_text(body):
        return None
    response = TextDumpResponse(url, status=message.status, headers=headers, body=body)
    if not _declares_charset(message):
        response = response.replace(encoding=charset_of(body))
    return response


def _declares_charset(message: Message) -> bool:
    return any("charset=" in value for value in message.values(b"content-type"))
