from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.page.json_ld import read_graph, read_json

REPAIRED = [
    pytest.param('{"a": 1,}', [{"a": 1}], id="trailing comma"),
    pytest.param('[{"a": [1, 2, ], }]', [[{"a": [1, 2]}]], id="trailing commas nested"),
    pytest.param('{"a": "x\ny\tz"}', [{"a": "x\ny\tz"}], id="raw newline"),
    pytest.param('/* made by us */ {"a": "b // c"} // end', [{"a": "b // c"}], id="comments"),
    pytest.param('<!-- {"a": 1} -->', [{"a": 1}], id="HTML comment"),
    pytest.param('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}], id="CDATA"),
    pytest.param("{&quot;a&quot;: &quot;b&quot;}", [{"a": "b"}], id="HTML entities"),
    pytest.param(r'{"a": "it\'s"}', [{"a": r"it\'s"}], id="invalid escape"),
    pytest.param('{"a": 1}\n{"b": 2}', [{"a": 1}, {"b": 2}], id="two in a row"),
    pytest.param('{"a": 1};', [{"a": 1}], id="semicolon"),
    pytest.param("  ", [], id="blank"),
]


@pytest.mark.parametrize(("text", "values"), REPAIRED)
def test_reads_json_as_pages_write_it(text: str, values: list[object]) -> None:
    assert read_json(text) == (values, None)


@pytest.mark.parametrize("text", ["window.x = 5", '{"a": ', "<html>", "[" * 100_000, '{"a":' * 100_000])
def test_what_is_no_json_is_said(text: str) -> None:
    values, error = read_json(text)
    assert values == []
    assert error


def test_a_bad_block_loses_nothing_of_the_others() -> None:
    graph, errors = read_graph(['{"@type": "NewsArticle"}', "{oops", '{"@type": "WebSite"}'])
    assert [node["@type"] for node in graph.nodes] == ["NewsArticle", "WebSite"]
    assert len(errors) == 1
    assert errors[0].startswith("JSON-LD block 2:")


def test_references_are_resolved_into_the_graph() -> None:
    block = {
        "@graph": [
            {"@type": "NewsArticle", "author": {"@id": "#ana"}},
            {"@type": "Person", "@id": "#ana", "name": "Ana Ruiz"},
        ]
    }
    graph, _ = read_graph([json.dumps(block)])
    assert graph.resolve({"@id": "#ana"}) == {"@type": "Person", "@id": "#ana", "name": "Ana Ruiz"}
    assert graph.resolve({"@id": "#nobody"}) == {"@id": "#nobody"}


def test_a_reference_to_itself_ends() -> None:
    graph, _ = read_graph(
        ['{"@id": "#a", "mainEntity": {"@id": "#a", "mainEntity": {"@id": "#a"}, "x": 1}, "y": 2}']
    )
    assert len(graph.nodes) < 10


@pytest.mark.parametrize("unit", ['{"a": "\\u12"},', "/* ", '"a\\', "// \n", ", ", "<!--"])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    took = []
    for size in (10_000, 40_000):
        text = unit * (size // len(unit))
        start = time.process_time()
        read_json(text)
        took.append(time.process_time() - start)
    # Four times the text: under quadratic time it would take sixteen times as long.
    assert took[1] < 10 * took[0] + 0.05


@given(st.text(alphabet='{}[]",:/*\\ \n<!->&quotau1', max_size=80))
def test_never_raises(text: str) -> None:
    read_graph([text])


def test_of_a_graph_without_end_the_first_nodes_are_read() -> None:
    graph, errors = read_graph(['{"@graph": [' + "{}," * 20_000 + "{}]}", '{"a": 1}'])
    assert len(graph.nodes) == 5_000
    assert not errors


def test_what_wraps_json_is_taken_off_both_ends_alone() -> None:
    assert read_json(' <!--{"a": "<!-- b -->"} --> ; ') == ([{"a": "<!-- b -->"}], None)


def test_quotes_inside_of_a_string_are_kept() -> None:
    text = '{"headline": "Storm hits "old" pier", "name": ""Old" pier", "count": 5}'
    values, error = read_json(text)
    assert (values, error) == ([{"headline": 'Storm hits "old" pier', "name": '"Old" pier', "count": 5}], None)


def test_thousands_of_quotes_inside_of_a_string_are_no_json() -> None:
    values, error = read_json('{"a": "' + '" x' * 20_000)
    assert not values
    assert error


def test_properties_with_the_prefix_of_their_vocabulary() -> None:
    graph, errors = read_graph(['{"@type": "schema:NewsArticle", "schema:author": {"schema:name": "Ana Ruiz"}}'])
    assert not errors
    assert graph.nodes[0]["author"] == {"name": "Ana Ruiz"}


def test_a_text_that_begins_like_the_prefix_stays() -> None:
    graph, _ = read_graph(['{"@type": "Article", "headline": "schema: what it is for"}'])
    assert graph.nodes[0]["headline"] == "schema: what it is for"
