import pytest

from newsspider._native import body_values, markup_values
from newsspider.blocks import Blocks
from tests.body.pages import page_and_blocks

PAGE = "<h2>abcd</h2><p>abcdef<b>gh</b></p><ul><li><a href=x>ab</a><li>cd</ul><article><p>xy</p></article>"


def page(chosen: list[int]) -> tuple[Blocks, list[float]]:
    _, blocks = page_and_blocks(PAGE)
    return blocks, [1.0 if i in chosen else 0.25 for i in range(len(blocks))]


def test_how_much_of_the_page_was_chosen() -> None:
    blocks, chances = page([0, 1, 3])
    found = body_values(blocks.texts, chances, [0, 1, 3])
    assert found["page_chars"] == 18
    assert found["body_chars"] == found["sure_chars"] == 14
    assert found["body_share"] == pytest.approx(14 / 18)
    assert found["expected_chars"] == 15
    assert found["longest"] == 8
    assert found["mean_chars"] == pytest.approx(14 / 3)
    assert found["spread"] == pytest.approx(2.494, abs=0.001)
    assert found["span_share"] == 14 / 16


def test_nothing_chosen() -> None:
    blocks, chances = page([])
    found = body_values(blocks.texts, chances, [])
    assert found["body_blocks"] == found["body_chars"] == found["mean_probability"] == found["span_share"] == 0.0


def test_shares_of_the_text_by_its_markup() -> None:
    blocks, _ = page([0, 1, 3])
    assert blocks.markup is not None
    found = markup_values(blocks.texts, blocks.markup, [0, 1, 3])
    assert found["links"] == found["articles"] == 1
    assert found["link_chars_share"] == pytest.approx(2 / 18)
    assert found["body_link_share"] == 0.0
    assert found["body_emphasis"] == pytest.approx(2 / 14)
    assert found["heading_share"] == pytest.approx(4 / 18)
    assert found["item_share"] == pytest.approx(4 / 18)
    assert found["body_items"] == pytest.approx(2 / 14)
