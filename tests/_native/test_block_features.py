import numpy as np

from newsspider._native import alike_columns, markup_columns, order_columns
from newsspider._native.block_features import tag_ranks
from newsspider._native.values import Kind
from newsspider.blocks.char_classes import char_classes
from tests.body.pages import page_and_blocks


def features(html: str) -> dict[str, list[float]]:
    _, blocks = page_and_blocks(html)
    assert blocks.markup is not None
    letters = char_classes(blocks.texts)
    good = letters.chars.astype(np.float64)
    columns = {
        **markup_columns(blocks.markup, letters.chars),
        **alike_columns(blocks.markup, letters.chars, letters.is_sentence, good),
    }
    return {name: column.tolist() for name, column in columns.items()}


def test_blocks_that_are_written_alike_are_counted() -> None:
    assert features("<p class=aaa>x</p><p class=aaa>y</p><p class=bbb>z</p>")["alike"] == [2, 2, 1]


def test_the_block_right_after_an_image_is_marked() -> None:
    assert features("<p>a</p><div><img><span>b</span></div><p>c</p>")["after_image"] == [30, 0, 30]


def test_distances_from_headings() -> None:
    columns = features("<p>a</p><h1>b</h1><p>c</p><h2>d</h2><p>e</p>")
    assert columns["after_h1"] == [50, 0, 1, 2, 3]
    assert columns["after_heading"] == [99, 0, 1, 0, 1]


def test_blocks_that_are_written_alike_share_what_they_are() -> None:
    columns = features("<p>ab.</p><p><a href=x>abcd</a></p><div>x</div>")
    assert columns["alike_chars"] == [3.5, 3.5, 1]
    assert columns["alike_link_share"] == [np.float32(4 / 7), np.float32(4 / 7), 0]
    assert columns["alike_sentences"] == [0.5, 0.5, 0]
    assert columns["like_next"] == [1, 0, 0]


def test_shares_of_links_and_emphasis() -> None:
    columns = features("<p>ab<b>cd</b></p><p><a href=x>ab</a>cd</p>")
    assert columns["emphasis_share"] == [0.5, 0]
    assert columns["link_share"] == [0, 0.5]


def test_the_order_of_good_text() -> None:
    good, in_main = np.array([0.0, 100.0, 0.0, 300.0, 50.0]), np.array([0, 1, 1, 1, 0], np.float32)
    columns = {name: column.tolist() for name, column in order_columns(good, in_main).items()}
    assert columns["good_before"] == [0, 0, 1, 1, 2]
    assert columns["main_before"] == [0, 0, 1, 1, 2]
    assert columns["main_after"] == [2, 1, 1, 0, 0]
    assert columns["main_chars_before_share"] == [0, 0, 0.25, 0.25, 1]
    assert columns["main_chars_after_share"] == [1, 0.75, 0.75, 0, 0]
    assert columns["to_next_main"] == [1, 2, 1, 99, 99]
    assert columns["main_chars_near"] == [400] * 5


def test_unknown_tags_come_last() -> None:
    known, unknown = tag_ranks([Kind("nav"), Kind("x-y")]).tolist()
    assert unknown > known
