"""Exporters: the feed's form for any type of item."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeAlias

import attrs
import pytest
from scrapy import Field, Item

from newsspider.feeds.exporters import ArticleJsonExporter, ArticleJsonLinesExporter
from newsspider.items import Article, Author, feed_form

Exporter: TypeAlias = type[ArticleJsonExporter] | type[ArticleJsonLinesExporter]


@attrs.define
class AttrsStory:
    title: str | None = None
    tags: Any = None


@dataclass
class DataStory:
    title: str | None = None
    tags: Any = None


class ScrapyStory(Item):
    title = Field()
    tags = Field()


def lines(*items: Any, exporter: Exporter = ArticleJsonLinesExporter, **kwargs: Any) -> str:
    file = BytesIO()
    running = exporter(file, encoding="utf-8", **kwargs)
    running.start_exporting()
    for item in items:
        running.export_item(item)
    running.finish_exporting()
    return file.getvalue().decode("utf-8")


def test_an_article_is_written_as_to_dict_says() -> None:
    article = Article(articleBody="Größe", headline="雨", authors=[Author(name="Ana")], wordCount=0)
    assert lines(article) == json.dumps(article.to_dict(), ensure_ascii=False) + "\n"
    assert lines(article).startswith('{"headline": "雨", "authors": [{"name": "Ana"}], "articleBody": "Größe"')


@pytest.mark.parametrize("kind", [AttrsStory, DataStory, ScrapyStory, dict])
def test_other_items_lose_what_is_absent_too(kind: Any) -> None:
    item = kind(tags=[AttrsStory(title="inner"), "", None], title=None)
    assert json.loads(lines(item)) == {"tags": [{"title": "inner"}]}


def test_a_json_feed_is_one_array() -> None:
    text = lines(Article(headline="a"), Article(headline="b"), exporter=ArticleJsonExporter)
    assert json.loads(text) == [{"headline": "a"}, {"headline": "b"}]
    assert json.loads(lines(exporter=ArticleJsonExporter)) == []


@pytest.mark.parametrize("exporter", [ArticleJsonExporter, ArticleJsonLinesExporter])
def test_half_a_character_does_not_break_a_feed(exporter: Exporter) -> None:
    assert "a\ufffdb" in lines({"headline": "a\ud800b"}, exporter=exporter)


def test_fields_and_empty_fields_can_be_asked_for() -> None:
    article = Article(headline="a", url="https://example.org/")
    assert lines(article, fields_to_export=["headline"]) == '{"headline": "a"}\n'
    assert json.loads(lines(article, export_empty_fields=True))["keywords"] is None
    assert lines(article, fields_to_export={"headline": "title"}) == '{"title": "a"}\n'


def test_the_form_is_feed_forms() -> None:
    item = {"a": (1, None, {"b": ""}), "c": {"d": [False]}}
    assert json.loads(lines(item)) == feed_form(item)
