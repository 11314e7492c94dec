"""Any item by our names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from itemadapter import ItemAdapter
from scrapy import Field, Item

from newsspider.items import Article
from newsspider.loaders.article_view import article_view

NAMES = {"title": "headline", "text": "articleBody"}


class Story(Item):
    title = Field()


def test_mapped_fields_are_read_and_written_under_their_own_names() -> None:
    item = {"title": "a", "price": 3}
    view = article_view(item, NAMES)
    assert view is not None
    assert list(view.present()) == [("headline", "a")]
    view.set("headline", "b")
    assert item == {"title": "b", "price": 3}


@dataclass
class Both:
    title: str | None = None
    headline: str | None = None
    text: str | None = None


class BothInItem(Item):
    title = Field()
    headline = Field()
    text = Field()


@pytest.mark.parametrize("made", [Both, BothInItem, dict])
@pytest.mark.parametrize(
    ("values", "read", "name"),
    [
        ({"title": "Storm"}, "Storm", "title"),
        ({"headline": "Storm"}, "Storm", "headline"),
        ({"title": None, "headline": "Storm"}, "Storm", "headline"),
        ({"title": "", "headline": "Storm"}, "Storm", "headline"),
        ({"headline": "Storm", "title": []}, "Storm", "headline"),
        ({"title": "Storm", "headline": ""}, "Storm", "title"),
        ({"title": "Storm", "headline": "Gale"}, "Storm", "title"),
    ],
)
def test_of_two_names_that_counts_which_holds_something(
    made: type, values: dict[str, Any], read: str, name: str
) -> None:
    item = made(**values)
    view = article_view(item, NAMES)
    assert view is not None
    assert view.get("headline") == read
    view.set("headline", "Gale force")
    assert ItemAdapter(item)[name] == "Gale force"


@pytest.mark.parametrize(
    "item",
    [
        {"price": 3},
        {"title": True},
        {"title": {"of": 7}},
        {"title": None},
        Article(headline=""),
        object(),
        "text",
        None,
    ],
)
def test_what_is_nothing_like_an_article_has_no_view(item: object) -> None:
    assert article_view(item, NAMES) is None


@pytest.mark.parametrize("empty", ["", " \n", b"", [], (), [""], [None, " "], [[]], {}, set()])
def test_an_empty_headline_makes_no_article(empty: object) -> None:
    assert article_view({"title": empty, "text": empty}, NAMES) is None
    assert article_view({"title": empty, "text": "It blew."}, NAMES) is not None


@pytest.mark.parametrize("title", [7, {"text": "Storm"}, {"name": "Storm"}, b"Storm", ["Storm"]])
def test_a_headline_may_be_anything_that_means_a_text(title: object) -> None:
    assert article_view({"title": title}, NAMES) is not None


def test_a_place_for_a_field_depends_on_the_type() -> None:
    story = article_view(Story(title="a"), NAMES)
    assert story is not None
    assert story.can_hold("headline")
    assert not story.can_hold("wordCount")
    anything = article_view({"title": "a"}, NAMES)
    assert anything is not None
    assert anything.can_hold("wordCount")


def test_a_field_that_is_left_alone_is_neither_read_nor_written() -> None:
    item = {"title": "a", "authors": ["By Ana Ruiz"]}
    view = article_view(item, {**NAMES, "authors": None, "wordCount": None})
    assert view is not None
    assert list(view.present()) == [("headline", "a")]
    assert not view.can_hold("wordCount")
    assert not view.is_asked_for("authors")
    theirs = article_view(
        {"title": "a", "writers": ["Bo"], "authors": 3}, {**NAMES, "writers": "authors", "authors": None}
    )
    assert theirs is not None
    assert theirs.get("authors") == ["Bo"]
