from __future__ import annotations

from newsspider.page.json_ld import Graph
from newsspider.page.linked_values import each, images, is_free, language, texts, type_names, urls

EMPTY = Graph((), {})


def test_values_are_each_one_and_bounded() -> None:
    assert each(None) == []
    assert each("a") == ["a"]
    assert len(each(list(range(2_000)))) == 500


def test_types_lose_their_namespace() -> None:
    assert type_names({"@type": ["http://schema.org/NewsArticle", "schema:Report", 5]}) == (
        "NewsArticle",
        "Report",
    )


def test_texts_take_names_and_values_of_nodes() -> None:
    assert texts([" a ", {"@value": "b"}, {"name": "c"}, "", None, 7]) == [" a ", "b", "c", "7"]


def test_language_of_a_node_is_its_tag() -> None:
    assert language({"@type": "Language", "name": "Spanish", "alternateName": "es"}) == "es"


def test_urls_of_nodes_and_strings() -> None:
    assert urls(EMPTY, {"@id": " https://n.example/a "}, "/b", None) == ["https://n.example/a", "/b"]


def test_sizes_that_are_no_numbers_are_unknown() -> None:
    found = list(images(EMPTY, [{"url": "/a", "width": "wide", "height": -4}, {"url": "/b", "width": "9" * 400}]))
    assert [(image.width, image.height) for image in found] == [(None, None), (None, None)]


def test_free_and_walled_words() -> None:
    assert is_free({"isAccessibleForFree": "false"}) is False
    assert is_free({"isAccessibleForFree": "perhaps"}) is None


def test_lists_in_lists_are_read_in_order_and_bounded() -> None:
    assert each([["a", ["b"]], "c"]) == ["a", "b", "c"]
    assert each({"0": "a", "2": "b"}) == ["a", "b"]
    assert each({"0": "a", "name": "b"}) == [{"0": "a", "name": "b"}]
    assert len(each([["a"] * 1000] * 1000)) == 500
