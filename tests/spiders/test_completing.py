"""Articles of several pages, from a server of ours, through Scrapy's own downloader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings

from newsspider.spiders.completing import PageCompleter
from newsspider.spiders.news import NewsSpider
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.site import Answer, Site, local_site

SPIDER = str(Path(__file__).with_name("completing_spider.py"))
TEXTS = [
    "The storm reached the coast shortly after midnight and tore the roofs from forty houses in the old harbour.",
    "Fishermen had pulled their boats ashore in the evening, when the barometer fell faster than any of them remembered.",
    "By first light the mole was gone, and with it the lamp that had stood at its end for a hundred and twenty years.",
    "The council met in the school, the only large building with a dry floor, and voted for a new wall before noon.",
    "Engineers from the capital are expected on Thursday; they will measure the sea bed and what is left of the quay.",
    "Insurers have not yet said what they will pay, and the harbour office has put its own losses at two million.",
]


def story(headline: str, texts: list[str], pager: str = "", head: str = "") -> Answer:
    body = "".join(f"<p>{text}</p>\n" for text in texts)
    return Answer(
        f'<!DOCTYPE html><html lang="en"><head><title>{headline} | Quay Post</title>{head}'
        f'<meta property="og:type" content="article"></head><body><nav><a href="/">Home</a></nav><main><article>'
        f"<h1>{headline}</h1>{body}</article>{pager}</main><footer>Quay Post</footer></body></html>".encode()
    )


def pager(path: str, count: int, own: int) -> str:
    links = (
        f"<span>{at}</span>" if at == own else f'<a href="{path}{f"/{at}" if at > 1 else ""}">{at}</a>'
        for at in range(1, count + 1)
    )
    return f'<div class="pagination">{" ".join(links)}</div>'


def answers() -> dict[str, Answer]:
    found = {"/robots.txt": Answer(b"User-agent: *\nDisallow: /wall/3\n", content_type="text/plain")}
    for path, headline in (
        ("/storm", "Storm hits the coast"),
        ("/wall", "A new wall for the harbour"),
        ("/quay", "The quay is measured"),
    ):
        for at in (1, 2, 3):
            address = f"{path}/{at}" if at > 1 else path
            found[address] = story(headline, TEXTS[2 * at - 2 : 2 * at], pager(path, 3, at))
    del found["/quay/2"]
    # A pager of comments, which shows the article again; its class does not say so.
    for path in ("/losses", "/losses?page=2"):
        found[path] = story("What the insurers pay", TEXTS[:4], '<p><a href="/losses?page=2">2</a></p>')
    # All on one page; a pager without an end; one that leads to another article; one on which each page leads on.
    whole = '<a href="/lamp?page=all">View all</a>'
    found["/lamp"] = story("The lamp is gone", TEXTS[:2], pager("/lamp", 3, 1) + whole)
    found["/lamp?page=all"] = story("The lamp is gone", TEXTS)
    found["/other"] = story("Boats are safe", TEXTS[:3], '<a href="/other?page=2">Next page</a>')
    found["/other?page=2"] = story("Council elects a new mayor for the town", TEXTS[3:])
    for at in range(1, 9):
        address = f"/loop?page={at}" if at > 1 else "/loop"
        text = f"Item {at} of the long list of things that were washed ashore was found by a child, who kept it at home."
        found[address] = story(
            "Things washed ashore",
            [text, text.replace("child", "dog")],
            f'<a href="/loop?page={at + 1}">Next</a><a href="/loop">1</a>',
        )
    return found


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with local_site() as running:
        running.answers.update(answers())
        yield running


def run(folder: Path, urls: list[str], *settings: str) -> tuple[dict[str, Any], str]:
    """Return the articles by URL, and the log, of a crawl."""
    fixed = ["NEWSSPIDER_MAX_ARTICLE_PARTS=5", "RETRY_ENABLED=0", "NEWSSPIDER_MIN_PROBABILITY=0", *settings]
    arguments = ["-a", "urls=" + ",".join(urls), "-O", "feed.jsonl", *(f"-s{setting}" for setting in fixed)]
    done = run_scrapy(folder, "runspider", SPIDER, *arguments)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    rows = json_lines(folder / "feed.jsonl")
    by_url = {row["url"]: row for row in rows}
    assert len(rows) == len(by_url)
    return by_url, done.stderr


@pytest.fixture(scope="module")
def crawl(site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, Any], str]:
    """Return the articles by path, and the log."""
    paths = ("/storm", "/wall", "/quay", "/losses", "/lamp", "/other", "/loop", "/storm/3")
    articles, log = run(tmp_path_factory.mktemp("crawl"), [site.url + path for path in paths])
    return {url.removeprefix(site.url): row for url, row in articles.items()}, log


def paragraphs(row: Mapping[str, Any]) -> list[str]:
    texts: list[str] = row["articleBody"].split("\n\n")
    return texts


def test_pages_are_joined_in_order_without_the_pagers_digits(crawl: tuple[Mapping[str, Any], str]) -> None:
    row = crawl[0]["/storm"]
    assert paragraphs(row) == TEXTS
    assert row["articleBodyHtml"] == "\n".join(f"<p>{text}</p>" for text in TEXTS)
    assert row["wordCount"] == sum(len(text.split()) for text in TEXTS)
    assert "validationMessages" not in row["metadata"]


def test_a_later_page_is_left_for_the_first(crawl: tuple[Mapping[str, Any], str], site: Site) -> None:
    assert "/storm/3" not in crawl[0]
    assert f"parts of {site.url}/storm: {site.url}/storm/2 {site.url}/storm/3" in crawl[1]
    assert "'newsspider/parts/later': 1" in crawl[1]


def test_missing_and_forbidden_pages_are_noted(crawl: tuple[Mapping[str, Any], str], site: Site) -> None:
    assert paragraphs(crawl[0]["/quay"]) == TEXTS[:2] + TEXTS[4:]
    (note,) = crawl[0]["/quay"]["metadata"]["validationMessages"]["articleBody"]
    assert note == "page 2 of the article is missing: status 404"
    assert paragraphs(crawl[0]["/wall"]) == TEXTS[:4]
    (note,) = crawl[0]["/wall"]["metadata"]["validationMessages"]["articleBody"]
    assert "page 3" in note
    assert "robots.txt" in note
    assert "/wall/3" not in site.asked
    assert "'newsspider/parts/missing': 2" in crawl[1]


def test_the_version_on_one_page_is_taken_where_there_is_one(
    crawl: tuple[Mapping[str, Any], str], site: Site
) -> None:
    assert paragraphs(crawl[0]["/lamp"]) == TEXTS
    assert "/lamp/2" not in site.asked
    assert f"{site.url}/lamp?page=all {site.url}/lamp/2 {site.url}/lamp/3" in crawl[1]


def test_what_is_no_part_changes_nothing(crawl: tuple[Mapping[str, Any], str]) -> None:
    assert paragraphs(crawl[0]["/losses"]) == TEXTS[:4]
    assert paragraphs(crawl[0]["/other"]) == TEXTS[:3]
    assert "validationMessages" not in crawl[0]["/losses"]["metadata"]
    assert "'newsspider/parts/refused': 2" in crawl[1]


def test_the_number_of_pages_is_bounded(crawl: tuple[Mapping[str, Any], str], site: Site) -> None:
    assert len(paragraphs(crawl[0]["/loop"])) == 10
    assert crawl[0]["/loop"]["metadata"]["validationMessages"]["articleBody"] == [
        "the article has more pages than the 5 of NEWSSPIDER_MAX_ARTICLE_PARTS"
    ]
    assert len([path for path in site.asked if path.startswith("/loop")]) == 5


def test_settings_are_read_though_the_add_on_has_not_set_them_yet() -> None:
    settings = Settings()
    settings.set("NEWSSPIDER_MAX_ARTICLE_PARTS", 3, priority="addon")
    completer = PageCompleter.from_crawler(Crawler(NewsSpider, settings))
    assert (completer.max_parts, completer.min_probability, completer.renderer) == (3, 0.5, None)


@pytest.mark.slow
def test_an_offline_crawl_joins_the_archived_pages(tmp_path: Path) -> None:
    with local_site() as site:
        site.answers.update(answers())
        urls = [site.url + path for path in ("/storm", "/quay", "/lamp")]
        live, _ = run(tmp_path, urls, "NEWSSPIDER_RECORD=recorded")
    offline, log = run(tmp_path, urls, "NEWSSPIDER_OFFLINE=recorded")
    assert "'newsspider/parts/pages': 3" in log
    for row in (*live.values(), *offline.values()):
        row["metadata"].pop("source")
        row["metadata"].pop("dateDownloaded", None)
    assert offline == live
