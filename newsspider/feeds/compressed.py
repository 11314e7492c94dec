"""Compressed feeds: `articles.jsonl.gz`, `articles.csv.gz` and the like."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import PurePath
from typing import Any, Self, cast

from scrapy.crawler import Crawler
from scrapy.exporters import BaseItemExporter
from scrapy.utils.misc import build_from_crawler, load_object

from newsspider.errors import SettingError

_LEVEL = 6


class CompressedExporter(BaseItemExporter):
    """Writes a feed as a gzip member: of the format before `.gz` in the file's name, else JSON lines."""

    def __init__(self, exporter: BaseItemExporter, member: gzip.GzipFile) -> None:
        super().__init__()
        self._exporter, self._member = exporter, member

    @classmethod
    def from_crawler(cls, crawler: Crawler, file: BytesIO, **kwargs: Any) -> Self:
        """Return an exporter that writes into `file`. Raises SettingError if the name tells of no known format."""
        exporters = crawler.settings.getwithbase("FEED_EXPORTERS")
        name = getattr(file, "name", "")
        form = PurePath(name).suffixes[-2:-1] if isinstance(name, str) and name.endswith(".gz") else []
        known = form[0].removeprefix(".") if form else "jsonl"
        if exporters.get(known) is None or known in {"gz", "parquet"}:
            raise SettingError("FEEDS", f"{name}: {known!r} is no format that can be compressed")
        # No name and no time in its header: the same articles give the same bytes.
        member = gzip.GzipFile("", "wb", _LEVEL, cast("Any", file), mtime=0)
        return cls(build_from_crawler(load_object(exporters[known]), crawler, member, **kwargs), member)

    def start_exporting(self) -> None:
        """Begin the feed."""
        self._exporter.start_exporting()

    def export_item(self, item: Any) -> None:
        """Write the item."""
        self._exporter.export_item(item)

    def finish_exporting(self) -> None:
        """End the feed and its gzip member; the file is left open."""
        self._exporter.finish_exporting()
        self._member.close()
