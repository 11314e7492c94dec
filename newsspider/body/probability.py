"""How likely a page is an article."""

from __future__ import annotations

from newsspider.body.types import Body
from newsspider.page.types import Page


def article_probability(page: Page, body: Body) -> float:
    """Return how likely it is (0.0-1.0) that the page is an article, and not a front, listing or form."""
    chars = sum(len(body.blocks.texts[i]) for i in body.chosen)
    said = any(kind.endswith("Article") or kind.endswith("Posting") for kind in page.linked_data.types)
    said = said or (page.first_meta("og:type") or "").strip().lower() == "article"
    length = min(1.0, chars / 1500)
    return round(body.confidence * (0.3 + 0.4 * length + 0.3 * said), 4)
