"""Normal forms for any item."""

from __future__ import annotations

import copy
import doctest
from dataclasses import dataclass
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Field, Item

from newsspider.items import Article, Author, Image, Metadata, Source
from newsspider.pipelines import normalize as module
from newsspider.pipelines.normalize import NormalizePipeline
from tests.pipelines.crawlers import crawler_with
from tests.pipelines.made_fields import CHANGES, project_article

NAMES = {"title": "headline", "text": "articleBody"}
DIGEST = "sha256:" + "a" * 64


@attrs.define
class AttrsStory:
    title: str
    text: str | None = None


@dataclass
class DataStory:
    title: str
    text: str | None = None


class ScrapyStory(Item):
    title = Field()
    text = Field()


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("empty", ["", "  ", [], [""]])
def test_empty_values_of_a_project_stay_as_they_are(empty: Any) -> None:
    """Who reads its feed may count on a list or a text."""
    item = {"headline": "Quay", "authors": empty, "articleSection": empty, "images": empty}
    assert NormalizePipeline({}).process_item(copy.deepcopy(item)) == item


def test_an_article_is_cleaned_all_the_way_down() -> None:
    article = Article(
        url=" https://example.org/a?x=1&copy=2 ",
        headline="Fish\n&amp;amp;\u200b chips",
        description=" \u00a0 ",
        authors=[Author(name=" Ana  Ruiz"), Author(name="Ana Ruiz"), Author(name="\ufeff")],
        keywords=["Sea", "sea ", ""],
        articleBody="One \r\n\r\n\r\n two\x00.",
        articleBodyHtml=" <p>One &amp; <b>two</b></p>\n",
        mainImage=Image(url="https://example.org/i.jpg", caption="A\tboat "),
        isAccessibleForFree=False,
        metadata=Metadata(probability=0.9),
    )
    NormalizePipeline({}).process_item(article)
    assert article == Article(
        url="https://example.org/a?x=1&copy=2",
        id="https://example.org/a?x=1&copy=2",
        headline="Fish & chips",
        authors=[Author(name="Ana Ruiz", type="Person")],
        keywords=["Sea"],
        articleBody="One\n\ntwo.",
        articleBodyHtml="<p>One &amp; <b>two</b></p>",
        mainImage=Image(url="https://example.org/i.jpg", caption="A boat"),
        isAccessibleForFree=False,
        wordCount=2,
        metadata=Metadata(probability=0.9),
    )


@pytest.mark.parametrize("kind", [AttrsStory, DataStory, ScrapyStory, dict])
def test_other_items_are_cleaned_under_their_own_names(kind: Any) -> None:
    pipeline = NormalizePipeline.from_crawler(crawler_with(NEWSSPIDER_FIELD_NAMES=NAMES))
    item = kind(title=" A  title ", text="One\n \nTwo")
    assert pipeline.process_item(item) is item
    get = item.get if hasattr(item, "get") else lambda name: getattr(item, name)
    assert (get("title"), get("text")) == ("A title", "One\n\nTwo")
    if kind is dict:
        assert list(item) == ["title", "text"]


@pytest.mark.parametrize("make", [project_article, dict])
def test_a_projects_own_fields_are_cleaned(make: Any) -> None:
    pipeline = NormalizePipeline.from_crawler(crawler_with(NEWSSPIDER_FIELDS=CHANGES))
    item = make(
        headline="x",
        rubric=" Fish\n&amp;amp; chips ",
        readingTime=3,
        editorsNote="One\n\n\n two &lt;",
        places=["Sea", "sea ", ""],
    )
    pipeline.process_item(item)
    assert item == make(
        headline="x",
        rubric="Fish & chips",
        readingTime=3,
        editorsNote="One\n\ntwo &lt;",
        places=["Sea"],
    )


def test_parts_are_cleaned_as_their_fields_are_declared() -> None:
    note = "One &amp;\n\n\n two"
    updates = [{"headline": note, "articleBody": note, "datePublished": " 2026-03-04 "}]
    image = {"url": " https://example.org/i?a=1&copy=2 ", "caption": "a &amp; b"}
    item: dict[str, Any] = {
        "headline": "x",
        "liveBlogUpdates": updates,
        "mainImage": image,
        "datePublishedRaw": "3 &amp; 4 ",
    }
    item["authors"] = [Author(name="Fish &amp; Co", nameRaw="Fish &amp;  Co")]
    NormalizePipeline({}).process_item(item)
    assert item == {
        "headline": "x",
        "liveBlogUpdates": [
            {"headline": "One & two", "articleBody": "One &amp;\n\ntwo", "datePublished": "2026-03-04"}
        ],
        "mainImage": {"url": "https://example.org/i?a=1&copy=2", "caption": "a & b"},
        "datePublishedRaw": "3 &amp; 4",
        "authors": [Author(name="Fish & Co", nameRaw="Fish &amp; Co")],
    }


