import numpy as np
from numpy.typing import NDArray

from newsspider.blocks.from_text import text_blocks
from newsspider.body.text_context import text_context
from newsspider.body.text_features import bare_columns
from tests.body.pages import SENTENCE

DUMP = f"Home\nNews\n\n{SENTENCE * 2}\n\n{SENTENCE}\n\nShare\n\n{SENTENCE}\n\nMore stories\n\n{SENTENCE}"
CHANCES = [0.0, 0.1, 1.0, 0.9, 0.2, 0.8, 0.0, 0.3]


def _scores(chances: list[float]) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        odds: NDArray[np.float64] = np.log(np.array(chances)) - np.log1p(-np.array(chances))
    return odds


def test_a_block_knows_where_the_sure_ones_are() -> None:
    blocks = text_blocks(DUMP)
    _, columns = text_context(blocks, bare_columns(blocks), _scores(CHANCES))
    assert columns["in_run"].tolist() == [0, 0, 1, 1, 1, 1, 0, 0]
    assert columns["after_run_start"].tolist() == [-2, -1, 0, 1, 2, 3, 4, 5]
    assert columns["to_last_likely"].tolist()[:5] == [99, 99, 99, 1, 1]
    assert columns["to_next_likely"].tolist()[4:] == [1, 99, 99, 99]
    assert columns["likely_before"].tolist() == [0, 0, 0, 1, 2, 2, 3, 3]
    assert columns["other_chars_to_run"].tolist()[2:7] == [0, 0, 0, 0, 0]
    assert columns["other_chars_to_run"][7] == len("More stories")


def test_a_lone_block_has_a_second_look_too() -> None:
    blocks = text_blocks("Home")
    _, columns = text_context(blocks, bare_columns(blocks), _scores([0.0]))
    assert columns["in_run"].tolist() == [1.0]
    assert columns["chosen_topic_share"].tolist() == [-1.0]
