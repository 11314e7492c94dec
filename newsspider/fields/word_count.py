"""How long the article is."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.body.types import Body
from newsspider.fields.candidate import Candidate
from newsspider.page.types import Page
from newsspider.processors.words import count_words


def word_count(_page: Page, body: Body) -> Iterator[Candidate[int]]:
    """Yield the number of words of the article's text."""
    if body.text:
        yield Candidate(count_words(body.text), "articleBody")
