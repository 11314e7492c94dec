from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from scrapy.http import HtmlResponse

from newsspider.archives import WarcWriter
from newsspider.archives.compression import CODECS
from newsspider.archives.warc.write import write_pages
from tests.archives.builders import page, read_all

CAPTURED = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
ALL: list[Literal["", "gzip", "zstd"]] = ["", "gzip", "zstd"]


def response(number: int) -> HtmlResponse:
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip", "X-A": ["1", "2"]}
    return HtmlResponse(f"https://example.org/{number}", headers=headers, body=page(number))


@pytest.mark.parametrize("compression", ALL)
def test_what_is_written_is_read(tmp_path: Path, compression: Literal["", "gzip", "zstd"]) -> None:
    path = tmp_path / "a"
    with path.open("wb") as file:
        assert write_pages(file, ((response(n), CAPTURED) for n in range(5)), compression) == 5
    pages, rejects, skipped = read_all(path)
    assert (rejects, skipped) == ([], [])
    for number, one in enumerate(pages):
        assert one.response.url == f"https://example.org/{number}"
        assert one.response.body == page(number)
        assert one.response.headers.getlist("X-A") == [b"1", b"2"]
        assert "Content-Encoding" not in one.response.headers
        assert one.captured == CAPTURED
    content = path.read_bytes()
    if compression:
        starts = [one.source.offset or 0 for one in pages]
        assert all(content.startswith(CODECS[compression].magic, start) for start in starts)
        assert len(set(starts)) == 5


@pytest.mark.parametrize("compression", ALL)
def test_the_same_pages_give_the_same_bytes(compression: Literal["", "gzip", "zstd"]) -> None:
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        write_pages(file, [(response(n), CAPTURED) for n in range(3)], compression)
    assert files[0].getvalue() == files[1].getvalue()


def test_other_records_and_urls_with_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with path.open("wb") as file, WarcWriter(file) as writer:
        first = writer.write_block(
            b"software: x", url="", captured=CAPTURED, kind="warcinfo", content_type="application/warc-fields"
        )
        second = writer.write_block(
            b"A text", url="https://x/\r\nA: b", captured=CAPTURED, kind="conversion", content_type="text/plain"
        )
    assert first != second
    pages, rejects, skipped = read_all(path)
    assert (len(pages), rejects, skipped) == (1, [], ["warcinfo"])
    assert pages[0].response.url == "https://x/ A: b"
    assert pages[0].source.recordId == second
