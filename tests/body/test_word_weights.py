from newsspider.body.word_weights import text_words, word_weights
from tests.body.pages import SENTENCE


def test_long_blocks_are_known_by_their_ends() -> None:
    assert text_words(SENTENCE * 3)[:3] == ["L^the", "L^harbour", "L^was"]
    assert text_words("...") == [".", ".", ".", "^.", "$.", "^. .", "._.", "._."]
    assert text_words(" ") == []


def test_each_thing_that_a_block_is_known_by_counts_once() -> None:
    assert word_weights(["share share share"], {"share": 1.5, "share_share": 0.25}).tolist() == [1.75]
