"""Feeds load with what people read data with: several files at once, dates and offsets whole. Extra `readers`."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from newsspider.feeds.csv_feed import ArticleCsvExporter
from newsspider.feeds.dataset_features import article_features
from newsspider.feeds.exporters import ArticleJsonLinesExporter
from newsspider.feeds.parquet_feed import ArticleParquetExporter
from newsspider.items import Article, Author, Image, Metadata, Source

# Two crawls whose articles have different fields, parts and mappings.
FIRST = Article(
    url="https://example.org/a",
    headline="One",
    authors=[Author(name="Ana")],
    datePublished="2026-11-03T09:40:00+05:30",
    keywords=["sea"],
    metadata=Metadata(fieldSources={"headline": "h1"}, probability=0.5),
)
SECOND = Article(
    url="https://example.org/b",
    headline="Two",
    authors=[Author(name="Bo", type="Person", url="https://example.org/bo")],
    datePublished="2026-11-03",
    images=[Image(url="https://example.org/b.jpg", width=640)],
    isAccessibleForFree=False,
    wordCount=2,
    metadata=Metadata(
        source=Source(kind="warc", offset=0), fieldSources={"url": "u"}, validationMessages={"url": ["odd"]}
    ),
)
DATES = ["2026-11-03T09:40:00+05:30", "2026-11-03"]
EXPORTERS = {"jsonl": ArticleJsonLinesExporter, "parquet": ArticleParquetExporter, "csv": ArticleCsvExporter}


@pytest.fixture
def feeds(tmp_path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for form, exporter in EXPORTERS.items():
        if form == "parquet":
            pytest.importorskip("pyarrow")
        for number, article in enumerate((FIRST, SECOND)):
            path = tmp_path / f"{number}.{form}"
            with path.open("wb") as file:
                running: Any = exporter(file, encoding="utf-8")
                running.start_exporting()
                running.export_item(article)
                running.finish_exporting()
            found.setdefault(form, []).append(str(path))
    return found


def check(dates: Sequence[object], first_author: object) -> None:
    assert list(dates) == DATES
    assert first_author == "Ana"


def test_pandas(feeds: dict[str, list[str]]) -> None:
    pandas = pytest.importorskip("pandas")
    lines = pandas.concat(pandas.read_json(path, lines=True, dtype=False) for path in feeds["jsonl"])
    check(lines["datePublished"].tolist(), lines["authors"].iloc[0][0]["name"])
    columns = pandas.read_parquet(feeds["parquet"])
    check(columns["datePublished"].tolist(), columns["authors"].iloc[0][0]["name"])
    cells = pandas.concat(map(pandas.read_csv, feeds["csv"]))
    check(cells["datePublished"].tolist(), cells["authors.name"].iloc[0])


def test_polars(feeds: dict[str, list[str]]) -> None:
    polars = pytest.importorskip("polars")
    lines = polars.concat(map(polars.read_ndjson, feeds["jsonl"]), how="diagonal_relaxed")
    check(lines["datePublished"].to_list(), lines["authors"].to_list()[0][0]["name"])
    columns = polars.read_parquet(feeds["parquet"])
    check(columns["datePublished"].to_list(), columns["authors"].to_list()[0][0]["name"])


def test_duckdb(feeds: dict[str, list[str]]) -> None:
    duckdb = pytest.importorskip("duckdb")
    for source in ("read_json($files, union_by_name=true)", "read_parquet($files)"):
        files = feeds["jsonl" if "json" in source else "parquet"]
        rows = duckdb.execute(f"SELECT datePublished, authors[1].name FROM {source}", {"files": files}).fetchall()
        check([str(row[0]) for row in rows], rows[0][1])


@pytest.mark.slow
def test_hugging_face_datasets(
    feeds: dict[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    datasets = pytest.importorskip("datasets")
    cache = str(tmp_path / "cache")
    lines = datasets.load_dataset(
        "json", data_files=feeds["jsonl"], features=article_features(), split="train", cache_dir=cache
    )
    check(lines["datePublished"][:], lines[0]["authors"][0]["name"])
    assert lines[1]["metadata"]["validationMessages"] == {"url": ["odd"]}
    columns = datasets.load_dataset("parquet", data_files=feeds["parquet"], split="train", cache_dir=cache)
    check(columns["datePublished"][:], columns[0]["authors"][0]["name"])


def test_datatrove(feeds: dict[str, list[str]]) -> None:
    readers = pytest.importorskip("datatrove.pipeline.readers")
    folder = str(Path(feeds["jsonl"][0]).parent)
    reader = readers.JsonlReader(folder, glob_pattern="*.jsonl", text_key="headline", id_key="url")
    documents = sorted(reader.run(), key=lambda document: str(document.id))
    assert [document.text for document in documents] == ["One", "Two"]
    check(
        [document.metadata["datePublished"] for document in documents], documents[0].metadata["authors"][0]["name"]
    )
    pytest.importorskip("pyarrow")
    reader = readers.ParquetReader(folder, glob_pattern="*.parquet", text_key="headline", id_key="url")
    columns = sorted(reader.run(), key=lambda document: str(document.id))
    check([document.metadata["datePublished"] for document in columns], columns[0].metadata["authors"][0]["name"])


def test_jq(feeds: dict[str, list[str]]) -> None:
    if (jq := shutil.which("jq")) is None:
        pytest.skip("jq is not installed")
    command = [jq, "-s", "-c", "[map(.datePublished), .[0].authors[0].name]", *feeds["jsonl"]]
    dates, first = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=300).stdout)
    check(dates, first)


def test_a_table_reads_with_the_standard_library(feeds: dict[str, list[str]]) -> None:
    rows = [next(csv.DictReader(io.StringIO(Path(path).read_text("utf-8")))) for path in feeds["csv"]]
    check([row["datePublished"] for row in rows], rows[0]["authors.name"])
