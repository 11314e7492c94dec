"""What bodies are whatever they are called, and what they are called."""

from __future__ import annotations

import gzip
import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse

from newsspider import extract_html
from newsspider.content_types import is_html_type, may_be_page_type, may_be_text_type, mime_type_in, other_kind
from newsspider.errors import PageError
from newsspider.page import read_page

NOISE = bytes(range(256)) * 8


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "storm")
    return file.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + NOISE, "a JPEG image"),
        (b"\x89PNG\r\n\x1a\n" + NOISE, "a PNG image"),
        (b"GIF89a\x01\x00\x01\x00" + NOISE, "a GIF image"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 " + NOISE, "a WebP image, a WAV or an AVI file"),
        (b"\x00\x00\x00\x20ftypavif" + NOISE, "an MP4 film or an AVIF image"),
        (b"%PDF-1.4\n1 0 obj", "a PDF document"),
        (gzip.compress(b"<p>storm", mtime=0), "gzip data"),
        (zipped(), "a ZIP archive or an Office document"),
        (b"ID3\x03\x00\x00" + NOISE, "an MP3 file"),
        (b"\x07\x01\x02\x03" * 100, "binary data"),
        (b'{"error": {"code": 404}}\n', "JSON"),
        (b'\xef\xbb\xbf [\n {"a": 1}]', "JSON"),
        (b"{}", "JSON"),
        (b'<?xml version="1.0"?>\n<!-- made by hand -->\n<rss version="2.0"><channel>', "a feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "a feed"),
        (b"<rdf:RDF xmlns:rdf='x'>", "a feed"),
        (b"\n<urlset>", "a sitemap"),
        (b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a" "b"><svg width="1">', "an SVG image"),
    ],
)
def test_what_is_no_page_is_named_and_refused(body: bytes, kind: str) -> None:
    assert other_kind(body) == kind
    with pytest.raises(PageError) as error:
        extract_html(body)
    assert error.value.code == "not-html"
    assert kind in error.value.reason


@pytest.mark.parametrize(
    "body",
    [
        b"", b"   ", b"Storm hits coast", b"<p>Storm", b"<!doctype html><p>Storm", b"<!-- rss --><html><svg>",
        b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "a" "b"><html xmlns="c">', b"<?php echo 1 ?><div>Storm</div>",
        "Sturm trifft Küste".encode("utf-16"), "Sturm trifft die Küste".encode("utf-16-le"),
        "嵐が海岸を襲う".encode("utf-16"), "嵐が海岸を襲う".encode("iso2022_jp"), "Буря".encode("koi8-r"),
        b"BMW builds cars", b"MZ is a brand", b"ID3 tags are old", b"PK is a stadium", b"RIFF raff", b"Rar!",
        b'{"a": 1}<p>A page behind its data', b"[Update] The storm is over]", b"{Advertisement}",
        b"a\x00b\x08c with stray bytes in a text that goes on for long enough to be one of a page, as it happens",
        b"<feedback>Thanks", b"<rssfeed>",
    ],
)  # fmt: skip
def test_pages_and_texts_pass(body: bytes) -> None:
    assert other_kind(body) is None


def test_an_empty_page_is_told_apart() -> None:
    with pytest.raises(PageError) as error:
        read_page(HtmlResponse("https://example.org/", body=b""))
    assert error.value.code == "empty"


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(body: bytes) -> None:
    other_kind(body)


@pytest.mark.parametrize(
    "part", [b"<!--", b"<!-- a -->", b"<?a?>", b" ", b"{ ", b"[[[", b"<!DOCTYPE ", b"\x00\x01", b"<a:"]
)
def test_hostile_bytes_take_little_time(part: bytes) -> None:
    body = part * 1_000_000
    started = time.process_time()
    other_kind(body)
    assert time.process_time() - started < 0.1


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("text/html", "text/html"), ("Text/HTML;charset=x", "text/html"), ("text/html charset=utf-8", "text/html"),
        ('"text/html"', "text/html"), (" 'text/html; charset=utf-8' ", "text/html"), ("html", "html"), ("", ""),
        ("text/html, text/html", "text/html"), (";charset=utf-8", ""), ("/", ""), ("text/", "text"),
        ("application/vnd.wap.xhtml+xml", "application/vnd.wap.xhtml+xml"), ("text/html\t;a", "text/html"),
    ],
)  # fmt: skip
def test_types_as_servers_write_them(written: str, expected: str) -> None:
    assert mime_type_in(written) == expected


@pytest.mark.parametrize("kind", ["text/htmlx", "nohtml5", "application/xml", "text/asp"])
def test_what_does_not_name_html(kind: str) -> None:
    assert not is_html_type(kind)
    assert may_be_page_type(kind)
    assert not may_be_text_type(kind)


@pytest.mark.parametrize(
    "kind",
    ["image/svg+xml", "text/css", "application/ld+json", "application/x-javascript", "font/woff2", "video/mp4",
     "application/x-font-ttf", "application/pdf", "multipart/form-data"],
)  # fmt: skip
def test_what_is_called_something_else(kind: str) -> None:
    assert not may_be_page_type(kind)


@given(st.text(max_size=80))
def test_no_header_makes_it_raise(written: str) -> None:
    kind = mime_type_in(written)
    assert mime_type_in(kind) == kind
    may_be_page_type(kind), is_html_type(kind), may_be_text_type(kind)


@pytest.mark.parametrize("part", [" ", '"', "a", "a/", "+json", "x-", "html"])
def test_a_long_header_takes_no_time(part: str) -> None:
    started = time.process_time()
    kind = mime_type_in(part * 100_000)
    may_be_page_type(part * 100_000), is_html_type(part * 100_000), may_be_text_type(kind)
    assert time.process_time() - started < 1
