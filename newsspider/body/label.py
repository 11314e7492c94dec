"""How likely each block is article text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from newsspider.blocks.lettering import Column
from newsspider.blocks.types import Blocks
from newsspider.body.features import block_columns
from newsspider.body.forest import probabilities
from newsspider.body.furniture import without_furniture
from newsspider.body.model import Model, current_model
from newsspider.body.second_look import second_columns
from newsspider.page.types import Page

_HEADLINE_CHANCE = 0.1


def label(page: Page, blocks: Blocks) -> Sequence[float]:
    """Return for each block the probability that it is article text."""
    if not blocks.texts:
        return []
    model = current_model("text" if blocks.markup is None else "html")
    return without_furniture(page, blocks, label_by(model, page, blocks))


def label_by(model: Model, page: Page, blocks: Blocks) -> Sequence[float]:
    """Return the probabilities that a model gives; there must be a block."""
    columns = block_columns(page, blocks, model.words)
    if model.first is not None:
        first = probabilities(model.first.scores(columns, len(blocks)))
        columns = {**columns, **second_columns(blocks, first, columns)}
    chances = probabilities(model.scores(columns, len(blocks)))
    for i in _headlines(blocks, columns):
        chances[i] = min(chances[i], _HEADLINE_CHANCE)
    return chances


def _headlines(blocks: Blocks, columns: Mapping[str, Column]) -> Iterator[int]:
    """Yield the <h1> that say the page's title: of 650 in the corpus 12 are part of the article's text."""
    if "is_title" in columns:
        yield from (
            i for i, is_title in enumerate(columns["is_title"].tolist()) if is_title and blocks.tags[i] == "h1"
        )
