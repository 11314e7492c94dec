"""When checkpoints come: by what was read alone, never by the clock."""

from __future__ import annotations

import json
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from newsspider.archives.types import ReadOptions, Skipped, Step
from newsspider.items import Article, Reject
from newsspider.replaying.chunk_writer import ChunkWriter
from newsspider.replaying.jobs import FeedFormat
from newsspider.replaying.spider import ArchivesSpider, _ChunkRun
from tests.crawls.replays import write_warc
from tests.pipelines.crawlers import crawler_with
from tests.replaying.made import archive_of, chunk_of


def at_once(step: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that has nothing to wait for."""
    with pytest.raises(StopIteration):
        step.send(None)


def work_of(folder: Path, form: FeedFormat = "jsonl", pages: int = 2) -> _ChunkRun:
    write_warc(folder / "a.warc.gz", range(6))
    archive = archive_of(folder / "a.warc.gz", folder / "out")
    archive.work.mkdir(parents=True, exist_ok=True)
    crawler = crawler_with()
    crawler._apply_settings()
    spider = ArchivesSpider.from_crawler(crawler, channel=None, form=form)
    spider.writer = ChunkWriter.from_crawler(crawler)
    spider.options, spider.checkpoint_pages = ReadOptions(1 << 20), pages
    return _ChunkRun(chunk_of(archive), spider)


def position(work: _ChunkRun) -> int | None:
    path = work._chunk.archive.work / "0.checkpoint"
    return json.loads(path.read_text())["position"] if path.exists() else None


def test_a_checkpoint_comes_after_so_many_pages(tmp_path: Path) -> None:
    work = work_of(tmp_path)
    seen = []
    for step in work.steps():
        assert isinstance(work.item(step), Article)
        at_once(work.after(step))
        seen.append(position(work) == step.after)
    work.files.close()
    assert seen == [False, True, False, True, False, False]
    again = work_of(tmp_path)
    assert sum(1 for _ in again.steps()) == 2
    again.files.close()


@pytest.mark.parametrize(("form", "is_kept"), [("jsonl", True), ("jsonl.gz", False)])
def test_a_stop_is_put_away_where_that_does_not_show(tmp_path: Path, form: FeedFormat, is_kept: bool) -> None:
    work = work_of(tmp_path, form)
    step = next(work.steps())
    work.item(step)
    at_once(work.after(step))
    at_once(work.save(step))
    work.files.close()
    assert (position(work) == step.after) == is_kept


@pytest.mark.parametrize(("cut_bytes", "is_damaged"), [(0, False), (40, True)])
def test_damage_at_an_archives_end_is_noted(tmp_path: Path, cut_bytes: int, is_damaged: bool) -> None:
    work = work_of(tmp_path)
    archive = tmp_path / "a.warc.gz"
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size - cut_bytes])
    for step in work.steps():
        work.item(step)
        at_once(work.after(step))
    at_once(work.complete())
    assert work.files.tally["ends-damaged"] == is_damaged


def test_damage_within_an_archive_is_none_of_its_end(tmp_path: Path) -> None:
    work = work_of(tmp_path)
    content = bytearray((tmp_path / "a.warc.gz").read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40] = b"\0" * 40
    (tmp_path / "a.warc.gz").write_bytes(content)
    outcomes = []
    for step in work.steps():
        outcomes.append(work.item(step))
        at_once(work.after(step))
    at_once(work.complete())
    assert any(isinstance(outcome, Reject) for outcome in outcomes)
    assert not work.files.tally["ends-damaged"]


def test_a_reader_that_fails_gives_a_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = work_of(tmp_path)

    def failing(*_: object) -> None:
        raise ZeroDivisionError("of the reader")

    monkeypatch.setattr("newsspider.replaying.spider.chunk_steps", failing)
    (step,) = work.steps()
    item = work.item(step)
    assert isinstance(item, Reject)
    assert item.reason == "could not be read to the end: ZeroDivisionError: of the reader"
    assert work.files.tally["cut-short"] == 1
    work.files.close()


def test_records_are_the_sum_of_what_became_of_them(tmp_path: Path) -> None:
    work = work_of(tmp_path)
    work.item(Step(Reject(path="a.html", code="unreadable", reason="the file is empty"), 1))
    assert work.files.tally["records"] == 1
    work.item(Step(Reject(path="a.warc", offset=7, code="damaged", reason="cut"), 2))
    work.item(Step(Reject(path="b.html", code="too-large", reason="over the limit"), 3))
    work.item(Step(Skipped("content"), 4))
    assert work.files.tally["records"] == 4  # no page, three rejects, one skipped
    work.files.close()
