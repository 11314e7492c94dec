"""The standfirst or summary."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts

_METAS = (
    "og:description", "description", "twitter:description", "dc.description", "dc:description",
    "dcterms.description", "dcterms.abstract",
    "sailthru.description", "cxenseparse:description", "citation_abstract", "abstract",
)  # fmt: skip


def description(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield summaries of the article, best first."""
    page = facts.page
    for article in page.linked_data.own:
        if article.description:
            yield Candidate(article.description, article.syntax)
    for name in _METAS:
        if content := page.first_meta(name):
            yield Candidate(content, f"meta:{name}")
