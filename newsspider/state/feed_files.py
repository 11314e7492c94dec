"""Feeds on disk that a killed crawl can continue: files that are cut to the length that the state knows."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter, FeedSlot, FileFeedStorage

logger = logging.getLogger(__name__)

# Formats in which a file that was cut after a whole item can be continued.
LINE_FORMATS = frozenset({"jsonlines", "jsonl", "jl", "csv"})


class ContinuedFeedStorage(FileFeedStorage):
    """Writes a feed to a file, behind what earlier parts of the same run wrote."""

    def open(self, spider: Spider) -> IO[bytes]:
        """Return the file, opened for appending where the run goes on."""
        if getattr(spider, "continues_feeds", False):
            self.write_mode = "ab"
        return super().open(spider)


def local_feeds(crawler: Crawler) -> dict[str, FeedSlot]:
    """Return the feeds of a crawl that are files on this machine, by their path."""
    exporter = crawler.get_extension(FeedExporter)
    slots = exporter.slots if exporter is not None else []
    files = [(slot.storage.path, slot) for slot in slots if isinstance(slot.storage, FileFeedStorage)]
    return {str(Path(path).absolute()): slot for path, slot in files}


def written_lengths(crawler: Crawler) -> dict[str, int]:
    """Return the length in bytes of each feed on disk, after everything that was exported is written there."""
    lengths = {}
    for path, slot in local_feeds(crawler).items():
        if slot.file is not None and not slot.file.closed:
            slot.file.flush()
            os.fsync(slot.file.fileno())
        lengths[path] = Path(path).stat().st_size if Path(path).exists() else 0
    return lengths


def cut_feeds(lengths: Mapping[str, int]) -> None:
    """Cut each file to its length: what stands behind it belongs to pages that will be requested again.

    Files that are shorter are named in the log: their pages are not requested again.
    """
    for path, length in lengths.items():
        size = Path(path).stat().st_size if Path(path).exists() else 0
        if size > length:
            os.truncate(path, length)
        elif size < length:
            logger.warning(
                "%d of the %d bytes that the last run wrote are gone from %s; their pages are not requested again",
                length - size,
                length,
                path,
            )
