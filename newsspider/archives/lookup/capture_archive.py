"""Looking up URLs in web archives: the best capture of all."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

from newsspider.archives.files import digest_of
from newsspider.archives.locations import Location
from newsspider.archives.lookup.cdxj import Capture, lookup_key
from newsspider.archives.lookup.indexing import index_of, web_archive
from newsspider.archives.lookup.stored import (
    LookupFailedError,
    OpenedArchive,
    decoded_capture,
    lookup_failure,
    stored_capture,
)
from newsspider.archives.lookup.surt import surt_key
from newsspider.archives.messages import CODING_HEADERS, Message
from newsspider.archives.remote_path import RemotePath
from newsspider.archives.types import DigestPolicy, Revisit
from newsspider.errors import SourceError
from newsspider.items import Reject, Source

logger = logging.getLogger(__name__)

# Temporary errors: any other capture of the page is better.
_FLEETING = frozenset({429, 500, 502, 503, 504})
_NOT_MODIFIED = 304
_ROOT = re.compile(r"^(https?://[^/?]{1,1000})(?=\?|$)")
_ORIGIN = re.compile(r"^https?://(?:www\.)?")


@dataclass(frozen=True, slots=True)
class LookupRequest:
    """A request to look up, and the time that the capture should be near (None: the newest)."""

    url: str
    method: str = "GET"
    body: bytes = b""
    content_type: str = ""
    near: datetime | None = None


@dataclass(frozen=True, slots=True)
class LookupResult:
    """An archived response with its body decoded."""

    message: Message
    source: Source
    captured: datetime | None
    is_exact: bool  # False if it was archived under another spelling of the URL
    is_revisit: bool = False


class CaptureArchive:
    """WARC and WACZ files, or folders of them, as one archive in which URLs can be looked up."""

    def __init__(self, opened: Sequence[OpenedArchive], digests: DigestPolicy = DigestPolicy.NOTE) -> None:
        self._opened, self._digests = opened, digests

    @classmethod
    def open(
        cls,
        paths: Sequence[str | Location],
        note_reject: Callable[[Reject], None],
        digests: DigestPolicy = DigestPolicy.NOTE,
    ) -> CaptureArchive:
        """Return the archive at `paths`, indexed. Raises SourceError if one of them has no WARC."""
        if isinstance(paths, (str, Path, RemotePath)):
            raise TypeError(f"CaptureArchive.open() takes a list of paths: [{str(paths)!r}]")
        archives = [web_archive(path) for path in paths]
        return cls([OpenedArchive(archive, index_of(archive, note_reject)) for archive in archives], digests)

    def look_up(self, request: LookupRequest, max_bytes: int = sys.maxsize) -> LookupResult:
        """Return the best capture. Raises LookupFailedError."""
        failure = LookupFailedError("not-archived", f"not in the archive: {request.url}")
        for opened, capture in self._ranked(request):
            try:
                result = self._read(opened, capture, request, max_bytes)
            except LookupFailedError as error:
                failure = error
                continue
            if not _leads_back(request.url, result.message):
                return result
        raise failure

    def _ranked(self, request: LookupRequest) -> list[tuple[OpenedArchive, Capture]]:
        """Return the captures of the requested URL, best first."""
        key = lookup_key(request.url, request.method, request.body, request.content_type)
        found = [(opened, capture) for opened in self._opened for capture in opened.index.under(key)]
        if request.near is None:
            found.sort(key=lambda one: (one[1].timestamp, one[1].offset), reverse=True)
        else:
            near = request.near
            found.sort(key=lambda one: abs((_time_of(one[1].timestamp) - near).total_seconds()))
        found.sort(key=lambda one: (url_distance(request.url, one[1].url), one[1].status in _FLEETING))
        return found

    def _read(
        self, opened: OpenedArchive, capture: Capture, request: LookupRequest, max_bytes: int
    ) -> LookupResult:
        stored = stored_capture(opened, capture, max_bytes, self._digests)
        message = decoded_capture(capture, stored.message, max_bytes) if stored.message else None
        if stored.revisit:
            message = self.resolved(stored.revisit, max_bytes)
            if message is None:
                raise lookup_failure("unresolved", capture, "the record that this revisit refers to is missing")
        if message is None:
            raise lookup_failure("damaged", capture, "the record holds no HTTP message")
        source = replace(stored.source, digest=digest_of(message.body))
        exact = url_distance(request.url, capture.url) == 0
        return LookupResult(message, source, stored.captured, exact, capture.is_revisit)

    def resolved(self, revisit: Revisit, max_bytes: int = sys.maxsize) -> Message | None:
        """Return a revisit's message with the decoded payload that it refers to; None if that is not found."""
        for opened, original in self._originals(revisit):
            try:
                found = stored_capture(opened, original, max_bytes, self._digests).message
                payload = decoded_capture(original, found, max_bytes) if found else None
            except LookupFailedError:
                continue
            own = revisit.message
            if payload is None or own is None or own.status == _NOT_MODIFIED:
                return payload
            headers = [header for header in own.headers if header[0].lower() not in CODING_HEADERS]
            return Message(own.status, headers, payload.body)
        return None

    def _originals(self, revisit: Revisit) -> list[tuple[OpenedArchive, Capture]]:
        """Return the captures that may have a revisit's payload, best first; never other revisits."""
        key = surt_key(revisit.refers_to_url or revisit.url)
        found = [
            (opened, capture)
            for opened in self._opened
            for capture in opened.index.under(key)
            if not capture.is_revisit
        ]
        date = revisit.refers_to_date
        # The same digest, preferably at the stated time; only the time, if either record has no digest.
        same = [one for one in found if _bare(one[1].digest) == _bare(revisit.digest) != "-"]
        if not same and date:
            same = [one for one in found if "-" in (one[1].digest, revisit.digest)]
            same = [one for one in same if one[1].timestamp == date]
        return sorted(same, key=lambda one: one[1].timestamp != date)


