"""Offline crawls as a user runs them: any spider's responses from an archive, in a process that may open nothing."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Response

from newsspider.archives import WarcWriter
from tests.archives.builders import http, record
from tests.crawls.scrapy_process import NO_NETWORK, json_lines, run_scrapy
from tests.crawls.site import ARTICLES, Site, local_site

QUICK = ["-s", "AUTOTHROTTLE_ENABLED=0", "-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_TIMES=0"]
ADDON = ["-s", 'ADDONS={"newsspider.addon.NewsspiderAddon": 100}']

# A spider that knows nothing of this package, with a handler, ports and delays of its own.
SITEMAP_SPIDER = """
from scrapy.spiders import SitemapSpider
from scrapy import Request

class Project(SitemapSpider):
    name = "project"
    sitemap_urls = ["https://news.example/robots.txt"]
    custom_settings = {
        "DOWNLOAD_HANDLERS": {"https": "scrapy.core.downloader.handlers.http2.H2DownloadHandler"},
        "TELNETCONSOLE_ENABLED": True, "DOWNLOAD_DELAY": 60, "ROBOTSTXT_OBEY": True,
    }

    def parse(self, response):
        yield {"url": response.url, "status": response.status, "title": response.css("h1::text").get(),
               "redirected": response.meta.get("redirect_urls"), "type": type(response).__name__}
        for src in response.css("img::attr(src)").getall():
            yield response.follow(src, self.image)
        for method, body in (("POST", "q=storm"), ("POST", "q=calm")):
            yield Request("https://news.example/find", self.found, method=method, body=body,
                          headers={"Content-Type": "application/x-www-form-urlencoded"}, dont_filter=True)
        yield Request("ftp://news.example/a", self.found)
        yield Request("https://news.example/gone", self.found)

    def image(self, response):
        yield {"url": response.url, "bytes": len(response.body), "type": type(response).__name__}

    def found(self, response):
        yield {"url": response.url, "text": response.text}
