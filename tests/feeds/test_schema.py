"""The schema, the item classes and docs/fields.md say the same; and what the schema lets through."""

from __future__ import annotations

import doctest
import re
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Literal

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.feeds import schema as module
from newsspider.feeds.schema import FeedValidator, schema_of
from newsspider.fields import FIELDS
from newsspider.items import Article, Metadata, Source

DOCS = Path(__file__).parents[2] / "docs"
JSON_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_the_schema_is_a_schema() -> None:
    jsonschema_rs.meta.validate(dict(schema_of(FIELDS)))


def resolved(node: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = node.get("$ref")
    if reference is None:
        return node
    definition: Mapping[str, Any] = schema_of(FIELDS)["$defs"][reference.removeprefix("#/$defs/")]
    return resolved(definition)


def without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    return hint


def check_agrees(hint: Any, node: Mapping[str, Any], place: str) -> None:
    """Assert that a schema's node says what a type hint says, all the way down and in order."""
    hint, node = without_none(hint), resolved(node)
    origin = typing.get_origin(hint)
    if is_dataclass(hint):
        assert node["type"] == "object", place
        assert node["additionalProperties"] is False, place
        assert list(node["properties"]) == [field.name for field in fields(hint)], place
        hints = typing.get_type_hints(hint)
        required = [field.name for field in fields(hint) if type(None) not in typing.get_args(hints[field.name])]
        assert node.get("required", []) == required, place
        for name, part in node["properties"].items():
            check_agrees(hints[name], part, f"{place}.{name}")
    elif origin is Literal:
        assert node["enum"] == list(typing.get_args(hint)), place
    elif origin is Sequence:
        assert node["type"] == "array", place
        check_agrees(typing.get_args(hint)[0], node["items"], f"{place}[]")
    elif origin is Mapping:
        assert node["type"] == "object", place
        check_agrees(typing.get_args(hint)[1], node["additionalProperties"], f"{place}{{}}")
    else:
        assert node["type"] == JSON_TYPES[hint], place


def test_items_and_schema_agree_field_by_field() -> None:
    check_agrees(Article, schema_of(FIELDS), "Article")


def test_docs_and_items_agree() -> None:
    text = (DOCS / "fields.md").read_text("utf-8")
    table = text[re.search(r"^\|\s*field\s*\|", text, re.MULTILINE | re.IGNORECASE).start() :]  # type: ignore[union-attr]  # none is a failure too
    documented: list[str] = []
    for line in table.split("\n\n")[0].splitlines():
        documented += re.findall(r"`(\w+)`", line.split("|")[1])
    assert documented == [field.name for field in fields(Article)]


GOOD = {"headline": "Storm hits coast"}


@pytest.mark.parametrize(
    "form",
    [
        {"articleBody": "One.\n\nTwo."},
        {**GOOD, "datePublished": "2026-03-01"},
        {**GOOD, "datePublished": "2026-03-01T09:40:00"},
        {**GOOD, "dateModified": "2026-03-01T09:40:00+05:30"},
        {**GOOD, "dateModified": "2026-03-01T09:40Z"},
        {**GOOD, "inLanguage": "sr-Latn-RS"},
        {**GOOD, "inLanguage": "es-419"},
        {**GOOD, "url": "http://127.0.0.1:8000/a?b=c"},
        {**GOOD, "id": "sha256:" + "0" * 64},
        {**GOOD, "headline": "a"},
        {**GOOD, "metadata": {"probability": 1.0, "dateDownloaded": "2026-03-01T09:40:00Z"}},
        Article(headline="x", isAccessibleForFree=False, wordCount=0).to_dict(),
        Article(headline="x", metadata=Metadata(source=Source(kind="warc", offset=0))).to_dict(),
    ],
)
def test_what_is_allowed(form: dict[str, Any]) -> None:
    assert FeedValidator().errors(form) == []


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ({}, ""),
        ({"url": "https://example.org/"}, ""),
        ({**GOOD, "extra": 1}, ""),
        ({**GOOD, "description": None}, "description"),
        ({**GOOD, "description": ""}, "description"),
        ({**GOOD, "description": "two\nlines"}, "description"),
        ({**GOOD, "description": " padded"}, "description"),
        ({**GOOD, "datePublished": "2026-13-01"}, "datePublished"),
        ({**GOOD, "datePublished": "1 March 2026"}, "datePublished"),
        ({**GOOD, "datePublished": "2026-03-01T25:00:00"}, "datePublished"),
        ({**GOOD, "datePublished": "2026-03-01T09:40:00\n"}, "datePublished"),
        ({**GOOD, "datePublished": "٢٠٢٦-03-01"}, "datePublished"),
        ({**GOOD, "url": "/relative"}, "url"),
        ({**GOOD, "url": "javascript:alert(1)"}, "url"),
        ({**GOOD, "url": "https://"}, "url"),
        ({**GOOD, "url": "https://example.org/a b"}, "url"),
        ({**GOOD, "inLanguage": "English"}, "inLanguage"),
        ({**GOOD, "inLanguage": "en_US"}, "inLanguage"),
        ({**GOOD, "keywords": []}, "keywords"),
        ({**GOOD, "keywords": ["sea", "sea"]}, "keywords"),
        ({**GOOD, "authors": [{"name": "A", "type": "Robot"}]}, "authors.0.type"),
        ({**GOOD, "mainImage": {}}, "mainImage"),
        ({**GOOD, "metadata": {"probability": 1.5}}, "metadata.probability"),
        ({**GOOD, "metadata": {"source": {"kind": "live", "digest": "sha256:short"}}}, "metadata.source.digest"),
        ({**GOOD, "wordCount": 1.5}, "wordCount"),
    ],
)
def test_what_is_not_allowed(form: dict[str, Any], place: str) -> None:
    errors = FeedValidator().errors(form)
    assert [path for path, _ in errors] == [place]
    assert all(0 < len(message) <= 200 for _, message in errors)


def test_a_long_value_is_not_quoted_whole() -> None:
    ((_, message),) = FeedValidator().errors({**GOOD, "description": " " + "long " * 10_000})
    assert len(message) <= 200


@given(
    st.dictionaries(
        st.text(),
        st.recursive(st.none() | st.text(st.characters()) | st.floats(), st.lists),
        max_size=3,
    )
)
def test_it_never_raises(form: dict[str, Any]) -> None:
    assert FeedValidator().errors(form)


def test_a_field_that_json_cannot_hold_is_named() -> None:
    ((place, message),) = FeedValidator().errors({**GOOD, "keywords": [object()]})
    assert place == "keywords"
    assert message.startswith("is not JSON: ")
