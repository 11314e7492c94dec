"""Exporters: the feed's form for any type of item."""

from __future__ import annotations

import json
import marshal
import pickle
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from io import BytesIO
from typing import Any, TypeAlias

import attrs
import pytest
from lxml import etree
from scrapy import Field, Item
from scrapy import exporters as scrapys
from scrapy.utils.serialize import ScrapyJSONEncoder

from newsspider.feeds.csv_feed import ArticleCsvExporter
from newsspider.feeds.exporters import (
    ArticleJsonExporter,
    ArticleJsonLinesExporter,
    ArticleMarshalExporter,
    ArticlePickleExporter,
    ArticleXmlExporter,
)
from newsspider.items import Article, Author, Metadata, feed_form

Exporter: TypeAlias = type[ArticleJsonExporter] | type[ArticleJsonLinesExporter]


@attrs.define
class AttrsStory:
    headline: str | None = None
    url: str | None = None
    title: str | None = None
    tags: Any = None


@dataclass
class DataStory:
    headline: str | None = None
    url: str | None = None
    title: str | None = None
    tags: Any = None


class ScrapyStory(Item):
    headline = Field()
    url = Field()
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
    assert lines(article) == json.dumps(article.to_dict(), ensure_ascii=False, separators=(",", ":")) + "\n"
    assert lines(article).startswith('{"headline":"雨","authors":[{"name":"Ana"}],"articleBody":"Größe"')


EMPTY: dict[str, Any] = {"sku": None, "tags": [], "price": 0, "note": "", "ok": False}


@dataclass
class Ware:
    sku: Any = None
    tags: Any = None
    price: Any = None
    note: Any = None
    ok: Any = None


@attrs.define
class AttrsWare:
    sku: Any = None
    tags: Any = None
    price: Any = None
    note: Any = None
    ok: Any = None


class ScrapyWare(Item):
    sku = Field()
    tags = Field(serializer=lambda value: value)
    price = Field()
    note = Field(serializer=str)
    ok = Field()


FORMATS = (
    (ArticleJsonLinesExporter, scrapys.JsonLinesItemExporter),
    (ArticleJsonExporter, scrapys.JsonItemExporter),
    (ArticleCsvExporter, scrapys.CsvItemExporter),
    (ArticleXmlExporter, scrapys.XmlItemExporter),
    (ArticlePickleExporter, scrapys.PickleItemExporter),
)


@pytest.mark.parametrize(("ours", "theirs"), FORMATS)
@pytest.mark.parametrize("kind", [Ware, AttrsWare, ScrapyWare, dict])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"fields_to_export": ["price", "sku", "tags"]},
        {"fields_to_export": {"sku": "id", "note": "headline"}},
        {"export_empty_fields": True},
    ],
)
def test_items_that_are_no_articles_are_written_as_scrapy_writes_them(
    ours: Any, theirs: Any, kind: Any, options: dict[str, Any]
) -> None:
    items = (kind(**EMPTY), kind(**{**EMPTY, "tags": ["a", "ö"], "note": [{"w": None}, 1.5], "sku": {"a": True}}))
    expected = written(theirs, *items, encoding="utf-8", **options)
    assert written(ours, *items, encoding="utf-8", **options) == expected


class Size(str, Enum):  # noqa: UP042  # whose name in Python is another than its text
    SMALL = "s"


@pytest.mark.parametrize(("ours", "theirs"), FORMATS)
def test_texts_of_classes_of_their_own_are_written_as_scrapy_writes_them(ours: Any, theirs: Any) -> None:
    item = {"sku": Size.SMALL, "tags": [Size.SMALL]}
    assert written(ours, item) == written(theirs, item)


def test_marshal_holds_what_scrapys_holds_of_items_that_are_no_articles() -> None:
    item = {**EMPTY, "sizes": {1, 2}, "pair": ("a", None)}  # the bytes also say how often a value is in use
    found = marshal.loads(written(ArticleMarshalExporter, item))
    assert found == marshal.loads(written(scrapys.MarshalItemExporter, item)) == item
    assert list(found) == list(item)


