"""Which of the articles in a page's linked data is the page's own."""

from __future__ import annotations

from collections.abc import Sequence

from newsspider.page.types import LinkedArticle, Page
from newsspider.processors.headlines import telling_words
from newsspider.processors.urls import canonical_url


def own_articles(page: Page) -> Sequence[LinkedArticle]:
    """Return the page's own article as each syntax tells it, best first; teasers of other articles are left out.

    Where several articles have an address, the page's own are those that have the page's. Else the only one of a
    syntax is its own; of several, the first whose headline the page's title speaks of: without a headline that
    does, all of them are teasers, since lists of stories have no article of their own.
    """
    articles = page.linked_data.articles
    if len(articles) < 2:
        return articles
    own = [article for article in articles if article.url and _is_own_address(article.url, page)]
    if own:
        return own
    syntaxes = dict.fromkeys(article.syntax for article in articles)
    firsts = (_own_of([article for article in articles if article.syntax == syntax], page) for syntax in syntaxes)
    return [article for article in firsts if article is not None]


def _is_own_address(url: str, page: Page) -> bool:
    """Return whether an address is the page's; most are written alike, which saves to take them apart."""
    own = (page.url or "", *page.links.get("canonical", ()))
    if url in own:
        return True
    canonical = canonical_url(url, page.base_url)
    return canonical is not None and any(canonical_url(raw, page.base_url) == canonical for raw in own)


def _own_of(articles: Sequence[LinkedArticle], page: Page) -> LinkedArticle | None:
    """Return the article of one syntax that the page is about; None where all tell of others."""
    if len(articles) == 1:
        return articles[0]
    titles = (page.title, page.first_meta("og:title"))
    title = frozenset[str]().union(*(telling_words(text) for text in titles if text))
    told = (article for article in articles if article.headline and telling_words(article.headline) & title)
    return next(told, None) if title else articles[0]
