"""How likely a page is an article."""

from __future__ import annotations

from newsspider.body.forest import probabilities
from newsspider.body.model import current_model
from newsspider.body.page_features import page_features, page_matrix
from newsspider.body.types import Body
from newsspider.page.types import Page


def article_probability(page: Page, body: Body) -> float:
    """Return how likely (0.0-1.0) the page is an article, and not a front, a listing, a forum or a shop's page.

    Calibrated on pages of sites that the model had not seen.
    """
    if not body.chosen:
        return 0.0
    model = current_model("page_text" if body.blocks.markup is None else "page_html")
    values = page_features(page, body, model.words)
    return probabilities(model.forest.scores(page_matrix(values, model.features)))[0]
