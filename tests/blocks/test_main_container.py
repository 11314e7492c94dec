from itertools import accumulate

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsspider._native import held
from newsspider._native.values import Markup
from newsspider.blocks.from_html import html_blocks
from newsspider.blocks.main_container import place_columns, read_places, read_weights
from newsspider.page.tree import parse_tree

LONG = "x" * 100


def columns_of(html: str, weights: dict[str, float] | None = None) -> dict[str, list[float]]:
    blocks = html_blocks(parse_tree(html))
    markup = blocks.markup
    assert markup is not None
    chars = np.array([len(text) for text in blocks.texts], np.float32)
    good = np.where(chars > 80, chars, 0.0).astype(np.float64)
    table = [((weights or {}).get(kind.tag, 0.0), 0.0) for kind in markup.containers.kind_table]
    places = read_places(markup, good)
    found = place_columns(markup, places, read_weights(markup, table), chars, good)
    return {name: column.tolist() for name, column in found.items()}


def test_the_main_container_is_the_deepest_that_holds_more_than_half_of_the_good_text() -> None:
    columns = columns_of(f"<div><p>a</p><div><p>{LONG}</p><p>{LONG}</p></div></div><p>{LONG}</p>")
    assert columns["in_main"] == [0, 1, 1, 0]
    assert columns["in_most"] == [1, 1, 1, 1]
    assert columns["depth_below_main"] == [0, 1, 1, -1]


def test_weights_add_up_along_the_ancestors_and_below_the_main_container() -> None:
    html = f"<section><p>{LONG}</p><aside><h2>b</h2></aside><p>{LONG}</p></section>"
    columns = columns_of(html, {"section": 1.0, "aside": -3.0, "h2": 0.5, "p": 0.25})
    assert columns["weight"] == [1.25, -1.5, 1.25]
    assert columns["weight_below_main"] == [0.25, -2.5, 0.25]
    assert columns["lowest_weight"] == [0.0, -3.0, 0.0]
    assert columns["lowest_weight_below_main"] == [0.0, -3.0, 0.0]


def test_branches_stand_right_below_the_main_container() -> None:
    columns = columns_of(f"<div><p>{LONG}</p><ul><li>a</li><li>b</li></ul><p>{LONG}</p></div>")
    assert columns["branch_blocks"] == [1, 2, 2, 1]


def test_articles_are_told_apart() -> None:
    columns = columns_of(f"<p>a</p><article><p>{LONG}</p><p>{LONG}</p></article><article><p>b</p></article>")
    assert columns["article"] == [0, 1, 1, 2]


@given(st.lists(st.sampled_from(("<div>", "</div>", "<p>", "</p>", "x", LONG, "<li>", "</li>")), max_size=40))
def test_sums_over_ranges_are_sums_over_the_tree(pieces: list[str]) -> None:
    blocks = html_blocks(parse_tree("<body>y" + "".join(pieces)))
    markup = blocks.markup
    assert isinstance(markup, Markup)
    expected = [0] * len(markup.containers)
    for text, own_place in zip(blocks.texts, markup.places, strict=True):
        place = own_place
        while place >= 0:
            expected[place] += len(text)
            place = markup.containers.parents[place]
    lengths = np.array([float(len(text)) for text in blocks.texts])
    assert held(markup.places, markup.containers.ends, lengths).tolist() == expected
    assert list(accumulate(markup.containers.parents, max)) <= list(range(len(expected)))
