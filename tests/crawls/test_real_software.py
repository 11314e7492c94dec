"""Hugo, WordPress and PostgreSQL run as the crawls need them; a site announces what its source or database has."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.request import urlopen

import pytest

from newsspider import extract_html
from tests.crawls.crawling import crawl
from tests.crawls.hugo import hugo_site
from tests.crawls.packages import MissingSoftwareError, RealSite
from tests.crawls.postgresql import postgresql
from tests.crawls.wordpress import PERMALINKS, wordpress_site

QUICK = ("-s", "DOWNLOAD_DELAY=0")
wants_wordpress = pytest.mark.skipif(
    "NEWSSPIDER_WORDPRESS" not in os.environ, reason="NEWSSPIDER_WORDPRESS is not set: takes a minute and packages"
)


@contextmanager
def hugo() -> Iterator[RealSite]:
    """Serve a site of 300 articles, or skip the test."""
    try:
        with hugo_site() as site:
            yield site
    except MissingSoftwareError as error:
        pytest.skip(str(error))


def read(url: str) -> str:
    with urlopen(url, timeout=300) as answer:
        text: str = answer.read().decode()
        return text


def locations(url: str) -> set[str]:
    return set(map(unescape, re.findall(r"<loc>([^<]{1,2000})</loc>", read(url))))


def test_hugo_announces_what_its_source_has() -> None:
    with hugo() as site:
        announced = locations(f"{site.url}sitemap.xml")
        assert len(site.articles) == 300
        assert set(site.articles) < announced
        assert len(announced) == 310
        url, story = next(iter(site.articles.items()))
        article = extract_html(read(url), url)
        assert (article.headline, article.articleBody) == (story.headline, "\n\n".join(story.paragraphs))
        assert site.started_s < 20


@pytest.mark.slow
@wants_wordpress
def test_wordpress_announces_what_its_database_has() -> None:
    with wordpress_site() as (site, press):
        for permalinks in PERMALINKS:
            articles = press.fill(permalinks)
            assert len(articles) == 200
            announced: set[str] = set()
            for part in locations(f"{site.url}?sitemap=index"):
                announced |= locations(part)
            assert set(articles) < announced
            url, story = next(iter(articles.items()))
            assert story.headline in unescape(read(url))


@pytest.mark.slow
def test_postgresql_has_an_empty_database() -> None:
    try:
        with postgresql() as url:
            ask = [
                "psql",
                url.replace("+psycopg", ""),
                "-tAc",
                "select count(*) from pg_tables where schemaname = 'public'",
            ]
            assert subprocess.run(ask, capture_output=True, text=True, check=True, timeout=300).stdout == "0\n"
    except MissingSoftwareError as error:
        pytest.skip(str(error))


@pytest.mark.slow
def test_every_article_of_hugo_is_found(tmp_path: Path) -> None:
    with hugo() as site:
        done = crawl(tmp_path / "all", [site.url], QUICK)
        assert {row["url"] for row in done.new} == set(site.articles), done.log
        assert len(done.new) == 300
        first = len(site.server.log.requests)
        site.server.log.clear()
        crawl(tmp_path / "all", [site.url], QUICK)
        assert len(site.server.log.requests) <= 0.05 * first
        site.server.log.clear()
        done = crawl(tmp_path / "sitemaps", [site.url], [*QUICK, "--doors", "sitemaps"])
        assert {row["url"] for row in done.new} == set(site.articles)
        assert len(site.server.log.requests) <= 1.05 * 300


@pytest.mark.slow
@wants_wordpress
def test_every_post_of_wordpress_is_found(tmp_path: Path) -> None:
    with wordpress_site() as (site, press):
        for permalinks in PERMALINKS:
            articles = press.fill(permalinks)
            done = crawl(tmp_path / permalinks, [site.url], QUICK, timeout_s=300)
            found = {row["url"] for row in done.new}
            assert set(articles) <= found, permalinks
            assert len(found - set(articles)) <= 1, permalinks  # of the pages that WordPress brings along
