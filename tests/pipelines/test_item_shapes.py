"""Items of other projects, shape by shape: none is lost, and what is clear comes out in our form."""

from __future__ import annotations

import json
import logging
from collections import namedtuple
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from time import gmtime, struct_time
from typing import Any

import attrs
import pytest
from scrapy import Field, Item
from scrapy.exceptions import NotConfigured
from scrapy.utils.misc import load_object

from newsspider.addon import PIPELINES
from newsspider.feeds.exporters import ArticleJsonLinesExporter
from newsspider.feeds.schema import FeedValidator
from newsspider.items import Article, Author
from newsspider.loaders import ArticleLoader
from tests.pipelines.crawlers import crawler_with

URL = "https://example.org/news/storm"
NOON = datetime(2026, 11, 3, 12, 0)
Person = namedtuple("Person", "name url")  # as in projects without types


class ScrapyStory(Item):
    url = Field()
    headline = Field()
    authors = Field()
    datePublished = Field()


class ScrapyPerson(Item):
    name = Field()


@dataclass
class DataStory:
    headline: str
    url: str = URL
    datePublished: Any = None
    keywords: Any = None


@dataclass(frozen=True)
class FrozenStory:
    headline: str
    url: str = URL
    datePublished: Any = None


@attrs.define
class AttrsPerson:
    name: str
    email: str | None = None


@attrs.define
class AttrsStory:
    headline: str
    authors: list[AttrsPerson] = attrs.Factory(list)
    url: str = URL


@attrs.frozen
class FrozenAttrsStory:
    headline: str
    datePublished: Any = None


pydantic = pytest.importorskip("pydantic")
zyte = pytest.importorskip("zyte_common_items")
Model = pydantic.create_model(
    "Model", headline=(str, ...), url=(pydantic.HttpUrl, pydantic.HttpUrl(URL)), datePublished=(Any, None)
)
FrozenModel = pydantic.create_model(
    "FrozenModel", headline=(str, ...), datePublished=(Any, None), __config__={"frozen": True}
)
ModelPerson = pydantic.create_model("ModelPerson", name=(str, ...))


class Link:
    """As yarl's and furl's."""

    def __str__(self) -> str:
        return URL


@dataclass
class Plain:
    name: str
    role: str = "editor"
    tags: list[str] = field(default_factory=list)


def story(**fields: Any) -> dict[str, Any]:
    return {"url": URL, "headline": "Storm hits coast", **fields}


