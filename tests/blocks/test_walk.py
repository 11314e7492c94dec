"""The walk in compiled code and the one in Python find the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import XML, Comment, Element, SubElement, _Element

from newsspider.blocks import walk
from newsspider.blocks.markup import NAMING, ROLES, TELLING
from newsspider.page.tree import parse_tree

compiled = pytest.importorskip("newsspider.blocks._walk", reason="not compiled here")

_ATTRIBUTES = [*sorted(TELLING), "href", "data-x"]
_TEXTS = st.text(st.sampled_from("ab Zé字\n\t\u00a0\u2003\u3000\u0085\u2028.&<"), max_size=6)
_NAMES = st.text(st.sampled_from("aBcd-_ 1é"), max_size=30) | st.sampled_from(["x sr-only", "VisuallyHidden_a"])


@st.composite
def trees(draw: st.DrawFn) -> _Element:
    tags = st.sampled_from(["p", "div", "a", "b", "span", "br", "img", "li", "script", "x-y", "article"])
    body = Element("body")
    known = [body]
    for _ in range(draw(st.integers(0, 25))):
        parent = draw(st.sampled_from(known))
        if draw(st.integers(0, 9)) == 0:
            parent.append(Comment("c"))
            parent[-1].tail = draw(_TEXTS)
            continue
        element = SubElement(parent, draw(tags))
        element.text, element.tail = draw(_TEXTS), draw(_TEXTS)
        for name in draw(st.lists(st.sampled_from(_ATTRIBUTES), max_size=3)):
            element.set(
                name, draw(_NAMES if name in NAMING else st.sampled_from(["true", "main", "display: none"]))
            )
        known.append(element)
    return body


def assert_equal(bodies: list[_Element]) -> None:
    expected, found = walk.read_columns(bodies, ROLES), compiled.read_columns(bodies, ROLES)
    for name in expected._fields:
        if name not in {"kinds", "kind_table"}:
            assert list(getattr(found, name)) == list(getattr(expected, name)), name
    kinds = [[columns.kind_table[kind] for kind in columns.kinds] for columns in (expected, found)]
    assert kinds[1] == kinds[0]


@given(st.lists(trees(), min_size=1, max_size=2))
def test_any_tree_gives_the_same_columns(bodies: list[_Element]) -> None:
    assert_equal(bodies)


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<span class=sr-only>b<i>c</i></span>d<b hidden>e</b><a style='display:none' class=x>f</a>g</p>",
        "<p>a<span class=sr-only>" + "é" * 100 + "</span>b<span class=sr-only>" + "é" * 101 + "</span>c</p>",
        "<p>a<span class=sr-only><i>" + "é" * 60 + "</i><i><b>" + "é" * 41 + "</b></i></span><i hidden></i>c</p>",
        "<p class='articleBody HTMLText aB x1y2 " + "word " * 40 + "'>a</p>",
        "<div class='" + "é" * 395 + "Tail-end'>a<p id='" + "b" * 30 + "'>c</p></div>",
        "<p>a<br>b<br> <br>c</p>d<a href=x>e <b>f</b></a><a>g</a>",
        "<p>&nbsp;a&#8195;b &amp; c &unknown; &#1;</p><svg><text>x</text></svg><o:p>y</o:p>",
        "<article aria-hidden=true role=main style='color:red'><p hidden>z<img><img src=a>",
        "text<div " * 300,
    ],
)
def test_pages_give_the_same_columns(html: str) -> None:
    assert_equal([parse_tree(html)])


def test_elements_of_a_namespace_give_the_same_columns() -> None:
    assert_equal(
        [
            XML(
                "<r xmlns:n='urn:x'>a<n:p n:class='b'>c</n:p><p class='d'>e</p><b>f</b><n:b>g</n:b><p>h</p><n:p>i</n:p></r>"
            )
        ]
    )
