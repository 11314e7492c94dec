"""How likely a page is an article."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from newsspider.blocks.types import HEADING_TAGS
from newsspider.body.forest import probabilities
from newsspider.body.model import current_model
from newsspider.body.page_features import page_features, page_matrix
from newsspider.body.types import Body
from newsspider.lines.other_pages import asks_for_consent, says_missing
from newsspider.page.types import Page
from newsspider.processors.words import count_words

# No page of the corpus with fewer words of text beside its headings is an article, tests of parsers aside.
_FEWEST_WORDS = 8
_MOST_CONSENT_CHARS, _MOST_MISSING_CHARS = 2_000, 800
_TOP_HEADINGS = frozenset(("h1", "h2"))
_MOST_HEADINGS = 6


def article_probability(page: Page, body: Body) -> float:
    """Return how likely (0.0-1.0) the page is an article, and not a front, a listing, a forum or a shop's page.

    Calibrated on pages of sites that the model had not seen.
    """
    if not body.chosen:
        return 0.0
    model = current_model("page_text" if body.blocks.markup is None else "page_html")
    values = page_features(page, body, model.words)
    probability = probabilities(model.forest.scores(page_matrix(values, model.features)))[0]
    is_other = _says_hardly_anything(body, values) or _stands_in_its_place(page, body, values)
    return probability / 2 if is_other else probability


def _stands_in_its_place(page: Page, body: Body, values: Mapping[str, float]) -> bool:
    """Return whether a short text is what a site sends instead of an article: a missing page, or one for cookies.

    An article about these has more to say than they do.
    """
    chars, texts = 0, []
    for i in body.chosen:
        texts.append(body.blocks.texts[i])
        chars += len(texts[-1])
        if chars > _MOST_CONSENT_CHARS:
            return False
    if asks_for_consent("\n".join(texts)):
        return True
    if chars > _MOST_MISSING_CHARS or values.get("og_article") or values.get("says_article"):
        return False
    headings = (body.blocks.texts[i] for i, tag in enumerate(body.blocks.tags) if tag in _TOP_HEADINGS)
    return any(map(says_missing, islice(filter(None, (page.title, texts[0], *headings)), _MOST_HEADINGS)))


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
