"""How likely a page is an article."""

from __future__ import annotations

from collections.abc import Mapping

from newsspider.blocks.types import HEADING_TAGS
from newsspider.body.forest import probabilities
from newsspider.body.model import current_model
from newsspider.body.page_features import page_features, page_matrix
from newsspider.body.types import Body
from newsspider.page.types import Page
from newsspider.processors.words import count_words

# No page of the corpus with fewer words of text beside its headings is an article, tests of parsers aside.
_FEWEST_WORDS = 8


def article_probability(page: Page, body: Body) -> float:
    """Return how likely (0.0-1.0) the page is an article, and not a front, a listing, a forum or a shop's page.

    Calibrated on pages of sites that the model had not seen.
    """
    if not body.chosen:
        return 0.0
    model = current_model("page_text" if body.blocks.markup is None else "page_html")
    values = page_features(page, body, model.words)
    probability = probabilities(model.forest.scores(page_matrix(values, model.features)))[0]
    return probability / 2 if _says_hardly_anything(body, values) else probability


def _says_hardly_anything(body: Body, values: Mapping[str, float]) -> bool:
    """Return whether a page's text is shorter than a sentence: a calendar's "No events.", "Nothing found".

    A page of pictures alone has no words, and one that says that it is an article may be a picture of the day.
    """
    if body.blocks.markup is None or values["og_article"] or values["says_article"]:
        return False
    texts = (body.blocks.texts[i] for i in body.chosen if body.blocks.tags[i] not in HEADING_TAGS)
    words = 0
    for text in texts:
        words += count_words(text)
        if words >= _FEWEST_WORDS:
            return False
    return words > 0
