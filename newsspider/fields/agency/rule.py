"""The news agencies that the text came from."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.fields.agency.datelines import dateline_agency
from newsspider.fields.agency.names import agencies_in
from newsspider.fields.authors.byline_lines import byline_lines
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import LINKED_DATA, Each, Field
from newsspider.fields.forms import LINES
from newsspider.processors.text import distinct, one_line

_METAS = (
    "author", "source", "article:author", "cre", "syndication-source", "original-source", "dc.source",
    "dc.creator",
    "byl",
)  # fmt: skip
_MAX_CHARS = 200  # of a meta element that names an agency; longer ones are texts


def agency(facts: PageFacts) -> Iterator[Candidate[list[str]]]:
    """Yield lists of the agencies that the authors, the meta elements or the text's dateline name, best first."""
    page = facts.page
    for article in page.linked_data.own:
        found = [name for agent in article.authors for name in agencies_in(agent.name[:_MAX_CHARS])]
        if found:
            yield Candidate(list(dict.fromkeys(found)), article.syntax)
    for name in _METAS:
        found = [agency for content in page.meta.get(name, ()) for agency in agencies_in(content[:_MAX_CHARS])]
        if found:
            yield Candidate(list(dict.fromkeys(found)), f"meta:{name}")
    found = dateline_agency(facts)
    if found:
        yield Candidate(found, "dateline")
    # Looking around the body takes longer than all the rest: worth it where nothing else is left.
    for line in byline_lines(facts) if facts.is_dump else ():
        found = agencies_in(line)
        if found:
            yield Candidate(found, "byline")


AGENCY = Field(
    name="agency",
    rule=agency,
    clean=(Each(one_line),),
    form=LINES,
    join=distinct,
    description="News agencies that the text came from.",
    looks="list of agencies' names",
    sources=f"{LINKED_DATA}, `meta:*` (author, source and the like), `dateline` (T), `byline` (T)",
    limits="agencies of the list that ships with the package",
)
