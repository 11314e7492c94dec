"""Which of the articles in a page's linked data is the page's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsspider.page.types import LinkedArticle
from newsspider.processors.headlines import begins_title, clean_headline, distinctive_words, folded_key
from newsspider.processors.urls import canonical_url

_MIN_TITLE_WORDS = 3  # of four letters and more; fewer may be a section's name: "World News"


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What a page says of itself outside of its linked data."""

    addresses: Sequence[str] = ()  # where it was fetched, and its canonical links, as written
    base_url: str | None = None
    titles: Sequence[str] = ()  # <title> and og:title


def own_articles(articles: Sequence[LinkedArticle], page: Naming) -> Sequence[LinkedArticle]:
    """Return the page's own article as each syntax tells it, best first; teasers of other articles are left out.

    Where several articles have an address, the page's own are those that have the page's; where only the web page
    itself has it, also an article whose headline is the page's title: templates write one address, or an example,
    into all pages. Else the only one of a syntax is its own; of several, the first whose headline the page's title
    speaks of: without a headline that does, all of them are teasers, since lists of stories have no article of
    their own.
    """
    if len(articles) < 2:
        return articles
    own = _with_own_address(articles, page)
    if own and all(article.is_web_page for article in own):
        titled = [article for article in articles if not article.is_web_page and _has_title(article, page)]
        return [*own, *titled[:1]]
    if own:
        return own
    syntaxes = dict.fromkeys(article.syntax for article in articles)
    firsts = (_own_of([article for article in articles if article.syntax == syntax], page) for syntax in syntaxes)
    return [article for article in firsts if article is not None]


def _with_own_address(articles: Sequence[LinkedArticle], page: Naming) -> list[LinkedArticle]:
    """Return the articles whose address is the page's; most are written alike, which saves to take them apart."""
    canonical = {canonical_url(raw, page.base_url) for raw in page.addresses} - {None}
    return [
        article
        for article in articles
        if article.url
        and (article.url in page.addresses or canonical_url(article.url, page.base_url) in canonical)
    ]


def _has_title(article: LinkedArticle, page: Naming) -> bool:
    """Return whether an article's headline is a title of the page, which may go on with the site's name."""
    headline = clean_headline(article.headline or "") or ""
    if len(distinctive_words(headline)) < _MIN_TITLE_WORDS:
        return False
    titles = (clean_headline(title) or "" for title in page.titles)
    return any(folded_key(title) == folded_key(headline) or begins_title(headline, title) for title in titles)


def _own_of(articles: Sequence[LinkedArticle], page: Naming) -> LinkedArticle | None:
    """Return the article of one syntax that the page is about; None where all tell of others."""
    if len(articles) == 1:
        return articles[0]
    title = frozenset[str]().union(*(distinctive_words(text) for text in page.titles))
    told = (article for article in articles if article.headline and distinctive_words(article.headline) & title)
    return next(told, None) if title else articles[0]
