from newsspider.blocks.from_text import text_blocks
from newsspider.body.second_look import second_columns
from newsspider.body.text_features import bare_columns
from tests.body.pages import SENTENCE

DUMP = f"Home\nNews\n\n{SENTENCE * 2}\n\n{SENTENCE}\n\nShare\n\n{SENTENCE}\n\nMore stories\n\n{SENTENCE}"
CHANCES = [0.0, 0.1, 1.0, 0.9, 0.2, 0.8, 0.0, 0.3]


def test_a_block_knows_where_the_sure_ones_are() -> None:
    blocks = text_blocks(DUMP)
    columns = second_columns(blocks, CHANCES, bare_columns(blocks))
    assert columns["in_run"].tolist() == [0, 0, 1, 1, 1, 1, 0, 0]
    assert columns["after_run_start"].tolist() == [-2, -1, 0, 1, 2, 3, 4, 5]
    assert columns["to_last_likely"].tolist()[:5] == [99, 99, 99, 1, 1]
    assert columns["to_next_likely"].tolist()[4:] == [1, 99, 99, 99]
    assert columns["likely_before"].tolist() == [0, 0, 0, 1, 2, 2, 3, 3]
    assert columns["other_chars_to_run"].tolist()[2:7] == [0, 0, 0, 0, 0]
    assert columns["other_chars_to_run"][7] == len("More stories")


def test_a_lone_block_has_a_second_look_too() -> None:
    blocks = text_blocks("Home")
    columns = second_columns(blocks, [0.0], bare_columns(blocks))
    assert columns["in_run"].tolist() == [1.0]
    assert columns["chosen_topic_share"].tolist() == [-1.0]