def test_a_list_of_urls_is_not_decoded() -> None:
    item: dict[str, Any] = {
        "headline": "x",
        "images": ["https://example.org/i?a=1&copy;=2 "],
        "mainImage": " https://example.org/&lt;",
    }
    NormalizePipeline({}).process_item(item)
    assert item["images"] == [{"url": "https://example.org/i?a=1&copy;=2"}]
    assert item["mainImage"] == {"url": "https://example.org/&lt;"}


def test_a_line_is_no_html_and_a_body_of_ones_own_stays() -> None:
    body = "<div><p>One <b>two</b>.</p></div>"
    item: dict[str, Any] = {
        "headline": "<h1>Storm</h1>",
        "description": "<p>At <i>sea</i></p>",
        "images": [{"url": "https://example.org/a.jpg", "caption": "<figcaption>The sea</figcaption>", "n": 1}],
        "articleBody": body,
    }
    NormalizePipeline({}).process_item(item)
    assert item == {
        "headline": "Storm",
        "description": "At sea",
        "images": [{"url": "https://example.org/a.jpg", "caption": "The sea", "n": 1}],
        "articleBody": body,
    }


@pytest.mark.parametrize("item", [{"price": " 3 ", "id": None}, Article(url=" x "), ScrapyStory(), 7, None])
def test_what_is_nothing_like_an_article_is_left_alone(item: Any) -> None:
    before = copy.deepcopy(item)
    assert NormalizePipeline({}).process_item(item) is item
    assert item == before


def test_what_is_there_is_not_filled_again() -> None:
    article = Article(headline="x", articleBody="one two", wordCount=7, id="https://example.org/own")
    NormalizePipeline({}).process_item(article)
    assert (article.wordCount, article.id) == (7, "https://example.org/own")


def test_the_id_is_the_best_name_of_the_page() -> None:
    source = Source(kind="text", digest=DIGEST)
    for article, expected in [
        (
            Article(headline="x", canonicalUrl="https://example.org/c", url="https://example.org/u"),
            "https://example.org/c",
        ),
        (
            Article(headline="x", url="https://example.org/u", metadata=Metadata(source=source)),
            "https://example.org/u",
        ),
        (Article(headline="x", metadata=Metadata(source=source)), DIGEST),
        (Article(headline="x"), None),
    ]:
        NormalizePipeline({}).process_item(article)
        assert article.id == expected


texts = st.text(st.characters())
values = st.none() | texts | st.lists(texts | st.none()) | st.dictionaries(texts, texts) | st.booleans()


@given(
    st.dictionaries(st.sampled_from(["headline", "articleBody", "keywords", "images", "authors", "url"]), values)
)
def test_twice_is_once_whatever_the_item_holds(item: dict[str, Any]) -> None:
    pipeline = NormalizePipeline({})
    once = copy.deepcopy(pipeline.process_item(item))
    assert pipeline.process_item(item) == once


def test_a_field_that_the_project_keeps_to_itself_stays_as_it_is() -> None:
    item = {"headline": " Storm ", "authors": ["By Ana Ruiz"], "publisher": "QP"}
    names = {"authors": None}
    done = NormalizePipeline.from_crawler(crawler_with(NEWSSPIDER_FIELD_NAMES=names)).process_item(item)
    assert done == {"headline": "Storm", "authors": ["By Ana Ruiz"], "publisher": {"name": "QP"}}


def test_a_relative_date_is_told_with_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    pipeline = NormalizePipeline({})
    for date in ("3 hours ago", "3 hours ago"):
        pipeline.process_item({"headline": "Storm", "datePublished": date})
    assert caplog.text.count("metadata.dateDownloaded") == 1
    fetched = {"dateDownloaded": "2026-11-03T12:00:00+00:00"}
    item = pipeline.process_item({"headline": "Storm", "datePublished": "3 hours ago", "metadata": fetched})
    assert item["datePublished"] == "2026-11-03"
