"""Feeds in gzip, of the format that their name tells."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from newsspider.errors import SettingError
from newsspider.feeds.compressed import CompressedExporter
from tests.pipelines.crawlers import crawler_with


def write(file: Any, item: Any = MappingProxyType({"headline": "雨"})) -> None:
    crawler = crawler_with()
    crawler._apply_settings()
    exporter = CompressedExporter.from_crawler(crawler, file, encoding="utf-8", indent=None, fields_to_export=None)
    exporter.start_exporting()
    exporter.export_item(dict(item))
    exporter.finish_exporting()
    file.write(b"")  # it is left open


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jl.gz", "a.gz", "a"])
def test_json_lines_are_compressed(tmp_path: Path, name: str) -> None:
    for _ in range(2):
        with (tmp_path / name).open("ab") as file:
            write(file)
    lines = gzip.decompress((tmp_path / name).read_bytes()).splitlines()
    assert [json.loads(line) for line in lines] == [{"headline": "雨"}] * 2


def test_a_file_is_whole_after_each_part(tmp_path: Path) -> None:
    crawler = crawler_with()
    crawler._apply_settings()
    path = tmp_path / "a.jsonl.gz"
    with path.open("wb") as file:
        exporter = CompressedExporter.from_crawler(crawler, file)  # type: ignore[arg-type]
        exporter.start_exporting()
        for number in range(1, 4):
            exporter.export_item({"headline": str(number)})
            for _ in range(2):  # nothing is written for no item
                exporter.end_part()
            file.flush()
            assert gzip.decompress(path.read_bytes()).count(b"\n") == number
        length = path.stat().st_size
        exporter.finish_exporting()
        assert path.stat().st_size == length


def test_an_empty_feed_is_a_gzip_file(tmp_path: Path) -> None:
    crawler = crawler_with()
    crawler._apply_settings()
    path = tmp_path / "a.jsonl.gz"
    with path.open("wb") as file:
        exporter = CompressedExporter.from_crawler(crawler, file)  # type: ignore[arg-type]
        exporter.start_exporting()
        exporter.finish_exporting()
    assert path.stat().st_size > 0
    assert gzip.decompress(path.read_bytes()) == b""


def test_the_format_before_gz_is_compressed(tmp_path: Path) -> None:
    with (tmp_path / "a.csv.gz").open("wb") as file:
        write(file)
    assert gzip.decompress((tmp_path / "a.csv.gz").read_bytes()).startswith(b"url,canonicalUrl,id,headline,")


def test_columns_have_their_heads_once_in_a_file_that_goes_on(tmp_path: Path) -> None:
    for _ in range(2):
        with (tmp_path / "a.csv.gz").open("ab") as file:
            write(file)
    lines = gzip.decompress((tmp_path / "a.csv.gz").read_bytes()).splitlines()
    assert [line.startswith(b"url,canonicalUrl,") for line in lines] == [True, False, False]


def test_a_table_that_goes_on_keeps_its_columns(tmp_path: Path) -> None:
    for item in ({"sku": "1", "note": "a"}, {"note": "b", "sku": "2"}):
        with (tmp_path / "a.csv.gz").open("ab") as file:
            write(file, item)
    assert gzip.decompress((tmp_path / "a.csv.gz").read_bytes()) == b"sku,note\r\n1,a\r\n2,b\r\n"


def test_the_same_items_give_the_same_bytes() -> None:
    one, two = io.BytesIO(), io.BytesIO()
    write(one)
    write(two)
    assert one.getvalue() == two.getvalue()


def test_a_format_that_is_not_known_is_told(tmp_path: Path) -> None:
    with (tmp_path / "a.xyz.gz").open("wb") as file, pytest.raises(SettingError, match="xyz"):
        write(file)
