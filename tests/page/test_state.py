"""The data that a page's scripts carry."""

from __future__ import annotations

import json
import time

import pytest

from newsspider.page import html_page
from newsspider.page.state import page_state

VALUE = {"title": "Ferry stays", "body": "The ferry will stay in the harbour. " * 5}


def state_of(*scripts: str) -> list[object]:
    return list(page_state(html_page("<title>x</title><body><p>x</p>" + "".join(scripts))))


def pushed(*chunks: str) -> list[str]:
    return [f"<script>self.__next_f.push([1,{json.dumps(chunk)}])</script>" for chunk in chunks]


@pytest.mark.parametrize(
    "script",
    [
        "<script id=__NEXT_DATA__ type='application/json'>{}</script>",
        "<script type='Application/vnd.api+JSON; charset=utf-8'>{}</script>",
        "<script>window.__INITIAL_STATE__ = {};(function(){{var s = 1}})()</script>",
        "<script>\nvar x = 1;\nself['state']={}</script>",
        "<script type=module>const state = {};</script>",
    ],
)
def test_json_of_any_name(script: str) -> None:
    assert state_of(script.format(json.dumps(VALUE), "{}")) == [VALUE]


@pytest.mark.parametrize(
    "script",
    [
        f"window.x = JSON.parse({json.dumps(json.dumps(VALUE))});",
        f"window.x=JSON.parse(decodeURIComponent('{json.dumps(VALUE).replace('%', '%25')}'.trim()))",
        "window.x=(function(a){return {title:'Ferry stays',body:a}}(" + json.dumps(VALUE["body"]) + "))",
        'window.x = "%7B%22title%22%3A%22Ferry stays%22%2C%22body%22%3A%22' + VALUE["body"] + '%22%7D"',
    ],
)
def test_json_in_strings_and_what_is_passed_to_a_function(script: str) -> None:
    assert state_of(f"<script>{script}</script>") == [VALUE]


def test_a_stream_of_rows_in_chunks() -> None:
    text = "Die Fähre läuft aus. " * 5
    rows = f'1:I["x"]\n2:{json.dumps(VALUE)}\n3:T{len(text.encode()):x},{text}4:["$","p",null,{{"a":"$3","b":"$3"}}]\n'
    assert state_of(*pushed(rows[:130], rows[130:])) == [
        ["x"],
        VALUE,
        ["$", "p", None, {"a": text, "b": "$3"}],
    ]


def test_a_text_of_the_stream_that_nothing_refers_to() -> None:
    assert state_of(*pushed("a:T5,abcde" + "b:[1]\n" + " " * 100)) == [[1], "abcde"]


def test_a_flat_array_is_put_together() -> None:
    flat = [["ShallowReactive", 1], {"a": 2, "b": 4, "self": 1, "none": -1}, [3, 3], "x" * 100, 7]
    [found] = page_state(html_page(f"<body><script type='application/json'>{json.dumps(flat)}</script>"))
    assert isinstance(found, list)
    [value] = found
    assert isinstance(value, dict)
    assert value["a"] == ["x" * 100] * 2
    assert (value["b"], value["none"]) == (7, None)
    assert value["self"] is value


@pytest.mark.parametrize(
    "script",
    [
        f"<script type='application/ld+json'>{json.dumps(VALUE)}</script>",
        f"<script type=importmap>{json.dumps(VALUE)}</script>",
        f"<script type='text/template'>x = {json.dumps(VALUE)}</script>",
        f"<script src=a.js>x = {json.dumps(VALUE)}</script>",
        "<script type='application/json'>{" + " " * 100 + "</script>",
        "<script>if (a == b) { c.d(" + json.dumps(VALUE) + ") }</script>",
        "<script type='application/json'>" + "[" * 100_000 + "</script>",
    ],
)
def test_other_scripts_carry_none(script: str) -> None:
    assert state_of(script) == []


@pytest.mark.parametrize("value", [[[[1]], 2], [[{"a": 1}], 2], [[None], 2], [[1.5, "x"], 2], [[["Reactive"]], 1]])
def test_arrays_of_anything_are_read_as_they_are(value: list[object]) -> None:
    assert state_of(f"<script type='application/json'>{json.dumps(value)}{' ' * 100}</script>") == [value]


@pytest.mark.parametrize(
    "script",
    [
        "a={" * 2_000_000,
        "a=[`" * 2_000_000,
        "a=[/*" * 1_000_000,
        "a='{" * 1_500_000,
        'a=["' * 1_500_000,
        "a=(function(" * 600_000,
        "x.push([1,'" * 500_000,
        "a=[" + "1," * 3_000_000,
        "a=" + "[1,2,3]," * 900_000,
        "x" * 50_000_000,
    ],
)
@pytest.mark.slow
def test_the_time_is_bounded(script: str) -> None:
    page = html_page(f"<body><script>{script}</script>")
    start = time.process_time()
    list(page_state(page))
    assert time.process_time() - start < 8
