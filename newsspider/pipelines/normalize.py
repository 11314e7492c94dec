"""Normal form: the same cleaning for every item, whoever made it."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newsspider.fields import FIELDS, Field
from newsspider.fields.language import language_of_text
from newsspider.fields.values import holds
from newsspider.items import Article
from newsspider.loaders.article_view import ArticleView, FieldNames, article_view
from newsspider.loaders.page_reading import context_of_fields
from newsspider.pipelines.cleaning import clean_value, converted, refined
from newsspider.pipelines.fieldnames import configured_fields, field_of, is_extracted
from newsspider.processors.words import count_words

logger = logging.getLogger(__name__)

# Texts in the feed's form may still hold what their field's cleaning takes out: "By", roles, words of menus,
# tracking parameters. All else in form stays as its project wrote it: fractions of seconds, HTML of its own.
_CLEANED_IN_FORM = frozenset((
    "url", "canonicalUrl", "headline", "authors", "agency", "publisher", "articleSection", "keywords",
))  # fmt: skip


_YEAR = re.compile(r"\d{4}")


class NormalizePipeline:
    """Bring the fields of article-like items into our form, and fill in `wordCount` and `id` of our own.

    It works under the item's own field names, in place unless the item is frozen, and is idempotent. A value of
    which it is not clear what it means stays as it is, with a warning at the first of each field.
    """

    def __init__(
        self,
        names: FieldNames,
        fields: Mapping[str, Field] = FIELDS,
        stats: StatsCollector | None = None,
    ) -> None:
        self.names, self.fields, self.stats = names, fields, stats
        self._warned: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline for a crawl."""
        settings = crawler.settings
        return cls(settings.getdict("NEWSSPIDER_FIELD_NAMES"), configured_fields(crawler), crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return `item` in normal form; an item without headline and body is left alone."""
        view = article_view(item, self.names)
        if view is None:
            return item
        is_own, was_extracted = isinstance(item, Article), is_extracted(view.get("metadata"))
        context: Mapping[str, Any] | None = None
        for name, value in view.present(self.fields):
            if name == "metadata" or (name == "id" and not is_own):
                continue  # what other projects call "id" is theirs
            field = self.fields[name]
            try:
                clean = clean_value(value, field.form)
                if clean is None and not is_own:
                    continue  # an empty text or list is its project's own: who reads the feed may count on it
                if clean is not None and not holds(clean, field.form, own_parts=is_own):
                    context = context or _context_of(view)
                    clean = converted(value, field, context, is_own=is_own)
                elif clean is not None and not was_extracted and name in _CLEANED_IN_FORM:
                    context = context or _context_of(view)
                    clean = refined(clean, field, context, is_own=is_own)
                if clean != value:
                    view.set(name, clean)
            except (ValueError, TypeError, RecursionError) as error:
                self._keep_as_it_is(view, name, error)
        with suppress(ValueError):  # its class does not take what is made of the other fields
            _fill(view)
        return view.item

    def _keep_as_it_is(self, view: ArticleView, name: str, error: Exception) -> None:
        if self.stats is not None:
            self.stats.inc_value(f"newsspider/pipelines/kept-as-it-is/{name}")
        if name not in self._warned:
            self._warned.add(name)
            url = view.get("url")
            logger.warning(
                "%s of %s is kept as it is: %s (further cases are only counted)",
                name,
                url if isinstance(url, str) else f"a {type(view.item).__name__}",
                f"{error}{_hint(view, name)}" if isinstance(error, ValueError) else type(error).__name__,
            )


def _hint(view: ArticleView, name: str) -> str:
    """Return what to do about a date that may be relative ("3 hours ago"); `""` for all else."""
    if not name.startswith("date") or _YEAR.search(str(view.get(name))):
        return ""
    if field_of(view.get("metadata"), "dateDownloaded") is not None:
        return ""
    return "; a relative one needs metadata.dateDownloaded, or an ArticleLoader, which knows when it was fetched"


def _context_of(view: ArticleView) -> Mapping[str, Any]:
    """Return what is known of an item's page to read its other fields with."""
    url, downloaded = view.get("url"), field_of(view.get("metadata"), "dateDownloaded")
    address = str(url) if url is not None else None
    language = view.get("inLanguage")
    known = next(iter(FIELDS["inLanguage"].clean_values(language)), None) if isinstance(language, str) else None
    known = known or language_of_text(view.get("articleBody"))
    captured = _moment(downloaded) if isinstance(downloaded, str) else None
    return {**context_of_fields(known, address), "captured": captured}


def _moment(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _fill(view: ArticleView) -> None:
    """Fill in what is made of other fields: of our own articles, and where an item has a place for it."""
    body = view.get("articleBody")
    is_own = isinstance(view.item, Article)
    if isinstance(body, str) and view.get("wordCount") is None and (is_own or view.is_asked_for("wordCount")):
        view.set("wordCount", count_words(body))
    if is_own and view.get("id") is None:
        digest = field_of(field_of(view.get("metadata"), "source"), "digest")
        identifier = view.get("canonicalUrl") or view.get("url") or digest
        if identifier:
            view.set("id", identifier)
