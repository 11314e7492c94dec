"""The news agencies that the text came from."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.body.types import Body
from newsspider.fields.agencies import agencies_in
from newsspider.fields.authors import authors
from newsspider.fields.candidate import Candidate
from newsspider.page.types import Page


def agency(page: Page, body: Body) -> Iterator[Candidate[list[str]]]:
    """Yield lists of the agencies that the authors, the meta elements or the body's dateline name."""
    for candidate in authors(page, body):
        found = [name for author in candidate.value for name in agencies_in(author.nameRaw or author.name)]
        if found:
            yield Candidate(list(dict.fromkeys(found)), candidate.rule)
