"""How long the article is."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.processors.words import count_words


def word_count(facts: PageFacts) -> Iterator[Candidate[int]]:
    """Yield the number of words of the article's text."""
    if facts.body.text:
        yield Candidate(count_words(facts.body.text), "articleBody")
