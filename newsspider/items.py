"""The values that leave newsspider: the article, its parts, and what could not become one.

Names and nesting are those of zyte-common-items' `Article` (schema.org's names), with what it lacks beside
it. `None` means "not known"; the feed leaves such a field out. docs/fields.md says where each comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One person or body that wrote the article."""

    name: str
    nameRaw: str | None = None  # as the page writes it, where that differs from `name`
    url: str | None = None
    type: Literal["Person", "Organization"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who published the article."""

    name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breadcrumb:
    """One step of the path from the home page to the article."""

    name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture that belongs to the article; width and height in CSS pixels."""

    url: str | None = None  # absent where only the caption is left, as in a text dump
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A video or an audio."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBlogUpdate:
    """One entry of a live blog."""

    headline: str | None = None
    datePublished: str | None = None
    articleBody: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a page's bytes came from, so that they can be found again."""

    kind: str  # live, html, text, json, warc, wet ...
    path: str | None = None  # relative to what was asked for
    offset: int | None = None  # bytes from the start of the file, compressed as it lies there
    recordId: str | None = None
    digest: str | None = None  # "sha256:" and hex, of the page's bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """How the article was made."""

    dateDownloaded: str | None = None  # ISO 8601, UTC
    source: Source | None = None
    fieldSources: Mapping[str, str] | None = None  # field name -> rule that gave its value
    probability: float | None = None  # 0.0-1.0: that this page is an article
    previousDigest: str | None = None  # `source.digest` of the version that an earlier crawl gave
    validationMessages: Mapping[str, Sequence[str]] | None = None
    cluster: str | None = (
        None  # identifier of the first article with this page or this text, its own if it is that
    )
    duplicateOf: str | None = None  # the same, in an article that is not that first one
    extractor: str | None = None  # "newsspider 0.1.0"


@dataclass(slots=True, kw_only=True)
class Article:
    """A news article. Fields stand in the order in which the feed writes them."""

    url: str | None = None
    canonicalUrl: str | None = None
    id: str | None = None
    headline: str | None = None
    alternativeHeadline: str | None = None
    description: str | None = None
    authors: Sequence[Author] | None = None
    agency: Sequence[str] | None = None
    publisher: Publisher | None = None
    datePublished: str | None = None
    datePublishedRaw: str | None = None
    dateModified: str | None = None
    dateModifiedRaw: str | None = None
    inLanguage: str | None = None
    articleSection: str | None = None
    breadcrumbs: Sequence[Breadcrumb] | None = None
    keywords: Sequence[str] | None = None
    articleBody: str | None = None
    articleBodyHtml: str | None = None
    mainImage: Image | None = None
    images: Sequence[Image] | None = None
    videos: Sequence[Media] | None = None
    audios: Sequence[Media] | None = None
    isAccessibleForFree: bool | None = None
    liveBlogUpdates: Sequence[LiveBlogUpdate] | None = None
    wordCount: int | None = None
    metadata: Metadata | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the article as the feed writes it: plain values, declared order, nothing that is not known.

        >>> Article(headline="Storm hits coast", authors=[Author(name="Ana Ruiz")]).to_dict()
        {'headline': 'Storm hits coast', 'authors': [{'name': 'Ana Ruiz'}]}
        """
        form = feed_form(self)
        return form if isinstance(form, dict) else {}


@dataclass(slots=True, kw_only=True)
class Reject:
    """A page or record that could not become an article through a fault, and where it lies."""

    path: str | None = None
    offset: int | None = None
    recordId: str | None = None
    url: str | None = None
    code: str  # short and stable, for stats: "too-large", "truncated" ...
    reason: str  # one line for people
    traceback: str | None = None  # where it went wrong, where that was in the program
    source: str | None = None  # the file or folder that was asked for, below which `path` lies
    item: Any = None  # the fields of an item that a pipeline rejected


def feed_form(value: Any) -> Any:
    """Return `value` with dataclasses, mappings and sequences as plain dicts and lists, without what is absent.

    `None`, `""` and empty collections are absent; `0` and `False` are values.

    >>> feed_form({"a": None, "b": [Media(url="https://example.org/v"), ""], "c": False})
    {'b': [{'url': 'https://example.org/v'}], 'c': False}
    """
    kind = type(value)
    if kind is str:
        return value or None
    if kind in _AS_THEY_ARE:
        return value
    if (names := _field_names(kind)) is not None:  # type: ignore[arg-type]  # mypy takes no type for hashable
        return _present((name, getattr(value, name)) for name in names)
    if isinstance(value, Mapping):
        return _present(value.items())
    if isinstance(value, (list, tuple)):
        return [form for form in map(feed_form, value) if form is not None] or None
    return (value or None) if isinstance(value, str) else value


def _present(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any] | None:
    found = {}
    for name, value in pairs:
        form = feed_form(value)
        if form is not None:
            found[name] = form
    return found or None


_AS_THEY_ARE = frozenset((type(None), bool, int, float))


@lru_cache  # types are few, and each field of each article is asked for
def _field_names(kind: type) -> tuple[str, ...] | None:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None
