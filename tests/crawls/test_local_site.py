"""A crawl of a whole site, and a replay of the same pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from newsspider.archives import WarcWriter
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.site import ARTICLES, Site, local_site

QUICK = ["-s", "AUTOTHROTTLE_ENABLED=0", "-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_TIMES=0"]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with local_site() as running:
        yield running


@pytest.fixture(scope="module")
def crawl(site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], str]:
    """Return the feed and the log of a crawl from the home page."""
    folder = tmp_path_factory.mktemp("crawl")
    done = run_scrapy(
        folder, "crawl", "news", "-a", f"urls={site.url}/", "-O", "feed.jsonl", *QUICK, in_project=True
    )
    assert done.returncode == 0, done.stderr
    rejects = [(row["url"].removeprefix(site.url), row["code"]) for row in json_lines(folder / "rejects.jsonl")]
    assert sorted(rejects)[:2] == [("/calendar/2026/03/", "status-404"), ("/login", "status-404")]
    assert len(rejects) == 3
    return json_lines(folder / "feed.jsonl"), done.stderr


def test_every_article_is_found_once(crawl: tuple[list[dict[str, Any]], str], site: Site) -> None:
    feed, _ = crawl
    assert sorted(row["url"] for row in feed) == sorted(site.url + path for path in ARTICLES)
    expected = {site.url + path: article for path, article in ARTICLES.items()}
    for row in feed:
        assert row["headline"] == expected[row["url"]]["headline"]
        assert row["articleBody"] == expected[row["url"]]["body"]
        assert row["metadata"]["source"]["kind"] == "live"


def test_nothing_is_asked_for_that_should_not_be(crawl: tuple[list[dict[str, Any]], str], site: Site) -> None:
    _, log = crawl
    assert site.asked[0] == "/robots.txt"
    forbidden = ("/closed/", "/tide.pdf")
    assert [path for path in site.asked if path.startswith(forbidden)] == []
    assert sum(path.startswith("/maze/") for path in site.asked) <= 3
    assert sum(path.startswith(("/login", "/calendar/")) for path in site.asked) == 2  # a word is no reason
    assert "elsewhere.invalid" not in log
    assert "'newsspider/news/not-asked-for': 1" in log
    assert "'newsspider/skipped/asset': 1" in log  # which is in the footer of every page
    assert "Traceback" not in log


def test_what_is_no_article_is_counted(crawl: tuple[list[dict[str, Any]], str]) -> None:
    _, log = crawl
    assert "'newsspider/news/not-html': 1" in log
    assert "'newsspider/news/status/404': 3" in log
    assert "'newsspider/pipelines/dropped/not-article'" in log


def test_replayed_articles_equal_the_live_ones(
    crawl: tuple[list[dict[str, Any]], str], site: Site, tmp_path: Path
) -> None:
    with (tmp_path / "site.warc.gz").open("wb") as file, WarcWriter(file) as writer:
        for path in ARTICLES:
            answer = site.answers[path]
            headers = {"Content-Type": answer.content_type}
            page = HtmlResponse(site.url + path, headers=headers, body=answer.body)
            writer.write(page, datetime.now(UTC))
    done = run_scrapy(tmp_path, "replay", "site.warc.gz", "-O", "feed.jsonl")
    assert done.returncode == 0, done.stderr
    replayed = {row["url"]: _without_provenance(row) for row in json_lines(tmp_path / "feed.jsonl")}
    live = {row["url"]: _without_provenance(row) for row in crawl[0]}
    assert replayed == live


def _without_provenance(row: dict[str, Any]) -> dict[str, Any]:
    metadata = {key: value for key, value in row["metadata"].items() if key not in {"source", "dateDownloaded"}}
    return {**row, "metadata": metadata}


def test_the_limit_on_pages_is_kept_exactly(tmp_path: Path) -> None:
    with local_site() as site:
        args = ["-a", f"urls={site.url}/", "-a", "max_pages=3", "-O", "feed.jsonl", *QUICK]
        done = run_scrapy(tmp_path, "crawl", "news", *args, in_project=True)
        pages = [path for path in site.asked if path not in {"/robots.txt", "/.well-known/tdmrep.json"}]
    assert done.returncode == 0, done.stderr
    assert len(pages) == 3
    # Article-like links go first.
    assert sum(path in ARTICLES for path in pages) >= 1
    assert "Traceback" not in done.stderr


def test_a_page_that_is_too_large_is_rejected(tmp_path: Path) -> None:
    with local_site() as site:
        args = ["-a", f"urls={site.url}/", "-s", "NEWSSPIDER_MAX_PAGE_BYTES=100", *QUICK]
        done = run_scrapy(tmp_path, "crawl", "news", *args, in_project=True)
    rows = json_lines(tmp_path / "rejects.jsonl")
    assert [(row["url"], row["code"]) for row in rows] == [(f"{site.url}/", "too-large")], done.stderr
