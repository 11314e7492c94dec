from __future__ import annotations

import time

import pytest
from lxml.etree import Element, SubElement

from newsspider._native import index_tree
from newsspider._native.index import INDEXED_TAGS
from newsspider.page.tree import parse_tree


def test_the_index_has_every_tag_and_keeps_document_order() -> None:
    found = index_tree(parse_tree('<meta name="a"><h1>1</h1><div><h1>2</h1></div><meta name="b">')).elements
    assert set(found) == set(INDEXED_TAGS)
    assert [h1.text for h1 in found["h1"]] == ["1", "2"]
    assert [meta.get("name") for meta in found["meta"]] == ["a", "b"]


def test_classes_marks_and_addresses_are_looked_at() -> None:
    root = Element("body")
    names = [
        ("p", "class", "topByline"),
        ("span", "itemprop", "author"),
        ("a", "rel", "author"),
        ("a", "href", "/autor/x"),
        ("p", "class", "entry-date"),
    ]
    for tag, name, value in names:
        SubElement(root, tag).set(name, value)
    SubElement(root, "a").set("href", "/other")
    heading = SubElement(root, "h1")
    found = index_tree(root).hinted
    assert list(found["author"]) == [*root[:4], heading]
    assert list(found["date"]) == [root[0], root[2], root[4], heading]


def test_elements_that_scripts_define_for_a_time_are_among_the_times() -> None:
    tags = ("time", "relative-time", "bsp-timestamp", "time-ago", "story-timeline", "reading-time", "timer")
    root = Element("body")
    for tag in tags:
        SubElement(root, tag)
    assert [element.tag for element in index_tree(root).elements["time"]] == list(tags[:4])


def test_attributes_that_tell_machines_a_date_are_looked_at() -> None:
    root = Element("body")
    told = [
        ("abbr", "title", "2031-05-04T10:00"),
        ("span", "data-x", "1935748800"),
        ("b", "data-utc", "1935748800000"),
        ("p", "title", "2031-05"),
        ("p", "data-id", "19357488000"),
        ("p", "alt", "2031-05-04"),
        ("img", "title", "2031-05-04"),
        ("p", "data-note", "200é-05-04"),
        ("p", "title", "1"),
    ]
    for tag, name, value in told:
        SubElement(root, tag).set(name, value)
    assert list(index_tree(root).hinted["date"]) == root[:3]


@pytest.mark.parametrize("unit", ["author", "au", "é", "by-", " "])
def test_long_names_take_no_time(unit: str) -> None:
    root = Element("body")
    for _ in range(100):
        SubElement(root, "a").set("class", unit * 100_000)
    started = time.process_time()
    index_tree(root)
    assert time.process_time() - started < 1


def test_what_an_element_of_microdata_holds_ends_with_it() -> None:
    root = parse_tree(
        "<div itemscope id=1><p itemprop=a id=2><b itemprop=b id=3>x</b></p></div><i itemprop=c id=4>"
    )
    found = index_tree(root).marked
    assert [element.get("id") for element in found.elements] == ["1", "2", "3", "4"]
    assert found.ends == [3, 3, 3, 4]
