from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.http import HtmlResponse
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from newsspider.discovery.types import Door, Outcome
from newsspider.engine import fail_run
from newsspider.items import Reject
from newsspider.pipelines.rejects import RejectedItem
from newsspider.report.collector import ReportCollector, wants_progress
from newsspider.report.crawl_progress import CrawlProgress
from newsspider.report.figures import NO_SITE
from newsspider.report.left_out_files import DroppedFile, SkippedFile
from newsspider.signals import page_done, page_refused, round_done, url_skipped
from newsspider.spiders.base import ArticleSpider
from newsspider.spiders.replay import ReplaySpider
from tests.crawls.replays import write_warc
from tests.pipelines.crawlers import crawler_with
from tests.report.test_counting import article


def crawler_of(spider: type[Spider], arguments: dict[str, Any], **settings: Any) -> Crawler:
    """Return a crawler with its spider and without extensions: each test makes the one that it is about."""
    own = dict.fromkeys((ReportCollector, DroppedFile, SkippedFile, CrawlProgress))
    crawler = crawler_with(EXTENSIONS=own, EXTENSIONS_BASE={}, **settings)
    crawler._apply_settings()
    crawler.spider = spider.from_crawler(crawler, **arguments)
    return crawler


class SitesSpider(ArticleSpider):
    """What the collector asks of the news spider, without the state of a crawl."""

    name = "sites"
    has_site_table = True
    urls = ("https://example.org/", "https://example.net/")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = list(self.urls)


def news_crawler(**settings: Any) -> Crawler:
    return crawler_of(SitesSpider, {}, **settings)


def send(crawler: Crawler, signal: Any, **arguments: Any) -> None:
    results = crawler.signals.send_catch_log(signal, sender=crawler, spider=crawler.spider, **arguments)
    assert not [
        result for _, result in results if isinstance(result, Exception) or hasattr(result, "getTraceback")
    ]


def fetched(url: str, **meta: Any) -> dict[str, Any]:
    request = Request(url, meta=meta)
    return {"request": request, "response": HtmlResponse(url, request=request)}


def test_everything_that_happens_is_counted_by_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crawler = news_crawler(
        NEWSSPIDER_REPORT_PATH=str(tmp_path / "report.html"), NEWSSPIDER_REJECTS_PATH="rejects.jsonl"
    )
    collector = ReportCollector.from_crawler(crawler)
    url = "https://news.example.org/0"
    page = fetched(url, newsspider_door=Door.FEEDS, download_latency=0.3)
    send(crawler, signals.request_scheduled, request=Request("https://example.org/"))  # a redirect
    send(crawler, signals.response_received, **page)
    robots = Request("https://example.org/robots.txt", callback=NO_CALLBACK)
    send(crawler, signals.response_received, request=robots, response=HtmlResponse(robots.url, request=robots))
    send(crawler, signals.item_scraped, item=article(), response=page["response"])
    send(crawler, signals.item_dropped, item=article(1), response=None, exception=DropItem("duplicate: x"))
    reject = Reject(code="status-404", reason="gone", url="https://example.net/")
    send(crawler, signals.item_dropped, item=reject, response=None, exception=RejectedItem(reject))
    send(crawler, url_skipped, url="https://example.org/login", reason="asset", site="example.org")
    send(crawler, page_done, url=url, outcome=Outcome.ARTICLE, door=Door.FEEDS, site="example.org", new_urls=5)
    for reason in ("copy", "five-links"):
        send(crawler, page_refused, url=url, reason=reason, site="example.org")
    send(crawler, page_done, url=url, outcome=Outcome.NOTHING, door=Door.FEEDS, site="example.org", new_urls=0)
    site = collector.figures.sites["example.org"]
    assert (site.found, site.fetched, site.articles, site.doors, site.fruitless) == (5, 1, 1, {"feeds": 1}, 1)
    assert (site.dropped, site.skipped) == ({"duplicate": 1, "copy": 1, "five-links": 1}, {"asset": 1})
    assert [page.note for page in site.nearly] == ["five-links"]
    assert collector.figures.hosts["news.example.org"].slowest_s == 0.3
    send(crawler, signals.spider_closed, reason="finished")
    form = json.loads((tmp_path / "report.json").read_bytes())
    assert "crawl --urls-file rejects.jsonl -O again.jsonl</code>" in (tmp_path / "report.html").read_text()
    assert form["title"] == "Crawl"
    assert form["sites"]["example.org"]["doors"] == {"feeds": 1}
    assert "  skipped   1 asset" in capsys.readouterr().err.splitlines()