def url_distance(asked: str, archived: str) -> int:
    """Return 0 for the same URL apart from the fragment; 1 for another scheme, `www` or trailing slash; else 2.

    >>> [url_distance("http://x.org/a", u) for u in ("http://x.org/a#b", "https://www.x.org/a/", "http://x.org/A")]
    [0, 1, 2]
    """
    pair = [_ROOT.sub(r"\1/", url.partition("#")[0]) for url in (asked, archived)]
    if pair[0] == pair[1]:
        return 0
    return 1 if _essence(pair[0]) == _essence(pair[1]) else 2


def _essence(url: str) -> str:
    path, _, query = _ORIGIN.sub("", url).partition("?")
    return f"{path.removesuffix('/')}?{query}"


def _leads_back(url: str, message: Message) -> bool:
    """Return whether the response redirects to the requested URL: the index does not tell http from https."""
    if not 300 <= message.status < 400:
        return False
    location = next((value for name, value in message.headers if name.lower() == b"location"), b"")
    try:
        return bool(location) and url_distance(url, urljoin(url, location.decode("utf-8", "replace"))) == 0
    except ValueError:
        return False


def _time_of(timestamp: str) -> datetime:
    try:
        return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:  # an invalid time in another tool's index
        return datetime.min.replace(tzinfo=UTC)


def _bare(digest: str) -> str:
    return digest.rpartition(":")[2].upper()


@dataclass(slots=True)
class Revisits:
    """Finds the payloads of revisits in the WARCs and WACZs at `root`, which are indexed at the first revisit."""

    root: Location
    digests: DigestPolicy = DigestPolicy.NOTE
    _archive: CaptureArchive | None = field(default=None, init=False)

    def __call__(self, revisit: Revisit, max_bytes: int) -> Message | None:
        """Return the revisit's message with its decoded payload; None if that is not in the source."""
        if self._archive is None:
            try:
                # Damage becomes rejects when the files themselves are read.
                self._archive = CaptureArchive.open([self.root], lambda _: None, self.digests)
            except (OSError, SourceError) as error:
                logger.warning("Revisits cannot be resolved: %s", error)
                self._archive = CaptureArchive([])
        return self._archive.resolved(revisit, max_bytes)
