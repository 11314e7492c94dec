from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider.archives.html import saved_from
from tests.archives.builders import page, read_all, zstd


@pytest.mark.parametrize(
    "content",
    [
        page(0),
        gzip.compress(page(0)),
        zstd.compress(page(0)),
        page(0).decode().encode("utf-16"),
        b"\n <!-- x -->\n<p>Hi",
    ],
)
def test_a_saved_page_under_a_wrong_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "page.txt").write_bytes(content)
    pages, rejects, _ = read_all(tmp_path)
    assert rejects == []
    assert type(pages[0].response) is HtmlResponse
    assert pages[0].response.url == ""
    assert pages[0].captured is None
    assert pages[0].source.kind == "html"
    assert "�" not in pages[0].response.text


@pytest.mark.parametrize(
    ("comment", "url"),
    [
        (b"<!-- saved from url=(0021)https://example.org/a -->", "https://example.org/a"),
        (b"<!doctype html><!-- saved from url=(0014)about:internet -->", ""),
        (b"<!-- saved from url=(0021)https://" + b"x" * 9000 + b" -->", ""),
        (b"<!-- saved from url=" * 5000, ""),
    ],
)
def test_saved_from(comment: bytes, url: str) -> None:
    assert saved_from(comment) == url
