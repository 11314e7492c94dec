from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider.archives.formats.html import saved_at, saved_from
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


SINGLE_FILE = (
    b'<!DOCTYPE html> <html lang="en"><!--\n Page saved with SingleFile \n url: https://example.org/a?b=c \n'
    b" saved date: Mon May 06 2024 09:08:09 GMT+0200 (Central European Summer Time)\n--><meta charset=utf-8><p>Hi"
)


def test_a_page_saved_with_single_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(SINGLE_FILE)
    (found,), _, _ = read_all(tmp_path / "a")
    assert found.response.url == "https://example.org/a?b=c"
    assert found.captured == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize("date", [b"Mon Mai 06", b"Mon May 36", b"yesterday", b"2024-05-06", b" " * 5000])
def test_a_date_that_is_none_leaves_the_url(date: bytes) -> None:
    content = SINGLE_FILE.replace(b"Mon May 06", date)
    assert saved_from(content) == "https://example.org/a?b=c"
    assert saved_at(content) is None