def test_articles_among_other_items_keep_their_form() -> None:
    article = Article(headline="a", isAccessibleForFree=False)
    text = lines(EMPTY, article, EMPTY)
    assert [json.loads(line) for line in text.splitlines()] == [EMPTY, article.to_dict(), EMPTY]
    xml = written(ArticleXmlExporter, EMPTY, article, encoding="utf-8")
    assert b"<isAccessibleForFree>false</isAccessibleForFree>" in xml


@pytest.mark.parametrize("exporter", [ArticleJsonLinesExporter, ArticlePickleExporter, ArticleMarshalExporter])
def test_what_a_project_adds_to_articles_stays_when_it_is_empty(exporter: Any) -> None:
    item = {"headline": "a", "url": None, "keywords": [], "description": "", **EMPTY, "made": {"by": None}}
    data = written(exporter, item)
    read = {ArticlePickleExporter: pickle.loads, ArticleMarshalExporter: marshal.loads}.get(exporter, json.loads)
    found = read(data)
    assert found == {"headline": "a", **EMPTY, "made": {"by": None}}
    assert list(found) == ["headline", *EMPTY, "made"]
    renamed = lines(item, fields_to_export={"sku": "url", "url": "sku", "keywords": "tags", "headline": "title"})
    assert json.loads(renamed) == {"url": None, "title": "a"}


@pytest.mark.parametrize("kind", [AttrsStory, DataStory, ScrapyStory])
def test_an_article_of_any_class_loses_only_what_it_lacks_of_our_fields(kind: Any) -> None:
    item = kind(headline="a", url=None, title=None, tags=[AttrsStory(title="inner"), "", None])
    inner = {"headline": None, "url": None, "title": "inner", "tags": None}
    assert json.loads(lines(item)) == {"headline": "a", "title": None, "tags": [inner, "", None]}


@dataclass(kw_only=True)
class PricedArticle(Article):
    price: float = field(default=0, metadata={"serializer": "{} EUR".format})


class Shouting(ArticleJsonLinesExporter):
    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        return value.upper() if name == "headline" else super().serialize_field(field, name, value)


def test_serializers_count_for_articles_as_they_do_for_other_items() -> None:
    assert lines(PricedArticle(headline="a", price=3)) == '{"headline":"a","price":"3 EUR"}\n'
    assert lines(Article(headline="a"), exporter=Shouting) == '{"headline":"A"}\n'
    assert lines({"headline": "a"}, exporter=Shouting) == '{"headline":"A"}\n'


def test_a_json_feed_is_one_array() -> None:
    text = lines(Article(headline="a"), Article(headline="b"), exporter=ArticleJsonExporter)
    assert json.loads(text) == [{"headline": "a"}, {"headline": "b"}]
    assert json.loads(lines(exporter=ArticleJsonExporter)) == []


@pytest.mark.parametrize("exporter", [ArticleJsonExporter, ArticleJsonLinesExporter])
def test_half_a_character_does_not_break_a_feed(exporter: Exporter) -> None:
    assert "a\ufffdb" in lines({"headline": "a\ud800b"}, exporter=exporter)


def test_fields_and_empty_fields_can_be_asked_for() -> None:
    article = Article(headline="a", url="https://example.org/")
    assert lines(article, fields_to_export=["headline"]) == '{"headline":"a"}\n'
    assert json.loads(lines(article, export_empty_fields=True))["keywords"] is None
    assert lines(article, fields_to_export={"headline": "title"}) == '{"title":"a"}\n'


def test_the_form_is_feed_forms() -> None:
    item = {"headline": "a", "images": (1, None, {"b": ""}), "metadata": {"d": [False]}}
    assert json.loads(lines(item)) == feed_form(item)


def written(exporter: Any, *items: Any, **kwargs: Any) -> bytes:
    file = BytesIO()
    running = exporter(file, **kwargs)
    running.start_exporting()
    for item in items:
        running.export_item(item)
    running.finish_exporting()
    return file.getvalue()


