"""What an offline crawl answers; whole crawls are in tests/crawls."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.exceptions import DownloadCancelledError, NotConfigured
from scrapy.http import HtmlResponse, Request, XmlResponse

from newsspider.errors import SettingError
from newsspider.extraction import extract
from newsspider.http import PROVENANCE
from newsspider.offline.archive import NotAnsweredError, OfflineArchive, archive_paths, wanted_time
from tests.archives.builders import http, page, record
from tests.pipelines.crawlers import crawler_with


@pytest.fixture
def offline(tmp_path: Path) -> OfflineArchive:
    coded = http(gzip.compress(page(1)), b"Content-Type: text/html\r\nContent-Encoding: gzip\r\nX-A: 1\r\nX-A: 2")
    (tmp_path / "a.warc").write_bytes(
        record(0)
        + record(1, coded)
        + record(2, http(b"<a/>", b"Content-Type: text/xml", 503), url="http://www.example.org/feed")
        + record(3, http(b"x" * 5000))
        + record(4, http(b"\x1f\x8b\x08broken", b"Content-Encoding: gzip"))
        + b"junk"
        + record(5)
    )
    made = crawler_with(NEWSSPIDER_OFFLINE=str(tmp_path / "a.warc")).get_extension(OfflineArchive)
    assert made is not None
    return made


def stat(offline: OfflineArchive, name: str) -> object:
    return offline.crawler.stats.get_value(f"newsspider/offline/{name}")


def test_responses_are_of_the_class_that_a_live_crawl_gives_them(offline: OfflineArchive) -> None:
    found = offline.response_to(Request("https://example.org/1"))
    assert isinstance(found, HtmlResponse)
    assert found.body == page(1)
    assert found.headers.getlist("X-A") == [b"1", b"2"]
    assert "Content-Encoding" not in found.headers
    feed = offline.response_to(Request("https://example.org/feed"))
    assert isinstance(feed, XmlResponse)
    assert (feed.status, feed.url) == (503, "https://example.org/feed")
    assert (stat(offline, "answered"), stat(offline, "answered-for-another-spelling")) == (2, 1)
    assert stat(offline, "unread") == 1


def test_articles_say_where_in_the_archive_they_lay(offline: OfflineArchive) -> None:
    request = Request("https://example.org/0")
    response = offline.response_to(request)
    response.request = request
    metadata = extract(response).metadata  # type: ignore[arg-type]  # HTML, as the test above holds
    assert metadata is not None
    assert metadata.source is not None
    assert (metadata.source.kind, metadata.source.path, metadata.source.offset) == ("warc", "a.warc", 0)
    assert metadata.dateDownloaded == "2024-05-06T07:08:09Z"
    request.meta.pop(PROVENANCE)
    live = extract(response).metadata  # type: ignore[arg-type]
    assert live is not None
    assert live.source is not None
    assert live.source.kind == "live"


def test_what_is_missing_is_an_error_with_its_url(
    offline: OfflineArchive, caplog: pytest.LogCaptureFixture
) -> None:
    for url, code in (("https://example.org/x", "not-archived"), ("https://example.org/4", "encoding")):
        with pytest.raises(NotAnsweredError, match=url):
            offline.response_to(Request(url))
        assert stat(offline, f"failed/{code}") == 1
        assert url in caplog.text


def test_a_robots_txt_that_is_missing_is_one_that_is_not_there(offline: OfflineArchive) -> None:
    assert offline.response_to(Request("https://example.org/robots.txt")).status == 404
    assert stat(offline, "no-robots.txt") == 1


def test_what_is_too_large_is_refused_as_live(offline: OfflineArchive) -> None:
    with pytest.raises(DownloadCancelledError):
        offline.response_to(Request("https://example.org/3", meta={"download_maxsize": 4000}))
    assert offline.response_to(Request("https://example.org/3", meta={"download_maxsize": 0})).status == 200


def test_without_the_setting_it_steps_aside() -> None:
    with pytest.raises(NotConfigured):
        OfflineArchive.from_crawler(crawler_with())


def test_several_paths_and_dates(tmp_path: Path) -> None:
    assert list(archive_paths(crawler_with(NEWSSPIDER_OFFLINE=["a", tmp_path]).settings)) == ["a", str(tmp_path)]
    noon = datetime(2024, 5, 6, 12, tzinfo=UTC)
    assert wanted_time(crawler_with(NEWSSPIDER_OFFLINE_DATE="2024-05-06").settings) == noon
    assert wanted_time(crawler_with().settings) is None
    with pytest.raises(SettingError):
        wanted_time(crawler_with(NEWSSPIDER_OFFLINE_DATE="yesterday").settings)


def test_that_nothing_is_recorded_offline_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.warc").write_bytes(record(0))
    crawler_with(NEWSSPIDER_OFFLINE=str(tmp_path / "a.warc"), NEWSSPIDER_RECORD=str(tmp_path / "new"))
    assert caplog.text.count("NEWSSPIDER_RECORD: nothing is recorded") == 1
