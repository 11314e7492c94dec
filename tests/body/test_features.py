import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsspider.blocks.from_text import text_blocks
from newsspider.body.features import FEATURES, block_columns
from newsspider.body.text_context import text_context
from newsspider.page import text_page
from tests.body.pages import SENTENCE, page_and_blocks

WORDS: dict[str, dict[str, float]] = {"names": {"story": 1.0, "<nav>": -2.0}, "words": {"related": -1.0}}


@pytest.mark.parametrize("text", ["One line", f"Menu\n\nRelated coverage\n{SENTENCE * 3}\n\tCell\tCell"])
def test_a_dump_has_every_feature_of_its_model(text: str) -> None:
    blocks = text_blocks(text)
    columns = dict(block_columns(text_page(text), blocks, WORDS))
    assert set(FEATURES["text"]) <= set(columns)
    columns.update(text_context(blocks, columns, np.zeros(len(blocks)))[1])
    assert set(FEATURES["text_context"]) <= set(columns)
    assert {len(column) for column in columns.values()} == {len(blocks)}


def test_short_lines_of_the_main_container_are_read_in_any_language() -> None:
    html = f"<article><p>{SENTENCE * 3}</p><h3>Lesen Sie auch</h3><p>{SENTENCE}</p></article>"
    page, blocks = page_and_blocks(html)
    columns = block_columns(page, blocks, WORDS)
    assert columns["is_related"].tolist() == [0.0, 1.0, 0.0]
    assert columns["after_related"].tolist() == [99.0, 0.0, 1.0]


_HTML = st.lists(
    st.sampled_from(
        ("<p>", "<div class=story>", "</div>", "<br><br>", "<b>", "<a href=x>", "</a>", "word ", "<li>", "<nav>", "</nav>",
         SENTENCE, "<article>", "</article>", "<img>", "<h2>", "</h2>", "<div hidden>", "日本語の文。", "\ud800")
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(_HTML)
def test_features_are_finite_on_any_page(html: str) -> None:
    page, blocks = page_and_blocks("<html><body>x" + html)
    columns = block_columns(page, blocks, WORDS)
    assert all(np.isfinite(column).all() and len(column) == len(blocks) for column in columns.values())


@settings(deadline=None)
@given(st.text(min_size=1))
def test_features_are_finite_on_any_dump(text: str) -> None:
    blocks = text_blocks("x" + text)
    columns = dict(block_columns(text_page("x" + text), blocks, WORDS))
    columns.update(text_context(blocks, columns, np.array([i % 3 * 9.0 - 9.0 for i in range(len(blocks))]))[1])
    assert all(np.isfinite(column).all() and len(column) == len(blocks) for column in columns.values())
