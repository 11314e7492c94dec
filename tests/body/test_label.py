from newsspider.blocks import Blocks
from newsspider.body.label import label
from newsspider.page import Page
from tests.body.pages import ARTICLE, page_and_blocks


def test_every_block_gets_a_probability() -> None:
    page, blocks = page_and_blocks(ARTICLE)
    probabilities = label(page, blocks)
    assert len(probabilities) == len(blocks)
    assert all(0.0 <= p <= 1.0 for p in probabilities)


def test_a_heading_that_is_the_page_title_is_no_text() -> None:
    page, blocks = page_and_blocks(ARTICLE)
    assert label(page, blocks)[list(blocks.texts).index("Storm closes the harbour")] <= 0.1


def test_no_blocks_have_no_probabilities() -> None:
    assert label(Page(), Blocks(texts=[], tags=[], elements=[])) == []
