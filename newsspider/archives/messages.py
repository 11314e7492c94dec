"""HTTP messages in archives, and the Scrapy responses made from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scrapy.http import HtmlResponse

from newsspider.archives.decoding import decoded_body, without_undeclared_coding
from newsspider.archives.sniff import charset_of, has_words, is_binary, is_blank, is_html, is_text
from newsspider.content_types import is_html_type, may_be_page_type, may_be_text_type, mime_type_in, other_kind
from newsspider.http import TextDumpResponse

# Servers and tools write it in lower case, without a version, without a protocol, or with another: `200 OK`.
_STATUS_LINE = re.compile(rb"[\r\n]{0,4}HTTP(?:/\d{0,2}(?:\.\d{0,2})?)?[ \t]{1,9}(\d{3})(?!\d)", re.I)
_OTHER_STATUS_LINE = re.compile(
    rb"(?:[A-Za-z]{2,10}/[\d.]{1,9}[ \t]{1,9}|ICY[ \t])?(\d{3})[ \t]{1,9}[A-Za-z][^\r\n]{0,99}\r{0,2}\n"
)
# Some writers end lines in two carriage returns and a line feed.
_HEADER_END = re.compile(rb"\r{0,2}\n\r{0,2}\n")
_PAGE_BEGINS = re.compile(rb"\n(?=<(?:!doctype\s+html|html)[\s>])", re.I)
_FOLD = re.compile(rb"\r{0,2}\n[ \t]{1,1024}")
# They describe how a body is encoded; Content-Length counts the encoded bytes.
CODING_HEADERS = frozenset({b"content-encoding", b"transfer-encoding", b"content-length"})

_OK = 200
_MAX_BEFORE_RESPONSE = 3

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
    """Return the parts of an HTTP response. Raises MessageError if there is no status line, and no page either.

    Tools that save pages sometimes leave out the status line, or all headers: the status is 200 then.

    >>> parsed_message(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n<p>Hi").headers
    [(b'Content-Type', b'text/html')]
    >>> parsed_message(b"<!DOCTYPE html><p>Hi").body
    b'<!DOCTYPE html><p>Hi'
    """
    status = _STATUS_LINE.match(block) or _OTHER_STATUS_LINE.match(block)
    if status is None:
        return _message_without_status(block)
    message = _message(int(status[1]), block, block.find(b"\n", status.end() - 1) + 1 or len(block))
    for _ in range(_MAX_BEFORE_RESPONSE):
        following = _STATUS_LINE.match(message.body) if _precedes_response(message) else None
        if following is None:
            break
        block = message.body
        message = _message(int(following[1]), block, block.find(b"\n", following.end() - 1) + 1 or len(block))
    return message


def _precedes_response(message: Message) -> bool:
    """Return whether a message is "100 Continue" or the like, or a proxy's "200 Connection established"."""
    return message.status < _OK or (message.status == _OK and not message.values(b"content-type"))


def is_http_response(block: bytes) -> bool:
    """Return whether `block` begins with the status line of an HTTP response.

    >>> is_http_response(b"http/1.1 200"), is_http_response(b"HTTP 200 OK"), is_http_response(b"HTTP is old")
    (True, True, False)
    """
    return bool(_STATUS_LINE.match(block))


def _message_without_status(block: bytes) -> Message:
    if is_html(block):
        return Message(200, [], block)
    message = _message(200, block, 0)
    if is_html(message.body) or message.values(b"content-type"):
        return message
    raise MessageError("no HTTP status line")


def _message(status: int, block: bytes, start: int) -> Message:
    border = _HEADER_END.search(block, max(start - 2, 0))
    page = _PAGE_BEGINS.search(block, max(start - 1, 0), border.start() if border else len(block))
    if page is not None:  # without a blank line before it
        return Message(status, _headers(block[start : page.start()]), block[page.end() :])
    head = block[start : border.start()] if border else block[start:]
    return Message(status, _headers(head), block[border.end() :] if border else b"")


def _headers(lines: bytes) -> list[Header]:
    if b"\n " in lines or b"\n\t" in lines:  # folded lines: RFC 9112, section 5.2
        lines = _FOLD.sub(b" ", lines)
    headers: list[Header] = []
    for line in lines.split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon and name.strip():
            headers.append((name.strip(), value.strip()))
    return headers


def decoded_message(message: Message, max_bytes: int) -> Message:
    """Return the message with its body decoded, without the headers that describe the coding.

    Raises CodingError and TooLargeError.
    """
    codings = message.values(b"content-encoding") + message.values(b"transfer-encoding")
    body = decoded_body(message.body, codings, max_bytes)
    decoded = without_undeclared_coding(body, max_bytes) if is_html_type(mime_type(message)) else body
    if not codings and decoded is body:
        return Message(message.status, message.headers, body)
    headers = [header for header in message.headers if header[0].lower() not in CODING_HEADERS]
    return Message(message.status, headers, decoded)


def may_be_page(message: Message) -> bool:
    """Return whether the message can be HTML or text by its Content-Type."""
    return may_be_page_type(mime_type(message))


def mime_type(message: Message) -> str:
    """Return the Content-Type without its parameters, in lower case; `""` if there is none."""
    return mime_type_in(next(iter(message.values(b"content-type")), ""))


def page_response(url: str, message: Message) -> HtmlResponse | TextDumpResponse | None:
    """Return a decoded message as a response; None if its body is neither HTML nor text with words.

    This is where live and archived responses are found to be pages. Bytes decide where they are clear; the
    Content-Type says whether other text is HTML that lacks tags at its beginning, a text, or neither.
    """
    kind, body = mime_type(message), message.body
    if is_blank(body) or is_binary(body) or other_kind(body) or not (b"<" in body or has_words(body)):
        return None
    headers: dict[bytes, list[bytes]] = {}
    for name, value in message.headers:
        headers.setdefault(name, []).append(value)
    if is_html_type(kind) or is_html(body):
        return HtmlResponse(url, status=message.status, headers=headers, body=body)
    if not may_be_text_type(kind) or not is_text(body):
        return None
    response = TextDumpResponse(url, status=message.status, headers=headers, body=body)
    content_type = b", ".join(value for name, value in message.headers if name.lower() == b"content-type")
    return response.replace(encoding=charset_of(body, content_type.decode("latin-1")))
