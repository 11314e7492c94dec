from __future__ import annotations

import asyncio
from pathlib import Path

from scrapy.core.downloader.handlers.datauri import DataURIDownloadHandler
from scrapy.http import Request
from scrapy.utils.misc import build_from_crawler

from newsspider.offline.archive import OfflineArchive
from newsspider.offline.handler import OfflineDownloadHandler
from tests.archives.builders import page, record
from tests.pipelines.crawlers import crawler_with


def test_all_schemes_ask_the_same_archive(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(record(0))
    crawler = crawler_with(NEWSSPIDER_OFFLINE=str(tmp_path / "a"))
    handlers = [build_from_crawler(OfflineDownloadHandler, crawler) for _ in range(2)]
    assert handlers[0].archive is handlers[1].archive is crawler.get_extension(OfflineArchive)
    response = asyncio.run(handlers[0].download_request(Request("http://example.org/0")))
    assert response.body == page(0)


def test_no_scheme_is_left_that_leads_to_the_network() -> None:
    own = {"https": DataURIDownloadHandler, "gopher": DataURIDownloadHandler, "s3": None}
    settings = crawler_with(NEWSSPIDER_OFFLINE="none", DOWNLOAD_HANDLERS=own, TELNETCONSOLE_ENABLED=True).settings
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    local = {"data", "file"}
    assert {"http", "https", "ftp", "s3", "gopher"} <= handlers.keys()
    assert all(handlers[scheme] is OfflineDownloadHandler for scheme in handlers.keys() - local)
    assert not any(handlers[scheme] is OfflineDownloadHandler for scheme in local)
    assert not settings.getbool("TELNETCONSOLE_ENABLED")


def test_without_the_setting_nothing_is_changed() -> None:
    settings = crawler_with().settings
    assert OfflineDownloadHandler not in settings.getwithbase("DOWNLOAD_HANDLERS").values()
    assert OfflineArchive not in settings.getdict("EXTENSIONS")
