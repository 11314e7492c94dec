import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from newsspider.blocks.from_text import text_blocks
from newsspider.blocks.types import Blocks
from newsspider.body.features import FEATURES, block_columns
from newsspider.body.forest import Forest
from newsspider.body.html_context import heading_scores, html_context
from newsspider.body.label import rescored
from newsspider.body.model import Model
from newsspider.page.types import Page
from tests.body.pages import SENTENCE, page_and_blocks

WORDS: dict[str, dict[str, float]] = {"names": {}}
KEPT, LEFT, NEVER = 3.0, -1.0, -9.0
ITEMS = 20
MENU = f"<ul>{''.join(f'<li>Section {number}</li>' for number in range(ITEMS))}</ul>"


def doubtful(html: str, scores: list[float]) -> tuple[Blocks, list[int], dict[str, list[float]]]:
    """Return what the second pass is told of the blocks of a page, below which there is a long menu."""
    page, blocks = page_and_blocks(html + MENU)
    below = [NEVER] * ITEMS
    indices, columns = html_context(page, blocks, block_columns(page, blocks, WORDS), np.array(scores + below))
    return blocks, indices.tolist(), {name: column.tolist() for name, column in columns.items()}


STORY = (
    f"<div class=story><p>{SENTENCE * 3}</p><p>{SENTENCE * 2}</p></div><p class=small>{SENTENCE}</p><p>Home</p>"
)


def test_only_blocks_that_may_be_text_are_rescored() -> None:
    _, indices, columns = doubtful(STORY, [KEPT, KEPT, LEFT, NEVER])
    assert indices == [0, 1, 2]
    assert set(columns) == set(FEATURES["html_context"])
    assert {len(column) for column in columns.values()} == {3}


def test_blocks_know_how_their_kin_was_judged() -> None:
    _, _, columns = doubtful(STORY, [KEPT, KEPT, LEFT, NEVER])
    assert columns["alike_chance"][0] == pytest.approx(0.95, abs=0.01)
    assert columns["alike_others_chance"][0] == pytest.approx(0.95, abs=0.01)
    assert columns["container_others_chance"][2] == 0.0


def test_blocks_know_where_they_stand_in_what_was_kept() -> None:
    _, _, columns = doubtful(STORY, [KEPT, KEPT, LEFT, NEVER])
    assert columns["from_first"] == [0.0, 1.0, 2.0]
    assert columns["to_last"] == [1.0, 0.0, -1.0]
    assert columns["good_before"] == [0.0, 1.0, 2.0]
    assert columns["before_share"][0] == 0.0
    assert columns["score+1"] == [KEPT, LEFT, NEVER]
    assert columns["score-1"] == [-9.0, KEPT, KEPT]


def test_text_that_stands_on_the_page_twice_is_linked_data_from_the_first() -> None:
    twice = f"<p>{SENTENCE * 3}</p><h2>Home</h2><p>{SENTENCE * 3}</p>"
    _, _, columns = doubtful(twice, [KEPT, NEVER, KEPT])
    assert columns["repeated_share"] == pytest.approx([0.5, 0.5], abs=0.01)


def model(*leaves: float) -> Model:
    forest = Forest(np.zeros((1, 1), np.uint8), np.zeros((1, 1), np.float32), np.array([leaves], np.float32), 0.0)
    return Model("html_context", FEATURES["html_context"], forest, {})


def judged(html: str, scores: list[float]) -> NDArray[np.float64]:
    page, blocks = page_and_blocks(html)
    return rescored(model(5.0, 5.0), page, blocks, block_columns(page, blocks, WORDS), np.array(scores))


def test_the_second_pass_leaves_what_is_hardly_text_as_it_was() -> None:
    scores = [KEPT, KEPT, LEFT, NEVER]
    assert judged(STORY + MENU, scores + [NEVER] * ITEMS).tolist() == [5.0, 5.0, 5.0, *[NEVER] * (ITEMS + 1)]


def test_a_page_of_a_few_blocks_has_no_context() -> None:
    assert judged(STORY, [KEPT, KEPT, LEFT, NEVER]).tolist() == [KEPT, KEPT, LEFT, NEVER]


def test_a_dump_has_no_second_pass() -> None:
    indices, columns = html_context(Page(text=SENTENCE), text_blocks(SENTENCE), {}, np.array([KEPT]))
    assert (indices.tolist(), columns) == ([], {})


_HTML = st.lists(
    st.sampled_from(
        ("<p>", "<div class=story>", "</div>", "<br><br>", "<a href=x>", "word ", "<li>", "<nav>", SENTENCE, "<h2>")
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(_HTML, st.integers(0, 9))
def test_features_are_finite_on_any_page(html: str, seed: int) -> None:
    page, blocks = page_and_blocks(f"<html><body>{SENTENCE * 3}{MENU}" + html)
    scores = np.random.default_rng(seed).normal(0, 4, len(blocks))
    indices, columns = html_context(page, blocks, block_columns(page, blocks, WORDS), scores)
    assert all(np.isfinite(column).all() and len(column) == len(indices) for column in columns.values())


def test_the_last_heading_that_may_be_the_articles_counts() -> None:
    is_heading, scores = np.array([0, 1, 0, 1, 0], np.float32), np.array([5.0, 2.0, 5.0, -9.0, 5.0])
    chances = np.array([0.9, 0.8, 0.9, 0.0, 0.9])
    assert heading_scores(is_heading, scores, chances, 0.01).tolist() == [0, 2, 2, 2, 2]
