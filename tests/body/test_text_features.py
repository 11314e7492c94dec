import numpy as np

from newsspider.blocks.from_text import text_blocks
from newsspider.body.text_features import since, text_features, word_weights
from tests.body.pages import SENTENCE


def test_each_thing_that_a_block_is_known_by_counts_once() -> None:
    assert word_weights(["share share share"], {"share": 1.5, "share_share": 0.25}).tolist() == [1.75]


def test_blocks_know_how_far_the_last_marked_one_is() -> None:
    assert since(np.array([False, True, False, False])).tolist() == [99.0, 0.0, 1.0, 2.0]


def test_columns_tell_prose_from_menus() -> None:
    blocks = text_blocks(f"Home\nNews\nSport\n{SENTENCE * 2}\n{SENTENCE}\nContact")
    columns = text_features(blocks, {})
    assert columns["short_run_before"].tolist() == [1.0, 2.0, 3.0, 0.0, 0.0, 1.0]
    assert columns["short_run_after"].tolist() == [3.0, 2.0, 1.0, 0.0, 0.0, 1.0]
    assert columns["sentence_to_next"].tolist() == [3.0, 2.0, 1.0, 1.0, 99.0, 99.0]
    assert columns["sentence_before"].tolist() == [0.0, 0.0, 0.0, 0.0, 1.0, 2.0]
