"""Who wrote the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import chain, tee

from newsspider.fields.authors.collaborators import collaborators_of, without_collaborators
from newsspider.fields.authors.declared import (
    announced_authors,
    authors_of_cards,
    authors_of_metadata,
    authors_of_state,
)
from newsspider.fields.authors.signatures import (
    authors_of_byline_lines,
    authors_of_elements,
    authors_of_ends,
    authors_of_leads,
    authors_of_name_lines,
    is_near,
)
from newsspider.fields.authors.signed_otherwise import signatures_under_headline, signed_otherwise
from newsspider.fields.authors.signers import is_account, is_own, is_unspaced_name, names_person, without_employer
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import BASE_URL, LANGUAGE, LINKED_DATA, Each, Field, Together
from newsspider.fields.forms import parts_form
from newsspider.items import Author
from newsspider.language.agencies import agencies_in
from newsspider.language.bylines import words_pattern
from newsspider.lines.bylines import is_newsroom, is_unnamed
from newsspider.processors.authors import clean_authors
from newsspider.processors.headlines import name_key
from newsspider.processors.urls import absolute_url

_PAPER_ENDS = ("报", "報", "网", "網", "신문", "일보")
_COMPANY = re.compile(
    r"(?:[\s,&]{1,3}(?:public|company|co|limited|ltd|plc|inc|incorporated|corp(?:oration)?|llc|gmbh|ag|kg|se|s\.?a|s\.?l"
    r"|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|oyj?|ab|as|aps|a/s|pty|pvt|media|group|holdings?|publishing|publications"
    r"|verlag|mbh)\.?){1,6}$",
    re.IGNORECASE,
)


def authors(facts: PageFacts) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield lists of authors, best first.

    A list of the site's own names, or of the name of an account, waits for the full names of people: sites sign
    in linked data with their name or that of who typed it in what a person signs on the page.
    """
    seen: list[Candidate[Sequence[Author]]] = []
    for candidate in _candidates(facts, facts.site_keys):
        if candidate in seen:  # one that waited for others, and is no better than it was
            continue
        seen.append(candidate)
        writers = candidate.changed("without_collaborators", without_collaborators(candidate.value, facts))
        yield writers.changed("without_employer", without_employer(writers.value, facts.employer_keys))


def _candidates(facts: PageFacts, own_names: Set[str]) -> Iterator[Candidate[Sequence[Author]]]:
    own: list[Candidate[Sequence[Author]]] = []
    metadata: Iterable[Candidate[Sequence[Author]]] = authors_of_metadata(facts, own_names)
    if signatures := signatures_under_headline(facts):
        metadata = list(metadata)
        told = (author for candidate in metadata for author in candidate.value)
        others = [
            author for author in told if not (is_own(name_key(author.name), own_names) or is_account(author))
        ]
        if metadata:
            yield from signed_otherwise(facts, signatures, others)
    for candidate in metadata:
        if _names_no_writer(candidate.value, own_names, facts):
            own.append(candidate)
        else:
            yield candidate
    announced = list(announced_authors(facts, own_names))
    people = [candidate for candidate in announced if not _names_site(candidate.value, own_names)]
    signed, again = tee(_signed(facts, people))
    if own:
        yield from _better(signed, own[0].value, own_names, facts)
        yield from own
    yield from again
    yield from authors_of_cards(facts)
    yield from announced
    yield from authors_of_state(facts)


def _names_no_writer(authors: Sequence[Author], own_names: Set[str], facts: PageFacts) -> bool:
    """Return whether a list of authors says nothing of who wrote: site, owner, newsroom, or who only edited."""
    return (
        _names_site(authors, own_names)
        or _names_owner(authors, facts.own_keys)
        or _names_newsroom(authors)
        or _names_papers(authors)
        or len(collaborators_of(authors, facts)) == len(authors)
    )


def _names_newsroom(authors: Sequence[Author]) -> bool:
    """Return whether a list of authors names nobody but a newsroom: "Redacción", "Staff Writer"."""
    return all(is_newsroom(author.name) for author in authors)


def _names_papers(authors: Sequence[Author]) -> bool:
    """Return whether a list of authors is papers alone: portals name whose text they show."""
    return all(
        not _COMPANY.search(author.name)
        and (
            author.name.endswith(_PAPER_ENDS)
            or any(word.end() == len(author.name) for word in words_pattern("organizations").finditer(author.name))
        )
        for author in authors
    )


