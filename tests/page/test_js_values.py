"""Literals of JavaScript as data."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.page.js_values import Literals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, 2]}; x()', {"a": [1, 2]}),
        (
            "{a: 'it\\'s', \"b\": `two\nlines`, 3: .5, $c: -1e3}",
            {"a": "it's", "b": "two\nlines", "3": 0.5, "$c": -1000},
        ),
        ("[!0, !1, void 0, undefined, null, new Date(1700000000000), NaN,]", [True, False, *[None] * 5]),
        ("['\\x41\\u0042\\u{1F600}\\n\\/']", ["AB\U0001f600\n/"]),
        ("(function(a, b){return {x: a, y: [b, c]}}('é', {z: 1}));", {"x": "é", "y": [{"z": 1}, None]}),
        ("(function(){return [1]})()", [1]),
        ("'{\"a\": 1}'", '{"a": 1}'),
    ],
)
def test_literals(text: str, value: object) -> None:
    found = Literals().read(text, 0)
    assert found is not None
    assert found[0] == value


@pytest.mark.parametrize(
    "text",
    ["{a: b()}", "{a: b ? 1 : 2}", "{a, b}", "{a: 1", "['a", "{a: function(){}}", "(function(a){x();return {}})(1)", "}", ""],
)  # fmt: skip
def test_what_has_to_be_run_is_none(text: str) -> None:
    assert Literals().read(text, 0) is None


def test_an_argument_in_many_places_does_not_grow_without_bound() -> None:
    names = ",".join(["a"] * 10_000)
    assert Literals().read(f"(function(a){{return [{names}]}}('{'x' * 10_000}'))", 0) is None


@pytest.mark.parametrize("unit", ["[", "{a:", "'", '"\\', "`\\", "a:", "(function(", "1,", " ", "!0,"])
def test_time_is_linear_on_hostile_literals(unit: str) -> None:
    start = time.process_time()
    Literals().read("[" + unit * 300_000, 0)
    assert time.process_time() - start < 2


@given(st.text(st.sampled_from("{}[](),:'\"`ab1!\\ \n.-é"), max_size=60))
def test_any_text_is_read_or_none(text: str) -> None:
    found = Literals().read(text, 0)
    assert found is None or 0 < found[1] <= len(text)