PICTURES = [{"url": "https://example.org/a.jpg", "path": "full/0a.jpg", "checksum": "5f", "status": "downloaded"}]
ANA = [{"name": "Ana Ruiz", "type": "Person"}]
# Each shape: an item, and what the feed has of it beside what the item brought along in our form.
SHAPES: dict[str, tuple[Any, dict[str, Any]]] = {
    "images of Scrapy's ImagesPipeline": (story(images=PICTURES), {"images": PICTURES}),
    "its pictures with a relative address": (
        story(images=[{**PICTURES[0], "url": "/a.jpg"}]),
        {"images": PICTURES},
    ),
    "image addresses as texts": (story(images=["/a.jpg"]), {"images": [{"url": "https://example.org/a.jpg"}]}),
    "main image as a text": (story(mainImage="/a.jpg"), {"mainImage": {"url": "https://example.org/a.jpg"}}),
    "video as a text": (story(videos="/v.mp4"), {"videos": [{"url": "https://example.org/v.mp4"}]}),
    "zyte's Article": (
        zyte.Article(
            url=URL,
            headline="Storm hits coast",
            authors=[zyte.Author(name="Ana Ruiz", email="ana@example.org")],
            mainImage=zyte.Image(url="https://example.org/a.jpg"),
            datePublished="2026-11-03T12:00:00Z",
        ),
        {
            "datePublished": "2026-11-03T12:00:00+00:00",
            "authors": [{"name": "Ana Ruiz", "email": "ana@example.org"}],
        },
    ),
    "zyte's Article with an odd date": (
        zyte.Article(url=URL, headline="Storm hits coast", datePublished="November 3, 2026"),
        {"datePublished": "2026-11-03"},
    ),
    "datetime": (story(datePublished=NOON), {"datePublished": "2026-11-03T12:00:00"}),
    "aware datetime": (
        story(datePublished=NOON.replace(tzinfo=timezone(timedelta(hours=2)))),
        {"datePublished": "2026-11-03T12:00:00+02:00"},
    ),
    "date": (story(dateModified=date(2026, 11, 3)), {"dateModified": "2026-11-03"}),
    "date in words": (story(datePublished="November 3, 2026"), {"datePublished": "2026-11-03"}),
    "date in words of the item's language": (
        story(datePublished="3. März 2026", inLanguage="de_AT"),
        {"datePublished": "2026-03-03", "inLanguage": "de-AT"},
    ),
    "epoch": (story(datePublished=1793707200), {"datePublished": "2026-11-03T12:00:00+00:00"}),
    "epoch in milliseconds": (story(datePublished=1793707200000), {"datePublished": "2026-11-03T12:00:00+00:00"}),
    "epoch with a fraction": (story(datePublished=1793707200.5), {}),
    "feedparser's time": (
        story(datePublished=gmtime(1793707200)),
        {"datePublished": "2026-11-03T12:00:00+00:00"},
    ),
    "author as a text": (story(authors="By Ana Ruiz"), {"authors": [{"nameRaw": "By Ana Ruiz", **ANA[0]}]}),
    "authors as texts": (story(authors=["Ana Ruiz"]), {"authors": ANA}),
    "two authors in one text": (story(authors=["Ana Ruiz and Tom Hale"]), {}),
    "authors as a tuple": (story(authors=("Ana Ruiz",)), {"authors": ANA}),
    "author as a dict": (story(authors={"name": "Ana Ruiz"}), {"authors": ANA}),
    "author of attrs": (story(authors=[AttrsPerson("Ana Ruiz")]), {"authors": [{"name": "Ana Ruiz"}]}),
    "author of pydantic": (story(authors=[ModelPerson(name="Ana Ruiz")]), {"authors": [{"name": "Ana Ruiz"}]}),
    "author of scrapy": (story(authors=[ScrapyPerson(name="Ana Ruiz")]), {"authors": [{"name": "Ana Ruiz"}]}),
    "author as a named tuple": (story(authors=[Person("Ana Ruiz", None)]), {"authors": ANA}),
    "author as a dataclass with more": (
        story(authors=[Plain("Ana Ruiz")]),
        {"authors": [{"name": "Ana Ruiz", "role": "editor"}]},
    ),
    "our Author": (story(authors=[Author(name="Ana Ruiz")]), {"authors": ANA}),
    "publisher as a text": (story(publisher="BBC"), {"publisher": {"name": "BBC"}}),
    "keywords in one text": (story(keywords="sea, coast"), {"keywords": ["sea", "coast"]}),
    "keywords as a set": (story(keywords={"sea", "coast"}), {"keywords": ["coast", "sea"]}),
    "section as a dict": (story(articleSection={"name": "Weather"}), {"articleSection": "Weather"}),
    "breadcrumbs as texts": (story(breadcrumbs=["Home", "Weather"]), {}),
    "relative canonical address": (story(canonicalUrl="/news/storm"), {"canonicalUrl": URL}),
    "address as an object": (story(url=Link()), {"url": URL}),
    "flag as a text": (story(isAccessibleForFree="False"), {"isAccessibleForFree": False}),
    "count as a text": (story(wordCount="345"), {"wordCount": 345}),
    "paragraphs as a list": (story(articleBody=["One.", "Two."]), {"articleBody": "One.\n\nTwo."}),
    "headline as bytes": ({"url": URL, "headline": "Stürm".encode()}, {"headline": "Stürm"}),
    "lists of a loader without processors": (
        {"url": [URL], "headline": ["Storm hits coast"]},
        {"url": URL, "headline": "Storm hits coast"},
    ),
    "live blog entries as texts": (
        story(liveBlogUpdates=["The ferry sails."]),
        {"liveBlogUpdates": [{"articleBody": "The ferry sails."}]},
    ),
    "scrapy.Item": (
        ScrapyStory(url=URL, headline="Storm hits coast", authors=["Ana Ruiz"], datePublished=NOON),
        {"authors": ANA, "datePublished": "2026-11-03T12:00:00"},
    ),
    "dataclass": (DataStory("Storm hits coast", keywords="sea, coast"), {"keywords": ["sea", "coast"]}),
    "frozen dataclass": (
        FrozenStory(" Storm hits  coast", datePublished=NOON),
        {"headline": "Storm hits coast", "datePublished": "2026-11-03T12:00:00"},
    ),
    "attrs": (AttrsStory("Storm hits coast", [AttrsPerson(" Ana Ruiz")]), {"authors": [{"name": "Ana Ruiz"}]}),
    "frozen attrs": (FrozenAttrsStory("Storm", NOON), {"datePublished": "2026-11-03T12:00:00"}),
    "pydantic": (Model(headline="Storm", datePublished=NOON), {"datePublished": "2026-11-03T12:00:00"}),
    "frozen pydantic": (
        FrozenModel(headline="Storm", datePublished=NOON),
        {"datePublished": "2026-11-03T12:00:00"},
    ),
    "an id of one's own": (story(id=7), {"id": 7}),
    "fields of one's own": (story(price=3, tags=["Sea ", "Sea "]), {"price": 3, "tags": ["Sea ", "Sea "]}),
}
# What is not clear stays as it is.
UNCLEAR: dict[str, dict[str, Any]] = {
    "a date that is none": {"datePublished": "soon"},
    "two dates": {"datePublished": ["2026-11-03", "2026-11-04"]},
    "a number as an address": {"canonicalUrl": 7},
    "an address that is none": {"canonicalUrl": "javascript:void(0)"},
    "a flag that is none": {"isAccessibleForFree": "perhaps"},
    "authors without a name": {"authors": [{"email": "ana@example.org"}]},
    "numbers as pictures": {"images": [1, 2]},
    "a count that is none": {"wordCount": "many"},
    "a language that is none": {"inLanguage": "no language at all"},
    "bytes that are no text": {"description": b"\xff\xfe\x00"},
}


