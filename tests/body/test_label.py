from newsspider.body.label import label
from tests.body.pages import ARTICLE, page_and_blocks


def test_every_block_gets_a_probability() -> None:
    page, blocks = page_and_blocks(ARTICLE)
    probabilities = label(page, blocks)
    assert len(probabilities) == len(blocks)
    assert all(0.0 <= p <= 1.0 for p in probabilities)
