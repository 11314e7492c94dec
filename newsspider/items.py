"""The values that leave newsspider: the article, its parts, and what could not become one.

Names and nesting are those of zyte-common-items' `Article` (schema.org's names), with what it lacks beside
it. `None` means "not known"; the feed leaves such a field out. The page Fields of the documentation says where
each comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, Self

from newsspider.conversions.plain import from_plain, warn_of_misspelt
from newsspider.conversions.zyte import plain_zyte, zyte_article
from newsspider.item_display import reject_line, summary_html, summary_line

if TYPE_CHECKING:
    from zyte_common_items import Article as ZyteArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One person or body that wrote the article."""

    name: str
    """The name, without role, place or "By"."""
    nameRaw: str | None = None
    """As the page writes it, where that differs from `name`."""
    url: str | None = None
    """The page about the author, an absolute URL."""
    type: Literal["Person", "Organization"] | None = None
    """What it is; None where that is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who published the article."""

    name: str | None = None
    """One line."""
    url: str | None = None
    """The publisher's site, an absolute URL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breadcrumb:
    """One step of the path from the home page to the article."""

    name: str | None = None
    """One line."""
    url: str | None = None
    """An absolute URL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture that belongs to the article; width and height in CSS pixels."""

    url: str | None = None
    """An absolute URL, of the largest version; None where only the caption is left, as in a text dump."""
    caption: str | None = None
    """One line, without the credit."""
    credit: str | None = None
    """Photographer and agency, without "Photo:" or "©"."""
    alt: str | None = None
    """The alternative text, for people who do not see the picture."""
    width: int | None = None
    """Of the version at `url`."""
    height: int | None = None
    """Of the version at `url`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A video or an audio."""

    url: str
    """An absolute URL, of the file or the player."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBlogUpdate:
    """One entry of a live blog."""

    headline: str | None = None
    """One line."""
    datePublished: str | None = None
    """ISO 8601."""
    articleBody: str | None = None
    """Plain text, paragraphs split by a blank line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a page's bytes came from, so that they can be found again."""

    kind: str
    """"live", "html", "text", "json", "warc", "wet" ..."""
    path: str | None = None
    """Relative to what was asked for."""
    offset: int | None = None
    """Bytes from the start of the file, as stored (compressed)."""
    recordId: str | None = None
    """The record's own identifier."""
    digest: str | None = None
    """"sha256:" and hex, of the page's bytes."""
    warning: str | None = None
    """What is wrong with the record, though its page could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """How the article was made."""

    dateDownloaded: str | None = None
    """When the page was fetched: ISO 8601, in UTC."""
    source: Source | None = None
    """Where the page's bytes are."""
    fieldSources: Mapping[str, str] | None = None
    """Field name -> the rule that gave its value."""
    probability: float | None = None
    """0.0-1.0: that this page is an article."""
    previousDigest: str | None = None
    """`source.digest` of the version that an earlier crawl gave."""
    validationMessages: Mapping[str, Sequence[str]] | None = None
    """Field name -> what is odd about its value."""
    cluster: str | None = None
    """Identifier of the first article with this page or this text; its own if it is that."""
    duplicateOf: str | None = None
    """The same, in an article that is not that first one."""
    extractor: str | None = None
    """"newsspider" and the version."""