def through_all(item: Any, **settings: Any) -> Any:
    crawler = crawler_with(NEWSSPIDER_REJECTS_PATH="", **settings)
    for pipeline, _ in sorted(PIPELINES.items(), key=lambda pair: pair[1]):
        try:
            made: Any = load_object(pipeline).from_crawler(crawler)
        except NotConfigured:
            continue
        item = made.process_item(item)
    return item


def exported(item: Any) -> dict[str, Any]:
    file = BytesIO()
    exporter = ArticleJsonLinesExporter(file)
    exporter.export_item(item)
    row: dict[str, Any] = json.loads(file.getvalue())
    return row


@pytest.mark.parametrize("name", SHAPES)
def test_no_shape_is_lost_and_what_is_clear_is_in_our_form(name: str, caplog: pytest.LogCaptureFixture) -> None:
    item, expected = SHAPES[name]
    kind = type(item)
    with caplog.at_level(logging.WARNING):
        found = through_all(item)
    assert caplog.messages == []
    assert type(found) is kind
    row = exported(found)
    assert {key: row.get(key) for key in expected} == expected
    assert through_all(found) == found, "twice is once"
    # What its fields have beside ours, and fields beside ours, are the project's own.
    foreign = [path for path, message in FeedValidator().errors(row) if "unexpected)" not in message]
    assert [path for path in foreign if path != "id"] == []


def test_there_are_at_least_as_many_shapes_as_people_have_tried() -> None:
    assert len(SHAPES) >= 39


@pytest.mark.parametrize("name", UNCLEAR)
def test_what_is_not_clear_stays_with_one_warning(name: str, caplog: pytest.LogCaptureFixture) -> None:
    from newsspider.pipelines.normalize import NormalizePipeline

    crawler = crawler_with()
    pipeline = NormalizePipeline.from_crawler(crawler)
    ((field_name, value),) = UNCLEAR[name].items()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert pipeline.process_item(story(**{field_name: value})) == story(**{field_name: value})
    (message,) = caplog.messages
    assert message.startswith(f"{field_name} of {URL} is kept as it is: ")
    assert "\n" not in message
    assert len(message) < 300
    assert crawler.stats.get_value(f"newsspider/pipelines/kept-as-it-is/{field_name}") == 3


