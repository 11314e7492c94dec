from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError, NotConfigured
from scrapy.http import Request, Response
from scrapy.settings import Settings
from scrapy.utils.misc import build_from_crawler

from newsspider.addon import NewsspiderAddon
from newsspider.offline.handler import OfflineDownloadHandler
from newsspider.recording.handler import RecordingDownloadHandler, record_downloads, recording_handler
from newsspider.recording.recorder import Recorder
from tests.archives.builders import read_all
from tests.pipelines.crawlers import crawler_with


class Fetching:
    """A download handler that fetches nothing."""

    lazy = False
    closed = False

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Any:
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        if request.url.endswith("/late"):
            raise DownloadTimeoutError("too late")
        return Response(request.url, headers={"Content-Type": "text/plain"}, body=b"The ferry sails.")

    async def close(self) -> None:
        self.closed = True


class Unable(Fetching):
    """A download handler that is not set up."""

    @classmethod
    def from_crawler(cls, _: Crawler) -> Any:
        raise NotConfigured("no key")


def made(folder: Path) -> RecordingDownloadHandler:
    crawler = crawler_with(NEWSSPIDER_RECORD=str(folder), NEWSSPIDER_RECORD_COMPRESSION="none")
    return build_from_crawler(recording_handler("http", Fetching), crawler)


def test_what_is_fetched_is_handed_on_and_recorded(tmp_path: Path) -> None:
    handler = made(tmp_path / "rec")
    response = asyncio.run(handler.download_request(Request("http://x.org/a")))
    assert response.body == b"The ferry sails."
    with pytest.raises(DownloadTimeoutError):
        asyncio.run(handler.download_request(Request("http://x.org/late")))
    asyncio.run(handler.close())
    assert handler.inner.closed
    handler.recorder.close()
    stats = handler.crawler.stats
    assert [stats.get_value(f"newsspider/record/{name}") for name in ("responses", "failures", "files")] == [
        1,
        1,
        1,
    ]
    pages, rejects, skipped = read_all(tmp_path / "rec")
    assert [page.response.url for page in pages] == ["http://x.org/a"]
    assert (rejects, sorted(skipped)) == ([], ["index", "metadata", "request", "request", "warcinfo"])


def test_it_is_lazy_where_the_other_is_and_steps_aside_with_it(tmp_path: Path) -> None:
    assert not recording_handler("http", Fetching).lazy
    assert recording_handler("s3", "scrapy.core.downloader.handlers.s3.S3DownloadHandler").lazy
    crawler = crawler_with(NEWSSPIDER_RECORD=str(tmp_path))
    with pytest.raises(NotConfigured, match="no key"):
        build_from_crawler(recording_handler("http", Unable), crawler)
    assert crawler.get_extension(Recorder) is not None
    with pytest.raises(NotConfigured, match="gopher"):
        build_from_crawler(recording_handler("gopher"), crawler)


def settings_with(**own: object) -> Settings:
    settings = Settings({"NEWSSPIDER_RECORD": "rec", **own})
    NewsspiderAddon().update_settings(settings)
    return settings


def test_every_handler_is_recorded_the_project_s_own_too() -> None:
    own = {"https": HTTP11DownloadHandler, "gopher": "project.Handler", "s3": None}
    settings = settings_with(DOWNLOAD_HANDLERS={**own, "gopher": HTTP11DownloadHandler})
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert handlers["https"].wrapped is HTTP11DownloadHandler
    assert (handlers["http"].wrapped, handlers["http"].scheme) == (None, "http")
    assert issubclass(handlers["gopher"], RecordingDownloadHandler)
    assert handlers["s3"] is None
    assert isinstance(handlers["file"], str)
    assert settings["EXTENSIONS"][Recorder] == 0


def test_recorded_twice_is_recorded_once() -> None:
    settings = settings_with()
    once = settings["DOWNLOAD_HANDLERS"]["http"]
    record_downloads(settings)
    assert settings["DOWNLOAD_HANDLERS"]["http"] is once


def test_an_offline_crawl_is_not_recorded() -> None:
    settings = settings_with(NEWSSPIDER_OFFLINE="a.warc")
    assert settings["DOWNLOAD_HANDLERS"]["http"] is OfflineDownloadHandler
    assert Recorder not in settings.getdict("EXTENSIONS")
