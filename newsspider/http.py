"""What Scrapy's own classes do not say of a response: that it is bare text, and from which archive it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scrapy.http import Response, TextResponse

from newsspider.items import Source

# In a request's meta, where Scrapy's own components note what they know of its response.
PROVENANCE = "newsspider_provenance"


class TextDumpResponse(TextResponse):
    """A page of which only the text is left: a bare text dump, or a WET record.

    `url` is `""` where the dump names none. The body is UTF-8 unless `encoding` says otherwise.
    """


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a response comes from, if not from the network, and when it was fetched (aware)."""

    source: Source
    captured: datetime | None = None


def provenance_of(response: Response) -> Provenance | None:
    """Return what an offline crawl notes of a response; None of one that comes from the network.

    >>> provenance_of(Response("https://example.org/"))
    """
    noted = response.request.meta.get(PROVENANCE) if response.request is not None else None
    return noted if isinstance(noted, Provenance) else None
