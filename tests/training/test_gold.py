import pytest

pytest.importorskip("rapidfuzz", reason="training needs the extra train")

from training.gold import align

GOLD = "The storm came at night and the harbour was closed. Boats were called back before dawn by the coast guard."


def test_a_block_is_covered_by_the_share_of_its_words_that_the_gold_has_in_order() -> None:
    alignment = align(["Home", GOLD[:51], GOLD[52:], "All about the storm"], GOLD)
    assert alignment.shares == [0.0, 1.0, 1.0, 0.0]
    assert alignment.covered == 1.0


def test_a_block_that_the_gold_has_elsewhere_is_found() -> None:
    assert align([GOLD[52:], GOLD[:51]], GOLD).shares == [1.0, 1.0]


def test_words_that_are_not_on_the_page_are_missed() -> None:
    assert align([GOLD[:51]], GOLD).covered == pytest.approx(0.5, abs=0.05)


def test_nothing_is_aligned_with_nothing() -> None:
    assert align([], GOLD).covered == 0.0
    assert align(["a b"], "").shares == [0.0]
