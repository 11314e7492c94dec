from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import Comment, Element, SubElement, _Element

from newsspider.page import index
from newsspider.page.index import INDEXED_TAGS, NAME_CHARS, SUSPECTS, index_tree
from newsspider.page.tree import parse_tree

_PARTS = sorted({part for suspicion in SUSPECTS.values() for part in (*suspicion.names, *suspicion.addresses)})
_VALUES = (
    *_PARTS, "author", "x", "", "/AUTHORS/a", "by é", "bylin", "auth-or", "é" * (NAME_CHARS - 4) + "author",
    "z" * (NAME_CHARS - 4) + "date", "z" * NAME_CHARS + "date", "aautomated update",
)  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> _Element:
    root = Element(draw(st.sampled_from(["html", "h1"])))
    known = [root]
    for _ in range(draw(st.integers(0, 25))):
        parent = draw(st.sampled_from(known))
        if draw(st.integers(0, 9)) == 0:
            parent.append(Comment("c"))
            continue
        tags = ["p", "a", "span", "h1", "svg", "{urn:x}a", "script", "time", "meta"]
        element = SubElement(parent, draw(st.sampled_from(tags)))
        names = st.sampled_from(["class", "itemprop", "href", "rel", "{urn:x}class"])
        for name in draw(st.lists(names, max_size=3)):
            element.set(name, draw(st.sampled_from(_VALUES)))
        known.append(element)
    return root


@given(trees())
def test_compiled_code_finds_the_same(root: _Element) -> None:
    compiled = pytest.importorskip("newsspider.page._index", reason="not compiled here")
    assert compiled.index_tree(root) == index.index_tree(root)


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
    found = index_tree(root).suspects
    assert found["author"] == [*root[:4], heading]
    assert found["date"] == [root[0], root[2], root[4], heading]


@pytest.mark.parametrize("unit", ["author", "au", "é", "by-", " "])
def test_long_names_take_no_time(unit: str) -> None:
    root = Element("body")
    for _ in range(100):
        SubElement(root, "a").set("class", unit * 100_000)
    started = time.process_time()
    index_tree(root)
    assert time.process_time() - started < 1
