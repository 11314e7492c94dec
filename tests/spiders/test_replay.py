"""What the replay spider makes of its argument and of its sources; whole runs are in tests/crawls."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy.core.downloader.handlers import http11
from scrapy.core.downloader.handlers.datauri import DataURIDownloadHandler
from scrapy.settings import Settings
from scrapy.utils.misc import build_from_crawler

from newsspider.archives import ReadOptions, source_steps
from newsspider.archives.locations import Location
from newsspider.errors import SourceError
from newsspider.feeds.parquet_feed import ParquetWriter
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import Field
from newsspider.fields.forms import LINE as LINE_FORM
from newsspider.items import Article, Reject
from newsspider.spiders.replay import ReplaySpider, source_paths
from tests.pipelines.crawlers import crawler_with

PAGE = "<title>Quay</title><h1>A walk along the quay</h1><p>It was raining when the walk began.</p>"

HOSTS = ["news.example.org", "example.net"]
DAYS = ["2024-05-05T00:00:00Z", "2024-05-06T12:00:00Z", "2024-05-07T00:00:00Z"]


def items_of(folder: Path, source: str) -> tuple[list[Any], dict[str, Any]]:
    """Return what a replay of one source yields, without an engine, and its stats."""
    crawler = crawler_with()
    spider = ReplaySpider.from_crawler(crawler, source=str(folder / source))
    return [one for one in spider._outcomes(folder / source) if one is not None], crawler.stats.get_stats()


def test_the_argument_is_a_list_or_is_split_at_commas(tmp_path: Path) -> None:
    assert source_paths("a.warc, b ,,") == ["a.warc", "b"]
    assert source_paths(["a,b", "c"]) == ["a,b", "c"]
    odd = tmp_path / "a,b.html"
    odd.touch()
    assert source_paths(str(odd)) == [str(odd)]
    assert source_paths("") == source_paths(()) == []
    assert source_paths("a" * 300 + ",b\x00") == ["a" * 300, "b\x00"]


def test_pages_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.html").write_text(PAGE)
    items, stats = items_of(tmp_path, "")
    assert [type(item) for item in items] == [Article, Article]
    assert stats["newsspider/replay/pages"] == 2


def test_a_page_over_the_limit_is_a_reject_and_its_neighbour_survives(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>" + b"x" * (10 * 1024 * 1024))
    (tmp_path / "b.html").write_text(PAGE)
    items, _ = items_of(tmp_path, "")
    assert isinstance(items[0], Reject)
    assert (items[0].code, items[0].path) == ("too-large", "a.html")
    assert isinstance(items[1], Article)


def test_a_missing_source_yields_nothing_and_is_counted(tmp_path: Path) -> None:
    items, stats = items_of(tmp_path, "nonexistent")
    assert items == []
    assert stats["newsspider/replay/failed-sources"] == 1


def test_a_source_of_which_a_part_was_read_is_told_from_one_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.html").write_text(PAGE)

    def breaking(path: Location, options: ReadOptions) -> Iterator[Any]:
        yield from source_steps(path, options)
        raise SourceError(str(path), "the connection is gone")

    spider = ReplaySpider.from_crawler(crawler_with())
    assert list(spider._outcomes(tmp_path / "nonexistent")) == []
    assert spider.cut_sources == 0
    monkeypatch.setattr("newsspider.spiders.replay.source_steps", breaking)
    assert len(list(spider._outcomes(tmp_path))) == 1
    assert spider.cut_sources == 1


def test_without_sources_the_run_fails() -> None:
    crawler = crawler_with()
    spider = ReplaySpider.from_crawler(crawler)

    async def collected() -> list[Any]:
        return [item async for item in spider.start()]

    assert asyncio.run(collected()) == []
    assert crawler.stats.get_value("newsspider/replay/failed-sources") == 1


def test_an_offline_run_opens_no_port() -> None:
    settings = ReplaySpider.custom_settings
    assert settings is not None
    assert (settings["TELNETCONSOLE_ENABLED"], settings["REMOTE_CONTROL_ENABLED"]) == (False, False)


def test_fields_of_json_that_are_called_otherwise(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"story": "The ferry sails.\\n\\nIt was raining when it began."}')
    crawler = crawler_with(NEWSSPIDER_JSON_FIELDS={"text": "story"})
    spider = ReplaySpider.from_crawler(crawler)
    assert [type(item) for item in spider._outcomes(tmp_path) if item is not None] == [Article]
    wrong = ReplaySpider.from_crawler(crawler_with(NEWSSPIDER_JSON_FIELDS={"story": "text"}))
    assert wrong.start_error
    assert "'story'" in wrong.start_error


def test_what_a_row_says_of_its_page_is_in_the_article(tmp_path: Path) -> None:
    row = {"text": "It was raining when the walk began.", "title": "A walk along the quay", "author": "Ana Ruiz"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    (article,), _ = items_of(tmp_path, "a.jsonl")
    assert (article.headline, [one.name for one in article.authors]) == (row["title"], ["Ana Ruiz"])
    assert article.metadata.fieldSources["headline"] == "row:title"


def test_later_pages_of_articles_are_counted(tmp_path: Path) -> None:
    rows = [
        {"url": "https://example.org/quay", "html": f'{PAGE}1 <a href="/quay?page=2">2</a>'},
        {"url": "https://example.org/quay?page=2", "html": f'{PAGE}<a href="/quay">1</a> 2'},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    crawler = crawler_with(NEWSSPIDER_MIN_PROBABILITY=0.0)
    items = [item for item in ReplaySpider.from_crawler(crawler)._outcomes(tmp_path) if item is not None]
    assert [type(item) for item in items] == [Article, Article]
    assert crawler.stats.get_value("newsspider/replay/later-parts") == 1


def test_pages_that_are_not_asked_for_are_counted_and_not_extracted(tmp_path: Path) -> None:
    rows = [{"url": f"https://{host}/a", "html": PAGE, "fetch_time": day} for host in HOSTS for day in DAYS]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    crawler = crawler_with(NEWSSPIDER_REPLAY_DOMAINS=["example.org"])
    spider = ReplaySpider.from_crawler(crawler, since="2024-05-06", until="2024-05-06")
    items = [item for item in spider._outcomes(tmp_path) if item is not None]
    assert [item.url for item in items] == ["https://news.example.org/a"]
    stats = crawler.stats.get_stats()
    assert stats["newsspider/replay/pages"] == 1
    assert stats["newsspider/replay/skipped/date"] == 4
    assert stats["newsspider/replay/skipped/domain"] == 1


def test_an_argument_that_makes_no_sense_is_told() -> None:
    spider = ReplaySpider.from_crawler(crawler_with(), since="May")
    assert spider.start_error
    assert spider.start_error.startswith("since: 'May' is not a date")


def test_a_replay_does_not_import_what_downloads() -> None:
    code = (
        "import sys\n"
        "from scrapy.crawler import AsyncCrawlerProcess\n"
        "from newsspider.spiders.replay import ReplaySpider\n"
        "process = AsyncCrawlerProcess({'LOG_ENABLED': False})\n"
        "process.crawl(ReplaySpider, source=[])\n"
        "process.start()\n"
        "for name in ('core.downloader.handlers.http11', 'extensions.telnet', 'extensions.remote_control'):\n"
        "    print('scrapy.' + name in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.split() == ["False"] * 3


def test_a_pipeline_can_still_download() -> None:
    settings = Settings()
    ReplaySpider.update_settings(settings)
    handler = settings["DOWNLOAD_HANDLERS_BASE"]["data"]
    assert handler.lazy
    assert isinstance(build_from_crawler(handler, crawler_with()), DataURIDownloadHandler)
    retried = tuple(error for error in settings["RETRY_EXCEPTIONS"] if isinstance(error, type))
    assert isinstance(http11.TunnelError("no"), retried)
    assert not isinstance(ValueError("no"), retried)


LINE: dict[str, Any] = {
    "url": "https://n.example/storm",
    "headline": "Storm hits coast",
    "authors": [{"name": "Ana Ruiz", "nameRaw": "By Ana Ruiz"}],
    "datePublished": "2026-11-03T07:30:00+01:00",
    "datePublishedRaw": "3 November",
    "articleBody": "It blew all night.",
    "articleBodyHtml": "<p>It blew all night.</p>",
    "mainImage": {"caption": "The pier", "width": 640},
    "liveBlogUpdates": [{"articleBody": "It blows."}],
    "metadata": {
        "dateDownloaded": "2026-11-03T12:00:00Z",
        "source": {"kind": "warc", "path": "a.warc.gz", "offset": 512},
        "fieldSources": {"headline": "json-ld"},
        "probability": 0.93,
        "validationMessages": {"headline": ["odd"]},
        "extractor": "newsspider 0.1.0",
    },
}


def test_a_feed_of_ours_gives_its_articles_again(tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl").write_text(json.dumps(LINE) + "\n" + json.dumps(LINE))
    items, stats = items_of(tmp_path, "feed.jsonl")
    assert [item.to_dict() for item in items] == [LINE, LINE]
    assert stats["newsspider/replay/pages"] == 2


def test_so_does_one_in_parquet(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="the extra `parquet`")
    line = {**LINE, "mood": "calm"}
    with (tmp_path / "feed.parquet").open("wb") as file:
        writer = ParquetWriter(file)
        writer.write(line)
        writer.write({"metadata": LINE["metadata"]})
        writer.close()
    crawler = crawler_with(NEWSSPIDER_FIELDS={"mood": Field(name="mood", form=LINE_FORM, doc_form="one line")})
    spider = ReplaySpider.from_crawler(crawler, source=str(tmp_path))
    first, second = (item for item in spider._outcomes(tmp_path) if isinstance(item, Article))
    assert (first.to_dict(), second.to_dict()) == (line, {"metadata": LINE["metadata"]})


def test_what_is_no_article_in_a_feed_is_a_reject(tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl").write_text(json.dumps({**LINE, "authors": "Ana Ruiz"}) + "\n" + json.dumps(LINE))
    (reject, article), _ = items_of(tmp_path, "feed.jsonl")
    assert (reject.code, reject.path, reject.offset, reject.url) == ("damaged", "feed.jsonl", 0, LINE["url"])
    assert reject.reason == "not an article of a feed: authors: 'Ana Ruiz' is not a list"
    assert article.to_dict() == LINE


def test_fields_that_a_project_does_not_have_are_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lines = [{**LINE, "mood": "calm"}, {**LINE, "mood": "wild"}]
    (tmp_path / "feed.jsonl").write_text("\n".join(map(json.dumps, lines)))
    items, stats = items_of(tmp_path, "feed.jsonl")
    assert [item.to_dict() for item in items] == [LINE, LINE]
    assert stats["newsspider/replay/feed-lines-with-unknown-fields"] == 2
    (line,) = [record.getMessage() for record in caplog.records if "left out" in record.getMessage()]
    assert line.startswith("feed.jsonl at byte 0: left out, since articles have no such field: mood ")


def spin_on_slow_pages(facts: PageFacts) -> Iterator[Candidate[str]]:
    while "Slow" in (facts.page.title or ""):
        pass
    yield Candidate("calm", "rule")


def test_a_page_that_takes_too_long_is_a_reject_and_its_neighbours_survive(tmp_path: Path) -> None:
    for name, title in (("a", "Quay"), ("b", "Slow"), ("c", "Quay")):
        (tmp_path / f"{name}.html").write_text(PAGE.replace("Quay", title))
    mood = Field(name="mood", rule=spin_on_slow_pages, form=LINE_FORM, doc_form="one line")
    crawler = crawler_with(NEWSSPIDER_FIELDS={"mood": mood}, NEWSSPIDER_MAX_PAGE_CPU_S=0.5)
    spider = ReplaySpider.from_crawler(crawler, source=str(tmp_path))
    first, slow, last = (one for one in spider._outcomes(tmp_path) if one is not None)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(slow, Reject)
    assert (slow.path, slow.code) == ("b.html", "too-slow")
    assert slow.reason == "reading the page took longer than 0.5 s of processor time"
