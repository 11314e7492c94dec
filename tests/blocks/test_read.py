from newsspider.blocks import read_blocks
from newsspider.page import html_page


def test_an_html_page_is_read_from_its_tree() -> None:
    blocks = read_blocks(html_page("<p>one</p><p>two</p>"))
    assert list(blocks.texts) == ["one", "two"]
    assert blocks.markup is not None
