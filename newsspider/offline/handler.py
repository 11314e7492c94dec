"""The download handler of offline crawls: it stands where the network would be."""

from __future__ import annotations

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from newsspider.offline.archive import OfflineArchive


class OfflineDownloadHandler(BaseDownloadHandler):
    """Answers every request from the archive; there is no way on from here."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        archive = crawler.get_extension(OfflineArchive)
        assert archive is not None  # noqa: S101  # the add-on mounts both
        self.archive = archive

    async def download_request(self, request: Request) -> Response:
        """Return the archived response to `request`."""
        return self.archive.response_to(request)
