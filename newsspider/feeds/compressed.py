"""Compressed feeds: `articles.jsonl.gz`, `articles.csv.gz` and the like."""

from __future__ import annotations

import gzip
from io import BytesIO, RawIOBase
from pathlib import PurePath
from typing import Any, Self, cast

from scrapy.crawler import Crawler
from scrapy.exporters import BaseItemExporter
from scrapy.utils.misc import build_from_crawler, load_object

from newsspider.errors import SettingError

_LEVEL = 6


def format_in(name: str) -> str:
    """Return the format of what a compressed feed holds, by the feed's name.

    >>> format_in("articles.csv.gz"), format_in("articles.gz")
    ('csv', 'jsonl')
    """
    inner = PurePath(name).suffixes[-2:-1] if name.endswith(".gz") else []
    return inner[0].removeprefix(".") if inner else "jsonl"


class GzipMembers(RawIOBase):
    """Compresses what is written into gzip members, one after the other, which are one file to all readers."""

    def __init__(self, file: BytesIO) -> None:
        super().__init__()
        self._file = file
        self._member: gzip.GzipFile | None = None
        self._count = 0

    @property
    def name(self) -> Any:
        """The file's name; None if it has none."""
        return getattr(self._file, "name", None)

    def writable(self) -> bool:
        """Return that this is written to."""
        return True

    def tell(self) -> int:
        """Return how long the file is so far: CSV's heads stand where that is nothing."""
        return self._file.tell()

    def write(self, data: Any) -> int:
        """Compress `data`."""
        if self._member is None:
            # No name and no time in its header: the same articles give the same bytes.
            self._member = gzip.GzipFile("", "wb", _LEVEL, cast("Any", self._file), mtime=0)
            self._count += 1
        return self._member.write(data)

    def end_member(self) -> None:
        """Write what is left of the current member; what is written after it begins another."""
        if self._member is not None:
            self._member.close()
            self._member = None

    def end(self) -> None:
        """End the file, which is left open. One that nothing was written to is a member of nothing."""
        if not self._count:
            self.write(b"")
        self.end_member()


class CompressedExporter(BaseItemExporter):
    """Writes a feed in gzip: of the format before `.gz` in the file's name, else JSON lines."""

    def __init__(self, exporter: BaseItemExporter, members: GzipMembers) -> None:
        super().__init__()
        self._exporter, self._members = exporter, members

    @classmethod
    def from_crawler(cls, crawler: Crawler, file: BytesIO, **kwargs: Any) -> Self:
        """Return an exporter that writes into `file`. Raises SettingError if the name tells of no known format."""
        exporters = crawler.settings.getwithbase("FEED_EXPORTERS")
        name = getattr(file, "name", "")
        inner = format_in(name if isinstance(name, str) else "")
        if exporters.get(inner) is None or inner in {"gz", "parquet"}:
            raise SettingError("FEEDS", f"{name}: {inner!r} is not a format that can be compressed")
        members = GzipMembers(file)
        return cls(build_from_crawler(load_object(exporters[inner]), crawler, members, **kwargs), members)

    def start_exporting(self) -> None:
        """Begin the feed."""
        self._exporter.start_exporting()

    def export_item(self, item: Any) -> None:
        """Write the item."""
        self._exporter.export_item(item)

    def end_part(self) -> None:
        """Write all items so far such that the file is whole as it is now, and can be continued."""
        self._members.end_member()

    def finish_exporting(self) -> None:
        """End the feed; the file is left open."""
        self._exporter.finish_exporting()
        self._members.end()
