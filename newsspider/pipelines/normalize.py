"""Normal form: the same cleaning for every item, whoever made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any, Self

from scrapy.crawler import Crawler

from newsspider.fields import FIELDS, Field
from newsspider.fields.forms import LINES, Form, plain_line
from newsspider.fields.parts import PARTS, PartField
from newsspider.pipelines.fieldnames import ArticleView, article_view, configured_fields, field_of
from newsspider.processors.text import distinct
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
        return cls(settings.getdict("NEWSSPIDER_FIELD_NAMES"), configured_fields(crawler))

    def process_item(self, item: Any) -> Any:
        """Return `item` in normal form; an item without headline and body is left alone."""
        view = article_view(item, self.names)
        if view is not None:
            for name, value in view.present(self.fields):
                clean = value if name == "metadata" else clean_value(value, self.fields[name].form)
                if clean != value:
                    view.set(name, clean)
            _fill(view)
        return item


def clean_value(value: Any, form: Form) -> Any:
    r"""Return a field's value in the normal form of its declared form; None if nothing is left of it.

    >>> clean_value(" Fish\n&amp; chips ", FIELDS["headline"].form)
    'Fish & chips'
    >>> clean_value(["Sea", "sea ", ""], FIELDS["keywords"].form)
    ['Sea']
    """
    # A text in the place of a part is its first field: an author's name, the URL of an image.
    first = next(iter(_part_fields(form.part).values()), form)
    cleaned = _cleaned(value, first.normal, form.part)
    return _distinct_words(cleaned) if form.schema == LINES.schema and isinstance(cleaned, list) else cleaned


def _cleaned(value: Any, normal: Callable[[str], str], part: type | None) -> Any:
    """Return a value, or a list of such, with texts in normal form; `part` says what the fields of others are."""
    if isinstance(value, str):
        return normal(value) or None
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return _distinct_parts([_cleaned(entry, normal, part) for entry in value])
    if isinstance(value, Mapping):
        return {key: _cleaned(entry, _normal_in(part, key), part) for key, entry in value.items()} or None
    if is_dataclass(value) and not isinstance(value, type):
        return _clean_part(value, part)
    return value


def _normal_in(part: type | None, name: str) -> Callable[[str], str]:
    """Return what the normal form of field `name` of a part is; one that parts do not have is as in an article."""
    if field := _part_fields(part).get(name):
        return field.normal
    return FIELDS[name].form.normal if name in FIELDS else plain_line


def _part_fields(part: type | None) -> Mapping[str, PartField]:
    return PARTS[part].fields if part is not None and part in PARTS else {}


def _distinct_words(values: list[Any]) -> list[Any] | None:
    return distinct(value for value in values if isinstance(value, str)) or None


def _distinct_parts(values: list[Any]) -> list[Any] | None:
    """Return `values` without empty and repeated ones, which may be of types that cannot be hashed."""
    present = [value for value in values if value is not None]
    if len(present) > 1:
        present = list({repr(value): value for value in present}.values())
    return present or None


def _clean_part(value: Any, part: type | None) -> Any:
    """Return a nested frozen dataclass with cleaned fields; None if a required one is empty."""
    changes: dict[str, Any] = {}
    for field in fields(value):
        old = getattr(value, field.name)
        clean = _cleaned(old, _normal_in(part, field.name), part)
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
