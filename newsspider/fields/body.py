"""The article's text: what was chosen of the page's blocks."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts


def article_body(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the text of the chosen blocks."""
    if facts.body.text:
        yield Candidate(facts.body.text, facts.body.rule)


def article_body_html(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the chosen blocks as HTML."""
    if facts.body.html:
        yield Candidate(facts.body.html, facts.body.rule)
