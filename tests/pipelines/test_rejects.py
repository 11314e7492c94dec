"""The file of rejects."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import signals
from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse, Request
from twisted.python.failure import Failure

from newsspider.items import Article, Metadata, Reject, Source
from newsspider.pipelines.rejects import RejectedItem, RejectFilePipeline, RepeatableReject
from newsspider.signals import run_failed
from tests.pipelines.crawlers import crawler_with

REJECT = Reject(path="a.warc.gz", offset=12, code="truncated", reason="cut in its body")
FIRST = "the first: truncated a.warc.gz: cut in its body"


def drop(pipeline: RejectFilePipeline, reject: Reject) -> None:
    """Process a reject as Scrapy does: what is dropped is told by signal."""
    with pytest.raises(RejectedItem) as caught:
        pipeline.process_item(reject)
    pipeline.item_dropped(caught.value)


def test_a_reject_becomes_a_row(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "new" / "rejects.jsonl"
    crawler = crawler_with(NEWSSPIDER_REJECTS_PATH=str(path))
    pipeline = RejectFilePipeline.from_crawler(crawler)
    assert not path.exists()
    drop(pipeline, REJECT)
    drop(pipeline, Reject(path="b\udcff.html", code="error", reason="Ü"))
    with caplog.at_level(logging.WARNING):
        pipeline.close_spider()
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert rows == [
        {"path": "a.warc.gz", "offset": 12, "code": "truncated", "reason": "cut in its body"},
        {"path": "b\udcff.html", "code": "error", "reason": "Ü"},
    ]
    assert crawler.stats.get_value("newsspider/rejects/truncated") == 1
    assert [record.getMessage() for record in caplog.records] == [f"2 rejected, listed in {path}; {FIRST}"]


def test_why_the_run_has_failed_is_not_told_again_beside_the_list(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    crawler = crawler_with(NEWSSPIDER_REJECTS_PATH=str(tmp_path / "rejects.jsonl"))
    pipeline = RejectFilePipeline.from_crawler(crawler)
    drop(pipeline, REJECT)
    crawler.signals.send_catch_log(run_failed, reason="a.warc.gz: cut in its body", is_logged=True, ends_it=True)
    pipeline.close_spider()
    (line,) = [record.getMessage() for record in caplog.records]
    assert line == f"1 rejected, listed in {tmp_path / 'rejects.jsonl'}"


def test_the_first_reason_is_shortened_and_safe_for_terminals(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pipeline = RejectFilePipeline.from_crawler(crawler_with(NEWSSPIDER_REJECTS_PATH=str(tmp_path / "r.jsonl")))
    drop(pipeline, Reject(url="https://example.org/a", code="invalid", reason="authors.0: \x1b[31m" + "x" * 9000))
    pipeline.close_spider()
    (line,) = [record.getMessage() for record in caplog.records]
    assert "; the first: invalid https://example.org/a: authors.0: " in line
    assert "\x1b" not in line
    assert len(line) < 800


def test_what_another_pipeline_rejects_becomes_a_row_too(tmp_path: Path) -> None:
    crawler = crawler_with(NEWSSPIDER_REJECTS_PATH=str(tmp_path / "rejects.jsonl"))
    pipeline = RejectFilePipeline.from_crawler(crawler)
    arguments = {"item": Article(), "response": None, "spider": None}
    crawler.signals.send_catch_log(signals.item_dropped, exception=RejectedItem(REJECT), **arguments)
    crawler.signals.send_catch_log(signals.item_dropped, exception=DropItem("a plain drop"), **arguments)
    pipeline.close_spider()
    assert len((tmp_path / "rejects.jsonl").read_text().splitlines()) == 1


def test_rows_of_an_earlier_run_stay(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    for _ in range(2):
        pipeline = RejectFilePipeline.from_crawler(crawler_with(NEWSSPIDER_REJECTS_PATH=str(path)))
        drop(pipeline, REJECT)
        pipeline.close_spider()
    assert len(path.read_text().splitlines()) == 2


OVERWRITTEN = {"feed.jsonl": {"format": "jsonlines", "overwrite": True}}


def run(
    path: Path, *items: Reject | Article, spider: Any = None, fails: bool = False, feeds: Any = OVERWRITTEN
) -> list[str | None]:
    """Return the paths that the rows name after a run that overwrites its feed."""
    crawler = crawler_with(NEWSSPIDER_REJECTS_PATH=str(path), FEEDS=feeds)
    crawler.spider = spider
    pipeline = RejectFilePipeline.from_crawler(crawler)
    for item in items:
        if isinstance(item, Reject):
            drop(pipeline, item)
        else:
            pipeline.process_item(item)
    if fails:
        crawler.signals.send_catch_log(run_failed, reason="")
    pipeline.close_spider()
    return [json.loads(line).get("path") for line in path.read_text().splitlines()] if path.exists() else []


def test_a_run_that_overwrites_its_feed_replaces_the_rows_of_earlier_runs(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    assert run(path, REJECT, REJECT) == ["a.warc.gz"] * 2
    assert run(path, Reject(path="b", code="damaged", reason="")) == ["b"]
    assert run(path, Article(headline="x"), fails=True) == []
    assert not path.exists()


def test_rows_that_are_replaced_are_counted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "rejects.jsonl"
    run(path, REJECT, REJECT)
    run(path, REJECT)
    run(path, Article(headline="x"))
    assert [record.getMessage() for record in caplog.records] == [
        f"2 rejected, listed in {path}; {FIRST}",
        f"1 rejected, listed in {path}, in place of 2 of an earlier run; {FIRST}",
        f"{path} is removed, since this run overwrites its feed and rejects nothing: it had 1 row from before",
    ]


def overwritten(uri: str) -> Any:
    return {uri: {"format": "jsonlines", "overwrite": True}}


def test_rows_of_other_feeds_stay(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "rejects.jsonl"
    other = overwritten(str(tmp_path / "other.jsonl"))
    run(path, Reject(path="b", code="damaged", reason="cut"), feeds=other)
    run(path, REJECT, REJECT)
    assert run(path, REJECT) == ["b", "a.warc.gz"]
    assert run(path, Article(headline="x")) == ["b"]
    assert json.loads(path.read_text())["feed"] == "other.jsonl"
    assert run(path, Article(headline="x"), feeds=other) == []
    assert [record.getMessage() for record in caplog.records] == [
        f"1 rejected, listed in {path}; the first: damaged b: cut",
        f"2 rejected, listed in {path}; the list has 1 row of other feeds too; {FIRST}",
        f"1 rejected, listed in {path}, in place of 2 of an earlier run; "
        f"the list has 1 row of other feeds too; {FIRST}",
        f"{path}: 1 row of an earlier run removed, since this run overwrites its feed and rejects nothing",
        f"{path} is removed, since this run overwrites its feed and rejects nothing: it had 1 row from before",
    ]


@pytest.mark.parametrize("uri", ["%(name)s.jsonl", "s3://me:secret@bucket/%(name)s.jsonl"])
def test_spiders_with_a_feed_each_have_their_own_rows(tmp_path: Path, uri: str) -> None:
    path = tmp_path / "rejects.jsonl"
    for name in ("daily", "weekly", "daily"):
        run(
            path,
            Reject(path=name, code="damaged", reason=""),
            spider=SimpleNamespace(name=name),
            feeds=overwritten(uri),
        )
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert [row["path"] for row in rows] == ["weekly", "daily"]
    assert not any("secret" in row["feed"] for row in rows)


def test_rows_name_the_feed_as_it_is_called_in_the_run(tmp_path: Path) -> None:
    path = tmp_path / "_run" / "rejects.jsonl"
    spider = SimpleNamespace(name="news", run_time="2031-05-04")
    run(path, REJECT, spider=spider, feeds=overwritten(f"{tmp_path}/articles-%(run_time)s.jsonl"))
    assert json.loads(path.read_text())["feed"] == "../articles-2031-05-04.jsonl"


@pytest.mark.parametrize("uri", ["feed-%(time)s.jsonl", "feed-%(batch_id)d.jsonl"])
def test_rows_of_feeds_that_nothing_overwrites_stay(tmp_path: Path, uri: str) -> None:
    path = tmp_path / "rejects.jsonl"
    run(path, REJECT, feeds=overwritten(uri))
    assert run(path, Article(headline="x"), feeds=overwritten(uri)) == ["a.warc.gz"]


def test_a_run_that_prints_its_articles_replaces_the_rows_of_such_runs(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    run(path, Reject(path="b", code="damaged", reason=""))
    printed: Any = {"stdout:": {"format": "jsonlines"}}
    assert run(path, REJECT, REJECT, feeds=printed) == ["b", "a.warc.gz", "a.warc.gz"]
    assert run(path, REJECT, feeds=printed) == ["b", "a.warc.gz"]
    assert run(path, Article(headline="x"), feeds=printed) == ["b"]


def test_rows_that_come_after_another_run_has_replaced_its_own_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    settings = {"NEWSSPIDER_REJECTS_PATH": str(path), "FEEDS": overwritten("long.jsonl")}
    pipeline = RejectFilePipeline.from_crawler(crawler_with(**settings))
    run(path, REJECT)
    drop(pipeline, Reject(path="first", code="damaged", reason=""))
    run(path, Article(headline="x"))
    drop(pipeline, Reject(path="second", code="damaged", reason=""))
    pipeline.close_spider()
    assert [json.loads(line)["path"] for line in path.read_text().splitlines()] == ["first", "second"]


def test_a_killed_run_leaves_the_rows_of_other_feeds(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    run(path, Reject(path="b", code="damaged", reason=""), feeds=overwritten("other.jsonl"))
    length = path.stat().st_size
    run(path, REJECT)
    pipeline = RejectFilePipeline.from_crawler(crawler_with(NEWSSPIDER_REJECTS_PATH=str(path), FEEDS=OVERWRITTEN))
    assert [*pipeline.written_lengths().values()] == [path.stat().st_size - length]  # nothing is replaced yet
    pipeline.process_item(Article(headline="x"))
    assert [*pipeline.written_lengths().values()] == [0]
    assert path.stat().st_size == length


def test_a_run_that_fails_at_its_start_leaves_them(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    run(path, REJECT)
    assert run(path, fails=True) == ["a.warc.gz"]


def test_a_run_that_goes_on_after_a_kill_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    run(path, REJECT)
    assert run(path, REJECT, spider=SimpleNamespace(continues_feeds=True)) == ["a.warc.gz"] * 2


def test_a_list_that_is_replayed_is_replaced_when_it_was_read(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    run(path, REJECT)
    spider: Any = SimpleNamespace(sources=["gone", str(path)], rows_read={path: {0}})
    crawler = crawler_with(NEWSSPIDER_REJECTS_PATH=str(path), FEEDS=OVERWRITTEN)
    crawler.spider = spider
    pipeline = RejectFilePipeline.from_crawler(crawler)
    drop(pipeline, Reject(path="b", code="gone", reason=""))
    assert '"a.warc.gz"' in path.read_text()
    assert pipeline.written_lengths() == {}  # a kill leaves it as it is
    pipeline.close_spider()
    assert '"a.warc.gz"' in path.read_text()  # the feed may fail when it is closed
    crawler.signals.send_catch_log(signals.feed_exporter_closed)
    assert [json.loads(line)["path"] for line in path.read_text().splitlines()] == ["b"]
    assert [one.name for one in tmp_path.iterdir()] == ["rejects.jsonl"]


def test_a_list_that_is_replayed_stays_if_the_feed_could_not_be_written(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    run(path, REJECT)
    crawler = crawler_with(NEWSSPIDER_REJECTS_PATH=str(path), FEEDS=OVERWRITTEN)
    spider: Any = SimpleNamespace(sources=[str(path)], rows_read={path: {0}})
    crawler.spider = spider
    pipeline = RejectFilePipeline.from_crawler(crawler)
    drop(pipeline, Reject(path="b", code="gone", reason=""))
    pipeline.close_spider()
    crawler.stats.inc_value("feedexport/failed_count/FileFeedStorage")
    crawler.signals.send_catch_log(signals.feed_exporter_closed)
    assert [json.loads(line)["path"] for line in path.read_text().splitlines()] == ["a.warc.gz"]


def test_without_a_place_for_the_list_rejects_are_counted_and_the_run_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    path = str(tmp_path / "file" / "rejects.jsonl")
    crawler = crawler_with()
    crawler.settings.frozen = False
    crawler.settings.set("NEWSSPIDER_REJECTS_PATH", path, priority="addon")  # as where a user sets none
    pipeline = RejectFilePipeline.from_crawler(crawler)
    drop(pipeline, REJECT)
    pipeline.close_spider()
    assert crawler.stats.get_value("newsspider/rejects/truncated") == 1
    (line,) = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert path in line
    assert "-s NEWSSPIDER_REJECTS_PATH=PATH" in line


@pytest.mark.parametrize("named", [False, True])
def test_a_file_of_the_users_own_is_left_alone(tmp_path: Path, named: bool) -> None:
    path = tmp_path / "rejects.jsonl"
    path.write_text("people whom we did not take\n")
    crawler = crawler_with()
    crawler.settings.frozen = False
    crawler.settings.set("FEEDS", {"out.jsonl": {"overwrite": True}}, priority="cmdline")
    crawler.settings.set("NEWSSPIDER_REJECTS_PATH", str(path), priority="cmdline" if named else "addon")
    pipeline = RejectFilePipeline.from_crawler(crawler)
    if not named:  # else the run has failed before its first item
        drop(pipeline, REJECT)
        pipeline.close_spider()
        assert crawler.stats.get_value("newsspider/rejects/truncated") == 1
    assert path.read_text() == "people whom we did not take\n"


def test_without_a_path_rejects_are_counted_only() -> None:
    crawler = crawler_with(NEWSSPIDER_REJECTS_PATH="")
    pipeline = RejectFilePipeline.from_crawler(crawler)
    drop(pipeline, REJECT)
    pipeline.close_spider()
    assert crawler.stats.get_value("newsspider/rejects/truncated") == 1


def test_items_pass_and_no_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    pipeline = RejectFilePipeline.from_crawler(crawler_with(NEWSSPIDER_REJECTS_PATH=str(path)))
    for item in (Article(headline="x"), {"price": 3}):
        assert pipeline.process_item(item) is item
    pipeline.close_spider()
    assert not path.exists()


def test_an_item_that_a_pipeline_fails_on_becomes_a_row_that_says_where(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    crawler = crawler_with(NEWSSPIDER_REJECTS_PATH=str(path))
    pipeline = RejectFilePipeline.from_crawler(crawler)
    item = Article(
        url="https://example.org/a", metadata=Metadata(source=Source(kind="warc", path="a.warc", offset=7))
    )
    try:
        int("x")
    except ValueError as error:
        failure = Failure(error)  # type: ignore[no-untyped-call]
    crawler.signals.send_catch_log(signals.item_error, item=item, response=None, spider=None, failure=failure)
    pipeline.close_spider()
    (row,) = [json.loads(line) for line in path.read_text().splitlines()]
    assert (row["path"], row["offset"], row["url"], row["code"]) == ("a.warc", 7, "https://example.org/a", "error")
    assert row["reason"].startswith("in a pipeline: ValueError: ")
    assert "test_rejects" in row["traceback"]
    assert crawler.stats.get_value("newsspider/rejects/error") == 1


def test_a_reject_without_an_address_gets_that_of_its_response(tmp_path: Path) -> None:
    crawler = crawler_with(NEWSSPIDER_REJECTS_PATH=str(tmp_path / "rejects.jsonl"))
    pipeline = RejectFilePipeline.from_crawler(crawler)
    sent = {"response": HtmlResponse("https://example.org/a"), "spider": None}
    unplaced = Reject(code="invalid", reason="headline: missing")
    failure = Failure(ValueError("no"))  # type: ignore[no-untyped-call]
    crawler.signals.send_catch_log(signals.item_dropped, item={}, exception=RejectedItem(unplaced), **sent)
    crawler.signals.send_catch_log(signals.item_dropped, item={}, exception=RejectedItem(REJECT), **sent)
    crawler.signals.send_catch_log(signals.item_error, item={"price": 3}, failure=failure, **sent)
    pipeline.close_spider()
    rows = [json.loads(line) for line in (tmp_path / "rejects.jsonl").read_text().splitlines()]
    assert [row.get("url") for row in rows] == ["https://example.org/a", None, "https://example.org/a"]


def test_an_item_of_a_page_that_did_not_come_is_listed_with_the_address_that_was_asked_for(tmp_path: Path) -> None:
    """A project's errback yields what it knows of the page; the signals have the failure as their response."""
    crawler = crawler_with(NEWSSPIDER_REJECTS_PATH=str(tmp_path / "rejects.jsonl"))
    pipeline = RejectFilePipeline.from_crawler(crawler)
    failure = Failure(ValueError("no"))  # type: ignore[no-untyped-call]
    failure.request = Request("https://example.org/a")  # type: ignore[attr-defined]  # as Scrapy does
    exception = RejectedItem(Reject(code="invalid", reason="headline: missing"))
    crawler.signals.send_catch_log(signals.item_dropped, item={}, exception=exception, response=failure)
    crawler.signals.send_catch_log(signals.item_error, item={}, failure=failure, response=failure)
    pipeline.close_spider()
    rows = [json.loads(line) for line in (tmp_path / "rejects.jsonl").read_text().splitlines()]
    assert [(row["code"], row["url"]) for row in rows] == [
        ("invalid", "https://example.org/a"),
        ("error", "https://example.org/a"),
    ]


def test_what_the_next_run_makes_good_is_counted_and_not_listed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    crawler = crawler_with(NEWSSPIDER_REJECTS_PATH=str(tmp_path / "rejects.jsonl"))
    pipeline = RejectFilePipeline.from_crawler(crawler)
    unstored = Reject(url="https://example.org/a", code="not-stored", reason="the store is away")
    pipeline.item_dropped(RepeatableReject(unstored))
    pipeline.reads_again = True
    pipeline.item_dropped(RepeatableReject(unstored))
    pipeline.item_dropped(RejectedItem(unstored))
    pipeline.close_spider()
    assert len((tmp_path / "rejects.jsonl").read_text().splitlines()) == 2
    assert crawler.stats.get_value("newsspider/rejects/not-stored") == 3
    assert caplog.messages[-1] == "Not stored: 1. The next run requests their pages again"


def test_an_item_that_comes_while_the_run_is_closed_is_listed_too(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    pipeline = RejectFilePipeline.from_crawler(crawler_with(NEWSSPIDER_REJECTS_PATH=str(path)))
    drop(pipeline, REJECT)
    pipeline.close_spider()
    drop(pipeline, REJECT)
    assert len(path.read_text().splitlines()) == 2
