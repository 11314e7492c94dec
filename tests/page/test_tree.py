from __future__ import annotations

from newsspider.page.tree import parse_tree


def test_comments_are_left_out_and_text_kept() -> None:
    root = parse_tree("<p>a<!-- b -->c</p>")
    assert root is not None
    assert "".join(root.itertext()) == "ac"


def test_text_alone_becomes_a_page() -> None:
    root = parse_tree("just words")
    assert root is not None
    assert "".join(root.itertext()) == "just words"
