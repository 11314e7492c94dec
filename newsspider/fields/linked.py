"""Which of the articles in a page's linked data is the page's own."""

from __future__ import annotations

from collections.abc import Sequence

from newsspider.page.types import LinkedArticle, Page
from newsspider.processors.urls import canonical_url


def own_articles(page: Page) -> Sequence[LinkedArticle]:
    """Return the page's own article as each syntax tells it, best first; teasers of other articles are left out.

    Where several articles have an address, the page's own are those that have the page's; where none has it,
    the first of each syntax counts, since teasers follow the story that they are shown with.
    """
    articles = page.linked_data.articles
    if len(articles) < 2:
        return articles
    addresses = {canonical_url(raw, page.base_url) for raw in (page.url or "", *page.links.get("canonical", ()))}
    addresses.discard(None)
    own = [
        article for article in articles if article.url and canonical_url(article.url, page.base_url) in addresses
    ]
    if own:
        return own
    return list({article.syntax: article for article in reversed(articles)}.values())[::-1]
