import numpy as np

from newsspider._native import group_columns, kept_columns
from tests.body.pages import page_and_blocks

LONG, SHORT = 100.0, 10.0


def test_groups_share_a_container_its_parent_or_how_they_are_written() -> None:
    _, blocks = page_and_blocks("<div><section>a<p>b</p></section><section>c<p>d</p></section></div>")
    assert blocks.markup is not None
    chars, chances = np.array([LONG] * 4), np.array([1.0, 0.5, 0.0, 0.0])
    alike = np.array([0, 1, 0, 1], np.float32)
    columns = group_columns(blocks.markup, alike, chars, chances * chars)
    found = {name: column.tolist() for name, column in columns.items()}
    assert found["alike_chance"] == [0.5, 0.25, 0.5, 0.25]
    assert found["alike_others_chance"] == [0.0, 0.0, 1.0, 0.5]
    assert found["container_chance"] == [1.0, 0.5, 0.0, 0.0]
    assert found["container_share"] == [np.float32(2 / 3), np.float32(1 / 3), 0.0, 0.0]
    assert found["parent_branch_chance"] == [0.375, 0.75, 0.375, 0.0]
    assert found["grandparent_branch_share"][1] == 1.0


def test_places_in_what_was_kept() -> None:
    chances, chars = np.array([0.0, 0.95, 0.2, 0.95, 0.0]), np.array([LONG, LONG, SHORT, LONG, LONG])
    found = {name: column.tolist() for name, column in kept_columns(chances, chars, chances * chars).items()}
    assert found["good_before"] == [0, 0, 1, 1, 2]
    assert found["good_after"] == [2, 1, 1, 0, 0]
    assert found["from_first"] == [-1, 0, 1, 2, 3]
    assert found["to_last"] == [3, 2, 1, 0, -1]
    assert found["junk_before"] == np.log1p([0.0, 100.0, 0.0, 8.0, 0.0]).tolist()
    assert found["before_share"][0] == 0.0
    assert found["sure_share"] == [190 / 192] * 5


def test_where_nothing_was_kept_the_likeliest_block_counts() -> None:
    chances, chars = np.array([0.1, 0.3, 0.2]), np.array([LONG] * 3)
    found = kept_columns(chances, chars, chances * chars)
    assert found["from_first"].tolist() == [-1, 0, 1]
    assert found["good_before"].tolist() == [0, 0, 1]
