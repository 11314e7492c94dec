from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from scrapy.exceptions import DropItem
from twisted.python.failure import Failure

from newsspider.items import Article, Metadata, Reject, Source
from newsspider.pipelines.duplicates import DuplicatePipeline
from newsspider.pipelines.item_rejects import item_reject
from newsspider.pipelines.rejects import RejectedItem
from newsspider.pipelines.store import Outcome
from newsspider.replaying.chunk_files import ChunkFiles, part_path, rejects_path
from newsspider.replaying.chunk_writer import ChunkWriter
from newsspider.replaying.jobs import FeedFields
from newsspider.report.figures import NO_SITE
from tests.pipelines.crawlers import crawler_with

ARTICLE = Article(
    headline="A walk",
    url="https://example.org/a",
    metadata=Metadata(source=Source(kind="warc", path="a.warc", offset=12)),
)


@pytest.fixture
def files(tmp_path: Path) -> Iterator[ChunkFiles]:
    with closing(ChunkFiles.opened(tmp_path, 0, 0, gzipped=False)) as files:
        yield files


@pytest.fixture
def writer(files: ChunkFiles) -> ChunkWriter:
    crawler = crawler_with()
    crawler._apply_settings()
    writer = ChunkWriter.from_crawler(crawler)
    writer.begin(files, "/dumps")
    return writer


def error() -> Failure:
    try:
        int("x")
    except ValueError as raised:
        return Failure(raised)  # type: ignore[no-untyped-call]
    raise AssertionError


def test_everything_that_leaves_the_pipelines_is_counted_and_kept(
    writer: ChunkWriter, files: ChunkFiles, tmp_path: Path
) -> None:
    writer.item_scraped(ARTICLE)
    writer.item_dropped(ARTICLE, DropItem("not-article: probability 0.12"))
    writer.item_dropped(ARTICLE, DropItem("Somebody else's words"))
    reject = Reject(path="a.warc", code="damaged", reason="cut", source="/elsewhere")
    writer.item_dropped(reject, RejectedItem(reject))
    writer.item_error(ARTICLE, error())
    writer.check()
    files.checkpoint(5)
    assert [json.loads(line)["headline"] for line in part_path(tmp_path, 0).read_text().splitlines()] == ["A walk"]
    improbable, others = map(json.loads, part_path(tmp_path, 0, "dropped").read_text().splitlines())
    place = {"source": "/dumps", "path": "a.warc", "offset": 12, "url": "https://example.org/a"}
    assert improbable == {**place, "reason": "not-article", "message": "probability 0.12", "headline": "A walk"}
    assert others == {**place, "reason": "DropItem", "message": "Somebody else's words", "headline": "A walk"}
    damaged, failed = map(json.loads, rejects_path(tmp_path, 0).read_text().splitlines())
    assert (damaged["path"], damaged["source"]) == ("a.warc", "/elsewhere")
    assert (failed["path"], failed["offset"], failed["code"], failed["source"]) == (
        "a.warc",
        12,
        "error",
        "/dumps",
    )
    assert failed["reason"] == "in a pipeline: ValueError: invalid literal for int() with base 10: 'x'"
    assert "in error: ValueError: invalid" in failed["traceback"]
    assert files.tally == {
        "articles": 1,
        "dropped/not-article": 1,
        "dropped/DropItem": 1,
        "rejected/damaged": 1,
        "rejected/error": 1,
    }
    site, unnamed = files.figures.sites["example.org"], files.figures.sites[NO_SITE]
    assert (site.articles, site.dropped, site.rejected) == (1, {"not-article": 1, "DropItem": 1}, {"error": 1})
    assert unnamed.rejected == {"damaged": 1}


