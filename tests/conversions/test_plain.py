from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsspider.archives import ArchivedPage, open_source
from newsspider.conversions.plain import from_plain
from newsspider.extraction import extract
from newsspider.fields import FIELDS
from newsspider.fields.field import Field
from newsspider.fields.forms import LINE
from newsspider.fields.registry import article_class
from newsspider.items import Article, Author, Image, Metadata, Source
from tests.conversions.made_articles import articles

ROOT = Path(__file__).parents[2]


@settings(max_examples=60, deadline=None)
@given(articles())
def test_a_line_of_the_feed_gives_the_article_back(article: Article) -> None:
    line = json.dumps(article.to_dict())
    again = Article.from_dict(json.loads(line), strict=True)
    assert json.dumps(again.to_dict()) == line


def test_what_pages_give_comes_back() -> None:
    pages = [found for found in open_source(ROOT / "seeds") if isinstance(found, ArchivedPage)]
    assert pages
    for page in pages:
        line = json.dumps(extract(page.response, source=page.source, captured=page.captured).to_dict())
        assert json.dumps(Article.from_dict(json.loads(line), strict=True).to_dict()) == line


def test_parts_have_their_classes() -> None:
    article = Article.from_dict(
        {
            "authors": [{"name": "Ana Ruiz", "type": "Person"}],
            "mainImage": {"url": "https://n.example/a.jpg", "width": 640},
            "metadata": {"source": {"kind": "warc", "offset": 0}, "fieldSources": {"url": "response"}},
            "isAccessibleForFree": False,
            "wordCount": 0,
        }
    )
    assert article == Article(
        authors=[Author(name="Ana Ruiz", type="Person")],
        mainImage=Image(url="https://n.example/a.jpg", width=640),
        metadata=Metadata(source=Source(kind="warc", offset=0), fieldSources={"url": "response"}),
        isAccessibleForFree=False,
        wordCount=0,
    )


def test_what_is_null_or_empty_is_absent() -> None:
    line: dict[str, Any] = {
        "headline": "",
        "description": None,
        "keywords": [],
        "authors": [None, {}],
        "publisher": {"name": None, "url": None},
        "metadata": {"source": {"kind": None, "path": None}, "fieldSources": {}},
    }
    assert Article.from_dict(line).to_dict() == {}


def test_pairs_of_a_parquet_row_are_a_mapping() -> None:
    pairs = [{"key": "headline", "value": ["odd"]}]
    article = Article.from_dict({"metadata": {"validationMessages": pairs}})
    assert article.metadata == Metadata(validationMessages={"headline": ["odd"]})


def test_rows_of_pandas_are_taken() -> None:
    numpy = pytest.importorskip("numpy")
    row = {
        "headline": float("nan"),
        "wordCount": 86.0,
        "isAccessibleForFree": float("nan"),
        "keywords": numpy.array(["sea", "wind"], dtype=object),
        "authors": numpy.array([{"name": "Ana Ruiz", "url": None}], dtype=object),
        "images": numpy.array([], dtype=object),
        "metadata": {"fieldSources": numpy.array([{"key": "url", "value": "response"}], dtype=object)},
    }
    article = Article.from_dict(row, strict=True)
    assert article == Article(
        wordCount=86,
        keywords=["sea", "wind"],
        authors=[Author(name="Ana Ruiz")],
        metadata=Metadata(fieldSources={"url": "response"}),
    )
    assert type(article.wordCount) is int
    with pytest.raises(ValueError, match=r"wordCount: 86\.5 is not a whole number"):
        Article.from_dict({"wordCount": 86.5})


def test_unknown_keys_are_left_out_unless_strict() -> None:
    line = {"headline": "Storm", "mood": "calm", "authors": [{"name": "Ana Ruiz", "email": "ana@n.example"}]}
    assert Article.from_dict(line).to_dict() == {"headline": "Storm", "authors": [{"name": "Ana Ruiz"}]}
    with pytest.raises(ValueError, match=r"^mood: Article has no such field$"):
        Article.from_dict(line, strict=True)
    with pytest.raises(ValueError, match=r"^authors\[0\]\.email: Author has no such field$"):
        Article.from_dict({"authors": line["authors"]}, strict=True)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"title": "Storm"}, "Article has none of these fields: title"),
        (
            {"headine": "Storm", "url": "https://n.example/a"},
            "headine: Article has no such field; did you mean headline?",
        ),
    ],
)
def test_keys_that_seem_to_be_meant_for_a_field_are_told(line: dict[str, str], told: str) -> None:
    with pytest.warns(UserWarning, match=f"^{re.escape(told)}$") as caught:
        Article.from_dict(line)
    assert caught[0].filename == __file__


def test_other_keys_and_empty_lines_are_not_told() -> None:
    assert Article.from_dict({"headline": "Storm", "headlines": ["Storm"], "mood": "calm"}).headline == "Storm"
    assert Article.from_dict({}).to_dict() == {}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"headline": 5}, "headline: 5 is not a text"),
        ({"wordCount": True}, "wordCount: True is not a whole number"),
        ({"keywords": "sea"}, "keywords: 'sea' is not a list"),
        ({"authors": ["Ana Ruiz"]}, "authors[0]: 'Ana Ruiz' is not an object"),
        ({"authors": [{"url": "https://n.example/ana"}]}, "authors[0]: without name"),
        ({"metadata": {"fieldSources": [1]}}, "metadata.fieldSources: [1] is not an object"),
        ({"metadata": {"probability": "high"}}, "metadata.probability: 'high' is not a number"),
        ({"isAccessibleForFree": "yes"}, "isAccessibleForFree: 'yes' is not true or false"),
        (["headline"], "['headline'] is not an object with the fields of Article"),
        ({"headline": ["x" * 99_999]}, f"headline: {'[' + repr('x' * 99)[:79]}... is not a text"),
    ],
)
def test_what_an_article_cannot_hold_is_named_with_its_path(line: Any, reason: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011  # the message is compared whole
        Article.from_dict(line)
    assert str(raised.value) == reason


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["headline", "authors", "metadata", "images", "keywords"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["name", "url", "key", "value", "source"]), inner, max_size=3)
            ),
        ),
    )
)
def test_other_values_raise_nothing_but_value_errors(line: dict[str, Any]) -> None:
    try:
        article = Article.from_dict(line)
    except ValueError:
        return
    assert Article.from_dict(article.to_dict(), strict=True).to_dict() == article.to_dict()


def test_fields_of_a_project_come_back_as_they_are() -> None:
    mood = Field(name="mood", form=LINE, doc_form="one line")
    kind = article_class({**FIELDS, "mood": mood})
    line = {"headline": "Storm", "mood": {"of": ["the day"]}}
    article = kind.from_dict(line, strict=True)
    assert (type(article), article.to_dict()) == (kind, line)
    assert type(from_plain(kind, {})) is kind