@pytest.mark.parametrize(("reason", "start_error"), [("unable", None), ("finished", "NEWSSPIDER_CONTAC: ...")])
def test_a_run_that_cannot_begin_leaves_the_report_of_an_earlier_one(
    tmp_path: Path, reason: str, start_error: str | None
) -> None:
    crawler = news_crawler(NEWSSPIDER_REPORT_PATH=str(tmp_path / "report.html"))
    _held = ReportCollector.from_crawler(crawler)
    assert isinstance(crawler.spider, SitesSpider)
    crawler.spider.start_error = start_error
    fail_run(crawler, "NEWSSPIDER_CONTAC: ...")
    send(crawler, signals.spider_closed, reason=reason)
    assert list(tmp_path.iterdir()) == []


def test_what_became_of_a_page_is_counted_once(tmp_path: Path) -> None:
    class RepeatingSpider(SitesSpider):
        def is_told(self, response: Any) -> bool:
            return response is not None and "again" in response.url

    paths = {f"NEWSSPIDER_{name}_PATH": str(tmp_path / name) for name in ("REPORT", "DROPPED")}
    crawler = crawler_of(RepeatingSpider, {}, **paths)
    collector, dropped = ReportCollector.from_crawler(crawler), DroppedFile.from_crawler(crawler)
    reject = Reject(code="status-404", reason="gone", url="https://example.org/a")
    for url in ("https://example.org/a", "https://example.org/again"):
        response = HtmlResponse(url)
        failure = Failure(ValueError("a mistake"))  # type: ignore[no-untyped-call]
        send(crawler, signals.item_dropped, item=article(), response=response, exception=DropItem("list: x"))
        send(crawler, signals.item_dropped, item=reject, response=response, exception=RejectedItem(reject))
        send(crawler, signals.item_error, item=article(), response=response, failure=failure)
    site = collector.figures.sites["example.org"]
    assert (site.dropped, site.rejected) == ({"list": 1}, {"status-404": 1, "error": 1})
    dropped.spider_closed()
    assert len((tmp_path / "DROPPED").read_text("utf-8").splitlines()) == 1


def test_what_has_no_address_is_one_of_the_page_that_it_came_from() -> None:
    """As in the list of rejects; and an item need not be one that has fields."""
    crawler = news_crawler()
    collector = ReportCollector.from_crawler(crawler)
    failure = Failure(ValueError("no"))  # type: ignore[no-untyped-call]
    failure.request = Request("https://example.net/b")  # type: ignore[attr-defined]  # as Scrapy does
    page = HtmlResponse("https://example.org/a")
    unplaced = RejectedItem(Reject(code="invalid", reason="headline: missing"))
    send(crawler, signals.item_dropped, item={}, response=page, exception=unplaced)
    send(crawler, signals.item_dropped, item={}, response=failure, exception=unplaced)
    send(crawler, signals.item_error, item={}, response=page, failure=failure)
    send(crawler, signals.item_dropped, item="a text", response=page, exception=DropItem("odd: no item"))
    sites = collector.figures.sites
    assert sites["example.org"].rejected == {"invalid": 1, "error": 1}
    assert [one.address for one in sites["example.net"].failed] == ["https://example.net/b"]
    assert sites[NO_SITE].dropped == {"odd": 1}


def test_the_report_says_the_same_of_how_long_the_run_took_as_the_last_lines(tmp_path: Path) -> None:
    crawler = crawler_of(SitesSpider, {}, NEWSSPIDER_REPORT_PATH=str(tmp_path / "report.html"))
    collector = ReportCollector.from_crawler(crawler)  # before Scrapy begins to count
    send(crawler, signals.spider_opened)
    send(crawler, signals.item_scraped, item=article(1), response=None)
    crawler.stats.set_value("elapsed_time_seconds", 305.2)
    send(crawler, signals.spider_closed, reason="finished")
    assert collector.seconds == 305.2
    assert "took 5:05" in (tmp_path / "report.html").read_text()