@pytest.mark.parametrize(
    ("probability", "told"),
    [(Decimal("0.25"), 0.25), (np.float32(0.25), 0.25), (1, 1.0), (math.nan, None), ("low", None), (None, None)],
)
def test_dropped_items_are_counted_and_listed_whatever_their_values_are(
    writer: ChunkWriter, files: ChunkFiles, tmp_path: Path, probability: object, told: float | None
) -> None:
    source = {"path": tmp_path, "offset": Decimal(7)}  # a project's own
    item = {"headline": ["A walk"], "metadata": {"probability": probability, "source": source}}
    item["metadata"]["extractor"] = "newsspider 0.1.0"  # type: ignore[index]
    writer.item_dropped(item, DropItem("not-article: probability 0.25"))
    writer.check()
    files.checkpoint(5)
    (row,) = map(json.loads, part_path(tmp_path, 0, "dropped").read_text().splitlines())
    known = {"source": "/dumps", "reason": "not-article", "message": "probability 0.25"}
    assert row == known | ({} if told is None else {"probability": told})
    assert files.tally == {"dropped/not-article": 1}


def test_an_item_that_cannot_be_written_is_a_reject(writer: ChunkWriter, files: ChunkFiles) -> None:
    writer.item_scraped({"headline": object()})
    assert files.tally == {"rejected/error": 1}


class _Refusing:
    """A store that has refused what came last."""

    def take_outcome(self) -> Outcome:
        return Outcome(is_known=True, refused=RejectedItem(item_reject(ARTICLE, "not-stored", "no")))

    def take_counts(self) -> Counter[str]:
        return Counter()


def test_what_a_store_refuses_says_where_its_page_is_in_this_run(
    writer: ChunkWriter, files: ChunkFiles, tmp_path: Path
) -> None:
    writer.store = _Refusing()  # type: ignore[assignment]  # what a writer asks of a store
    writer.place_of = lambda item: {"path": "feed.jsonl", "offset": 99} if item is ARTICLE else None
    writer.item_scraped(ARTICLE)
    writer.check()
    files.checkpoint(5)
    (row,) = map(json.loads, rejects_path(tmp_path, 0).read_text().splitlines())
    assert (row["code"], row["path"], row["offset"], row["source"]) == ("not-stored", "feed.jsonl", 99, "/dumps")


def test_a_disk_that_takes_no_more_is_told_at_the_next_look(
    writer: ChunkWriter, files: ChunkFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.feed, "write", write)
    writer.item_scraped(ARTICLE)
    with pytest.raises(OSError, match="No space left"):
        writer.check()


def test_what_was_seen_is_remembered_from_chunk_to_chunk_of_one_archive_alone(
    writer: ChunkWriter, files: ChunkFiles, tmp_path: Path
) -> None:
    writer.duplicates = DuplicatePipeline.from_crawler(crawler_with(NEWSSPIDER_DROP_DUPLICATES=True))
    writer.begin(files, "/dumps")
    writer.duplicates.item_scraped(writer.duplicates.process_item(Article(id="https://example.org/a")))
    writer.save_memory()
    files.checkpoint(5)
    with closing(ChunkFiles.opened(tmp_path, 0, 0, gzipped=False)) as same:
        writer.begin(same, "/dumps")
        with pytest.raises(DropItem):
            writer.duplicates.process_item(Article(id="https://example.org/a"))
    with closing(ChunkFiles.opened(tmp_path, 1, 0, gzipped=False)) as another:
        writer.begin(another, "/dumps")
        writer.duplicates.process_item(Article(id="https://example.org/a"))


@pytest.mark.parametrize(
    ("fields", "line"),
    [(["headline"], {"headline": "A walk"}), ({"headline": "title"}, {"title": "A walk"})],
)
def test_the_fields_that_are_asked_for_are_written(
    files: ChunkFiles, tmp_path: Path, fields: FeedFields, line: object
) -> None:
    crawler = crawler_with()
    crawler._apply_settings()
    writer = ChunkWriter.from_crawler(crawler, fields)
    writer.begin(files, "/dumps")
    writer.item_scraped(ARTICLE)
    files.checkpoint(5)
    assert json.loads(part_path(tmp_path, 0).read_bytes()) == line