@dataclass(slots=True, kw_only=True)
class Article:
    """A news article. Fields stand in the order in which the feed writes them.

    Shown in one line; `to_dict()` has all of it.

    >>> Article(headline="Storm hits coast", url="https://example.org/a", wordCount=412)
    <Article 'Storm hits coast' https://example.org/a, 412 words>
    """

    url: str | None = None
    """Where the page was fetched; None for a text dump that names no address."""
    canonicalUrl: str | None = None
    """The address that the site calls the article's own."""
    id: str | None = None
    """Stable identifier: `canonicalUrl`, else `url`, else "sha256:" and the digest of the page's bytes."""
    headline: str | None = None
    """One line, without the site's name."""
    alternativeHeadline: str | None = None
    """Kicker or subtitle, one line."""
    description: str | None = None
    """Standfirst or summary."""
    authors: Sequence[Author] | None = None
    """People and organizations, each once."""
    agency: Sequence[str] | None = None
    """Names of the news agencies that the text came from."""
    publisher: Publisher | None = None
    """Who published the article."""
    datePublished: str | None = None
    """ISO 8601: with the offset if the page gives or implies one, else local time, else the day alone."""
    datePublishedRaw: str | None = None
    """As written on the page."""
    dateModified: str | None = None
    """As `datePublished`, of the last change."""
    dateModifiedRaw: str | None = None
    """As written on the page."""
    inLanguage: str | None = None
    """BCP 47: "en", "pt-BR", "zh-Hans"."""
    articleSection: str | None = None
    """One line."""
    breadcrumbs: Sequence[Breadcrumb] | None = None
    """The path to the article, outermost first."""
    keywords: Sequence[str] | None = None
    """Each once, at most 50."""
    articleBody: str | None = None
    """Plain text, paragraphs split by a blank line."""
    articleBodyHtml: str | None = None
    """The same as safe HTML."""
    mainImage: Image | None = None
    """The picture that the article is shown with."""
    images: Sequence[Image] | None = None
    """`mainImage` and the pictures of the text, in order."""
    videos: Sequence[Media] | None = None
    """The article's videos."""
    audios: Sequence[Media] | None = None
    """The article's audios."""
    isAccessibleForFree: bool | None = None
    """False where the page is behind a wall."""
    license: str | None = None
    """The licence that the page states: its address, else its name."""
    liveBlogUpdates: Sequence[LiveBlogUpdate] | None = None
    """The entries of a live blog, in page order."""
    wordCount: int | None = None
    """Words of `articleBody`; in scripts without spaces, characters."""
    metadata: Metadata | None = None
    """How the article was made."""

    def to_dict(self) -> dict[str, Any]:
        """Return the article as the feed writes it: plain values, declared order, nothing that is not known.

        >>> Article(headline="Storm hits coast", authors=[Author(name="Ana Ruiz")]).to_dict()
        {'headline': 'Storm hits coast', 'authors': [{'name': 'Ana Ruiz'}]}
        """
        form = feed_form(self)
        return form if isinstance(form, dict) else {}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any], *, strict: bool = False) -> Self:
        """Return the article of a line of the feed: what to_dict() gave, read from JSON.

        Keys that this version does not know are left out, or with `strict` an error; a warning tells of one that
        resembles a field of which the line has none, and of a line without any field. Raises ValueError, with the
        path of the value, for what an article cannot hold.

        >>> Article.from_dict({"headline": "Storm", "authors": [{"name": "Ana Ruiz"}]}).authors
        [Author(name='Ana Ruiz', nameRaw=None, url=None, type=None)]
        """
        found = from_plain(cls, values, strict=strict)
        warn_of_misspelt(cls, values)
        return found

    def to_zyte(self) -> ZyteArticle:
        """Return the same as zyte-common-items' Article; what that has no field for is kept beside its fields.

        Raises ValueError for an article without any URL, ImportError without the extra `zyte`.
        """
        return zyte_article(self.to_dict())

    @classmethod
    def from_zyte(cls, item: ZyteArticle, *, strict: bool = False) -> Self:
        """Return the article of zyte-common-items' Article, with what to_zyte() kept beside its fields.

        What an article has no field for, an author's `email`, is left out, or with `strict` an error.
        """
        return from_plain(cls, plain_zyte(item), strict=strict)

    def __init_subclass__(cls) -> None:
        # `@dataclass` writes a __repr__ of its own, with all fields, into a class that has none itself.
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = Article.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        return summary_line(type(self).__name__, self._known())

    def _repr_html_(self) -> str:
        """Return the article as notebooks show it."""
        try:
            return summary_html(self.to_dict())
        except RecursionError:  # a value that holds itself
            return summary_html(self._known())

    def _known(self) -> dict[str, Any]:
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in values if value is not None}


@dataclass(slots=True, kw_only=True)
class Reject:
    """A page or record that could not become an article through a fault, and where it lies."""

    path: str | None = None
    """Relative to what was asked for."""
    offset: int | None = None
    """Bytes from the start of the file."""
    recordId: str | None = None
    """The record's own identifier."""
    url: str | None = None
    """The address of the page."""
    code: str
    """Short and stable, for stats: "too-large", "truncated" ..."""
    reason: str
    """One line for people."""
    traceback: str | None = None
    """Where in the program it went wrong, for errors of the program."""
    source: str | None = None
    """The file or folder that was asked for, below which `path` lies."""
    feed: str | None = None
    """The feed of the run, by its path from the folder of the list: a run that overwrites it replaces the row."""
    item: Any = None
    """The fields of an item that a pipeline rejected."""

    def __repr__(self) -> str:
        """Return the reject in one line, as logs show it; the file of rejects has all of it."""
        return f"<Reject {reject_line(self.code, self.reason, self.url or self.path)}>"


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
