"""Parquet as a source: rows under the names of known corpora, one by one."""

from __future__ import annotations

import gzip
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from newsspider.archives import JsonFields, open_source
from newsspider.archives.types import ArchivedPage, ReadOptions
from newsspider.http import Announcement, TextDumpResponse
from tests.archives.builders import LIMIT_BYTES, page, read_all, tarred, zipped

pa = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")


def written(rows: list[dict[str, Any]], rows_a_group: int = 1000, compression: str = "snappy") -> bytes:
    buffer = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), buffer, row_group_size=rows_a_group, compression=compression)
    return buffer.getvalue()


def rows(count: int) -> list[dict[str, Any]]:
    return [
        {"url": f"https://example.org/{n}", "html": page(n), "junk": "x" * n, "timestamp": datetime(2024, 5, 6, n)}
        for n in range(count)
    ]


@pytest.mark.parametrize("compression", ["none", "snappy", "gzip", "zstd", "brotli"])
def test_each_row_is_a_page(tmp_path: Path, compression: str) -> None:
    (tmp_path / "a").write_bytes(written(rows(20), 7, compression))
    pages, rejects, skipped = read_all(tmp_path / "a")
    assert (rejects, skipped) == ([], [])
    assert [one.response.body for one in pages] == [page(n) for n in range(20)]
    assert [one.source.offset for one in pages] == list(range(20))
    assert {one.source.kind for one in pages} == {"parquet"}
    assert isinstance(pages[3].response, HtmlResponse)
    assert pages[3].response.url == "https://example.org/3"
    assert pages[3].captured == datetime(2024, 5, 6, 3, tzinfo=UTC)


def test_text_nested_fields_and_rows_without_a_page(tmp_path: Path) -> None:
    text: list[dict[str, Any]] = [
        {"text": "The ferry sails.", "meta": {"url": "https://x.org/a"}, "date": "2024-05-06"},
        {"text": None, "meta": None, "date": None},
        {"text": "Fähre fährt.", "meta": {"url": None}, "date": None},
    ]
    (tmp_path / "a").write_bytes(written(text))
    pages, _, skipped = read_all(tmp_path / "a")
    assert [(type(one.response), one.response.text, one.response.url) for one in pages] == [
        (TextDumpResponse, "The ferry sails.", "https://x.org/a"),
        (TextDumpResponse, "Fähre fährt.", ""),
    ]
    assert skipped == ["no-page-field"]


def test_what_a_row_says_of_its_page(tmp_path: Path) -> None:
    known = {
        "text": "The ferry sails.", "title": "Ferry", "authors": ["Ana Ruiz"], "date": datetime(2031, 5, 4),
        "metadata": {"language": "en"}, "embedding": [0.5] * 3,
    }  # fmt: skip
    fetched = {**known, "text": "It sails again.", "dump": "CC-MAIN-2031-18"}
    (tmp_path / "a").write_bytes(written([{**known, "dump": None}]))
    (tmp_path / "b").write_bytes(written([fetched]))
    (first,), (second,) = read_all(tmp_path / "a")[0], read_all(tmp_path / "b")[0]
    told = Announcement(source="row", headline="Ferry", authors=("Ana Ruiz",), language="en")
    assert second.announcement == told
    assert (first.captured, second.captured) == (None, datetime(2031, 5, 4, tzinfo=UTC))
    assert first.announcement == replace(told, published="2031-05-04")


def test_fields_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(written([{"story": {"words": "The ferry sails."}, "url": "https://x.org/"}]))
    pages, rejects, _ = read_all(tmp_path / "a")
    assert pages == []
    assert [one.code for one in rejects] == ["unreadable"]
    assert "story, url" in rejects[0].reason
    fields = JsonFields(text=("story.words",))
    (found,) = open_source(tmp_path / "a", ReadOptions(LIMIT_BYTES, json_fields=fields))
    assert isinstance(found, ArchivedPage)
    assert found.response.text == "The ferry sails."


def test_parquet_in_zips_and_tars(tmp_path: Path) -> None:
    content = written(rows(3))
    (tmp_path / "a.zip").write_bytes(zipped({"b/c.parquet": content}))
    (tmp_path / "a.tar").write_bytes(tarred({"b/c.parquet": content}))
    pages, rejects, _ = read_all(tmp_path)
    assert rejects == []
    assert [one.source.path for one in pages] == ["a.tar/b/c.parquet"] * 3 + ["a.zip/b/c.parquet"] * 3


def test_pages_that_are_too_large_are_rejected_alone(tmp_path: Path) -> None:
    large = [{"text": "x" * size, "url": f"https://x.org/{size}"} for size in (10, LIMIT_BYTES + 1, 20)]
    (tmp_path / "a").write_bytes(written(large))
    pages, rejects, _ = read_all(tmp_path / "a")
    assert len(pages) == 2
    assert [(one.code, one.offset, one.url) for one in rejects] == [
        ("too-large", 1, f"https://x.org/{LIMIT_BYTES + 1}")
    ]


def test_damage_costs_its_row_group(tmp_path: Path) -> None:
    content = bytearray(written(rows(12), 4, "zstd"))
    file = pq.ParquetFile(BytesIO(content))
    column = file.metadata.row_group(1).column(1)
    start = column.dictionary_page_offset or column.data_page_offset
    content[start : start + 200] = bytes(200)
    (tmp_path / "a").write_bytes(content)
    pages, rejects, _ = read_all(tmp_path / "a")
    assert [one.source.offset for one in pages] == [0, 1, 2, 3, 8, 9, 10, 11]
    assert [(one.code, one.offset, one.path) for one in rejects] == [("damaged", 4, "a")]


@pytest.mark.parametrize("cut", ["end", "packed"])
def test_what_cannot_be_opened_is_told(tmp_path: Path, cut: str) -> None:
    content = written(rows(3))
    made = {"end": content[:-9], "packed": gzip.compress(content)}
    (tmp_path / "a").write_bytes(made[cut])
    pages, rejects, _ = read_all(tmp_path / "a")
    assert pages == []
    assert [one.code for one in rejects] == ["unreadable"]


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(written(rows(1)))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (reject,) = read_all(tmp_path / "a")[1]
    assert "newsspider[parquet]" in reject.reason


def test_a_date_that_python_does_not_know_is_damage(tmp_path: Path) -> None:
    times = pa.array([0, 10**15], pa.timestamp("ms"))
    table = pa.table({"text": ["The ferry sails.", "It is late."], "timestamp": times})
    pq.write_table(table, tmp_path / "a")
    assert [one.code for one in read_all(tmp_path / "a")[1]] == ["damaged"]


def test_a_file_without_rows_and_a_text_of_the_same_name(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "a")
    (tmp_path / "b").write_bytes(b"PAR1 is how this text begins")
    pages, rejects, _ = read_all(tmp_path)
    assert [one.source.path for one in pages] == ["b"]
    assert rejects == []