"""


def exchanges() -> Iterator[bytes]:
    site = "https://news.example"
    robots = f"User-agent: *\nDisallow: /private\nSitemap: {site}/map.xml.gz\n".encode()
    yield record(1, http(robots, b"Content-Type: text/plain"), url=f"{site}/robots.txt")
    urls = "".join(f"<url><loc>{site}{path}</loc></url>" for path in ("/old", "/private"))
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()
    gzipped = http(gzip.compress(sitemap), b"Content-Type: application/x-gzip")
    yield record(2, gzipped, url=f"{site}/map.xml.gz")
    yield record(3, http(b"", b"Location: /new", 301), url=f"{site}/old")
    page = gzip.compress(b"<h1>A storm</h1><img src=/a.png>")
    yield record(4, http(page, b"Content-Type: text/html\r\nContent-Encoding: gzip"), url=f"{site}/new")
    yield record(
        5, http(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"Content-Type: image/png"), url=f"{site}/a.png"
    )
    sent = b"POST /find HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nq=storm"
    yield record(6, http(b"found a storm"), url=f"{site}/find")
    yield record(7, sent, kind="request", url=f"{site}/find").replace(
        b"WARC-Date", b"WARC-Concurrent-To: <urn:uuid:%032d>\r\nWARC-Date" % 6
    )


def test_a_project_s_own_spider_gets_everything_from_the_archive(tmp_path: Path) -> None:
    (tmp_path / "spider.py").write_text(SITEMAP_SPIDER)
    (tmp_path / "site.warc.gz").write_bytes(b"".join(gzip.compress(one) for one in exchanges()))
    args = ["runspider", "spider.py", "-O", "feed.jsonl", *ADDON, "-s", "NEWSSPIDER_OFFLINE=site.warc.gz"]
    done = run_scrapy(tmp_path, *args, script=NO_NETWORK, timeout_s=300)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    rows = {row["url"].rpartition("/")[2]: row for row in json_lines(tmp_path / "feed.jsonl")}
    assert len(rows) == 3
    new, found, image = rows["new"], rows["find"], rows["a.png"]
    assert new == {
        "url": "https://news.example/new",
        "status": 200,
        "title": "A storm",
        "redirected": ["https://news.example/old"],
        "type": "HtmlResponse",
    }
    assert found == {"url": "https://news.example/find", "text": "found a storm"}
    assert image == {"url": "https://news.example/a.png", "bytes": 264, "type": "Response"}
    errors = [line.partition("ERROR: ")[2] for line in done.stderr.splitlines() if "ERROR: " in line]
    assert sorted(errors) == [
        "Offline: not in the archive: ftp://news.example/a",
        "Offline: not in the archive: https://news.example/find",
        "Offline: not in the archive: https://news.example/gone",
    ]
    assert "'newsspider/offline/failed/not-archived': 3" in done.stderr
    assert "'robotstxt/forbidden': 1" in done.stderr


def test_the_watch_over_the_network_sees_a_live_crawl(tmp_path: Path) -> None:
    with local_site() as site:
        args = ["crawl", "news", "-a", f"urls={site.url}/", "-s", "TELNETCONSOLE_ENABLED=0", *QUICK]
        done = run_scrapy(tmp_path, *args, in_project=True, script=NO_NETWORK)
    assert done.returncode == 97
    assert "NETWORK: socket." in done.stderr
    assert site.asked == []


def written(site: Site, path: Path, captured: datetime) -> None:
    """Write a WARC of all that the site says."""
    with path.open("wb") as file, WarcWriter(file) as writer:
        for asked, answer in site.answers.items():
            headers = {"Content-Type": answer.content_type}
            if answer.location:
                headers["Location"] = answer.location
            page = Response(site.url + asked, status=answer.status, headers=headers, body=answer.body)
            writer.write(page, captured)


def without_provenance(row: dict[str, Any]) -> dict[str, Any]:
    metadata = {key: value for key, value in row["metadata"].items() if key not in {"source", "dateDownloaded"}}
    return {**row, "metadata": metadata}


def by_url(path: Path) -> dict[str, dict[str, Any]]:
    return {row["url"]: without_provenance(row) for row in json_lines(path)}


def test_live_and_offline_crawls_give_equal_articles(tmp_path: Path) -> None:
    captured = datetime(2026, 11, 1, tzinfo=UTC)
    with local_site() as site:
        written(site, tmp_path / "site.warc.gz", captured)
        args = ["crawl", "news", "-a", f"urls={site.url}/"]
        done = run_scrapy(tmp_path, *args, *QUICK, "-O", "live.jsonl", in_project=True)
        assert done.returncode == 0, done.stderr
    offline = ["-s", "NEWSSPIDER_OFFLINE=site.warc.gz", "-O", "offline.jsonl"]
    done = run_scrapy(tmp_path, *args, *offline, in_project=True, script=NO_NETWORK)
    assert done.returncode == 0, done.stderr
    assert by_url(tmp_path / "offline.jsonl") == by_url(tmp_path / "live.jsonl")
    rows = json_lines(tmp_path / "offline.jsonl")
    assert len(rows) == len(ARTICLES)
    for row in rows:
        assert row["metadata"]["dateDownloaded"] == "2026-11-01T00:00:00Z"
        source = row["metadata"]["source"]
        assert (source["kind"], source["path"]) == ("warc", "site.warc.gz")
        assert source["offset"] > 0
        assert source["recordId"].startswith("urn:uuid:")
    # The page that the site itself does not have is the only one that is missing.
    missing = re.findall(r"ERROR: Offline: not in the archive: (\S+)", done.stderr)
    assert missing
    assert not {url.removeprefix(site.url) for url in missing} & site.answers.keys()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none", None, "no such file"),
        ("a.html", b"<p>Hi", "no WARC, ARC or WACZ"),
        ("empty", b"", "no WARC, ARC or WACZ"),
    ],
)
def test_an_archive_that_cannot_be_read_fails_the_run_in_one_line(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    args = ["crawl", "news", "-a", "urls=https://news.example/", "-s", f"NEWSSPIDER_OFFLINE={name}"]
    done = run_scrapy(tmp_path, *args, in_project=True, script=NO_NETWORK)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    first = next(line for line in done.stderr.splitlines() if "ERROR: " in line)
    assert said in first
    assert name in first


def test_a_capture_near_a_date(tmp_path: Path) -> None:
    with local_site() as site:
        for day in (1, 20):
            written(site, tmp_path / f"{day:02d}.warc.gz", datetime(2026, 11, day, tzinfo=UTC))
    (tmp_path / "archive").mkdir()
    for path in tmp_path.glob("*.warc.gz"):
        path.rename(tmp_path / "archive" / path.name)
    args = ["crawl", "news", "-a", f"urls={site.url}/", "-s", "NEWSSPIDER_OFFLINE=archive", "-O", "feed.jsonl"]
    for wanted, day in (("2026-11-03", 1), ("2026-11-15T00:00:00Z", 20)):
        done = run_scrapy(
            tmp_path, *args, "-s", f"NEWSSPIDER_OFFLINE_DATE={wanted}", in_project=True, script=NO_NETWORK
        )
        assert done.returncode == 0, done.stderr
        dates = {row["metadata"]["dateDownloaded"] for row in json_lines(tmp_path / "feed.jsonl")}
        assert dates == {f"2026-11-{day:02d}T00:00:00Z"}
