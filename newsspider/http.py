"""What Scrapy's own classes do not say of a response: that it is bare text, where it lies, what announced it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from scrapy.http import Response, TextResponse

from newsspider.items import Reject, Source

if TYPE_CHECKING:
    from newsspider.corrections import Corrections
    from newsspider.fields import Field

# Whether a standfirst is the first paragraph of the text, only its description, or what the model makes of it.
StandfirstUse: TypeAlias = Literal["auto", "in", "out"]
STANDFIRST_USES: tuple[StandfirstUse, ...] = get_args(StandfirstUse)

# In a request's meta, where Scrapy's own components note what they know of its response.
PROVENANCE = "newsspider_provenance"
DOOR = "newsspider_door"  # which door of its site led to the page
ANNOUNCEMENT = "newsspider_announcement"
CONTEXT = "newsspider_context"  # taken out of the requests that a callback gives


class TextDumpResponse(TextResponse):
    """A page of which only the text is left: a bare text dump, or a WET record.

    `url` is `""` where the dump names none. The body is UTF-8 unless `encoding` says otherwise.
    """


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a response comes from, if not from the network, and when it was fetched (aware)."""

    source: Source
    captured: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """What a project's settings say of all pages, and when one of them was fetched (aware)."""

    corrections: Corrections | None = None
    fields: Mapping[str, Field] | None = None
    captured: datetime | None = None
    max_cpu_s: float | None = None  # that reading one page may take
    standfirst: StandfirstUse = "auto"  # whether it counts as text

    def fetched(self, captured: datetime) -> PageContext:
        """Return the context of a page that was fetched then."""
        return replace(self, captured=captured)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a feed, a sitemap or an archive's row says of a page, beside the page itself.

    Dates are as written there.
    """

    source: str  # "feed", "news-sitemap", "sitemap", "row": the rules' sources are "feed:title" and so on
    headline: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    image: str | None = None
    publisher: str | None = None


def announcement_of(response: Response) -> Announcement | None:
    """Return what announced a response's page, as far as its request tells.

    >>> announcement_of(Response("https://example.org/"))
    """
    noted = response.request.meta.get(ANNOUNCEMENT) if response.request is not None else None
    return noted if isinstance(noted, Announcement) else None


def provenance_of(response: Response) -> Provenance | None:
    """Return what an offline crawl notes of a response; None of one that comes from the network.

    >>> provenance_of(Response("https://example.org/"))
    """
    noted = response.request.meta.get(PROVENANCE) if response.request is not None else None
    return noted if isinstance(noted, Provenance) else None


def source_of(response: Response) -> Source:
    """Return where a response's page comes from: that of an archive is noted on it, others are live."""
    noted = provenance_of(response)
    return noted.source if noted is not None else Source(kind="live")


def page_reject(source: Source, url: str | None, code: str, reason: str) -> Reject:
    """Return a reject for the page at `source`."""
    return Reject(
        path=source.path,
        offset=source.offset,
        recordId=source.recordId,
        url=url or None,
        code=code,
        reason=reason,
    )


def context_of(response: Response) -> PageContext:
    """Return what the add-on's spider middleware noted of a response; nothing of one that it did not see.

    >>> context_of(Response("https://example.org/")).captured
    """
    noted = response.request.meta.get(CONTEXT) if response.request is not None else None
    return noted if isinstance(noted, PageContext) else PageContext()
