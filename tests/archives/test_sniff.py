from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.archives.sniff import byte_order_mark, is_binary, is_html, is_json, is_text, utf16_without_mark


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype HTML>", b"\xef\xbb\xbf<html>", b"\n\n<!-- a -->\n<HEAD>", b"<?xml version='1.0'?><html xmlns=''>",
        "<html>".encode("utf-16"), b"<p>Hi", b"<div\nclass=a>",
    ],
)  # fmt: skip
def test_html(content: bytes) -> None:
    assert is_html(content)
    assert not is_binary(content)


@pytest.mark.parametrize(
    "content",
    [b"Hi <p>", b"<?xml version='1.0'?><rss><title>a</title>", b"", b"< html", b"<pre>", b'{"a": "<html>"}'],
)
def test_no_html(content: bytes) -> None:
    assert not is_html(content)


@pytest.mark.parametrize(
    "content",
    [
        "Fähre".encode(), "Паром".encode("cp1251"), "嵐のあと".encode("shift_jis"), "嵐".encode("iso2022_jp"),
        b"[Advertisement] Ferry sails", b"{Advertisement}", b"BMW sails", b"RIFF is a word here", b"Text\0with one NUL" * 9,
    ],
)  # fmt: skip
def test_text(content: bytes) -> None:
    assert is_text(content) is (b"\0" not in content)
    assert is_binary(content) is (b"\0" in content)


@pytest.mark.parametrize(
    "content",
    [b'{"a": 1}', b'[{"a": 1}]', b"[]", b"{}", b'["a"]', b"<rss>", b"%PDF-1.7 text", b"PK\x03\x04", b"", b" \n"],
)
def test_no_text(content: bytes) -> None:
    assert not is_text(content)


@pytest.mark.parametrize("head", [b"<!DOCTYPE html><html><head>", b"\0\0 <HTML><head>"])
def test_a_page_may_be_padded_with_nuls(head: bytes) -> None:
    page = (
        head
        + b"\0" * 40
        + b"<title>Storm hits coast</title></head><body><p>Homes without power.</p>"
        + b"\0" * 300
    )
    assert is_html(page)
    assert is_binary(b"\x7fELF\0\0\0" + page)


@pytest.mark.parametrize("content", [b'{"a": 1}', b'\xef\xbb\xbf [ {"a": 1}]', b'{\n "a": 1}'])
def test_json(content: bytes) -> None:
    assert is_json(content)


@pytest.mark.parametrize("content", [b"{a}", b"[1]", b"[[", b'"a"', b"", '{"a": 1} and so on'.encode("utf-16")])
def test_no_json(content: bytes) -> None:
    assert not is_json(content)


@given(st.binary(max_size=300))
def test_never_raises(content: bytes) -> None:
    assert not (is_binary(content) and (is_html(content) or is_text(content) or is_json(content)))
    assert byte_order_mark(content) in {None, "utf-8", "utf-16-le", "utf-16-be"}
    assert utf16_without_mark(content) in {None, "utf-16-le", "utf-16-be"}


@pytest.mark.parametrize("first", [b"[" * 9_000 + b"]" * 9_000, b"{}", b"[]", b"{},\n{}", b"[[[],[]]]"])
def test_objects_are_recognized_behind_lines_that_hold_none(first: bytes) -> None:
    assert is_json(first + b'\n{"url": "https://example.org/a"}')
    assert not is_json(b"[sic] {" + first[:9])
