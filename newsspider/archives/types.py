"""What archives hand on: pages, and records that are passed over for a known reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from scrapy.http import HtmlResponse

from newsspider.archives.files import DumpFile
from newsspider.archives.filters import PageFilter
from newsspider.archives.json_fields import JsonFields
from newsspider.archives.messages import Message
from newsspider.http import TextDumpResponse
from newsspider.items import Reject, Source


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One page of an archive, as the response that a live crawl would have had, and where it lay."""

    response: HtmlResponse | TextDumpResponse
    source: Source
    captured: datetime | None = None  # aware; when the page was fetched, as far as the archive says


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sound record that is no news page: `reason` is short and stable, for stats."""

    reason: str  # "request", "status", "content-type" ...


@dataclass(frozen=True, slots=True)
class Revisit:
    """A record that says of a URL that its payload is another record's."""

    url: str
    digest: str  # of the payload; "-" where the record gives none
    refers_to_url: str  # `""` where the record names none
    refers_to_date: str | None  # 14 digits
    message: Message | None  # what the server said this time, without the body, if that is there


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a reader must know besides the file."""

    max_page_bytes: int
    json_fields: JsonFields = field(default_factory=JsonFields)
    statuses: frozenset[int] = frozenset({200})  # of HTTP, where the archive knows them
    wanted: PageFilter = field(default_factory=PageFilter)
    # A line of a text file at which a page begins; its groups `url` and `date`, if it has them, are the page's.
    text_separator: re.Pattern[str] | None = None
    # A revisit, and the size in bytes of the largest page -> its message with its payload, decoded, or None.
    resolve: Callable[[Revisit, int], Message | None] | None = None
    # A file's name -> whether the pages of which it has the text are in the source themselves.
    has_warc_beside: Callable[[str], bool] = lambda _: False


Outcome: TypeAlias = ArchivedPage | Reject | Skipped
_T = TypeVar("_T")


class Found(NamedTuple, Generic[_T]):
    """One thing that a file holds, and where to go on reading after it.

    `after` is None where reading cannot begin again just there, and at the end.
    """

    outcome: _T
    after: int | None


Step: TypeAlias = Found[Outcome]
# A format's reader: a file -> what it holds, lazily.
Reader: TypeAlias = Callable[[DumpFile, ReadOptions], Iterator[Outcome]]
