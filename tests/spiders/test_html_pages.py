from __future__ import annotations

import gzip

import pytest
from scrapy.http import HtmlResponse, Request, Response, TextResponse, XmlResponse
from scrapy.responsetypes import responsetypes

from newsspider.archives.messages import page_response, parsed_message
from newsspider.spiders.html_pages import as_page

URL = "https://news.example/storm"
PAGE = b"<!DOCTYPE html><html><body><h1>Storm</h1><p>It hit the coast.</p></body></html>"
XHTML = b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "a" "b">\n<html xmlns="c"><body><p>Storm</body></html>'


def fetched(content_type: bytes, body: bytes) -> Response:
    """Return a response of the class that Scrapy's downloader gives it."""
    request = Request(URL)
    kind = responsetypes.from_args(headers={b"Content-Type": content_type}, url=URL, body=body)
    return kind(URL, body=body, headers={b"Content-Type": content_type}, request=request)


@pytest.mark.parametrize(
    "content_type",
    [
        b"text/html", b"text/html charset=utf-8", b'"text/html"', b"'text/html; charset=utf-8'", b"html",
        b"text/x-server-parsed-html", b"text/asp", b"application/x-httpd-php", b"application/xml", b"text/xml",
        b"application/vnd.wap.xhtml+xml", b"application/xhtml+xml", b"text/plain", b"application/octet-stream",
        b"", b";charset=utf-8", b"nonsense", b"/", b"text/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("body", [PAGE, XHTML])
def test_html_is_a_page_live_and_replayed_whatever_it_is_called(content_type: bytes, body: bytes) -> None:
    response = fetched(content_type, body)
    page = as_page(response)
    assert isinstance(page, HtmlResponse)
    assert (page.body, page.request) == (body, response.request)
    archived = page_response(
        URL, parsed_message(b"HTTP/1.1 200 OK\r\nContent-Type: " + content_type + b"\r\n\r\n" + body)
    )
    assert type(archived) is HtmlResponse


@pytest.mark.parametrize("content_type", [b"text/html", b"html", b"text/plain", b"application/xml", b""])
@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xd8\xff\xe0\0\x10JFIF\0", b"GIF89a\1\0", gzip.compress(PAGE, mtime=0),
        b"PK\3\4....", b'{"error": 404}', b"<?xml version='1.0'?><rss><channel><title>a</title></channel></rss>",
        b"<urlset><url><loc>https://news.example/a</loc></url></urlset>", bytes(range(256)) * 20,
    ],
)  # fmt: skip
def test_other_bytes_are_no_page_live_or_replayed_whatever_they_are_called(
    content_type: bytes, body: bytes
) -> None:
    assert as_page(fetched(content_type, body)) is None
    message = parsed_message(b"HTTP/1.1 200 OK\r\nContent-Type: " + content_type + b"\r\n\r\n" + body)
    assert page_response(URL, message) is None


@pytest.mark.parametrize("content_type", [b"image/jpeg", b"text/css", b"application/json", b"application/ld+json"])
def test_what_browsers_would_not_show_as_a_page_is_none(content_type: bytes) -> None:
    assert as_page(fetched(content_type, PAGE)) is None


@pytest.mark.parametrize("kind", [Response, TextResponse, XmlResponse])
def test_text_alone_is_no_page_of_a_crawl(kind: type[Response]) -> None:
    assert as_page(kind(URL, body=b"Storm hits the coast", headers={"Content-Type": "text/plain"})) is None


@pytest.mark.parametrize("content_type", [b"application/octet-stream", b"text/plain"])
@pytest.mark.parametrize(
    "beginning",
    [b"filedesc://a.arc 0.0.0.0 20040101 text/plain 2\n1\n", b"WARC/1.0\r\nA: b\r\n\r\n", b'{"html": "'],
)
def test_a_file_with_pages_in_it_is_no_page_live_or_replayed(content_type: bytes, beginning: bytes) -> None:
    body = beginning + PAGE
    assert isinstance(fetched(content_type, body), TextResponse)  # of HTML, for Scrapy
    assert as_page(fetched(content_type, body)) is None
    message = parsed_message(b"HTTP/1.1 200 OK\r\nContent-Type: " + content_type + b"\r\n\r\n" + body)
    assert not isinstance(page_response(URL, message), HtmlResponse)
