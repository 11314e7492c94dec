"""What bodies are that are not HTML whatever they are called."""

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
from newsspider.errors import PageError
from newsspider.page import read_page
from newsspider.page.byte_kinds import other_kind

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
