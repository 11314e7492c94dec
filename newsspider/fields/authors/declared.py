"""Authors that a page's metadata, or a feed or sitemap that announces it, declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from newsspider.fields.announced import announced_list
from newsspider.fields.authors.cleaned import author_candidates
from newsspider.fields.authors.signers import is_account
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.state_article import PAGE_STATE
from newsspider.items import Author
from newsspider.language.bylines import prefixes, words_pattern
from newsspider.language.tags import base_language
from newsspider.page.types import LinkedAgent
from newsspider.processors.authors import looks_like_name
from newsspider.processors.headlines import name_key

_AUTHOR_METAS = (
    "article:author", "author", "authors", "article:author:name", "article:author_name", "parsely-author",
    "sailthru.author", "cxenseparse:author", "dc.creator", "dcterms.creator", "dc.contributor", "byl",
    "byline", "citation_author", "creator", "twitter:creator:name", "vr:author", "rnews:author",
    "og:article:author",
)  # fmt: skip
# Of these, what library catalogues read: a name in them is "Ruiz, Ana".
_CATALOGUES = frozenset({"dc.creator", "dcterms.creator", "dc.contributor", "citation_author"})


def authors_of_metadata(facts: PageFacts, own_names: Set[str]) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield whom linked data and meta elements name as authors."""
    page = facts.page
    for people, source in _linked(facts):
        yield from author_candidates(facts, _as_site(people, own_names), source)
    for name in _AUTHOR_METAS:
        contents = page.meta.get(name)
        if contents:
            is_catalogue = name in _CATALOGUES
            people = [Author(name=_in_order(content, facts, is_catalogue=is_catalogue)) for content in contents]
            yield from author_candidates(facts, _as_site(people, own_names), f"meta:{name}")
    told = [Author(name=name) for name in facts.parsely.authors]
    yield from author_candidates(facts, _as_site(told, own_names), "meta:parsely-page")


def announced_authors(facts: PageFacts, own_names: Set[str]) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield whom a feed or sitemap names as authors."""
    for found in announced_list(facts.announcement, "authors"):
        people = [Author(name=name) for name in found.value]
        yield from author_candidates(facts, _as_site(people, own_names), found.source)


def authors_of_cards(facts: PageFacts) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield whom a page's card for social sites labels as the author: "Written by"."""
    people = [Author(name=name) for name in _labelled_cards(facts)]
    yield from author_candidates(facts, people, "meta:twitter:data")


def authors_of_state(facts: PageFacts) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield whom the data names from which scripts draw the page: people and bodies, and no accounts."""
    for found in author_candidates(facts, facts.state_article.authors, PAGE_STATE):
        if all(looks_like_name(author.name) and not is_account(author) for author in found.value):
            yield found


def _labelled_cards(facts: PageFacts) -> Iterator[str]:
    page, labels = facts.page, prefixes(base_language(facts.language))
    for number in (1, 2):
        label, name = page.first_meta(f"twitter:label{number}"), page.first_meta(f"twitter:data{number}")
        if label and name and labels.fullmatch(f"{label.strip()} "):
            yield name


def _as_site(people: Iterable[Author], own_names: Set[str]) -> list[Author]:
    """Return authors, the site's own name as a body's: "Luxury Travel Expert" is no role then."""
    return [
        replace(author, type="Organization") if name_key(author.name) in own_names else author for author in people
    ]


def _linked(facts: PageFacts) -> Iterator[tuple[list[Author], str]]:
    for article in facts.page.linked_data.own:
        if article.authors:
            yield [_author(agent, facts) for agent in article.authors], article.syntax


def _author(agent: LinkedAgent, facts: PageFacts) -> Author:
    kind = agent.type or ""
    is_reversed = kind == "Person" and not words_pattern("roles").search(agent.name)
    return Author(
        name=_in_order(agent.name, facts) if is_reversed else agent.name,
        url=agent.url,
        type="Person" if kind == "Person" else "Organization" if kind.endswith("Organization") else None,
    )


def _in_order(name: str, facts: PageFacts, *, is_catalogue: bool = False) -> str:
    """Return a catalogue's "Ruiz, Ana" as "Ana Ruiz"; elsewhere only where the page writes it so.

    "Ana, Ben" are two people, and "Lisbon, Portugal" is none.
    """
    last, comma, first = name.partition(",")
    if not comma or "," in first or len(last.split()) > 1 or not 1 <= len(first.split()) <= 2:
        return name
    turned = f"{first.strip()} {last.strip()}"
    is_name = is_catalogue or any(turned in text for text in facts.body.blocks.texts)
    return turned if is_name else name