def _better(
    signed: Iterable[Candidate[Sequence[Author]]],
    declared: Sequence[Author],
    own_names: Set[str],
    facts: PageFacts,
) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield the signed lists that are of people and better than a declared one that names no writer.

    An agency, a newsroom and who did other work may have written as well: they give way to a writer near the
    text alone.
    """
    did_other_work = bool(collaborators_of(declared, facts))
    is_of_site = _names_site(declared, own_names) or _names_owner(declared, facts.own_keys)
    is_body = (
        all(agencies_in(author.name) for author in declared)
        or _names_newsroom(declared)
        or (_names_papers(declared) and not is_of_site)
    )
    for candidate in signed:
        people = candidate.value
        if did_other_work:
            others = {author.name for author in collaborators_of(people, facts)}
            people = [author for author in people if author.name not in others]
            if all(name_key(author.name) in facts.employer_keys for author in people):
                continue
        if is_body and len(collaborators_of(people, facts)) == len(people):
            continue  # "责任编辑：王小明"
        is_any = not (did_other_work or is_body)
        is_person = names_person(people, own_names) or (is_body and is_unspaced_name(people[0], own_names))
        if is_person and (is_any or is_near(people, facts)):
            yield candidate


def _names_site(authors: Sequence[Author], own_names: Set[str]) -> bool:
    """Return whether a list of authors is the site's own names, or names of accounts."""
    own = [is_own(name_key(author.name), own_names) or is_account(author) for author in authors]
    # "taz, die tageszeitung": beside the site's name nobody's is written small.
    return all(own) or (
        any(own) and all(is_site or author.name.islower() for is_site, author in zip(own, authors, strict=True))
    )


def _names_owner(authors: Sequence[Author], own_names: Set[str]) -> bool:
    """Return whether a list of authors is bodies alone that say nothing of who wrote: the owner, agencies."""
    return all(
        author.type == "Organization"
        and (bool(agencies_in(author.name)) or not own_names.isdisjoint(_keys_of_company(author.name)))
        for author in authors
    )


def _keys_of_company(name: str) -> tuple[str, str]:
    """Return the keys of a body's name, and of it without the words for its kind: "Quay Post Media Ltd."."""
    return name_key(name), name_key(_COMPANY.sub("", name))


def _signed(
    facts: PageFacts, announced: Iterable[Candidate[Sequence[Author]]]
) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield what is marked as a byline, what was announced, and what reads like a byline or a name.

    What names a newsroom alone comes last: "Aus der Redaktion" may stand over what else there is to read, and
    "Texto: Ana Ruiz" under the text.
    """
    newsrooms = []
    marked = ((found, is_newsroom) for found in chain(authors_of_elements(facts), announced))
    written = ((found, is_unnamed) for found in chain(authors_of_byline_lines(facts), authors_of_leads(facts)))
    for found, names_nobody in chain(marked, written):
        if all(names_nobody(author.name) for author in found.value):
            newsrooms.append(found)
        else:
            yield found
    yield from authors_of_name_lines(facts)
    yield from authors_of_ends(facts)
    yield from newsrooms


def with_absolute_url(author: Author, base: str | None) -> Author:
    """Return an author whose address is absolute, or absent."""
    return replace(author, url=absolute_url(author.url, base)) if author.url else author


AUTHORS = Field(
    name="authors",
    rule=authors,
    clean=(Together(clean_authors, LANGUAGE), Each(with_absolute_url, BASE_URL)),
    form=parts_form(Author),
    doc_form="list of [Author](#author), once each",
    sources=(
        f"{LINKED_DATA}, `meta:*` (author and the like), `byline-element`, `*:authors` (announced), "
        "`byline` (T; or the first words of the text: 本报讯（记者 …）), `name-line` (a name alone "
        "beside headline, date or text); a line right under the headline (`byline`) comes first if the page shows "
        "none of those that it names elsewhere; `page-state` where there is no other; whom a line names for other "
        'work alone ("Edited by") is left out'
    ),
    limits=(
        "a list with only the site's own names, a newsroom, or the name of an account, is used only if no other "
        'source has authors; in a dump, words without "By" that occur elsewhere in lower case are taken for a '
        "section; a person who is named only at the end of the text is found where brackets or markup set the "
        "name apart; the site's own name after a person's is taken for their employer"
    ),
)
