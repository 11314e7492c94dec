"""Plain values of items, and their JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsspider.feeds.forms import item_form, json_bytes, json_text
from newsspider.items import feed_form

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters())
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts),
)


@given(VALUES)
def test_plain_values_have_the_feeds_form(value: Any) -> None:
    assert item_form(value) == feed_form(value)


@given(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.text() | st.integers() | st.booleans())
)
def test_json_holds_what_it_is_given(form: dict[str, Any]) -> None:
    assert json.loads(json_bytes(form)) == form


def test_items_inside_items_are_plain() -> None:
    @dataclass
    class Part:
        name: str | None = None
        tags: Any = None

    assert item_form({"parts": (Part(name="a"), Part()), "tags": frozenset({"x"})}) == {
        "parts": [{"name": "a"}],
        "tags": ["x"],
    }
    assert json_text({"a": "\ud800"}) == '{"a":"\ufffd"}'
