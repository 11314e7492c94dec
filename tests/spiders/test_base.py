from __future__ import annotations

import doctest
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import HtmlResponse, Request
from scrapy.settings import BaseSettings, Settings
from scrapy.utils.misc import load_object
from scrapy.utils.test import get_crawler, get_reactor_settings

from newsspider import _native
from newsspider.addon import NewsspiderAddon
from newsspider.errors import CorrectionsError
from newsspider.fields import FIELDS
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.items import Article, Reject, Source
from newsspider.middlewares.page_context import configured_corrections
from newsspider.spiders import base as module
from newsspider.spiders.base import ADDON, article_or_reject, switch_off
from newsspider.spiders.news import NewsSpider
from newsspider.spiders.replay import ReplaySpider
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.site import ARTICLES, local_site

CORRECTIONS = '[[corrections]]\nsite = "127.0.0.1"\nfields.articleSection.value = "By the sea"\n'
SETTING = ("-s", "NEWSSPIDER_CORRECTIONS=corrections.toml")


def test_no_file_is_no_corrections() -> None:
    assert configured_corrections(Settings()) is None
    assert configured_corrections(Settings({"NEWSSPIDER_CORRECTIONS": ""})) is None


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError, match=r"^NEWSSPIDER_CORRECTIONS: .*nowhere\.toml: cannot be read"):
        configured_corrections(Settings({"NEWSSPIDER_CORRECTIONS": str(tmp_path / "nowhere.toml")}))


RULES = """from newsspider.fields import Candidate

def headline(facts):
    yield Candidate(f"{facts.page.title}!", "shouted")
"""
PAGE = "<title>Storm hits coast</title><h1>Storm</h1>" + "<p>The storm came at night and took a roof.</p>" * 9


def test_a_projects_rules_stand_in_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = my_settings\n")
    (tmp_path / "my_settings.py").write_text(
        'NEWSSPIDER_FIELDS = {"headline": "my_rules.headline"}\nNEWSSPIDER_MIN_PROBABILITY = 0\n'
    )
    (tmp_path / "my_rules.py").write_text(RULES)
    (tmp_path / "page.html").write_text(PAGE)
    done = run_scrapy(tmp_path, "replay", "page.html", "-O", "feed.jsonl")
    assert done.returncode == 0, done.stderr
    (row,) = json_lines(tmp_path / "feed.jsonl")
    assert (row["headline"], row["metadata"]["fieldSources"]["headline"]) == ("Storm hits coast!", "shouted")
    done = run_scrapy(tmp_path, "explain", "page.html", "headline")
    assert "shouted" in done.stdout, done.stderr


def test_an_unknown_field_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    setting = ("-s", 'NEWSSPIDER_FIELDS={"headlin": "my_rules.headline"}')
    done = run_scrapy(tmp_path, "replay", "page.html", "-O", "feed.jsonl", *setting)
    assert done.returncode == 1
    assert "NEWSSPIDER_FIELDS: headlin: 'my_rules.headline' cannot be imported" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_crawl_and_a_replay_are_corrected_alike(tmp_path: Path) -> None:
    (tmp_path / "corrections.toml").write_text(CORRECTIONS)
    with local_site() as site:
        path = next(iter(ARTICLES))
        args = ("crawl", "news", "-a", f"urls={site.url}{path}", "-a", "max_pages=1", "-O", "live.jsonl", *SETTING)
        done = run_scrapy(tmp_path, *args, in_project=True)
        assert done.returncode == 0, done.stderr
        saved = site.answers[path].body.replace(
            b"<!DOCTYPE html>",
            f"<!DOCTYPE html>\n<!-- saved from url=({len(site.url + path):04}){site.url}{path} -->".encode(),
        )
    (tmp_path / "saved.html").write_bytes(saved)
    done = run_scrapy(tmp_path, "replay", "saved.html", "-O", "replayed.jsonl", *SETTING)
    assert done.returncode == 0, done.stderr
    for feed in ("live.jsonl", "replayed.jsonl"):
        (row,) = json_lines(tmp_path / feed)
        assert row["articleSection"] == "By the sea"
        assert row["metadata"]["fieldSources"]["articleSection"] == "correction:127.0.0.1"


@pytest.mark.parametrize(
    "args",
    [
        ("crawl", "replay", "-a", "source=page.html"),
        ("crawl", "news", "-a", "urls=http://127.0.0.1:9/"),
        ("replay", "page.html"),
    ],
)
def test_a_fault_in_the_file_is_told_in_one_line_and_fails_the_run(tmp_path: Path, args: tuple[str, ...]) -> None:
    (tmp_path / "corrections.toml").write_text(CORRECTIONS + "fields.headlnie.value = 1\n")
    (tmp_path / "page.html").write_text("<h1>A page</h1><p>Some text.")
    done = run_scrapy(tmp_path, *args, *SETTING, in_project=args[0] == "crawl")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = (line for line in done.stderr.splitlines() if "ERROR: " in line)
    assert "corrections.toml:4: unknown field 'headlnie'; did you mean headline? known: " in line


