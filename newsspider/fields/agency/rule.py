"""The news agencies that the text came from."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.body.types import Body
from newsspider.fields.agency.datelines import dateline_agency
from newsspider.fields.agency.names import agencies_in
from newsspider.fields.authors.byline_lines import byline_lines
from newsspider.fields.candidate import Candidate
from newsspider.fields.reading_language import reading_language
from newsspider.page.types import Page

_METAS = (
    "author", "source", "article:author", "cre", "syndication-source", "original-source", "dc.source",
    "dc.creator",
    "byl",
)  # fmt: skip
_MAX_CHARS = 200  # of a meta element that names an agency; longer ones are texts


def agency(page: Page, body: Body) -> Iterator[Candidate[list[str]]]:
    """Yield lists of the agencies that the authors, the meta elements or the text's dateline name, best first."""
    for article in page.linked_data.own:
        found = [name for agent in article.authors for name in agencies_in(agent.name[:_MAX_CHARS])]
        if found:
            yield Candidate(list(dict.fromkeys(found)), article.syntax)
    for name in _METAS:
        found = [agency for content in page.meta.get(name, ()) for agency in agencies_in(content[:_MAX_CHARS])]
        if found:
            yield Candidate(list(dict.fromkeys(found)), f"meta:{name}")
    found = dateline_agency(body)
    if found:
        yield Candidate(found, "dateline")
    # Looking around the body takes longer than all the rest: worth it where nothing else is left.
    for line in byline_lines(body, language=reading_language(page, body)) if page.text is not None else ():
        found = agencies_in(line)
        if found:
            yield Candidate(found, "byline")
