"""A project with scrapy-poet: its callbacks ask for articles, and a site has a page class of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.servers import serving
from tests.middlewares.test_page_context import CORRECTIONS, host

pytest.importorskip("scrapy_poet", reason="the extra `poet`")
pytest.importorskip("zyte_common_items", reason="the extra `zyte`")

OURS, THEIRS = "newsspider.addon.NewsspiderAddon", "scrapy_poet.Addon"
SPIDER = """import scrapy
import tldextract
import zyte_common_items
from scrapy_poet import DummyResponse
from web_poet import field, handle_urls

import newsspider
from newsspider.poet import ArticlePage

tldextract.tldextract.TLD_EXTRACTOR.suffix_list_urls = ()  # else web-poet's rules fetch the list of suffixes


@handle_urls(SITE)
class SitePage(ArticlePage):
    @field
    def headline(self):
        return self.css("h1::text").get().upper()

    @field
    async def authors(self):
        return super().authors

    @field
    def datePublished(self):
        return None


class Theirs(scrapy.Spider):
    name = "theirs"
    custom_settings = {"ADDONS": ADDONS, "NEWSSPIDER_MIN_PROBABILITY": 0}

    async def start(self):
        for number, url in enumerate(self.settings.getlist("TEST_URLS")):
            for callback in (self.parse, self.parse_zyte, self.parse_page, self.parse_async):
                yield scrapy.Request(f"{url}?{callback.__name__}", callback, errback=self.failed, dont_filter=True)

    def parse(self, response, article: newsspider.Article):
        yield article

    async def parse_async(self, response: DummyResponse, article: newsspider.Article):
        yield article

    def parse_zyte(self, response, article: zyte_common_items.Article):
        yield newsspider.Article.from_zyte(article)

    async def parse_page(self, response, page: ArticlePage):
        yield {"headline": "before", "url": response.url}
        yield await page.to_item()

    def failed(self, failure):
        self.crawler.stats.inc_value(f"failed/{type(failure.value).__name__}")
"""


@pytest.mark.parametrize(
    "addons",
    [
        pytest.param([OURS, THEIRS], id="ours first"),
        pytest.param([THEIRS, OURS], id="theirs first", marks=pytest.mark.slow),
    ],
)
def test_callbacks_ask_for_articles(tmp_path: Path, addons: list[str]) -> None:
    (tmp_path / "corrections.toml").write_text(CORRECTIONS)
    with serving({"127.0.0.1": host, "127.0.0.2": host}) as server:
        urls = [server.url("127.0.0.1", path) for path in ("/story", "/pdf", "/empty")]
        urls += [server.url("127.0.0.2", "/story")]
        added = {name: 100 + place for place, name in enumerate(addons)}
        site = urls[3].split("/")[2]  # with its port
        (tmp_path / "spider.py").write_text(SPIDER.replace(": ADDONS", f": {added!r}").replace("SITE", repr(site)))
        options = ("-s", "NEWSSPIDER_CORRECTIONS=corrections.toml", "-s", "LOG_LEVEL=INFO", "-O", "feed.jsonl")
        done = run_scrapy(tmp_path, "runspider", "spider.py", "-s", f"TEST_URLS={','.join(urls)}", *options)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    rows = json_lines(tmp_path / "feed.jsonl")
    articles = {row["url"].partition("//")[2]: row for row in rows if "metadata" in row}
    for callback in ("parse", "parse_async", "parse_zyte", "parse_page"):
        check_article(articles.pop(f"{urls[0].partition('//')[2]}?{callback}"))
        of_site = articles.pop(f"{urls[3].partition('//')[2]}?{callback}")
        # `page: ArticlePage` asks for that class: a site's own is for `instead_of=`.
        is_own = callback != "parse_page"
        assert of_site["headline"] == ("A WALK ALONG THE QUAY" if is_own else "A walk along the quay")
        assert ("datePublished" in of_site) is not is_own
        assert of_site["authors"] == [{"name": "Ana Ruiz", "type": "Person"}]
    assert not articles
    assert len([row for row in rows if row["headline"] == "before"]) == 4
    rejects = json_lines(tmp_path / "rejects.jsonl")
    assert {row["code"] for row in rejects} == {"not-html", "empty"}
    assert len(rejects) == 8
    assert "'newsspider/rejects/not-html': 4" in done.stderr
    assert "'failed/RejectedPageError': 6" in done.stderr


def check_article(row: dict[str, Any]) -> None:
    fetched = datetime.fromisoformat(row["metadata"]["dateDownloaded"])
    assert abs((datetime.now(UTC) - fetched).total_seconds()) < 120
    assert row["datePublished"][:4] == str(fetched.year), "3 hours ago"
    assert row["publisher"] == {"name": "The Quay Post", "url": "https://quaypost.example/"}
    assert row["headline"] == "A walk along the quay"
    assert row["metadata"]["fieldSources"]["publisher"] == "correction:127.0.0.1"


PLAIN = """import scrapy
import tldextract
import newsspider
from newsspider.poet import ArticlePage
from web_poet import field, handle_urls

tldextract.tldextract.TLD_EXTRACTOR.suffix_list_urls = ()  # else web-poet's rules fetch the list of suffixes


@handle_urls(SITE, instead_of=ArticlePage)
class SitePage(ArticlePage):
    @field
    def articleSection(self):
        return "Sea"


class Theirs(scrapy.Spider):
    name = "theirs"
    custom_settings = {
        "ADDONS": {"scrapy_poet.Addon": 300},
        "SCRAPY_POET_DISCOVER": ["newsspider.poet.rules"],
        "SCRAPY_POET_PROVIDERS": PROVIDERS,
    }
    start_urls = [f"http://{SITE}/story"]

    async def parse(self, response, article: newsspider.Article, page: ArticlePage):
        yield article.to_dict()
        yield (await page.to_item()).to_dict()
"""


@pytest.mark.slow
@pytest.mark.parametrize("providers", [{}, {"newsspider.poet.ArticleContextProvider": 300}])
def test_the_pages_work_without_our_add_on(tmp_path: Path, providers: dict[str, int]) -> None:
    with serving({"127.0.0.1": host}) as server:
        site = server.url("127.0.0.1", "/story").split("/")[2]
        known = f"SITE, PROVIDERS = {site!r}, {providers!r}\n"
        (tmp_path / "spider.py").write_text(known + PLAIN)
        done = run_scrapy(tmp_path, "runspider", "spider.py", "-s", "LOG_LEVEL=INFO", "-O", "feed.jsonl")
    assert "Traceback" not in done.stderr, done.stderr
    article, of_page = json_lines(tmp_path / "feed.jsonl")
    assert article["headline"] == of_page["headline"] == "A walk along the quay"
    assert article["articleSection"] == of_page["articleSection"] == "Sea"
    assert ("dateDownloaded" in article["metadata"]) is bool(providers)
