"""Values as NormalizePipeline changes them; the shapes of whole items are in test_item_shapes.py."""

from __future__ import annotations

import copy
import doctest
from typing import Any

import attrs
import pytest
from itemadapter import ItemAdapter
from pydantic import BaseModel
from scrapy import Field as ScrapyField
from scrapy import Item

from newsspider.fields import FIELDS
from newsspider.items import Article, Metadata
from newsspider.loaders.item_classes import with_fields
from newsspider.pipelines import cleaning as module
from newsspider.pipelines.cleaning import converted
from newsspider.pipelines.normalize import NormalizePipeline


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_what_a_part_has_beside_our_fields_stays() -> None:
    people = [{"name": "Ana Ruiz", "email": "ana@example.org", "url": "/ana"}]
    expected = [{**people[0], "url": "https://example.org/ana", "type": "Person"}]
    assert converted(people, FIELDS["authors"], {"base_url": "https://example.org/"}) == expected


def test_a_part_that_is_several_is_not_taken_apart_where_it_says_more() -> None:
    with pytest.raises(ValueError, match="2 are in one"):
        converted([{"name": "Ana Ruiz and Tom Hale", "email": "x"}], FIELDS["authors"], {})


@attrs.define
class AttrsPerson:
    name: str
    email: str | None = None


class ScrapyPerson(Item):
    name = ScrapyField()


@pytest.mark.parametrize("person", [AttrsPerson("By Ana Ruiz", "x"), ScrapyPerson(name="By Ana Ruiz")])
def test_parts_of_a_class_keep_it_and_are_cleaned_in_the_fields_that_it_has(person: Any) -> None:
    item = NormalizePipeline({}).process_item({"headline": "...", "authors": [person]})
    (found,) = item["authors"]
    assert type(found) is type(person)
    assert dict(ItemAdapter(found)) == {**ItemAdapter(person), "name": "Ana Ruiz"}


IN_FORM: list[tuple[str, Any, Any]] = [
    ("authors", [{"name": "By Ana Ruiz, Senior Reporter"}], ["Ana Ruiz"]),
    ("canonicalUrl", "https://n.example/a?utm_source=x&id=7", "https://n.example/a?id=7"),
    ("keywords", ["storm", "home", "Storm"], ["storm"]),
    ("articleSection", "World & Politics >", "World & Politics"),
    ("articleSection", "Home", "Home"),  # nothing would be left of it
    ("keywords", ["home"], ["home"]),
    ("publisher", {"name": "https://n.example/"}, {"name": "https://n.example/"}),
    ("datePublished", "2026-11-03T12:00:00.250Z", "2026-11-03T12:00:00.250+00:00"),
    ("dateModified", "2026-11-03T12:00Z", "2026-11-03T12:00+00:00"),
    ("datePublished", "2026-11-03T12:00:00.250+01:00", "2026-11-03T12:00:00.250+01:00"),
    ("articleBodyHtml", '<div class="x">One &lt;p&gt;</div>', '<div class="x">One &lt;p&gt;</div>'),
]


@pytest.mark.parametrize(("name", "value", "expected"), IN_FORM)
def test_what_is_in_form_gets_the_field_s_cleaning_and_is_never_lost(name: str, value: Any, expected: Any) -> None:
    pipeline = NormalizePipeline({})
    item = pipeline.process_item({"headline": "...", name: value})
    found = [author["name"] for author in item[name]] if name == "authors" else item[name]
    assert found == expected
    assert pipeline.process_item(copy.deepcopy(item)) == item


def test_an_article_that_was_extracted_is_not_cleaned_a_second_time() -> None:
    article = Article(headline="...", articleSection="World >", metadata=Metadata(extractor="newsspider 0.1.0"))
    assert NormalizePipeline({}).process_item(article).articleSection == "World >"
    article.metadata = Metadata(extractor="another")
    assert NormalizePipeline({}).process_item(article).articleSection == "World"


class Slotted:
    __slots__ = ()


@pytest.mark.parametrize("item", [Slotted(), 7, "text"])
def test_what_takes_no_fields_is_told(item: Any) -> None:
    with pytest.raises(ValueError, match="does not take it"):
        with_fields(item, {"name": "x"})


def test_what_pydantic_does_not_take_is_told_without_its_address() -> None:
    class Story(BaseModel):
        headline: str
        authors: list[str]

    story = Story(headline="Storm", authors=["Ana Ruiz"])
    with pytest.raises(ValueError, match="does not take it") as caught:
        with_fields(story, {"authors": [{"name": "Ana Ruiz"}]})
    assert str(caught.value) == "Story does not take it: authors.0: Input should be a valid string"
