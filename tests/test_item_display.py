"""Articles as people see them: in a line of the log, in a notebook."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from newsspider import items
from newsspider.fields.registry import article_class
from newsspider.items import Article, Author, Image, Metadata


def article(**values: Any) -> Article:
    return Article(**values)


def test_the_line_has_headline_address_date_and_words_alone() -> None:
    shown = article(
        headline="Storm hits coast",
        url="https://n.example/a",
        datePublished="2026-11-03T10:00:00+01:00",
        articleBody="The storm came at night. " * 100,
        wordCount=1412,
    )
    line = "<Article 'Storm hits coast' https://n.example/a 2026-11-03T10:00:00+01:00, 1,412 words>"
    assert repr(shown) == str(shown) == line


def test_an_article_with_fields_of_a_project_is_shown_the_same_way() -> None:
    kind = article_class({"readingTime": None})  # type: ignore[dict-item]
    assert repr(kind(headline="Storm", readingTime=3)) == "<ProjectArticle 'Storm'>"  # type: ignore[call-arg]


class Rude:
    def __str__(self) -> str:
        raise RuntimeError("no")

    __repr__ = __str__


def cyclic() -> dict[str, Any]:
    value: dict[str, Any] = {"name": "x"}
    value["self"] = value
    return value


@pytest.mark.parametrize(
    "value",
    [Rude(), [Rude()], cyclic(), [[cyclic()]], "x" * 1_000_000, "a\n\x1b[31mb\ud800", b"\xff", 3, {"a": {1}}],
)
@pytest.mark.parametrize(
    "name", ["headline", "url", "datePublished", "authors", "articleBody", "images", "metadata"]
)
def test_any_value_is_shown_in_one_short_line_and_as_html(name: str, value: Any) -> None:
    shown = article(**{name: value})
    line = repr(shown)
    assert len(line) < 400
    assert line.isprintable()
    assert len(shown._repr_html_()) < 100_000


@given(st.dictionaries(st.sampled_from(["headline", "url", "articleBody", "publisher", "inLanguage"]), st.text()))
def test_no_text_leaves_its_place_in_the_html(values: dict[str, Any]) -> None:
    root = html.fromstring(article(**values)._repr_html_().encode("utf-8", "replace"))
    allowed = {"div", "h3", "p", "bdi", "details", "summary", "table", "tr", "th", "td", "a", "em", "br"}
    assert {element.tag for element in root.iter()} <= allowed | {"tbody"}


def test_markup_is_shown_and_only_web_addresses_are_links() -> None:
    hostile = "</h3><script>alert(1)</script>"
    shown = article(
        headline=hostile, url="javascript:alert(1)", articleBody=hostile, mainImage=Image(caption=hostile)
    )
    page = shown._repr_html_()
    root = html.fromstring(page)
    assert root.findtext("h3") == hostile
    assert not root.xpath("//script | //img | //a | //@onclick")
    linked = html.fromstring(article(headline="Storm", url="https://n.example/?a=1&b=2")._repr_html_())
    assert linked.xpath("string(//h3/a/@href)") == "https://n.example/?a=1&b=2"


def test_the_html_shows_parts_by_their_names() -> None:
    shown = article(
        headline="Storm",
        authors=[Author(name="Ana Ruiz"), Author(name="Bo Ek")],
        articleBody="One.\n\nTwo.",
        metadata=Metadata(probability=0.9, fieldSources={"headline": "h1"}),
    )
    text = html.fromstring(shown._repr_html_()).text_content()
    assert "Ana Ruiz, Bo Ek" in text
    assert "probability: 0.9" in text
    assert "None" not in text
    assert "Author(" not in text


def test_a_class_of_a_project_is_shown_in_one_line_too() -> None:
    @dataclass(slots=True, kw_only=True)
    class Rated(Article):
        rating: int | None = None

    @dataclass
    class Further(Rated):
        pass

    class Own(Article):
        def __repr__(self) -> str:
            return "own"

    assert repr(Rated(headline="Storm", rating=3)) == "<Rated 'Storm'>"
    assert repr(Further(headline="Storm")) == "<Further 'Storm'>"
    assert repr(Own()) == "own"


def test_each_field_has_a_docstring() -> None:
    tree = ast.parse(inspect.getsource(items))
    missing = []
    for item in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        for field, after in zip(item.body, [*item.body[1:], None], strict=True):
            is_described = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            if isinstance(field, ast.AnnAssign) and not is_described:
                missing.append(f"{item.name}.{ast.unparse(field.target)}")
    assert not missing


def test_a_number_that_python_does_not_write_is_shown_as_none() -> None:
    article = Article(headline="Storm", wordCount=10**5_000)
    assert repr(article) == "<Article 'Storm'>"
    assert "a value of int" in article._repr_html_()
