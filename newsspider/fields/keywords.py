"""What the page says the article is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts

_META_NAMES = (
    "news_keywords",
    "article:tag",
    "parsely-tags",
    "sailthru.tags",
    "cxenseparse:keywords",
    "og:article:tag",
    "keywords",
)


def keywords(facts: PageFacts) -> Iterator[Candidate[Sequence[str]]]:
    """Yield the article's keywords, best first: what was given for the article before what search engines get."""
    page = facts.page
    for article in page.linked_data.own:
        if article.keywords:
            yield Candidate(article.keywords, article.syntax)
    for name in _META_NAMES:
        contents = page.meta.get(name)
        if contents:
            yield Candidate(contents, f"meta:{name}")
