"""A page, read once: everything that later stages ask of it, as typed values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lxml.etree import _Element


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedAgent:
    """A person or an organization of the page's linked data; `type` is schema.org's, as written."""

    name: str
    url: str | None = None
    type: str | None = None
    image: str | None = None  # the address of a portrait or a logo; may be relative to the page


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedImage:
    """An image of the page's linked data; `url` may be relative to the page."""

    url: str
    caption: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedUpdate:
    """One update of a LiveBlogPosting, as written."""

    headline: str | None = None
    date_published: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedArticle:
    """An article in the page's linked data, strings as written (whitespace and entities not yet cleaned)."""

    syntax: str  # "json-ld" or "microdata"; the prefix of the rule's name in fieldSources
    types: Sequence[str] = ()  # "NewsArticle", "LiveBlogPosting" ...
    url: str | None = None  # url, mainEntityOfPage or @id, the first that is there
    headline: str | None = None
    alternative_headline: str | None = None
    description: str | None = None
    authors: Sequence[LinkedAgent] = ()
    publisher: LinkedAgent | None = None
    date_published: str | None = None
    date_modified: str | None = None
    language: str | None = None
    sections: Sequence[str] = ()
    keywords: Sequence[str] = ()
    topics: Sequence[str] = ()  # the names of what it is about, else of what it mentions
    body: str | None = None
    images: Sequence[LinkedImage] = ()
    video_urls: Sequence[str] = ()
    audio_urls: Sequence[str] = ()
    is_accessible_for_free: bool | None = None
    license: str | None = None  # an address or a name
    updates: Sequence[LinkedUpdate] = ()

    @property
    def is_web_page(self) -> bool:
        """Whether it is a node of the page as a whole, which has a date: WebPage."""
        return self.syntax.endswith(":WebPage")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedData:
    """What the page's JSON-LD and microdata say, articles in document order, JSON-LD before microdata."""

    articles: Sequence[LinkedArticle] = ()
    own: Sequence[LinkedArticle] = ()  # those of them that are the page's own: see newsspider.page.own_articles
    breadcrumbs: Sequence[Sequence[tuple[str | None, str | None]]] = ()  # lists of (name, url), outermost first
    publishers: Sequence[LinkedAgent] = ()  # (News)Organization and WebSite nodes of the graph
    types: frozenset[str] = frozenset()  # every @type on the page
    errors: Sequence[str] = ()  # blocks that are no JSON, one line each


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, read once. An HTML page has `root`, a text dump has `text`; never both.

    Trees are read by page/, blocks/ and fields/ only, and nobody changes them.
    """

    url: str | None = None  # where it was fetched; None for a dump that names none
    root: _Element | None = None
    text: str | None = None
    captured: datetime | None = None  # aware; no date on the page can lie after it
    base_url: str | None = None  # what relative URLs are relative to: <base href> or `url`
    title: str | None = None  # <title>, as written
    language: str | None = None  # <html lang>, else Content-Language, as written
    meta: Mapping[str, Sequence[str]] = field(default_factory=dict)  # lower-case name/property -> contents
    links: Mapping[str, Sequence[str]] = field(default_factory=dict)  # <link rel> lower-case -> hrefs, as written
    elements: Mapping[str, Sequence[_Element]] = field(
        default_factory=dict
    )  # tag -> elements: newsspider._native.index
    hinted: Mapping[str, Sequence[_Element]] = field(
        default_factory=dict
    )  # "author", "date", "license" -> elements
    linked_data: LinkedData = field(default_factory=LinkedData)
    was_double_utf8: bool = False  # whether stretches of it were encoded in UTF-8 twice: here they are as meant

    def first_meta(self, *names: str) -> str | None:
        """Return the content of the first of `names` (lower-case) that the page's meta elements give."""
        for name in names:
            for content in self.meta.get(name, ()):
                if content.strip():
                    return content
        return None
