"""Who wrote the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsspider.body.types import Body
from newsspider.fields.agencies import agencies_in
from newsspider.fields.byline_elements import byline_elements
from newsspider.fields.candidate import Candidate
from newsspider.fields.headline import headline
from newsspider.fields.linked import own_articles
from newsspider.items import Author
from newsspider.page.types import LinkedAgent, Page
from newsspider.processors.authors import clean_authors

_AUTHOR_METAS = (
    "author", "authors", "article:author", "article:author:name", "article:author_name", "parsely-author",
    "sailthru.author", "cxenseparse:author", "dc.creator", "dcterms.creator", "dc.contributor", "byl",
    "byline", "citation_author", "creator", "twitter:creator:name", "vr:author", "rnews:author",
)  # fmt: skip


def authors(page: Page, body: Body) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield lists of authors, best first.

    A list that names bodies alone waits for one with a person in it: sites sign with their own name in
    linked data what a person signs on the page.
    """
    bodies: list[Candidate[Sequence[Author]]] = []
    for candidate in _candidates(page, body):
        if any(author.type != "Organization" for author in candidate.value):
            yield candidate
        else:
            bodies.append(candidate)
    yield from bodies


def _candidates(page: Page, body: Body) -> Iterator[Candidate[Sequence[Author]]]:
    for people, rule in _linked(page):
        yield from _candidate(page, people, rule)
    for name in _AUTHOR_METAS:
        contents = page.meta.get(name)
        if contents:
            yield from _candidate(page, [Author(name=_in_order(content)) for content in contents], f"meta:{name}")
    chosen = next(headline(page, body), None)
    for names in byline_elements(page, chosen.value if chosen else None):
        yield from _candidate(page, [Author(name=name) for name in names], "byline-element")


def _in_order(name: str) -> str:
    """Return a catalogue's "Ruiz, Ana" as "Ana Ruiz"."""
    last, comma, first = name.partition(",")
    if not comma or "," in first or len(last.split()) > 1 or not 1 <= len(first.split()) <= 2:
        return name
    return f"{first.strip()} {last.strip()}"


def _linked(page: Page) -> Iterator[tuple[list[Author], str]]:
    for article in own_articles(page):
        if article.authors:
            yield [_author(agent) for agent in article.authors], article.syntax


def _author(agent: LinkedAgent) -> Author:
    kind = agent.type or ""
    return Author(
        name=agent.name,
        url=agent.url,
        type="Person" if kind == "Person" else "Organization" if kind.endswith("Organization") else None,
    )


def _candidate(page: Page, raw: Iterable[Author], rule: str) -> Iterator[Candidate[Sequence[Author]]]:
    people = [_typed(author) for author in clean_authors(raw, language=page.language)]
    if people:
        yield Candidate(people, rule)


def _typed(author: Author) -> Author:
    """Return an author that is an agency as an organization, whatever the page calls it."""
    if author.type != "Organization" and agencies_in(author.name):
        return replace(author, type="Organization")
    return author
