"""The headline and the kicker or subtitle beside it."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.body.types import Body
from newsspider.fields.candidate import Candidate
from newsspider.fields.site_names import site_names
from newsspider.page.types import Page
from newsspider.processors.headlines import clean_headline, without_site


def headline(page: Page, body: Body) -> Iterator[Candidate[str]]:
    """Yield the page's headline candidates, best first."""
    names = list(site_names(page))
    for article in page.linked_data.articles:
        if article.headline:
            yield Candidate(article.headline, article.syntax)
    for element in page.elements.get("h1", ()):
        yield Candidate("".join(element.itertext()), "h1")
    for name in ("og:title", "twitter:title", "title"):
        if content := page.first_meta(name):
            yield Candidate(without_site(content, names), name)
    if page.title:
        yield Candidate(without_site(page.title, names), "title")
