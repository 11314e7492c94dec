"""Values of any kind; each kind of item is in tests/pipelines/test_item_shapes.py."""

from __future__ import annotations

import doctest
from datetime import date
from enum import Enum
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsel import Selector

from newsspider.fields import FIELDS, values
from newsspider.fields.values import entries_of, holds, values_of
from newsspider.items import Author, Image, Publisher


class Desk(Enum):
    SPORT = "Sport"


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(values).failed == 0


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("headline", "Storm", ["Storm"]),
        ("headline", 2026, ["2026"]),
        ("headline", {"name": "Storm"}, ["Storm"]),
        ("articleSection", Desk.SPORT, ["Sport"]),
        ("datePublished", date(2026, 11, 3), ["2026-11-03"]),
        ("keywords", {"b", "a"}, ["a", "b"]),
        ("keywords", {"a": 1}.keys(), ["a"]),
        ("publisher", "Example News", ["Example News"]),
        ("publisher", SimpleNamespace(name="Example News"), [Publisher(name="Example News")]),
        ("authors", [{"name": "Ana", "type": "Editor"}, None], [Author(name="Ana")]),
        ("images", [{"src": "/a.jpg", "width": "640"}], [Image(url="/a.jpg", width=640)]),
        ("isAccessibleForFree", 0, [False]),
        ("wordCount", 3.0, [3]),
        ("wordCount", b"12", [12]),
        ("headline", Selector("<h1>Storm <i>hits</i></h1>").css("h1"), ["Storm hits"]),
        ("keywords", Selector("<p>a<p>b").css("p::text"), ["a", "b"]),
        ("mainImage", Selector("<img src=/a.jpg>").css("img").xpath("@src")[0], [Image(url="/a.jpg")]),
        ("isAccessibleForFree", b"true", [True]),
        ("agency", ["<a href='/dpa'>dpa</a>"], ["dpa"]),
        ("publisher", {"name": "<p class=x>Example <b>N</b>ews</p>"}, [Publisher(name="Example News")]),
        (
            "images",
            [{"src": "/a.jpg", "caption": "<p>The sea<br>at noon</p>"}],
            [Image(url="/a.jpg", caption="The sea at noon")],
        ),
        ("description", "x < y and <3", ["x < y and <3"]),
        ("headline", None, []),
    ],
)
def test_each_kind_of_value(field: str, value: Any, expected: list[Any]) -> None:
    assert values_of(value, FIELDS[field].form) == expected


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("headline", True, "True is no text"),
        ("url", 7, "7 is no text"),
        ("url", date(2026, 11, 3), "is a date"),
        ("headline", date(2026, 11, 3), "is a date"),
        ("headline", b"\xff", "is not UTF-8"),
        ("authors", [{"url": "https://example.org/ana"}], "has no name"),
        ("images", [{"href": 7}], "7 is no text"),
        ("mainImage", '<img src="a.jpg">', "is HTML, not a URL"),
        ("canonicalUrl", '<link rel="canonical" href="/a">', "is HTML, not a URL"),
        ("images", [{"size": 7}], "has none of url, caption"),
        ("isAccessibleForFree", "perhaps", "'perhaps' is neither true nor false"),
        ("wordCount", 2.5, "2.5 is no whole number"),
        ("wordCount", b"few", "'few' is no whole number"),
        ("isAccessibleForFree", bytearray(b"\xff"), "is not UTF-8"),
        ("keywords", [["a"]], "is no text"),
    ],
)
def test_what_is_not_clear_is_told_in_one_line(field: str, value: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        values_of(value, FIELDS[field].form)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_a_long_collection_is_bounded() -> None:
    assert len(entries_of(iter(range(20_000)))) == 10_000


@given(
    st.sampled_from(sorted(FIELDS)),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.dates(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["name", "url", "width", "x"]), inner),
        max_leaves=5,
    ),
)
def test_any_value_is_read_or_told(name: str, value: Any) -> None:
    field = FIELDS[name]
    holds(value, field.form, own_parts=False)
    try:
        found = field.value_of(value, {})
    except ValueError:
        return
    if name != "metadata" and found is not None:
        assert holds(found, field.form) or name == "id"
