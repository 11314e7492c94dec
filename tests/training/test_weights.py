from dataclasses import replace

import pytest

pytest.importorskip("sklearn", reason="training needs the extra train")
pytest.importorskip("rapidfuzz", reason="training needs the extra train")

from newsspider.blocks import read_blocks
from newsspider.page import html_page
from training.corpus import Sample
from training.gold import align
from training.labels import label_weights, labels, thinned, usable
from training.weights import block_names, learn_tables

GOLD = "The storm came at night and the harbour was closed."


def sample(number: int, gold: str = GOLD) -> Sample:
    page = html_page(f"<div class=story><p>{GOLD}</p></div><div class=menu><p>Home of site {number}</p></div>")
    blocks = read_blocks(page)
    return Sample(
        id=str(number), source="own", is_article=True, site=f"site{number}.example", gold=gold, page=page,
        blocks=blocks, alignment=align(blocks.texts, gold),
    )  # fmt: skip


def test_names_count_for_what_they_hold_and_as_own() -> None:
    story, menu = block_names(sample(1))
    assert story == ["<body>", "<div>", "story", "<p>", "own:<p>"]
    assert "menu" in menu


def test_names_of_article_text_weigh_more_than_those_of_menus() -> None:
    weights = learn_tables([sample(number) for number in range(6)], "html")["names"]
    assert weights["story"] > 0 > weights["menu"]


def test_names_of_few_sites_are_not_learned() -> None:
    rare = [sample(number) for number in range(6)]
    rare[0] = replace(rare[0], blocks=read_blocks(html_page(f"<div class=special><p>{GOLD}</p></div><p>Home</p>")))
    assert "special" not in learn_tables(rare, "html")["names"]


def test_pages_whose_gold_is_of_another_version_are_left_out() -> None:
    samples = [sample(1), sample(2, gold="Something else entirely, of which nothing is there.")]
    assert [kept.id for kept in usable(samples)] == ["1"]


def test_all_blocks_of_a_page_together_count_as_one() -> None:
    assert labels(sample(1)) == [1, 0]
    assert label_weights(sample(1)).sum() == pytest.approx(1.0)


def test_menus_far_from_the_article_are_thinned() -> None:
    page = html_page(f"<p>{GOLD}</p>" + "<p>Home</p>" * 12)
    blocks = read_blocks(page)
    counts = thinned(replace(sample(1), blocks=blocks, alignment=align(blocks.texts, GOLD)))
    assert counts.tolist() == [1, 1, 1, 1, 1, 1, 3, 0, 0, 3, 0, 0, 3]
    assert thinned(sample(1)).tolist() == [1, 1]
