"""What each exporter takes for an article, and Parquet's memory: `python -m benchmarks.exporters`.

The articles are those of seeds/html. Scrapy's own exporter gets the same items; for JSON lines it is checked that
both say the same. With `--million` a million small articles go into a Parquet file, in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from scrapy import exporters as scrapys

from newsspider import Article, extract_html
from newsspider.feeds.atom_feed import AtomExporter
from newsspider.feeds.csv_feed import ArticleCsvExporter
from newsspider.feeds.exporters import (
    ArticleJsonExporter,
    ArticleJsonLinesExporter,
    ArticlePickleExporter,
    ArticleXmlExporter,
)
from newsspider.feeds.json_feed import JsonFeedExporter
from newsspider.feeds.markdown import MarkdownExporter
from newsspider.feeds.parquet_feed import ArticleParquetExporter
from newsspider.feeds.rss_feed import RssExporter
from newsspider.items import Author, Metadata, Source

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
ITEMS, ROUNDS = 1_200, 5
PAIRS: dict[str, tuple[Any, Any]] = {
    "jsonl": (ArticleJsonLinesExporter, scrapys.JsonLinesItemExporter),
    "json": (ArticleJsonExporter, scrapys.JsonItemExporter),
    "csv": (ArticleCsvExporter, scrapys.CsvItemExporter),
    "xml": (ArticleXmlExporter, scrapys.XmlItemExporter),
    "pickle": (ArticlePickleExporter, scrapys.PickleItemExporter),
    "parquet": (ArticleParquetExporter, None),
    "md": (MarkdownExporter, None),
    "jsonfeed": (JsonFeedExporter, None),
    "atom": (AtomExporter, None),
    "rss": (RssExporter, None),
}


def articles() -> list[Article]:
    """Return the articles of seeds/html."""
    pages = sorted((ROOT / "seeds" / "html").glob("*.html"))
    return [extract_html(page.read_bytes(), f"https://example.org/{page.name}") for page in pages]


def written(exporter: Any, items: Sequence[Any]) -> bytes:
    """Return what an exporter writes of the items."""
    file = BytesIO()
    running = exporter(file, encoding="utf-8")
    running.start_exporting()
    for item in items:
        running.export_item(item)
    running.finish_exporting()
    return file.getvalue()


def microseconds(exporter: Any, items: Sequence[Any]) -> float:
    """Return what an exporter takes for an item, in the best of a few rounds."""
    many = [item for _ in range(ITEMS // len(items)) for item in items]
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        written(exporter, many)
        rounds.append(time.process_time() - began)
    return round(min(rounds) / len(many) * 1e6, 1)


def compared(items: Sequence[Any]) -> Iterator[tuple[str, dict[str, float | None]]]:
    """Yield what our exporters and Scrapy's take, by format."""
    for form, (ours, theirs) in PAIRS.items():
        took, took_theirs = microseconds(ours, items), microseconds(theirs, items) if theirs else None
        yield (
            form,
            {
                "microseconds": took,
                "scrapy": took_theirs,
                "times as fast": round(took_theirs / took, 2) if took_theirs else None,
            },
        )


def equal_content(items: Sequence[Article]) -> bool:
    """Return whether our JSON lines say of articles what Scrapy's say of the same articles as dicts."""
    ours = written(ArticleJsonLinesExporter, items).splitlines()
    theirs = written(scrapys.JsonLinesItemExporter, [item.to_dict() for item in items]).splitlines()
    return list(map(json.loads, ours)) == list(map(json.loads, theirs))


def write_million() -> None:
    """Write a million small articles to Parquet and print time and memory."""
    began = time.process_time()
    with tempfile.TemporaryFile() as file:
        exporter = ArticleParquetExporter(file)  # type: ignore[arg-type]  # as Scrapy calls it
        exporter.start_exporting()
        for number in range(1_000_000):
            exporter.export_item(_small_article(number))
        exporter.finish_exporting()
        size = file.tell()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": round(time.process_time() - began, 1), "peak_mb": peak, "file_bytes": size}))


def _small_article(number: int) -> Article:
    url = f"https://example.org/{number}"
    return Article(
        url=url,
        id=url,
        headline=f"Headline {number} of the day",
        authors=[Author(name=f"Ana {number % 100}")],
        datePublished="2026-11-03",
        articleBody=f"Words {number} " * 20,
        wordCount=40,
        metadata=Metadata(
            source=Source(kind="warc", offset=number), fieldSources={"headline": "h1"}, probability=0.9
        ),
    )


def main() -> None:
    """Measure, print, and keep the result of the day."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--million", action="store_true", help="write a million small articles to Parquet too")
    parser.add_argument("--only-million", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.only_million:
        write_million()
        return
    items = articles()
    result: dict[str, Any] = {
        "equal content": equal_content(items),
        "articles": dict(compared(items)),
        "dicts": dict(compared([item.to_dict() for item in items])),
    }
    if args.million:
        command = [sys.executable, "-m", "benchmarks.exporters", "--only-million"]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        result["parquet, a million small articles"] = json.loads(done.stdout)
    text = json.dumps(result, indent=1)
    print(text)
    (RESULTS / f"exporters-{datetime.now(UTC):%Y-%m-%d}.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