@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 11, 3, 9, 40, tzinfo=UTC),
        Decimal("1.50"),
        2**70,
        {1: "a", None: "b"},
        "half \ud800 a character",
        [1.5, True, {"deep": ["\u2028", "\x00"]}],
    ],
)
def test_a_line_says_what_scrapys_encoder_says(value: Any) -> None:
    expected = ScrapyJSONEncoder().encode({"value": value}).replace("\\ud800", "\ufffd")
    assert json.loads(lines({"value": value})) == json.loads(expected)


def test_options_of_scrapys_encoder_are_obeyed() -> None:
    item = {"headline": "ö", "a": 1}
    assert lines(item, sort_keys=True) == '{"a":1,"headline":"ö"}\n'
    assert written(ArticleJsonLinesExporter, item) == b'{"headline":"\\u00f6","a":1}\n'
    data = written(ArticleJsonLinesExporter, item, encoding="latin-1")
    assert data == '{"headline":"ö","a":1}\n'.encode("latin-1")
    assert lines({"b": "ö", "a": 1}, sort_keys=True) == '{"a": 1, "b": "ö"}\n'


NESTED = Article(
    headline="a\x00b",
    authors=[Author(name="Ana & Bo"), Author(name="Cy")],
    isAccessibleForFree=False,
    metadata=Metadata(fieldSources={"headline": "h1"}),
)


def test_xml_has_elements_for_parts() -> None:
    root = etree.fromstring(written(ArticleXmlExporter, NESTED, encoding="utf-8"))
    assert root.xpath("item/authors/value/name/text()") == ["Ana & Bo", "Cy"]
    assert root.xpath("string(item/metadata/fieldSources/headline)") == "h1"
    assert root.xpath("string(item/isAccessibleForFree)") == "false"
    assert root.xpath("string(item/headline)") == "a\ufffdb"


def test_xml_takes_keys_that_are_no_names() -> None:
    item = {"two words": {"1": "<x>", "ok": None}, "half": "\ud800", "size": 1}
    root = etree.fromstring(written(ArticleXmlExporter, item, encoding="utf-8", indent=2))
    assert root.xpath("string(item/field[@name='two words']/value/field[@name='1']/value)") == "<x>"
    assert root.xpath("string(item/half)") == "\ufffd"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("key", ["m²", "ªx", "größe", "a:b", "雨", "½"])
def test_xml_can_be_read_whatever_letters_a_key_has(key: str, encoding: str) -> None:
    root = etree.fromstring(written(ArticleXmlExporter, {key: 1}, encoding=encoding))
    (field,) = root[0]
    assert key in {field.tag, field.get("name")}
    assert root.xpath("string(item)") == "1"


class Priced(Item):
    sku = Field()
    price = Field(serializer=float)


UNKNOWN = Priced(sku="1", price="not known")
# More than pickle keeps to itself before it writes
CODE = {"sku": ["a" * 70_000, "b" * 70_000], "price": lambda: None}


@pytest.mark.parametrize(
    ("exporter", "bad"),
    [
        (ArticleJsonLinesExporter, UNKNOWN),
        (ArticleJsonExporter, UNKNOWN),
        (ArticleXmlExporter, UNKNOWN),
        (ArticleMarshalExporter, CODE),
        (ArticlePickleExporter, CODE),
    ],
)
def test_an_item_is_written_whole_or_not_at_all(exporter: Any, bad: Any) -> None:
    file = BytesIO()
    running = exporter(file)
    running.start_exporting()
    running.export_item({"sku": "1"})
    before = file.getvalue()
    with pytest.raises(Exception, match=r"float|lambda|serializable"):
        running.export_item(bad)
    assert file.getvalue() == before
    running.export_item(Priced(sku="2", price="3"))
    running.finish_exporting()
    assert len(file.getvalue()) > len(before)


def test_marshal_and_pickle_give_plain_values() -> None:
    plain = NESTED.to_dict()
    assert marshal.loads(written(ArticleMarshalExporter, NESTED)) == plain
    assert pickle.loads(written(ArticlePickleExporter, NESTED)) == plain
    moment = {"at": datetime(2026, 11, 3, tzinfo=UTC)}
    assert marshal.loads(written(ArticleMarshalExporter, moment)) == {"at": "2026-11-03T00:00:00+00:00"}
    assert pickle.loads(written(ArticlePickleExporter, moment)) == moment
