"""Drop articles that are not wanted: of other languages, or too short."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.statscollectors import StatsCollector

from newsspider.fields.language import language_of_text
from newsspider.language.tags import base_language, language_tag
from newsspider.loaders.article_view import ArticleView, FieldNames, article_view
from newsspider.processors.words import count_words


class ArticleFilterPipeline:
    """Drop articles in languages other than NEWSSPIDER_LANGUAGES, or of fewer words than NEWSSPIDER_MIN_WORDS.

    An article of which the language is not known is in none of them. Items that are no articles pass.
    """

    def __init__(self, languages: Iterable[str], min_words: int, stats: StatsCollector) -> None:
        self.languages = tuple(tag for name in languages if (tag := language_tag(name)))
        self.min_words, self.stats = min_words, stats
        self.names: FieldNames = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline. Raises NotConfigured where all articles are wanted."""
        settings = crawler.settings
        languages, min_words = settings.getlist("NEWSSPIDER_LANGUAGES"), settings.getint("NEWSSPIDER_MIN_WORDS")
        if not languages and not min_words:
            raise NotConfigured
        pipeline = cls(map(str, languages), min_words, crawler.stats)
        pipeline.names = settings.getdict("NEWSSPIDER_FIELD_NAMES")
        return pipeline

    def process_item(self, item: Any) -> Any:
        """Return `item`, or drop it if it is an article that is not wanted."""
        view = article_view(item, self.names)
        found = self._reason_against(view) if view is not None else None
        if found is not None:
            reason, details = found
            self.stats.inc_value(
                "newsspider/pipelines/dropped/language"
                if reason == "language"
                else "newsspider/pipelines/dropped/too-short"
            )
            raise DropItem(f"{reason}: {details}", log_level="DEBUG")
        return item

    def _reason_against(self, view: ArticleView) -> tuple[str, str] | None:
        if self.languages:
            tag = _language_of(view)
            if tag is None or not any(includes(wanted, tag) for wanted in self.languages):
                return "language", tag or "not known"
        words = _words_of(view) if self.min_words else 0
        return ("too-short", f"{words} words") if words < self.min_words else None


def includes(wanted: str, tag: str) -> bool:
    """Return whether articles in `tag` are wanted where `wanted` is asked for: by each of its parts.

    >>> includes("pt", "pt-BR"), includes("zh-TW", "zh-Hant-TW"), includes("no", "nb"), includes("pt-BR", "pt")
    (True, True, True, False)
    """
    _, *parts = wanted.split("-")
    return base_language(wanted) == base_language(tag) and set(parts) <= set(tag.split("-")[1:])


def _language_of(view: ArticleView) -> str | None:
    written = view.get("inLanguage")
    declared = language_tag(written) if isinstance(written, str) else None
    return declared or language_of_text(view.get("articleBody"))


def _words_of(view: ArticleView) -> int:
    count, body = view.get("wordCount"), view.get("articleBody")
    if isinstance(count, int):
        return count
    return count_words(body) if isinstance(body, str) else 0
