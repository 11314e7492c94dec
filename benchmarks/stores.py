"""How many articles a second a store takes, in SQLite and PostgreSQL: `python -m benchmarks.stores`.

Articles of made-up prose, of 200 and of 500 words, go the way of the pipeline without Scrapy's engine: into rows,
and in batches into the store, by its thread, with full-text search. Then the same articles come again. PostgreSQL
is a server of its own that syncs to disk. Beside the time on the clock stands the CPU that both sides took, since
others may use the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from newsspider.fields import FIELDS
from newsspider.items import Article, Author, Image, Metadata, Source
from newsspider.stores.rows import RowMaker
from newsspider.stores.store import ArticleStore
from newsspider.stores.writer import BatchOptions, BatchReport, StoreWriter, Waiting
from tests.crawls.postgresql import postgresql_server

RESULTS = Path(__file__).parent / "results"
_WORDS = 30_000  # of the vocabulary, as often as in natural languages: the n-th word once in n
_SENTENCE_WORDS = 15


@dataclass(frozen=True, slots=True)
class Prose:
    """Sentences of words that no language has, spread as those of one."""

    words: Sequence[str]
    weights: Sequence[float]

    @classmethod
    def made(cls, source: random.Random) -> Prose:
        """Return prose with a vocabulary of its own."""
        letters = "etaoinshrdlucmfwypvbgkjqxz"
        words = [
            "".join(source.choices(letters, range(26, 0, -1), k=source.randint(2, 11))) for _ in range(_WORDS)
        ]
        return cls(words, [1 / number for number in range(1, _WORDS + 1)])

    def text(self, source: random.Random, count: int) -> list[str]:
        """Return paragraphs of so many words in all."""
        words = source.choices(self.words, self.weights, k=count)
        sentences = [
            f"{' '.join(words[i : i + _SENTENCE_WORDS]).capitalize()}." for i in range(0, count, _SENTENCE_WORDS)
        ]
        return [" ".join(sentences[i : i + 4]) for i in range(0, len(sentences), 4)]


def articles(count: int, words: int) -> list[Article]:
    """Return articles as a replay gives them."""
    source = random.Random(words)
    prose = Prose.made(source)
    return [_article(number, prose.text(source, words)) for number in range(count)]


def _article(number: int, paragraphs: Sequence[str]) -> Article:
    url = f"https://example.org/2026/11/{number}-storm-hits-the-coast"
    return Article(
        url=url,
        canonicalUrl=url,
        id=url,
        headline=paragraphs[0][:70],
        description=paragraphs[0][:160],
        authors=[Author(name=f"Ana Ruiz {number % 100}", type="Person")],
        datePublished="2026-11-03T09:40:00+05:30",
        inLanguage="en-GB",
        keywords=["sea", "wind"],
        articleBody="\n\n".join(paragraphs),
        articleBodyHtml="".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        images=[Image(url=f"https://example.org/{number}.jpg", caption="The sea", width=640, height=400)],
        wordCount=sum(map(len, paragraphs)) // 6,
        metadata=Metadata(
            dateDownloaded="2026-11-28T12:00:00+00:00",
            source=Source(kind="warc", path="a.warc.gz", offset=number, digest="sha256:" + "0" * 64),
            fieldSources={"headline": "h1", "articleBody": "blocks"},
            probability=0.9,
        ),
    )


def measured(place: str, items: Sequence[Article], postmaster: int | None = None) -> dict[str, float]:
    """Return how many articles a second a store takes, and the CPU for an article, here and in the server."""
    done, left = Event(), len(items)
    failures: list[str] = []

    def report(batch: BatchReport) -> None:
        nonlocal left
        left -= len(batch.outcomes)
        failures.extend(reason for _, reason in batch.outcomes if reason)
        if not left:
            done.set()

    store = ArticleStore.open(place)
    writer = StoreWriter(store, BatchOptions(), report)
    rows = RowMaker(FIELDS, {})
    before, began_s, began_cpu_s = _server_cpu_s(postmaster), time.perf_counter(), time.process_time()
    writer.start()
    for item in items:
        row = rows.row(item)
        assert row is not None
        writer.put(Waiting(row, lambda _: None))
    writer.flush()
    done.wait()
    took_s, cpu_s = time.perf_counter() - began_s, time.process_time() - began_cpu_s
    after = _server_cpu_s(postmaster)
    server_s = sum(spent_s - before.get(process, 0.0) for process, spent_s in after.items())
    writer.stop()
    writer.join(60)
    assert not failures, failures[0]
    return {
        "articles a second": round(len(items) / took_s),
        "ms of CPU an article, here": round(cpu_s / len(items) * 1000, 3),
        "ms of CPU an article, server": round(server_s / len(items) * 1000, 3),
        "articles a second of CPU, the slower side": round(len(items) / max(cpu_s, server_s)),
    }


def _server_cpu_s(postmaster: int | None) -> dict[str, float]:
    """Return the CPU that each process of a server has taken; none for SQLite."""
    if postmaster is None:
        return {}
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text("ascii").split()
    return {process: _cpu_s(process) for process in children}


def _cpu_s(process: str) -> float:
    try:
        stat = Path(f"/proc/{process}/stat").read_text("ascii", "replace")
    except FileNotFoundError:
        return 0.0
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def compared(items: Sequence[Article]) -> dict[str, Any]:
    """Return what both stores take for new articles, and for the same again."""
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        place = f"{folder}/articles.sqlite"
        result["sqlite"] = {"new": measured(place, items), "again": measured(place, items)}
        result["sqlite"]["bytes an article"] = round(Path(place).stat().st_size / len(items))
    with postgresql_server(syncs=True) as server:
        place = server.new_database()
        result["postgresql"] = {
            "new": measured(place, items, server.process_id),
            "again": measured(place, items, server.process_id),
        }
    return result


def main() -> None:
    """Measure, print, and keep the result of the day."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    result: dict[str, Any] = {"articles": options.articles, "load at the start": round(os.getloadavg()[0], 1)}
    for words in (200, 500):
        result[f"{words} words"] = compared(articles(options.articles, words))
    result["load at the end"] = round(os.getloadavg()[0], 1)
    text = json.dumps(result, indent=1)
    print(text)
    (RESULTS / f"stores-{datetime.now(UTC):%Y-%m-%d}.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
