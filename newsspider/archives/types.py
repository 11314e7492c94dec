"""What archives consist of: pages, records that are skipped, how files are read, and what a format is."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from scrapy.http import HtmlResponse

from newsspider.archives.files import DumpFile
from newsspider.archives.filters import PageFilter
from newsspider.archives.json_fields import JsonFields, JsonObject
from newsspider.archives.locations import Location
from newsspider.archives.messages import Message
from newsspider.archives.remote_path import StorageOptions
from newsspider.http import Announcement, TextDumpResponse
from newsspider.items import Reject, Source

# Before the web there were no pages, and later than this no clock is right.
_YEARS = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One page of an archive: the response that a live crawl would have had, and where it was found."""

    response: HtmlResponse | TextDumpResponse
    source: Source
    captured: datetime | None = None  # aware; when the page was fetched, if the archive says so
    article: JsonObject | None = None  # what a feed of ours says of it: the article that it became
    announcement: Announcement | None = None  # what its row says of it, beside its HTML or text
    root: str | None = None  # the source below which its path lies, where that is not the one that is read

    def __post_init__(self) -> None:
        """Leave out a time at which no page can have been fetched: programs write such for a time not known."""
        if self.captured is not None and self.captured.year not in _YEARS:
            object.__setattr__(self, "captured", None)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A valid record without a page, or with one that is not wanted; `reason` is short and stable, for stats."""

    reason: str  # "request", "status", "content-type" ...


@dataclass(frozen=True, slots=True)
class Revisit:
    """A record whose payload is the same as that of another record."""

    url: str
    digest: str  # of the payload; "-" if the record gives none
    refers_to_url: str  # `""` if the record names none
    refers_to_date: str | None  # 14 digits
    message: Message | None  # this time's status and headers, without the body, if they were recorded


class DigestPolicy(StrEnum):
    """What becomes of a WARC record of which a digest does not match."""

    STRICT = "strict"  # a reject
    NOTE = "note"  # a page with a warning; a reject if neither of two digests matches
    IGNORE = "ignore"  # digests are not computed


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read, and which of their pages are wanted."""

    max_page_bytes: int = sys.maxsize
    json_fields: JsonFields = field(default_factory=JsonFields)
    statuses: frozenset[int] = frozenset({200})  # of HTTP, where the archive records them
    digests: DigestPolicy = DigestPolicy.NOTE
    wanted: PageFilter = field(default_factory=PageFilter)
    # Matches a line of a text file at which a page begins; its groups `url` and `date`, if any, are the page's.
    text_separator: re.Pattern[str] | None = None
    formats: tuple[Format, ...] = ()  # a project's own; one with the name of a known format replaces it
    storage: StorageOptions = field(default_factory=StorageOptions)  # how remote files are reached
    # Whether a file of a folder is left out, since the run writes it.
    is_left_out: Callable[[Location], bool] = lambda _: False
    # Called when a row of a list of rejects needs no other try: with the list, and the byte where the row begins.
    on_row_read: Callable[[Path, int], None] = lambda _list, _at: None
    # Set by `options_within` for the files of one source:
    source: Location | None = None  # what was asked for
    # A revisit, and the size in bytes of the largest page -> its message with its payload, decoded, or None.
    resolve: Callable[[Revisit, int], Message | None] | None = None
    # A file's name -> whether it holds the text of pages whose HTML is in the same source.
    has_warc_beside: Callable[[str], bool] = lambda _: False


Outcome: TypeAlias = ArchivedPage | Reject | Skipped
_T = TypeVar("_T")


class Found(NamedTuple, Generic[_T]):
    """One thing that a file holds, and the position at which reading can go on after it.

    `after` is None where reading cannot go on right there, and at the end.
    """

    outcome: _T
    after: int | None


Step: TypeAlias = Found[Outcome]


class Evidence(IntEnum):
    """What a format is recognized by. A file is compared with the formats of the surest evidence first."""

    NAME = 1  # the file's name and the files beside it
    SIGNATURE = 2  # first bytes that nothing else begins with
    HEADER = 3  # a header that could also begin a file within one of the above
    SYNTAX = 4  # how the text begins
    ANY_TEXT = 5  # any text that is nothing else


@dataclass(frozen=True, slots=True)
class BytePositions:
    """How to read a file from the middle, if its records begin at known bytes."""

    # Whether reading can begin at any record of this file.
    available: Callable[[DumpFile], bool]
    # The records that begin from one byte on and before another.
    steps: Callable[[DumpFile, ReadOptions, int, int], Iterator[Step]]
    # Where the first record at or after a byte begins, as far as can be told without reading what is before it.
    next_record: Callable[[DumpFile, int], int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of file: how it is recognized, and how it is read.

    `read` is lazy and yields pages, rejects, and records that are skipped. A container also yields the files that
    it holds, each of which can be opened until the next one is asked for; the reader recognizes and reads them.
    """

    name: str
    matches: Callable[[DumpFile], bool]  # by `head`, the first bytes of the decompressed content, or by `path`
    read: Callable[[DumpFile, ReadOptions], Iterator[Outcome | DumpFile]]
    evidence: Evidence = Evidence.SIGNATURE
    # Whether files hold page after page, so that a replay into a folder makes a feed of each.
    holds_many: bool | Callable[[DumpFile, ReadOptions], bool] = False
    is_container: bool = False
    positions: BytePositions | None = None  # else a position is the number of records before it
    extra: str | None = None  # what to pip install for `read`, if that imports an optional package
    # The names in a folder -> those that are only a part of another file there, and not read themselves.
    companions: Callable[[Collection[str]], Collection[str]] | None = None
    # A file that no format matches -> the file as one of this format, if its beginning is damaged.
    recover: Callable[[DumpFile], DumpFile | None] | None = None

    def holds_pages(self, dump: DumpFile, options: ReadOptions) -> bool:
        """Return whether this file holds page after page, and not a single one."""
        return self.holds_many if isinstance(self.holds_many, bool) else self.holds_many(dump, options)

    def has_byte_positions(self, dump: DumpFile) -> bool:
        """Return whether reading can begin at any record of this file."""
        return self.positions is not None and self.positions.available(dump)
