from newsspider.blocks import Blocks
from newsspider.body.rules import rule_probabilities
from tests.body.pages import ARTICLE, page_and_blocks


def test_paragraphs_of_the_main_container_are_likely_and_the_rest_is_not() -> None:
    _, blocks = page_and_blocks(ARTICLE)
    kept = {blocks.texts[i] for i, p in enumerate(rule_probabilities(blocks)) if p > 0.5}
    assert {"What is known", "Schools stay open."} <= kept
    assert not kept & {"Home", "The pier at noon. Photo: A. Ruiz", "All rights reserved."}
    assert not any(text.startswith("Ten walks") for text in kept)


def test_blocks_without_markup_get_none() -> None:
    assert rule_probabilities(Blocks(texts=["a"], tags=[""], elements=[None])) == [0.0]
