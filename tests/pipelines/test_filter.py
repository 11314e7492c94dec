"""Articles that are not wanted, by language and length."""

from __future__ import annotations

import doctest
from typing import Any

import pytest
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.settings import BaseSettings

from newsspider.items import Article, Reject
from newsspider.pipelines import filter as module
from newsspider.pipelines.filter import ArticleFilterPipeline
from newsspider.settings import wrong_settings
from tests.pipelines.crawlers import crawler_with

ENGLISH = "The storm that hit the coast on Monday has left thousands of homes without power, the council said. "
GERMAN = (
    "Der Sturm, der am Montag die Küste traf, hat Tausende Häuser ohne Strom gelassen, sagte der Rat der Stadt. "
)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def reason_against(item: Any, **settings: Any) -> str | None:
    crawler = crawler_with(**settings)
    try:
        assert ArticleFilterPipeline.from_crawler(crawler).process_item(item) is item
    except DropItem as error:
        reason = str(error).partition(":")[0]
        assert crawler.stats.get_value(f"newsspider/pipelines/dropped/{reason}") == 1
        return reason
    return None


@pytest.mark.parametrize(
    ("wanted", "language", "reason"),
    [
        ("en", "en", None),
        ("de,en", "en-GB", None),
        ("English", "en-GB", None),
        ("en-GB", "en", "language"),
        ("en-GB", "en-US", "language"),
        ("zh-TW", "zh-Hant-TW", None),
        ("no", "nb", None),
        ("de", "en", "language"),
        ("de", None, "language"),
    ],
)
def test_languages(wanted: str, language: str | None, reason: str | None) -> None:
    article = Article(headline="A storm", articleBody="A storm.", inLanguage=language)
    assert reason_against(article, NEWSSPIDER_LANGUAGES=wanted) == reason


def test_the_text_says_what_an_item_does_not() -> None:
    assert reason_against({"articleBody": ENGLISH * 3}, NEWSSPIDER_LANGUAGES="en") is None
    assert reason_against({"articleBody": GERMAN * 3}, NEWSSPIDER_LANGUAGES="en") == "language"


def test_too_short() -> None:
    assert reason_against(Article(headline="a", wordCount=99), NEWSSPIDER_MIN_WORDS=100) == "too-short"
    assert reason_against(Article(headline="a", wordCount=100), NEWSSPIDER_MIN_WORDS=100) is None
    assert reason_against(Article(headline="a"), NEWSSPIDER_MIN_WORDS=1) == "too-short"


def test_a_project_s_own_names() -> None:
    names = {"NEWSSPIDER_FIELD_NAMES": {"text": "articleBody", "lang": "inLanguage"}}
    item = {"text": "One two three.", "lang": "de"}
    assert reason_against(item, NEWSSPIDER_MIN_WORDS=3, NEWSSPIDER_LANGUAGES=["de"], **names) is None
    assert reason_against(item, NEWSSPIDER_MIN_WORDS=4, **names) == "too-short"


@pytest.mark.parametrize("item", [{"price": 3}, Reject(code="damaged", reason="cut"), object()])
def test_what_is_no_article_passes(item: Any) -> None:
    assert reason_against(item, NEWSSPIDER_LANGUAGES=["en"], NEWSSPIDER_MIN_WORDS=10) is None


def test_without_settings_there_is_no_filter() -> None:
    with pytest.raises(NotConfigured):
        ArticleFilterPipeline.from_crawler(crawler_with())


def test_what_is_no_language_is_told() -> None:
    (error,) = wrong_settings(BaseSettings({"NEWSSPIDER_LANGUAGES": "en,klingonese"}))
    assert str(error) == "NEWSSPIDER_LANGUAGES: 'klingonese' is not a language: write it as en or pt-BR"
