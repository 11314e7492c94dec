"""The archive that answers the requests of an offline crawl, opened once for all URL schemes."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, NotConfigured
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached

from newsspider.archives import CaptureArchive, LookupFailedError, LookupRequest, LookupResult
from newsspider.archives.filters import range_start
from newsspider.archives.locations import location_of
from newsspider.engine import fail_on_start
from newsspider.errors import NewsspiderError, SettingError, SourceError, printable
from newsspider.http import PROVENANCE, Provenance
from newsspider.items import Reject
from newsspider.spiders.reading import configured_digests, configured_storage

logger = logging.getLogger(__name__)

# What crawls ask for on their own, and few sites have.
_OF_MANNERS = frozenset({"/robots.txt", "/.well-known/tdmrep.json"})


class NotAnsweredError(NewsspiderError, IgnoreRequest):
    """The archive holds no answer to a request. An IgnoreRequest: nobody retries it or prints a traceback."""


class OfflineArchive:
    """Scrapy extension: answers requests from NEWSSPIDER_OFFLINE, as of NEWSSPIDER_OFFLINE_DATE.

    If the archive cannot be read, one line in the log says why, and the run fails.
    """

    def __init__(self, crawler: Crawler, archive: CaptureArchive | None, near: datetime | None = None) -> None:
        self.crawler, self.archive, self.near = crawler, archive, near
        self.max_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self.open_error: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension with its archive open. Raises NotConfigured without NEWSSPIDER_OFFLINE."""
        paths = archive_paths(crawler.settings)
        if not paths:
            raise NotConfigured("NEWSSPIDER_OFFLINE is not set")
        if crawler.settings.get("NEWSSPIDER_RECORD"):
            logger.warning(
                "NEWSSPIDER_RECORD: nothing is recorded, since NEWSSPIDER_OFFLINE has all that is asked for"
            )
        offline = cls(crawler, None)
        try:
            offline.near = wanted_time(crawler.settings)
            storage = configured_storage(crawler.settings)
            places = [location_of(path, storage) for path in paths]
            digests = configured_digests(crawler.settings)
            offline.archive = CaptureArchive.open(places, offline.note_unread, digests)
        except (SettingError, SourceError, OSError) as error:
            offline.open_error = f"NEWSSPIDER_OFFLINE: {error}"
            fail_on_start(crawler, offline.open_error)
        return offline

    def note_unread(self, reject: Reject) -> None:
        """Count and log a record that could not be indexed."""
        self._count("unread")
        logger.warning(
            "Not in the index: %s at byte %s: %s", printable(reject.path), reject.offset or 0, reject.reason
        )

    def response_to(self, request: Request) -> Response:
        """Return the archived response. Raises NotAnsweredError, and DownloadCancelledError if it is too large."""
        try:
            found = self._look_up(request)
        except LookupFailedError as failure:
            return self._without_answer(request, failure)
        self._count("answered")
        if found.source.warning:
            self._count("wrong-digests")
        if not found.is_exact:
            self._count("answered-for-another-spelling")
        request.meta[PROVENANCE] = Provenance(found.source, found.captured)
        return _response(request, found)

    def _look_up(self, request: Request) -> LookupResult:
        if self.archive is None:
            raise LookupFailedError("no-archive", f"{request.url}: {self.open_error}")
        content_type = (request.headers.get("Content-Type") or b"").decode("latin-1")
        wanted = LookupRequest(request.url, request.method, request.body, content_type, self.near)
        return self.archive.look_up(wanted, request.meta.get("download_maxsize", self.max_bytes) or sys.maxsize)

    def _without_answer(self, request: Request, failure: LookupFailedError) -> Response:
        """Return status 404 for a file of manners that is not archived, as a site without one does; else raise."""
        path = urlparse_cached(request).path
        if failure.code == "not-archived" and path in _OF_MANNERS:
            self._count(f"no-{path.rpartition('/')[2]}")
            return Response(request.url, status=404, flags=["offline"])
        self._count(f"failed/{failure.code}")
        if failure.code == "too-large":  # what a live crawl raises for such a page
            raise DownloadCancelledError(failure.reason)
        logger.error("Offline: %s", failure.reason)
        raise NotAnsweredError(failure.reason)

    def _count(self, what: str) -> None:
        self.crawler.stats.inc_value(f"newsspider/offline/{what}")


def archive_paths(settings: BaseSettings) -> Sequence[str]:
    """Return the paths in NEWSSPIDER_OFFLINE."""
    given = settings.get("NEWSSPIDER_OFFLINE") or ()
    return [str(path) for path in given] if isinstance(given, (list, tuple)) else [str(given)]


def wanted_time(settings: BaseSettings) -> datetime | None:
    """Return the time of NEWSSPIDER_OFFLINE_DATE, noon for a date alone, or None. Raises SettingError."""
    written = str(settings.get("NEWSSPIDER_OFFLINE_DATE") or "")
    if not written:
        return None
    try:
        when = range_start(written)
    except ValueError as error:
        raise SettingError("NEWSSPIDER_OFFLINE_DATE", str(error)) from error
    return datetime.combine(when, time(12), UTC) if len(written) <= len("2024-05-06") else when


def _response(request: Request, found: LookupResult) -> Response:
    headers = Headers()
    for name, value in found.message.headers:
        headers.appendlist(name, value)
    body = b"" if request.method == "HEAD" else found.message.body
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
    return kind(request.url, status=found.message.status, headers=headers, body=body, flags=["offline"])
