"""Normal form: the same cleaning for every item, whoever made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any, Self

from scrapy.crawler import Crawler

from newsspider.fields import FIELDS, Field
from newsspider.pipelines.fieldnames import ArticleView, article_view, configured_fields, field_of
from newsspider.processors.text import (
    distinct,
    one_line,
    paragraphs,
    without_entities,
    without_invisible,
)
from newsspider.processors.words import count_words


class NormalizePipeline:
    """Normalize whitespace and Unicode in article-like items, remove empty values, fill in `wordCount` and `id`.

    It works in place, under the item's own field names, and is idempotent.
    """

    def __init__(self, names: Mapping[str, str], fields: Mapping[str, Field] = FIELDS) -> None:
        self.names, self.fields = names, fields

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline for a crawl."""
        settings = crawler.settings
        return cls(settings.getdict("NEWSSPIDER_FIELD_NAMES"), configured_fields(settings))

    def process_item(self, item: Any) -> Any:
        """Return `item` in normal form; an item without headline and body is left alone."""
        view = article_view(item, self.names)
        if view is not None:
            for name, value in view.present(self.fields):
                clean = clean_value(name, value)
                if clean != value:
                    view.set(name, clean)
            _fill(view)
        return item


def clean_value(name: str, value: Any) -> Any:
    r"""Return the value of article field `name` in normal form; None if nothing is left of it.

    >>> clean_value("headline", " Fish\n&amp; chips ")
    'Fish & chips'
    >>> clean_value("keywords", ["Sea", "sea ", ""])
    ['Sea']
    """
    if isinstance(value, str):
        return _STRINGS.get(name, _line)(value) or None
    if value is None or name == "metadata" or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        cleaned = [clean_value(name, entry) for entry in value]
        return _distinct_words(cleaned) if name in _WORD_LISTS else _distinct_parts(cleaned)
    if isinstance(value, Mapping):
        return {key: clean_value(key, entry) for key, entry in value.items()} if value else None
    if is_dataclass(value) and not isinstance(value, type):
        return _clean_part(value)
    return value


def _line(text: str) -> str:
    return one_line(without_entities(one_line(text)))


def _html(text: str) -> str:
    return without_invisible(text).strip()


# All other strings of an article are one line of text. URLs and dates must not be decoded: "&copy=1".
_STRINGS: Mapping[str, Callable[[str], str]] = {
    "articleBody": paragraphs,
    "articleBodyHtml": _html,
    **dict.fromkeys(("url", "canonicalUrl", "id", "datePublished", "dateModified", "inLanguage"), one_line),
    **dict.fromkeys(("images", "videos", "audios", "datePublishedRaw", "dateModifiedRaw", "nameRaw"), one_line),
}
_WORD_LISTS = {"keywords", "agency"}


def _distinct_words(values: list[Any]) -> list[Any] | None:
    return distinct(value for value in values if isinstance(value, str)) or None


def _distinct_parts(values: list[Any]) -> list[Any] | None:
    """Return `values` without empty and repeated ones, which may be of types that cannot be hashed."""
    present = [value for value in values if value is not None]
    if len(present) > 1:
        present = list({repr(value): value for value in present}.values())
    return present or None


def _clean_part(value: Any) -> Any:
    """Return a nested frozen dataclass with cleaned fields; None if a required one is empty."""
    changes: dict[str, Any] = {}
    for field in fields(value):
        old = getattr(value, field.name)
        clean = clean_value(field.name, old)
        if clean is None and field.default is MISSING:
            return None
        if clean != old:
            changes[field.name] = clean
    return replace(value, **changes) if changes else value


def _fill(view: ArticleView) -> None:
    body = view.get("articleBody")
    if isinstance(body, str) and view.get("wordCount") is None and view.can_hold("wordCount"):
        view.set("wordCount", count_words(body))
    if view.get("id") is None and view.can_hold("id"):
        digest = field_of(field_of(view.get("metadata"), "source"), "digest")
        identifier = view.get("canonicalUrl") or view.get("url") or digest
        if identifier:
            view.set("id", identifier)
