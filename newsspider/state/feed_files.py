"""Feeds on disk that a killed crawl can continue: files that are cut to the length that the state knows."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from io import BufferedWriter, BytesIO, FileIO
from pathlib import Path
from typing import IO, Any

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter, FeedSlot, FileFeedStorage, StdoutFeedStorage

from newsspider.feeds.compressed import CompressedExporter, format_in
from newsspider.feeds.rejects_by_feed import list_of_key

logger = logging.getLogger(__name__)

# Formats in which a file that was cut after a whole item can be continued.
_LINE_FORMATS = frozenset({"jsonlines", "jsonl", "jl", "csv"})


def can_continue(uri: str, options: Mapping[str, Any]) -> bool:
    """Return whether a feed can be continued after it was cut behind an item."""
    name = options.get("format")
    form = format_in(uri) if name == "gz" else name
    return form in _LINE_FORMATS and not options.get("postprocessing")


class FeedFile(BufferedWriter):
    """A file of which nothing counts as written any more after a write has failed.

    Scrapy only logs that an item could not be exported. If there was room on the disk again a moment later, the
    item would be missing in a feed that looks whole.
    """

    _error: OSError | None = None

    def write(self, data: Any) -> int:
        """Write `data`."""
        try:
            return super().write(data)
        except OSError as error:
            self._error = error
            raise

    def flush(self) -> None:
        """Write what is buffered. Raises OSError, from the first failure on always."""
        if self._error is not None and not self.closed:
            raise self._error
        super().flush()


class ContinuedFeedStorage(FileFeedStorage):
    """Writes a feed to a file, behind what earlier parts of the same run wrote."""

    def open(self, spider: Spider) -> IO[bytes]:
        """Return the file, opened for appending where the run goes on."""
        mode = "ab" if getattr(spider, "continues_feeds", False) else self.write_mode
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        return FeedFile(FileIO(self.path, mode))


def local_feeds(crawler: Crawler) -> dict[str, FeedSlot]:
    """Return the feeds of a crawl that are files on this machine, by their path."""
    files = [(slot.storage.path, slot) for slot in _slots(crawler) if isinstance(slot.storage, FileFeedStorage)]
    return {str(Path(path).absolute()): slot for path, slot in files}


def _slots(crawler: Crawler) -> list[FeedSlot]:
    exporter = crawler.get_extension(FeedExporter)
    return exporter.slots if exporter is not None else []


def written_lengths(crawler: Crawler) -> dict[str, int]:
    """Return the length in bytes of each feed on disk, after everything that was exported is written there."""
    for slot in _slots(crawler):
        if isinstance(slot.storage, StdoutFeedStorage) and slot.file is not None:
            slot.file.flush()
    lengths = {}
    for path, slot in local_feeds(crawler).items():
        if (file := _open_file(slot)) is not None:
            if isinstance(slot.exporter, CompressedExporter):
                slot.exporter.end_part()
            file.flush()
            os.fsync(file.fileno())
        lengths[path] = Path(path).stat().st_size if Path(path).exists() else 0
    return lengths


def _open_file(slot: FeedSlot) -> IO[bytes] | None:
    """Return the file that a feed is written to, below Scrapy's postprocessing; None where it is not open."""
    file: IO[bytes] | None = getattr(slot.file, "file", slot.file)
    return None if file is None or file.closed else file


class _Nowhere:
    """Keeps nothing of a feed."""

    def open(self, spider: Spider) -> IO[bytes]:  # noqa: ARG002
        """Return a file that leaves nothing behind."""
        return BytesIO()

    def store(self, file: IO[bytes]) -> None:
        """Close the file."""
        file.close()


def drop_remote_feeds(crawler: Crawler) -> None:
    """Let nothing be uploaded of the feeds of a crawl: no later run can cut it."""
    for slot in _slots(crawler):
        if not isinstance(slot.storage, FileFeedStorage | StdoutFeedStorage):
            logger.warning("Nothing is stored at %s: what it would hold is requested again", slot.uri)
            slot.storage = _Nowhere()


def leave_local_feeds(crawler: Crawler) -> None:
    """Let nothing more be written to the feeds on disk, not even what is buffered: another may go on with them."""
    with Path(os.devnull).open("wb") as nothing:
        for slot in local_feeds(crawler).values():
            if (file := _open_file(slot)) is not None:
                os.dup2(nothing.fileno(), file.fileno())
            elif slot.file is None:
                slot.storage = _Nowhere()


def has_failed_feeds(crawler: Crawler) -> bool:
    """Return whether a feed could not be stored: what was written to it is lost."""
    stats = crawler.stats.get_stats()
    return any(key.startswith("feedexport/failed_count/") and count for key, count in stats.items())


def cut_feeds(lengths: Mapping[str, int]) -> None:
    """Cut each file to its length: what stands behind it belongs to pages that will be requested again.

    Of a list of rejects the rows of the run's feed are cut, as others may have written to it since. Files that are
    shorter are named in the log: their pages are not requested again.
    """
    for key, length in lengths.items():
        rejects = list_of_key(key)
        missing = _cut(Path(key), length) if rejects is None else rejects.cut(length)
        if missing:
            logger.warning(
                "%d of the %d bytes that the last run wrote are gone from %s; their pages are not requested again",
                missing,
                length,
                key if rejects is None else rejects.path,
            )


def _cut(path: Path, length: int) -> int:
    """Cut a file that is longer; return how many bytes are missing in one that is shorter."""
    size = path.stat().st_size if path.exists() else 0
    if size > length:
        os.truncate(path, length)
    return max(0, length - size)


def file_of(key: str) -> Path:
    """Return the file that `cut_feeds` knows by a key."""
    rejects = list_of_key(key)
    return Path(key) if rejects is None else rejects.path
