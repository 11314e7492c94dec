"""What the page says the article is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsspider.body.types import Body
from newsspider.fields.candidate import Candidate
from newsspider.page.types import Page

_META_NAMES = (
    "news_keywords",
    "article:tag",
    "parsely-tags",
    "sailthru.tags",
    "cxenseparse:keywords",
    "og:article:tag",
    "keywords",
)


def keywords(page: Page, _body: Body) -> Iterator[Candidate[Sequence[str]]]:
    """Yield the article's keywords, best first: what was given for the article before what search engines get."""
    for article in page.linked_data.own:
        if article.keywords:
            yield Candidate(article.keywords, article.syntax)
    for name in _META_NAMES:
        contents = page.meta.get(name)
        if contents:
            yield Candidate(contents, f"meta:{name}")