@pytest.mark.parametrize("spider", [NewsSpider, ReplaySpider])
@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, {NewsspiderAddon: 100}),
        ({"ADDONS": {ADDON: 7}}, {ADDON: 7}),
        ({"ADDONS": {ADDON: None}}, {ADDON: None}),
    ],
)
def test_the_addon_is_on_unless_the_project_says_otherwise(spider: Any, own: Any, expected: Any) -> None:
    runner = AsyncCrawlerRunner(Settings({**get_reactor_settings(), **own}))
    # Through create_crawler twice, as Scrapy's commands do: the runner's settings are laid over the crawler's.
    crawler = runner.create_crawler(runner.create_crawler(spider))
    assert dict(crawler.settings["ADDONS"]) == expected


def test_manners_are_brought_along_and_a_project_may_have_its_own() -> None:
    runner = AsyncCrawlerRunner(Settings({**get_reactor_settings(), "USER_AGENT": "mine", "DEPTH_LIMIT": 9}))
    settings = runner.create_crawler(runner.create_crawler(NewsSpider)).settings
    assert settings["USER_AGENT"] == "mine"
    assert settings.getint("DEPTH_LIMIT") == 9
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getfloat("DOWNLOAD_DELAY") == 1


SOURCE = Source(kind="warc", path="a.warc.gz", offset=512, recordId="urn:uuid:1")
URL = "https://example.org/a"


class BrokenResponse(HtmlResponse):
    """A response that fails as soon as it is read, as a defect in a parser would."""

    @property
    def body(self) -> bytes:
        raise ZeroDivisionError("a defect")


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_a_page_becomes_an_article() -> None:
    item = article_or_reject(HtmlResponse(URL, body=b"<h1>A title</h1><p>Some text.</p>"), SOURCE)
    assert isinstance(item, Article)
    assert item.metadata is not None
    assert item.metadata.source is not None
    assert item.metadata.source.offset == 512


def test_a_page_with_nothing_to_read_becomes_a_reject() -> None:
    item = article_or_reject(HtmlResponse(URL, body=b""), SOURCE)
    assert isinstance(item, Reject)
    assert (item.path, item.offset, item.recordId, item.url) == ("a.warc.gz", 512, "urn:uuid:1", URL)
    assert item.code != "error"


def test_a_defect_becomes_a_reject_and_its_traceback_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    response = BrokenResponse(URL, body=b"<p>x", request=Request(URL))
    with caplog.at_level(logging.ERROR):
        item = article_or_reject(response, SOURCE)
    assert isinstance(item, Reject)
    assert (item.code, item.reason) == ("error", "ZeroDivisionError: a defect")
    assert "ZeroDivisionError" in caplog.text
    assert "a.warc.gz at byte 512" in caplog.text


def test_a_rule_that_fails_is_named_by_its_field_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    def broken(facts: PageFacts) -> Iterator[Candidate[str]]:
        yield Candidate({"a": "b"}[str(facts.page.url)], "mine")

    fields = {**FIELDS, "headline": replace(FIELDS["headline"], rule=broken)}
    with caplog.at_level(logging.ERROR):
        item = article_or_reject(HtmlResponse(URL, body=PAGE.encode()), SOURCE, fields=fields)
    assert isinstance(item, Reject)
    assert (item.code, item.reason) == ("error", "in the field headline: KeyError: '" + URL + "'")
    assert item.traceback is not None
    assert " in broken: KeyError: " in item.traceback
    (record,) = caplog.records
    assert record.exc_info is None
    assert item.reason in record.getMessage()
    assert item.traceback in record.getMessage()


@pytest.mark.parametrize(("name", "level"), [("compiled", "INFO"), ("off", "INFO"), ("stale", "WARNING")])
def test_how_pages_are_read_is_named_in_one_line_and_in_the_stats(
    name: str, level: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    state = _native.State(name, "" if name == "compiled" else "older than walk.py")
    monkeypatch.setattr(_native, "state", lambda: state)
    crawler = get_crawler(ReplaySpider)
    with caplog.at_level("INFO", logger="newsspider"):
        spider = ReplaySpider.from_crawler(crawler, path="x")
        crawler.signals.send_catch_log(signals.spider_opened, spider=spider)
    assert crawler.stats is not None
    assert crawler.stats.get_value(f"newsspider/native/{name}") == 1
    [record] = [record for record in caplog.records if record.name == "newsspider.spiders.base"]
    assert (record.levelname, record.getMessage()) == (level, f"Pages are read by {state}")


def test_a_page_without_text_of_its_own_is_a_reject_that_says_so() -> None:
    page = HtmlResponse("https://example.org/storm", body=b'<div id="root"></div><script src="/a.js"></script>')
    reject = article_or_reject(page, Source(kind="warc", path="a.warc.gz", offset=512))
    assert isinstance(reject, Reject)
    assert (reject.code, reject.offset) == ("needs-javascript", 512)


def test_components_that_a_project_names_are_not_switched_off() -> None:
    depth, length = (
        f"scrapy.spidermiddlewares.{name}" for name in ("depth.DepthMiddleware", "urllength.UrlLengthMiddleware")
    )
    settings = BaseSettings({"SPIDER_MIDDLEWARES": {load_object(depth): 7}})
    switch_off(settings, "SPIDER_MIDDLEWARES", (depth, length))
    assert dict(settings.getdict("SPIDER_MIDDLEWARES")) == {load_object(depth): 7, length: None}
