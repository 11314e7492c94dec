"""Feeds on disk: which can be continued, and what counts as written."""

from __future__ import annotations

import json
from io import BytesIO, FileIO
from pathlib import Path
from typing import IO, Any, ClassVar

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.extension import ExtensionManager
from scrapy.extensions.feedexport import FeedExporter

from newsspider.feeds.rejects_by_feed import RejectList, list_key
from newsspider.state.feed_files import (
    ContinuedFeedStorage,
    FeedFile,
    can_continue,
    cut_feeds,
    drop_remote_feeds,
    leave_local_feeds,
    written_lengths,
)
from tests.pipelines.crawlers import crawler_with


def test_feeds_are_cut_to_what_the_state_knows_and_never_made_longer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    long, short = tmp_path / "long.jsonl", tmp_path / "short.jsonl"
    long.write_bytes(b'{"a": 1}\n{"b": ')
    short.write_bytes(b'{"a": 1}\n')
    cut_feeds({str(long): 9, str(short): 100, str(tmp_path / "absent.jsonl"): 5})
    assert long.read_bytes() == b'{"a": 1}\n'
    assert short.read_bytes() == b'{"a": 1}\n'
    assert not (tmp_path / "absent.jsonl").exists()
    assert [record.getMessage().partition(" bytes")[0] for record in caplog.records] == [
        "91 of the 100",
        "5 of the 5",
    ]


def rows_of(path: Path) -> list[tuple[str, int]]:
    return [(row["feed"], row["number"]) for row in map(json.loads, path.read_bytes().splitlines())]


@pytest.mark.parametrize("replaces", [True, False])
def test_of_a_list_of_rejects_the_rows_of_other_feeds_stay(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, replaces: bool
) -> None:
    """While a crawl is stopped, another one in the same folder may list its own, and replace those of before."""
    path = tmp_path / "rejects.jsonl"

    def listed(feed: str, *numbers: int) -> RejectList:
        rejects = RejectList(path, feed)
        for number in numbers:
            rejects.write(
                json.dumps({"feed": feed, "code": "empty", "reason": "", "number": number}).encode() + b"\n"
            )
        rejects.close()
        return rejects

    listed("b.jsonl", 1)
    stopped = listed("a.jsonl", 1, 2)
    lengths = {list_key(stopped): stopped.own_bytes}
    listed("a.jsonl", 3)  # after its last commit
    if replaces:
        RejectList(path, "b.jsonl").replace()
    listed("b.jsonl", 2)
    cut_feeds(lengths)
    before = [] if replaces else [("b.jsonl", 1)]
    assert rows_of(path) == [*before, ("a.jsonl", 1), ("a.jsonl", 2), ("b.jsonl", 2)]
    assert caplog.records == []
    cut_feeds({key: length + 9 for key, length in lengths.items()})
    (record,) = caplog.records
    assert record.getMessage().endswith(f"are gone from {path}; their pages are not requested again")


@pytest.mark.parametrize(
    ("uri", "form", "can"),
    [
        ("a.jsonl", "jsonlines", True),
        ("a.csv", "csv", True),
        ("a.jsonl.gz", "gz", True),
        ("a.csv.gz", "gz", True),
        ("a.json.gz", "gz", False),
        ("a.json", "json", False),
        ("a.parquet", "parquet", False),
    ],
)
def test_feeds_of_lines_can_be_continued(uri: str, form: str, can: bool) -> None:
    assert can_continue(uri, {"format": form}) is can
    assert not can_continue(
        uri, {"format": form, "postprocessing": ["scrapy.extensions.postprocessing.GzipPlugin"]}
    )


class FullOnce(FileIO):
    """A file on a disk that is full for one write."""

    is_full = False

    def write(self, data: Any) -> int:
        if self.is_full:
            self.is_full = False
            raise OSError(28, "No space left on device")
        return super().write(data)


def test_nothing_counts_as_written_after_a_write_that_failed(tmp_path: Path) -> None:
    raw = FullOnce(tmp_path / "feed.jsonl", "wb")
    file = FeedFile(raw)
    file.write(b"1\n")
    file.flush()
    raw.is_full = True
    with pytest.raises(OSError, match="No space left"):
        file.write(b"2" * 100_000)
    file.write(b"3\n")
    for _ in range(2):
        with pytest.raises(OSError, match="No space left"):
            file.flush()
    with pytest.raises(OSError, match="No space left"):
        file.close()
    assert file.closed


class Upload:
    """A place that feeds are uploaded to when a crawl ends."""

    stored: ClassVar[list[str]] = []

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        self.uri, self.options = uri, feed_options

    def open(self, spider: Spider) -> IO[bytes]:  # noqa: ARG002
        return BytesIO()

    def store(self, file: IO[bytes]) -> None:  # noqa: ARG002
        self.stored.append(self.uri)


class Feed:
    """The feed of a crawl, as Scrapy opens it at the first item."""

    def __init__(self, uri: str) -> None:
        storages = {"": ContinuedFeedStorage, "upload": Upload}
        self.crawler: Crawler = crawler_with(
            FEEDS={uri: {"format": "jsonlines", "overwrite": False}}, FEED_STORAGES=storages
        )
        self.crawler.spider = self.spider = Spider("any")
        self.exporter = FeedExporter.from_crawler(self.crawler)
        self.crawler.extensions = ExtensionManager(self.exporter, crawler=self.crawler)
        self.exporter.open_spider(self.spider)
        (self.slot,) = self.exporter.slots

    def write(self, *numbers: int) -> None:
        for number in numbers:
            self.exporter.item_scraped({"n": number}, self.spider)

    def close(self) -> None:
        """Do what Scrapy does at the end, also with a feed that has no items."""
        self.slot.start_exporting()
        self.slot.finish_exporting()
        assert self.slot.file is not None
        self.slot.storage.store(self.slot.file)


@pytest.mark.parametrize("before", [(), (1,)])
def test_nothing_is_uploaded_of_a_feed_whose_articles_are_requested_again(before: tuple[int, ...]) -> None:
    Upload.stored.clear()
    feed = Feed("upload://articles.jsonl")
    feed.write(*before)
    drop_remote_feeds(feed.crawler)
    feed.write(2)
    feed.close()
    assert Upload.stored == []


@pytest.mark.parametrize("before", [(), (1,)])
def test_nothing_more_is_written_to_a_feed_that_another_process_may_go_on_with(
    tmp_path: Path, before: tuple[int, ...]
) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b'{"n": 0}\n')
    feed = Feed(str(path))
    feed.write(*before)
    written_lengths(feed.crawler)
    feed.write(*before)  # which is buffered
    leave_local_feeds(feed.crawler)
    path.write_bytes(path.read_bytes() + b'{"n": 3}\n')  # of the other process
    feed.write(2)
    feed.close()
    assert [json.loads(line)["n"] for line in path.read_bytes().splitlines()] == [0, *before, 3]
