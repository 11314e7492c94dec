"""The recording of a crawl: one series of WARC files for all URL schemes, and their index."""

from __future__ import annotations

import logging
import re
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings

from newsspider.archives.lookup.cdxj import line_of
from newsspider.archives.lookup.indexing import index_of, web_archive
from newsspider.archives.wacz import write_wacz
from newsspider.archives.warc.exchanges import ExchangeWriter
from newsspider.archives.warc.files import Compression, WarcFiles
from newsspider.engine import close_run, fail_on_start, fail_run
from newsspider.errors import SettingError, SourceError, printable
from newsspider.items import Reject
from newsspider.recording.messages import fetched_answer, sent_request
from newsspider.version import __version__

logger = logging.getLogger(__name__)
_COMPRESSIONS: dict[str, Compression] = {"gzip": "gzip", "gz": "gzip", "zstd": "zstd", "zst": "zstd", "none": ""}
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.-]+")


class Recorder:
    """Scrapy extension: writes each request and response to WARC files in the folder NEWSSPIDER_RECORD.

    A record that cannot be written makes the crawl fail: half a recording looks like a complete one.
    """

    def __init__(self, crawler: Crawler, folder: Path, writer: ExchangeWriter, files: WarcFiles) -> None:
        self.crawler, self.folder = crawler, folder
        self._writer, self._files = writer, files
        self._index_lines: IO[bytes] | None = None  # in a file, since a crawl may be of any size
        self.is_broken = False  # if so, nothing more may be fetched
        self._is_closing = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension. Raises NotConfigured without NEWSSPIDER_RECORD."""
        settings = crawler.settings
        if not settings.get("NEWSSPIDER_RECORD"):
            raise NotConfigured("NEWSSPIDER_RECORD is not set")
        folder = Path(settings["NEWSSPIDER_RECORD"])
        compression: Compression = "gzip"
        setting_error = ""
        try:
            compression = wanted_compression(settings)
        except SettingError as error:
            setting_error = str(error)
            fail_on_start(crawler, setting_error)
        name = _NOT_IN_NAMES.sub("-", crawler.spidercls.name or "crawl")
        max_bytes = settings.getint("NEWSSPIDER_RECORD_MAX_BYTES") or sys.maxsize
        files = WarcFiles(folder, name, compression, max_bytes, _information(crawler))
        recorder = cls(crawler, folder, ExchangeWriter(files), files)
        recorder.is_broken = bool(setting_error)
        # At this moment the last response has arrived, and the stats are not yet written.
        crawler.signals.connect(recorder.close, signal=signals.spider_closed)
        return recorder

    def answered(self, request: Request, response: Response, began: datetime) -> None:
        """Record a request and its response."""

        def write() -> None:
            answer = fetched_answer(response, to_head=request.method == "HEAD")
            capture = self._writer.write(sent_request(request), answer, began)
            if self._index_lines is None:
                self._index_lines = tempfile.TemporaryFile()  # noqa: SIM115  # until the crawl's end
            self._index_lines.write(line_of(capture))
            self._count("revisits" if capture.is_revisit else "responses")

        self._guarded(write)

    def failed(self, request: Request, error: BaseException, began: datetime) -> None:
        """Record a request that got no response, and the error."""

        def write() -> None:
            self._writer.write_failure(sent_request(request), f"{type(error).__name__}: {error}", began)
            self._count("failures")

        self._guarded(write)

    def close(self) -> None:
        """Finish the files and write the index."""
        self._is_closing = True
        self._guarded(self._finish)

    def _finish(self) -> None:
        self._writer.close()
        lines: IO[bytes] = self._index_lines or BytesIO()
        with lines:
            lines.seek(0)
            if self._files.finished:
                index_of(web_archive(self.folder), _note_unread, recorded=lines)
                self.crawler.stats.set_value("newsspider/record/files", self._files.finished)
                self._write_wacz()

    def _write_wacz(self) -> None:
        if not self.crawler.settings.getbool("NEWSSPIDER_RECORD_WACZ"):
            return
        folder = self.folder.absolute()
        try:
            pages = write_wacz(folder, folder.with_name(f"{folder.name}.wacz"), note_reject=_note_unread)
        except SourceError as error:
            fail_run(self.crawler, f"NEWSSPIDER_RECORD_WACZ: {error}")
            return
        self.crawler.stats.set_value("newsspider/record/pages", pages)

    def _guarded(self, write: Callable[[], None]) -> None:
        if self.is_broken:
            return
        try:
            write()
        except OSError as error:
            self.is_broken = True
            # One line: a traceback says nothing more about a full disk.
            fail_run(self.crawler, f"Recording to {self.folder} failed, so the crawl ends: {error}", ends_it=True)
            if not self._is_closing:
                close_run(self.crawler, "record-failed")

    def _count(self, what: str) -> None:
        self.crawler.stats.inc_value(f"newsspider/record/{what}")


def wanted_compression(settings: BaseSettings) -> Compression:
    """Return the compression of NEWSSPIDER_RECORD_COMPRESSION. Raises SettingError."""
    written = str(settings.get("NEWSSPIDER_RECORD_COMPRESSION")).lower()
    if written not in _COMPRESSIONS:
        raise SettingError("NEWSSPIDER_RECORD_COMPRESSION", f"{written!r} is not one of gzip, zstd, none")
    return _COMPRESSIONS[written]


def _information(crawler: Crawler) -> dict[str, str]:
    """Return the fields of the warcinfo records."""
    settings = crawler.settings
    return {
        "software": f"newsspider/{__version__} Scrapy/{scrapy.__version__}",
        "isPartOf": crawler.spidercls.name or "crawl",
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "http-header-user-agent": str(settings.get("USER_AGENT") or ""),
    }


def _note_unread(reject: Reject) -> None:
    logger.warning(
        "Not in the index: %s at byte %s: %s", printable(reject.path), reject.offset or 0, reject.reason
    )
