"""The news agencies that the text came from."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.body.types import Body
from newsspider.fields.agencies import agencies_in
from newsspider.fields.authors import authors
from newsspider.fields.candidate import Candidate
from newsspider.fields.neighbourhood import dateline_agency
from newsspider.page.types import Page

_METAS = ("author", "source", "article:author", "cre", "syndication-source", "original-source", "dc.source", "dc.creator", "byl")
_MAX_CHARS = 200  # of a meta element that names an agency; longer ones are texts


def agency(page: Page, body: Body) -> Iterator[Candidate[list[str]]]:
    """Yield lists of the agencies that the authors, the meta elements or the text's dateline name, best first."""
    signed = next(authors(page, body), None)
    if signed:
        found = [name for author in signed.value for name in agencies_in(author.nameRaw or author.name)]
        if found:
            yield Candidate(list(dict.fromkeys(found)), signed.rule)
    for name in _METAS:
        found = [agency for content in page.meta.get(name, ()) for agency in agencies_in(content[:_MAX_CHARS])]
        if found:
            yield Candidate(list(dict.fromkeys(found)), f"meta:{name}")
    found = dateline_agency(body)
    if found:
        yield Candidate(found, "dateline")
