from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse

from newsspider.archives.messages import MessageError, decoded_message, mime_type, page_response, parsed_message
from newsspider.http import TextDumpResponse


def test_the_parts_of_a_message() -> None:
    message = parsed_message(b"HTTP/2 200\nA: 1\r\n  folded\r\nno colon\r\n: none\r\na:2\r\n\r\nBody\r\n\r\n")
    assert message.status == 200
    assert message.headers == [(b"A", b"1 folded"), (b"a", b"2")]
    assert message.values(b"a") == ["1 folded", "2"]
    assert message.body == b"Body\r\n\r\n"


@pytest.mark.parametrize(
    "before",
    [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" * 2,
     b"HTTP/1.0 200 Connection established\r\n\r\n", b"HTTP/1.1 200 OK\r\nVia: proxy\r\n\r\n"],
)  # fmt: skip
def test_what_comes_before_a_response_is_not_it(before: bytes) -> None:
    for status in (200, 404):
        message = parsed_message(before + b"HTTP/1.1 %d X\r\nContent-Type: text/html\r\n\r\n<p>Hi" % status)
        assert (message.status, message.headers, message.body) == (
            status, [(b"Content-Type", b"text/html")], b"<p>Hi",
        )  # fmt: skip


def test_a_response_may_hold_another_one() -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nHTTP/1.1 404 is what a server says"
    assert parsed_message(block).body == b"HTTP/1.1 404 is what a server says"
    assert parsed_message(b"HTTP/1.1 301 Moved\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>").status == 301


@pytest.mark.parametrize("page", [b"<!DOCTYPE html>\n<p>Hi", b"<html>\n\n<p>Hi", b"<HTML lang=en><p>Hi\r\n\r\nHo"])
def test_a_page_without_a_blank_line_before_it(page: bytes) -> None:
    message = parsed_message(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + page)
    assert (message.headers, message.body) == ([(b"Content-Type", b"text/html")], page)


@pytest.mark.parametrize("block", [b"", b"HTTP/1.1 OK\r\n\r\n", b"HTTP/1.1 2000 OK\r\n\r\n"])
def test_no_message(block: bytes) -> None:
    with pytest.raises(MessageError):
        parsed_message(block)


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        (b"text/html", b"Hi there", HtmlResponse),
        (b"TEXT/HTML; charset=x", b"Hi there", HtmlResponse),
        (b"application/xhtml+xml", b"<html>", HtmlResponse),
        (b"text/plain", b"Hi there", TextDumpResponse),
        (b"text/plain", b"OK", type(None)),
        (b"text/html", b"OK", type(None)),
        (b"text/plain", b"a/b.warc.gz\nc/d.warc.gz\n", type(None)),
        (b"text/plain", b"<!doctype html>Hi", HtmlResponse),
        (b"", b"<!doctype html>Hi", HtmlResponse),
        (b"text/html", b"%PDF-1.4", type(None)),
        (b"text/plain", b'{"a": 1}', type(None)),
        (b"text/html", b" \n", type(None)),
    ],
)
def test_what_a_message_holds(content_type: bytes, body: bytes, expected: type) -> None:
    message = parsed_message(b"HTTP/1.1 200 OK\r\nContent-Type: " + content_type + b"\r\n\r\n" + body)
    assert type(page_response("https://example.org/", message)) is expected


def test_a_charset_that_is_declared_counts() -> None:
    block = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1252\r\n\r\nDie Fähre"
    response = page_response("", parsed_message(block.encode("cp1252")))
    assert isinstance(response, HtmlResponse)
    assert response.text == "Die Fähre"


@given(st.binary(max_size=200))
def test_never_raises_anything_else(junk: bytes) -> None:
    message = parsed_message(b"HTTP/1.1 200 OK\r\nContent-Type:" + junk)
    assert isinstance(mime_type(message), str)
    plain = decoded_message(parsed_message(b"HTTP/1.1 200 OK\r\n\r\n" + junk), 1000)
    page_response(junk.decode("latin-1"), plain)
