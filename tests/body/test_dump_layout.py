import numpy as np

from newsspider.blocks.from_text import text_blocks
from newsspider.blocks.types import Layout
from newsspider.body.dump_layout import dated, group_columns, groups, indent_columns, layout_columns, mean_within


def layout(text: str) -> Layout:
    found = text_blocks(text).layout
    assert found is not None
    return found


def test_blank_lines_part_groups() -> None:
    dump = layout("Home\nNews\n\nThe storm came.\n\n\nA\nB\nC")
    assert groups(dump).tolist() == [0, 0, 1, 2, 2, 2]
    columns = group_columns(dump, np.array([4, 4, 15, 1, 1, 1.0]), np.array([0, 0, 1, 0, 0, 0], bool))
    assert columns["group_blocks"].tolist() == [2, 2, 1, 3, 3, 3]
    assert columns["group_index"].tolist() == [0, 1, 0, 0, 1, 2]
    assert columns["group_sentence_share"].tolist() == [0, 0, 1, 0, 0, 0]
    assert columns["blank_share"].tolist() == [0.5] * 6


def test_indents_are_linked_data_from_the_column_of_the_text() -> None:
    dump = layout("Menu\n  The storm came at night.\n    Aside")
    core = np.array([False, True, False])
    assert indent_columns(dump, np.array([4, 24, 5.0]), core)["indent_from_main"].tolist() == [-2, 0, 2]


def test_years_times_and_dates_in_numbers_date_a_line() -> None:
    texts = ["12 March 2031", "17:20", "3/4/31", "3月14日", "7 seals", "10:3", "In 2031 " + "the wall fell " * 8]
    assert dated(texts).tolist() == [1, 1, 1, 1, 0, 0, 0]


def test_means_end_with_the_dump() -> None:
    assert mean_within(np.array([1.0, 3.0, 5.0]), 1, 0).tolist() == [1.0, 2.0, 4.0]
    assert mean_within(np.array([1.0, 3.0, 5.0]), 0, 9).tolist() == [3.0, 4.0, 5.0]


def test_lists_come_back_to_a_look_after_some_lines_and_prose_after_one() -> None:
    no_dates = np.zeros(30)
    prose = layout_columns(np.full(30, 7.0), no_dates)
    comments = layout_columns(np.array([0.0, 3.0, 7.0] * 10), no_dates)
    assert prose["regularity"].max() <= 0
    assert comments["regularity"][5:20].min() > 0.5
    assert comments["period"][5:20].tolist() == [3.0] * 15


def test_a_dump_of_a_line_has_no_period() -> None:
    assert layout_columns(np.array([7.0]), np.zeros(1))["alike_later"].tolist() == [0.0]
