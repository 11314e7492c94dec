from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Response

from newsspider.discovery.documents import document_bytes, without_doctype

URL = "https://example.org/feed"


def test_a_body_is_unpacked_and_in_utf8() -> None:
    assert document_bytes(Response(URL, body=gzip.compress("é".encode()))) == "é".encode()
    latin = Response(URL, body=b"caf\xe9", headers={"Content-Type": "text/xml; charset=iso-8859-1"})
    assert document_bytes(latin) == "café".encode()


def test_no_more_is_unpacked_than_asked_for() -> None:
    packed = gzip.compress(b"a" * 1_000) + gzip.compress(b"b" * 1_000)
    assert document_bytes(Response(URL, body=packed), 1_500) == b"a" * 1_000 + b"b" * 500
    assert document_bytes(Response(URL, body=b"a" * 2_000), 1_500) == b"a" * 1_500


def test_what_stands_before_a_damage_is_kept() -> None:
    packed = bytearray(gzip.compress(b"".join(b"%d " % n for n in range(50_000)), 1))
    packed[len(packed) // 2] ^= 0xFF
    found = document_bytes(Response(URL, body=bytes(packed)))
    assert found.startswith(b"0 1 2 3")
    assert len(found) > 10_000


@pytest.mark.parametrize(
    ("doctype", "left"),
    [
        ("<!DOCTYPE rss>", "<rss/>"),
        ('<!doctype rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://example.org/rss.dtd">', "<rss/>"),
        ('<!DOCTYPE rss [<!ENTITY a "b"> <!ENTITY c ">"> ] >', "<rss/>"),
        ("<!DOCTYPE rss [<!ENTITY a ", ""),
        ("<!DOCTYPE rss [", ""),
    ],
)
def test_a_document_type_is_left_out(doctype: str, left: str) -> None:
    assert (
        without_doctype(f"<?xml version='1.0'?>{doctype}<rss/>".encode())
        == f"<?xml version='1.0'?>{left}".encode()
    )


@given(st.binary())
def test_never_raises(body: bytes) -> None:
    document_bytes(Response(URL, body=b"\x1f\x8b\x08" + body))
    without_doctype(b"<!DOCTYPE" + body)
