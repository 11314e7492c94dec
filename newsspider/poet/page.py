"""The page object of an article; a site's own page class overrides single fields of it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import attrs
from scrapy.http import HtmlResponse, TextResponse
from web_poet import WebPage, cached_method, field, validates_input
from web_poet.fields import get_fields_dict

from newsspider.archives.files import digest_of
from newsspider.errors import PageError
from newsspider.extraction import Reading, load_article, read_response
from newsspider.fields import FIELDS, Field, PageFacts
from newsspider.http import TextDumpResponse
from newsspider.items import (
    Article,
    Author,
    Breadcrumb,
    Image,
    LiveBlogUpdate,
    Media,
    Metadata,
    Publisher,
)
from newsspider.loaders import ArticleLoader
from newsspider.poet.context import ArticleContext


@attrs.define(slots=False)
class ArticlePage(WebPage[Article]):
    """The page of an article: each field is what the project's corrections and our rules find.

    A subclass for a site overrides fields. What they return is cleaned as the field is declared, the other fields'
    rules see it, and `metadata.fieldSources` says "loader" of it. None is "not known"; `super().headline` is ours.
    Raises PageError, in `to_item` and in each field, where the response holds no article at all.
    """

    context: ArticleContext | None = None  # of pages that a crawl gets; without it they are taken as they are

    @validates_input
    async def to_item(self) -> Article:
        """Return the article, with the fields of a subclass in the place of ours."""
        try:
            if not issubclass(self.item_cls, Article):
                other: Article = await super().to_item()  # as every page object: the fields of that class
                return other
            own = {name: await _awaited(getattr(self, name)) for name in self._own_fields()}
            return self._article(own) if own else self.extracted
        except PageError as error:
            if self._context.refused is None:
                raise
            raise await self._context.refused(error) from None

    @property
    def _context(self) -> ArticleContext:
        return self.context or ArticleContext()

    @property
    def extracted(self) -> Article:
        """The article as corrections and our rules find it, without fields of a subclass."""
        article: Article = self._extracted()
        return article

    @cached_method
    def _extracted(self) -> Article:
        return self._article({})

    @cached_method
    def _reading(self) -> Reading:
        context = self._context
        fields = FIELDS if context.fields is None else context.fields
        return read_response(
            self._scrapy_response(),
            context.captured,
            context.corrections,
            fields,
            standfirst=context.standfirst,
        )

    def _own_fields(self) -> list[str]:
        """Return the fields that a subclass defines or processes itself."""
        kind, processors = type(self), getattr(self, "Processors", None)
        return [
            name
            for name in get_fields_dict(kind)
            if inspect.getattr_static(kind, name) is not inspect.getattr_static(ArticlePage, name, None)
            or hasattr(processors, name)
        ]

    def _article(self, own: Mapping[str, Any]) -> Article:
        reading: Reading = self._reading()
        fields = dict(reading.fields)
        for name in own:
            if name not in fields and not self._get_skip_nonitem_fields():
                raise TypeError(
                    f"{type(self).__name__}.{name}: articles have no such field; see NEWSSPIDER_FIELDS"
                )
        known = {name: value for name, value in own.items() if name in fields}
        fields.update((name, _without_rule(fields[name])) for name, value in known.items() if value is None)
        loader = ArticleLoader(fields=fields)
        for name, value in known.items():
            loader.add_value(name, value)
        facts = PageFacts(reading.facts.page, reading.facts.body)  # which note what is chosen
        source = self._context.source
        if source.digest is None:
            source = replace(source, digest=digest_of(self.response.body))
        return load_article(Reading(facts=facts, fields=fields), loader, source)

    def _scrapy_response(self) -> TextResponse:
        kind = TextDumpResponse if self._context.is_text else HtmlResponse
        response = self.response
        headers: dict[str, list[str]] = {}
        for name, value in response.headers.items():
            headers.setdefault(name, []).append(value)
        return kind(str(response.url), status=response.status or 200, headers=headers, body=bytes(response.body))

    @field
    def url(self) -> str | None:
        return self.extracted.url

    @field
    def canonicalUrl(self) -> str | None:
        return self.extracted.canonicalUrl

    @field
    def id(self) -> str | None:
        return self.extracted.id

    @field
    def headline(self) -> str | None:
        return self.extracted.headline

    @field
    def alternativeHeadline(self) -> str | None:
        return self.extracted.alternativeHeadline

    @field
    def description(self) -> str | None:
        return self.extracted.description

    @field
    def authors(self) -> Sequence[Author] | None:
        return self.extracted.authors

    @field
    def agency(self) -> Sequence[str] | None:
        return self.extracted.agency

    @field
    def publisher(self) -> Publisher | None:
        return self.extracted.publisher

    @field
    def datePublished(self) -> str | None:
        return self.extracted.datePublished

    @field
    def datePublishedRaw(self) -> str | None:
        return self.extracted.datePublishedRaw

    @field
    def dateModified(self) -> str | None:
        return self.extracted.dateModified

    @field
    def dateModifiedRaw(self) -> str | None:
        return self.extracted.dateModifiedRaw

    @field
    def inLanguage(self) -> str | None:
        return self.extracted.inLanguage

    @field
    def articleSection(self) -> str | None:
        return self.extracted.articleSection

    @field
    def breadcrumbs(self) -> Sequence[Breadcrumb] | None:
        return self.extracted.breadcrumbs

    @field
    def keywords(self) -> Sequence[str] | None:
        return self.extracted.keywords

    @field
    def articleBody(self) -> str | None:
        return self.extracted.articleBody

    @field
    def articleBodyHtml(self) -> str | None:
        return self.extracted.articleBodyHtml

    @field
    def mainImage(self) -> Image | None:
        return self.extracted.mainImage

    @field
    def images(self) -> Sequence[Image] | None:
        return self.extracted.images

    @field
    def videos(self) -> Sequence[Media] | None:
        return self.extracted.videos

    @field
    def audios(self) -> Sequence[Media] | None:
        return self.extracted.audios

    @field
    def isAccessibleForFree(self) -> bool | None:
        return self.extracted.isAccessibleForFree

    @field
    def license(self) -> str | None:
        return self.extracted.license

    @field
    def liveBlogUpdates(self) -> Sequence[LiveBlogUpdate] | None:
        return self.extracted.liveBlogUpdates

    @field
    def wordCount(self) -> int | None:
        return self.extracted.wordCount

    @field
    def metadata(self) -> Metadata | None:
        return self.extracted.metadata


async def _awaited(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


def _without_rule(field: Field) -> Field:
    return replace(field, rule=None)