def test_a_run_that_goes_on_counts_on(tmp_path: Path) -> None:
    kept: dict[str, str] = {}

    class KeepingSpider(SitesSpider):
        def keep_figures(self, changed: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
            self.changed = changed
            return {"left-out:0": "[1]", **kept}  # others keep something too

    began: list[str] = []
    for run in (1, 2, 3):
        crawler = crawler_of(KeepingSpider, {}, NEWSSPIDER_REPORT_PATH=str(tmp_path / "report.html"))
        collector = ReportCollector.from_crawler(crawler)
        send(crawler, signals.spider_opened)
        send(crawler, signals.item_scraped, item=article(run), response=None)
        send(crawler, signals.response_received, **fetched(f"https://example.org/{run}"))
        send(crawler, url_skipped, url="https://example.net/", reason="robots", site="example.net")
        assert isinstance(crawler.spider, KeepingSpider)
        kept |= crawler.spider.changed()
        assert list(crawler.spider.changed()) == ["run"]  # nothing else has changed
        assert json.loads(kept["sites:example.org"])["articles"] == run
        began.append(json.loads(kept["run"])["began"][:19])
        assert collector.seconds >= collector.earlier_s
    send(crawler, signals.spider_closed, reason="finished")
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["summary"]["articles"] == 3
    assert report["sites"]["example.net"]["skipped"] == {"robots": 3}
    assert report["earlier"] == []
    assert began == 3 * [report["began"][:19]]
    assert json.loads(kept["run"])["failed"] == {"https://example.net/": "robots"}


def test_a_start_that_gave_nothing_fails_the_run_with_one_line(caplog: pytest.LogCaptureFixture) -> None:
    unread, nothing = (
        "https://example.net/: could not be read: no answer",
        "https://example.org/: no articles: 0 pages fetched",
    )
    for reason, lines in (("finished", [nothing, unread]), ("max_pages", [unread]), ("shutdown", [])):
        caplog.clear()
        crawler = news_crawler()
        _held = ReportCollector.from_crawler(crawler)
        reject = Reject(code="timeout", reason="no answer", url="https://example.net/")
        send(crawler, signals.item_dropped, item=reject, response=None, exception=RejectedItem(reject))
        with caplog.at_level(logging.ERROR):
            send(crawler, signals.spider_closed, reason=reason)
        assert [record.getMessage() for record in caplog.records] == lines
        send(crawler, signals.engine_stopped)
        assert (crawler.spider is None) == bool(lines)


def test_a_crawl_that_keeps_going_shows_how_far_it_is_after_each_round(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    crawler = news_crawler(NEWSSPIDER_REPORT_PATH=str(tmp_path / "report.html"))
    _held = ReportCollector.from_crawler(crawler)
    reject = Reject(code="time-out", reason="example.net does not answer in time", url="https://example.net/")
    send(crawler, signals.item_dropped, item=reject, response=None, exception=RejectedItem(reject))
    response = HtmlResponse("https://example.org/storm", request=Request("https://example.org/storm"))
    for articles in (1, 1, 2):
        if _held.figures.total().articles < articles:
            send(crawler, signals.item_scraped, item=article(url=response.url), response=response)
        with caplog.at_level(logging.ERROR):
            send(crawler, round_done)
        form = json.loads((tmp_path / "report.json").read_bytes())
        assert form["summary"]["articles"] == articles
    assert capsys.readouterr().err.count("example.org") == 2  # where there is more to show
    told = "https://example.net/: could not be read: example.net does not answer in time"
    assert [record.getMessage() for record in caplog.records] == [told]


def test_the_report_says_why_a_run_fails(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    crawler = crawler_of(ReplaySpider, {}, NEWSSPIDER_REPORT_PATH=str(path))
    _held = ReportCollector.from_crawler(crawler)  # the signals hold it weakly
    fail_run(crawler, "crawl.warc.gz: no such file or folder")
    send(crawler, signals.spider_closed, reason="finished")
    assert "crawl.warc.gz: no such file or folder" in path.read_text()


def test_pages_of_an_offline_crawl_are_explained_from_its_archive_at_the_end(tmp_path: Path) -> None:
    write_warc(tmp_path / "dumps" / "a.warc.gz", range(3))
    crawler = news_crawler(
        NEWSSPIDER_REPORT_PATH=str(tmp_path / "report.html"),
        NEWSSPIDER_REPORT_EXPLAIN="5",
        NEWSSPIDER_OFFLINE=str(tmp_path / "dumps"),
    )
    _held = ReportCollector.from_crawler(crawler)  # the signals hold it weakly
    for number, reason in ((1, "five-links"), (7, "five-links"), (2, "copy")):
        url = f"https://example.org/{number}"
        send(crawler, page_refused, url=url, reason=reason, site="example.org")
    send(crawler, round_done)
    assert not (tmp_path / "report-explain").exists()
    send(crawler, signals.spider_closed, reason="finished")
    assert crawler.stats.get_value("newsspider/report/explained") == 1
    assert "report-explain/page-1.html" in (tmp_path / "report.html").read_text()
    assert "The ferry opens again 1" in (tmp_path / "report-explain" / "page-1.html").read_text()


def test_a_report_that_cannot_be_written_fails_the_run(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "new" / "report.html"
    crawler = crawler_of(ReplaySpider, {}, NEWSSPIDER_REPORT_PATH=str(path))
    _held = ReportCollector.from_crawler(crawler)  # the signals hold it weakly
    path.parent.write_text("")
    send(crawler, signals.spider_closed, reason="finished")
    assert "The report could not be written" in caplog.text
    send(crawler, signals.engine_stopped)
    assert crawler.spider is None


def test_what_nobody_sees_is_not_counted(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured):
        ReportCollector.from_crawler(crawler_of(ReplaySpider, {}))
    with pytest.raises(NotConfigured):
        ReportCollector.from_crawler(crawler_of(Spider, {"name": "theirs"}))
    report = str(tmp_path / "report.html")
    theirs = ReportCollector.from_crawler(crawler_of(Spider, {"name": "theirs"}, NEWSSPIDER_REPORT_PATH=report))
    assert theirs.figures.sites == {}


def test_a_quiet_run_prints_no_table_and_fails_all_the_same(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    crawler = news_crawler(NEWSSPIDER_SUMMARY=False)
    _held = ReportCollector.from_crawler(crawler)
    send(crawler, signals.spider_closed, reason="finished")
    assert "fetched" not in capsys.readouterr().err
    assert len(caplog.records) == 2
    send(crawler, signals.engine_stopped)
    assert crawler.spider is None


@pytest.mark.parametrize(("reason", "begins"), [("shutdown", True), ("finished", False)])
def test_the_table_of_a_stopped_crawl_begins_below_what_the_terminal_shows_of_ctrl_c(
    reason: str, begins: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    crawler = news_crawler()
    _held = ReportCollector.from_crawler(crawler)
    send(crawler, url_skipped, url="https://example.org/a", reason="robots", site="example.org")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    send(crawler, signals.spider_closed, reason=reason)
    said = capsys.readouterr().err
    assert "example.org" in said
    assert said.startswith("\n") is begins


def test_of_other_spiders_the_scheduler_says_what_was_found(tmp_path: Path) -> None:
    crawler = crawler_of(Spider, {"name": "theirs"}, NEWSSPIDER_REPORT_PATH=str(tmp_path / "report.html"))
    collector = ReportCollector.from_crawler(crawler)
    for _ in range(2):
        send(crawler, signals.request_scheduled, request=Request("https://example.org/"))
    send(crawler, signals.request_dropped, request=Request("https://example.org/"))
    assert collector.figures.sites["example.org"].found == 1


def test_a_progress_line_is_for_terminals_without_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert wants_progress(news_crawler())
    assert not wants_progress(news_crawler(NEWSSPIDER_PROGRESS=False))
    assert not wants_progress(crawler_of(Spider, {"name": "theirs"}))
    to_stdout = {"stdout:": {"format": "jsonlines"}}
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert not wants_progress(news_crawler(FEEDS=to_stdout))
    monkeypatch.setattr("sys.stdout.isatty", lambda: False)
    assert wants_progress(news_crawler(FEEDS=to_stdout))
    monkeypatch.setattr("sys.stderr.isatty", lambda: False)
    assert not wants_progress(news_crawler())


def test_a_page_costs_less_than_a_fifth_of_a_millisecond() -> None:
    """Of which our own part is half: the signals of Scrapy take the rest."""
    crawler = news_crawler()
    collector = ReportCollector.from_crawler(crawler)
    pages = [(article(n), fetched(f"https://example.org/{n}", download_latency=0.1)) for n in range(1_000)]
    began_s = time.process_time()
    for item, page in pages:
        collector.request_scheduled(page["request"])
        collector.response_received(**page)
        collector.item_scraped(item, page["response"])
    assert (time.process_time() - began_s) / len(pages) < 0.0002


@pytest.mark.parametrize("spider", [Spider, ReplaySpider])
def test_rejects_of_a_projects_own_spider_are_named_without_our_command(
    tmp_path: Path, spider: type[Spider]
) -> None:
    """`newsspider crawl` would make articles of ours of its pages, and not its own items."""
    path = tmp_path / "report.html"
    crawler = crawler_of(spider, {"name": "theirs"} if spider is Spider else {}, NEWSSPIDER_REPORT_PATH=str(path))
    _held = ReportCollector.from_crawler(crawler)
    reject = Reject(code="error", reason="in the spider: KeyError: 'x'", url="https://example.org/a")
    send(crawler, signals.item_dropped, item=reject, response=None, exception=RejectedItem(reject))
    send(crawler, signals.spider_closed, reason="finished")
    html = path.read_text()
    assert "in rejects.jsonl." in html
    assert ("To try them again" in html) is (spider is ReplaySpider)