def test_nothing_is_added_to_items_that_did_not_ask_for_it() -> None:
    item = story(articleBody="One two")
    assert list(through_all(item)) == ["url", "headline", "articleBody"]
    asked = through_all(story(articleBody="One two", wordCount=None))
    assert asked["wordCount"] == 2
    assert "id" not in asked


def test_a_class_that_takes_no_number_keeps_the_item() -> None:
    strict = pydantic.create_model(
        "Strict", articleBody=(str, ...), wordCount=(str | None, None), __config__={"validate_assignment": True}
    )
    assert through_all(strict(articleBody="One two")).wordCount is None


def test_a_frozen_item_is_replaced_and_stays_as_it_was() -> None:
    item = FrozenStory(" Storm ")
    found = through_all(item)
    assert (item.headline, found.headline) == (" Storm ", "Storm")


def test_values_without_an_end_lose_no_item() -> None:
    endless: list[Any] = []
    endless.append(endless)
    circle: dict[str, Any] = {"name": "Ana"}
    circle["url"] = circle
    item = story(keywords=endless, authors=[circle], images=iter(()))
    assert through_all(item) is item


def test_our_own_article_takes_the_same_and_becomes_ours() -> None:
    article = Article(url=URL, headline="Storm", datePublished="November 3, 2026", authors=["Ana Ruiz"])  # type: ignore[list-item]
    found = through_all(article)
    assert found.authors == [Author(name="Ana Ruiz", type="Person")]
    assert found.datePublished == "2026-11-03"


def test_the_times_of_feedparser_are_what_the_table_says() -> None:
    assert isinstance(gmtime(0), struct_time)
    assert datetime(2026, 11, 3, 12, 0, tzinfo=UTC).timestamp() == 1793707200


@pytest.mark.parametrize(
    ("language", "byline", "name", "day"),
    [
        ("en-US", "By Ana Ruiz", "Ana Ruiz", "11/03/2026"),
        ("en-GB", "By Ana Ruiz", "Ana Ruiz", "3 November 2026"),
        ("de", "Von Hans Müller", "Hans Müller", "3. November 2026"),
        ("fr", "Par Jean Dupont", "Jean Dupont", "3 novembre 2026"),
        ("es", "Por Ana Ruiz", "Ana Ruiz", "3 de noviembre de 2026"),
        ("pt-BR", "Por João Silva", "João Silva", "3 de novembro de 2026"),
        ("it", "di Marco Rossi", "Marco Rossi", "3 novembre 2026"),
        ("nl", "Door Jan de Vries", "Jan de Vries", "3 november 2026"),
        ("sv", "Av Anna Berg", "Anna Berg", "3 november 2026"),
        ("pl", "Jan Kowalski", "Jan Kowalski", "3 listopada 2026"),
        ("ru", "Иван Петров", "Иван Петров", "3 ноября 2026"),
        ("tr", "Ayşe Yılmaz", "Ayşe Yılmaz", "3 Kasım 2026"),
    ],
)
def test_loader_and_pipelines_understand_a_value_alike(language: str, byline: str, name: str, day: str) -> None:
    loader = ArticleLoader(language=language)
    loader.add_value("authors", byline)
    loader.add_value("datePublished", day)
    loaded = loader.load_item().to_dict()
    assert [author["name"] for author in loaded["authors"]] == [name]
    assert loaded["datePublished"] == "2026-11-03"
    item = exported(through_all(story(authors=byline, datePublished=day, inLanguage=language)))
    assert (item["authors"], item["datePublished"]) == (loaded["authors"], loaded["datePublished"])
    article = Article(headline="x", authors=[byline], datePublished=day, inLanguage=language)  # type: ignore[list-item]
    own = through_all(article).to_dict()
    assert (own["authors"], own["datePublished"]) == (loaded["authors"], loaded["datePublished"])


@pytest.mark.parametrize("empty", [None, "", [], " "])
def test_an_item_with_an_empty_headline_and_body_stays_as_it_is(empty: object) -> None:
    def item() -> dict[str, Any]:
        return {"headline": empty, "articleBody": empty, "sku": 1, "authors": "By Zoe and Bob", "images": []}

    assert through_all(item()) == item()
    assert exported(item()) == item()
