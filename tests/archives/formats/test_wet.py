from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider.http import TextDumpResponse
from tests.archives.builders import pack, page, read_all, record


def test_conversion_records_are_text_pages(tmp_path: Path) -> None:
    texts = ["Fähre fährt wieder\n\nNach dem Sturm.", "العبّارة تبحر من جديد", " \n", "\0\0"]
    records = [record(9, b"a: b", kind="warcinfo", content_type="application/warc-fields")]
    records += [
        record(n, text.encode(), kind="conversion", content_type="text/plain") for n, text in enumerate(texts)
    ]
    (tmp_path / "a").write_bytes(b"".join(pack(records, "gzip")))
    pages, rejects, skipped = read_all(tmp_path / "a", max_page_bytes=100)
    assert rejects == []
    assert skipped == ["warcinfo", "content", "content"]
    assert all(type(one.response) is TextDumpResponse for one in pages)
    assert [one.response.text for one in pages] == texts[:2]
    assert [one.response.url for one in pages] == ["https://example.org/0", "https://example.org/1"]
    assert {one.source.kind for one in pages} == {"wet"}
    assert all(one.captured for one in pages)


def test_a_text_over_the_limit(tmp_path: Path) -> None:
    long = record(0, b"word " * 100, kind="conversion", content_type="text/plain")
    (tmp_path / "a").write_bytes(long + record(1, b"a short text", kind="conversion", content_type="text/plain"))
    pages, rejects, _ = read_all(tmp_path / "a", max_page_bytes=100)
    assert [one.response.text for one in pages] == ["a short text"]
    assert [reject.code for reject in rejects] == ["too-large"]


@pytest.mark.parametrize(
    ("warc", "wet"), [("a.warc.gz", "a.warc.wet.gz"), ("x/warc/a.warc.gz", "x/wet/a.warc.wet.gz")]
)
def test_the_text_of_pages_that_are_there_is_left_out(tmp_path: Path, warc: str, wet: str) -> None:
    text = gzip.compress(record(1, b"Page 1", kind="conversion", content_type="text/plain"))
    for name, content in ((warc, gzip.compress(record(1))), (wet, text), ("b.warc.wet.gz", text)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    pages, rejects, skipped = read_all(tmp_path)
    assert sorted(one.source.path or "" for one in pages) == sorted(["b.warc.wet.gz", warc])
    assert (rejects, skipped) == ([], ["wet-beside-warc"])
    assert [one.response.text for one in read_all(tmp_path / wet)[0]] == ["Page 1"]


def test_html_in_a_conversion_is_a_page_of_html(tmp_path: Path) -> None:
    html = record(1, page(1), kind="conversion", content_type="text/html")
    text = record(2, b"The ferry <b>sails</b> at noon.", kind="conversion", content_type="text/plain")
    (tmp_path / "a").write_bytes(html + text)
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert [type(one.response) for one in pages] == [HtmlResponse, TextDumpResponse]
    assert (rejects, skipped) == ([], [])
