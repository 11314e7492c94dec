"""The elements of microdata are the same compiled and in Python."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.page import marked
from newsspider.page.tree import parse_tree

compiled = pytest.importorskip("newsspider.page._marked", reason="not compiled here")
PIECES = st.sampled_from(
    ["<div>", "</div>", "<div itemscope>", "<p itemprop=a>", "</p>", "<b itemtype=x itemscope>", "</b>", "<br>",
     "<br itemprop=b>", "<!-- c -->", "word", "<i itemid=d items=e>", "</i>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_page(html: str) -> None:
    root = parse_tree(f"<html itemscope><body>{html}x")
    assert compiled.marked(root) == marked.marked(root)
    for element in root.iter("div", "p"):
        assert compiled.marked(element) == marked.marked(element)


def test_what_an_element_holds_ends_with_it() -> None:
    root = parse_tree(
        "<div itemscope id=1><p itemprop=a id=2><b itemprop=b id=3>x</b></p></div><i itemprop=c id=4>"
    )
    found = compiled.marked(root)
    assert [element.get("id") for element in found.elements] == ["1", "2", "3", "4"]
    assert found.ends == [3, 3, 3, 4]
