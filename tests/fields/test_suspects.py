from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import Comment, Element, SubElement, _Element

from newsspider.fields import suspects

_NAMES = ("auth", "by")
_ADDRESSES = ("author", "/by")


@st.composite
def trees(draw: st.DrawFn) -> _Element:
    root = Element(draw(st.sampled_from(["html", "h1"])))
    known = [root]
    for _ in range(draw(st.integers(0, 25))):
        parent = draw(st.sampled_from(known))
        if draw(st.integers(0, 9)) == 0:
            parent.append(Comment("c"))
            continue
        element = SubElement(parent, draw(st.sampled_from(["p", "a", "span", "h1", "svg", "{urn:x}a", "script"])))
        for name in draw(
            st.lists(st.sampled_from(["class", "itemprop", "href", "rel", "{urn:x}class"]), max_size=3)
        ):
            element.set(
                name, draw(st.sampled_from(["author", "x", "", "/AUTHOR/a", "by é", "z" * 500 + "author"]))
            )
        known.append(element)
    return root


@given(trees(), st.sampled_from([(), _ADDRESSES]))
def test_compiled_code_finds_the_same(root: _Element, addresses: tuple[str, ...]) -> None:
    compiled = pytest.importorskip("newsspider.fields._suspects", reason="not compiled here")
    assert compiled.suspects(root, _NAMES, addresses) == suspects.suspects(root, _NAMES, addresses)


def test_classes_marks_and_addresses_are_looked_at() -> None:
    root = Element("body")
    names = [
        ("p", "class", "byline"),
        ("span", "itemprop", "author"),
        ("a", "rel", "author"),
        ("a", "href", "/by/x"),
    ]
    for tag, name, value in names:
        SubElement(root, tag).set(name, value)
    SubElement(root, "a").set("href", "/other")
    heading = SubElement(root, "h1")
    assert suspects.suspects(root, _NAMES, _ADDRESSES) == [*root[:4], heading]
    assert suspects.suspects(root, _NAMES) == [*root[:3], heading]
