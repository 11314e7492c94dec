"""The article's text: what was chosen of the page's blocks."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.body.types import Body
from newsspider.fields.candidate import Candidate
from newsspider.page.types import Page


def article_body(page: Page, body: Body) -> Iterator[Candidate[str]]:  # noqa: ARG001  (the form of every rule)
    """Yield the text of the chosen blocks."""
    if body.text:
        yield Candidate(body.text, body.rule)


def article_body_html(page: Page, body: Body) -> Iterator[Candidate[str]]:  # noqa: ARG001  (the form of every rule)
    """Yield the chosen blocks as HTML."""
    if body.html:
        yield Candidate(body.html, body.rule)
