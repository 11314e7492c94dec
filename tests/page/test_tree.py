from __future__ import annotations

from newsspider.page.tree import INDEXED_TAGS, index_elements, parse_tree


def test_comments_are_left_out_and_text_kept() -> None:
    root = parse_tree("<p>a<!-- b -->c</p>")
    assert root is not None
    assert "".join(root.itertext()) == "ac"


def test_text_alone_becomes_a_page() -> None:
    root = parse_tree("just words")
    assert root is not None
    assert "".join(root.itertext()) == "just words"


def test_the_index_has_every_tag_and_keeps_document_order() -> None:
    root = parse_tree('<meta name="a"><h1>1</h1><div><h1>2</h1></div><meta name="b">')
    assert root is not None
    index = index_elements(root)
    assert set(index) == set(INDEXED_TAGS)
    assert [h1.text for h1 in index["h1"]] == ["1", "2"]
    assert [meta.get("name") for meta in index["meta"]] == ["a", "b"]
