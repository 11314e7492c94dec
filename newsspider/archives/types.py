"""What archives hand on: pages, and records that are passed over for a known reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from scrapy.http import HtmlResponse

from newsspider.archives.files import DumpFile
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


Outcome: TypeAlias = ArchivedPage | Reject | Skipped
# A format's reader: a file and the size in bytes of the largest page allowed -> what the file holds, lazily.
Reader: TypeAlias = Callable[[DumpFile, int], Iterator[Outcome]]
