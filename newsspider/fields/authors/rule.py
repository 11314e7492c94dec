"""Who wrote the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import chain, islice

from newsspider.fields.agency.names import agencies_in
from newsspider.fields.announced import announced_list
from newsspider.fields.authors.byline_elements import byline_elements
from newsspider.fields.authors.name_lines import name_beside_date, statements
from newsspider.fields.authors.signers import (
    byline_people,
    is_account,
    is_own,
    is_single_name,
    names_person,
    without_employer,
)
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import BASE_URL, LANGUAGE, LINKED_DATA, Each, Field, Together
from newsspider.fields.forms import parts_form
from newsspider.fields.search_regions import lines_around, lines_under_headline, names_beside
from newsspider.items import Author
from newsspider.language.bylines import prefixes, words_pattern
from newsspider.language.tags import base_language
from newsspider.lines.bylines import is_signature
from newsspider.lines.date_lines import is_unspaced_sentence
from newsspider.page.types import LinkedAgent
from newsspider.processors.authors import clean_authors, looks_like_name
from newsspider.processors.headlines import name_key
from newsspider.processors.urls import absolute_url

_AUTHOR_METAS = (
    "article:author", "author", "authors", "article:author:name", "article:author_name", "parsely-author",
    "sailthru.author", "cxenseparse:author", "dc.creator", "dcterms.creator", "dc.contributor", "byl",
    "byline", "citation_author", "creator", "twitter:creator:name", "vr:author", "rnews:author",
)  # fmt: skip
# Of these, what library catalogues read: a name in them is "Ruiz, Ana".
_CATALOGUES = frozenset({"dc.creator", "dcterms.creator", "dc.contributor", "citation_author"})
_SIGNED = re.compile(r"\w,?\s{1,3}@\w{2,40}$")  # "Ana Ruiz, @anaruiz"
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_ZONE = re.compile(r"^(?:[AaPp]\.?[Mm]\.?\s)?(?:[A-Z]{2,5}\s)(?=[a-z])")
_BRACKETS = "()（）[]【】 "
_DIGIT = re.compile(r"\d")
_SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")  # "Ana Ruiz/Ben Kurz"
_MAX_LABEL_CHARS = 25
_ACCOUNT_LINE_WORDS = 2
_LINES_OF_SIGNATURE = 4  # the headline, a summary and a date among them
_MAX_AUTHORS = 1_000  # of one list: physicists sign by the hundred


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
        yield candidate.changed("without_employer", without_employer(candidate.value, facts.own_keys))


def _candidates(facts: PageFacts, own_names: Set[str]) -> Iterator[Candidate[Sequence[Author]]]:
    own: list[Candidate[Sequence[Author]]] = []
    metadata: Iterable[Candidate[Sequence[Author]]] = _from_metadata(facts, own_names)
    if signatures := _signatures_under_headline(facts):
        metadata = list(metadata)
        told = (author for candidate in metadata for author in candidate.value)
        others = (
            author for author in told if not (is_own(name_key(author.name), own_names) or is_account(author))
        )
        if metadata:
            yield from _signed_otherwise(facts, signatures, {author.name for author in others})
    for candidate in metadata:
        if _names_site(candidate.value, own_names) or _names_owner(candidate.value, facts.own_keys):
            own.append(candidate)
        else:
            yield candidate
    announced = list(_announced(facts, own_names))
    people = [candidate for candidate in announced if not _names_site(candidate.value, own_names)]
    if own:
        is_agency = all(agencies_in(author.name) for author in own[0].value)
        signed = (found for found in _signed(facts, people) if names_person(found.value, own_names))
        yield from (found for found in signed if not is_agency or _is_near(found.value, facts))
        yield from own
    yield from _signed(facts, people)
    cards = [Author(name=name) for name in _labelled_cards(facts)]
    yield from _candidate(facts, cards, "meta:twitter:data")
    yield from announced


def _signatures_under_headline(facts: PageFacts) -> Sequence[str]:
    """Return the lines right under the headline that begin with a word of bylines."""
    labels = prefixes(base_language(facts.language))
    lines = islice(lines_under_headline(facts), 1, _LINES_OF_SIGNATURE) if not facts.is_dump else ()
    return [line for line in lines if labels.match(line) and not words_pattern("ends").match(line)]


def _signed_otherwise(
    facts: PageFacts, lines: Sequence[str], told: Set[str]
) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield whom a line right under the headline names as author where the page shows nobody of those `told`.

    They typed the text in or run the site: of 4 such pages 4 were by whom the line names. Without any of them an
    agency alone is yielded.
    """
    for line in lines:
        for found in _candidate(facts, [Author(name=line)], "byline"):
            may_sign = (agencies_in(one.name) or (told and _is_full_name(one)) for one in found.value)
            is_told = any(name_key(one.name) in name_key(name) for one in found.value for name in told)
            if all(may_sign) and not is_told and not any(_is_shown(name, facts) for name in told):
                yield found


def _is_full_name(author: Author) -> bool:
    return author.type == "Person" and " " in author.name and looks_like_name(author.name)


def _is_shown(name: str, facts: PageFacts) -> bool:
    """Return whether the end of a name, a family name perhaps, stands near the headline or the text."""
    last = name.rsplit(maxsplit=1)[-1].casefold()
    return any(last in line.casefold() for line in chain(lines_under_headline(facts), lines_around(facts)))


def _names_site(authors: Sequence[Author], own_names: Set[str]) -> bool:
    """Return whether a list of authors is the site's own names, or names of accounts."""
    return all(is_own(name_key(author.name), own_names) or is_account(author) for author in authors)


def _is_near(authors: Sequence[Author], facts: PageFacts) -> bool:
    """Return whether an author's name stands near the headline or the text, and not in a footer alone."""
    near = " ".join(chain(lines_under_headline(facts), lines_around(facts)))
    return any(author.name in near for author in authors)


def _names_owner(authors: Sequence[Author], own_names: Set[str]) -> bool:
    """Return whether a list of authors is bodies alone that say nothing of who wrote: the owner, agencies."""
    return all(
        author.type == "Organization" and (name_key(author.name) in own_names or bool(agencies_in(author.name)))
        for author in authors
    )


def _announced(facts: PageFacts, own_names: Set[str]) -> Iterator[Candidate[Sequence[Author]]]:
    for found in announced_list(facts.announcement, "authors"):
        people = [Author(name=name) for name in found.value]
        yield from _candidate(facts, _as_site(people, own_names), found.source)


def _signed(
    facts: PageFacts, announced: Iterable[Candidate[Sequence[Author]]]
) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield what is marked as a byline, what was announced, and what reads like a byline or a name."""
    yield from _from_elements(facts)
    yield from announced
    yield from _from_byline_lines(facts)
    yield from _from_name_lines(facts)


def _from_metadata(facts: PageFacts, own_names: Set[str]) -> Iterator[Candidate[Sequence[Author]]]:
    page = facts.page
    for people, source in _linked(facts):
        yield from _candidate(facts, _as_site(people, own_names), source)
    for name in _AUTHOR_METAS:
        contents = page.meta.get(name)
        if contents:
            is_catalogue = name in _CATALOGUES
            people = [Author(name=_in_order(content, facts, is_catalogue=is_catalogue)) for content in contents]
            yield from _candidate(facts, _as_site(people, own_names), f"meta:{name}")


def _as_site(people: Iterable[Author], own_names: Set[str]) -> list[Author]:
    """Return authors, the site's own name as a body's: "Luxury Travel Expert" is no role then."""
    return [
        replace(author, type="Organization") if name_key(author.name) in own_names else author for author in people
    ]


def _labelled_cards(facts: PageFacts) -> Iterator[str]:
    """Yield what a page's card for social sites labels as the author's name: "Written by"."""
    page, labels = facts.page, prefixes(base_language(facts.language))
    for number in (1, 2):
        label, name = page.first_meta(f"twitter:label{number}"), page.first_meta(f"twitter:data{number}")
        if label and name and labels.fullmatch(f"{label.strip()} "):
            yield name


def _from_elements(facts: PageFacts) -> Iterator[Candidate[Sequence[Author]]]:
    elements = list(byline_elements(facts))
    for names in _labelled_first(elements, facts) if len(elements) > 1 else elements:
        yield from _candidate(facts, [Author(name=name) for name in names], "byline-element")


def _labelled_first(elements: Sequence[Sequence[str]], facts: PageFacts) -> Sequence[Sequence[str]]:
    """Return the names of byline elements, first those that a line under the headline introduces: "By Ana Ruiz".

    A link to who took the picture may stand nearer to the headline.
    """
    signed = " ".join(_labelled(lines_under_headline(facts), facts.language))
    return sorted(elements, key=lambda names: names[0] not in signed) if signed else elements


def _from_byline_lines(facts: PageFacts) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield the bylines near the body; on an HTML page those that begin as one: menus hold names too."""
    language = facts.language
    if facts.is_dump:
        yield from _dump_lines(facts, language)
        return
    lines = [*lines_under_headline(facts), *lines_around(facts)]
    for line in dict.fromkeys((*_labelled(lines, language), *_signatures(lines))):
        for found in _candidate(facts, [Author(name=line)], "byline"):
            if looks_like_name(found.value[0].name) or (_is_label_and_account(line, found.value)):
                yield found


def _is_label_and_account(line: str, people: Sequence[Author]) -> bool:
    """Return whether a line is a word of bylines and the name under which somebody logs in: "by harbour_fan"."""
    is_one = len(people) == 1 and len(line.split()) == _ACCOUNT_LINE_WORDS
    # "By month" leads to a list.
    return is_one and not people[0].name.isalpha() and is_account(replace(people[0], type=None))


def _dump_lines(facts: PageFacts, language: str | None) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield the names that a dump's bylines hold; what no word of bylines introduces is looked at closely."""
    labels = prefixes(base_language(language))
    for line in facts.byline_lines:
        is_labelled = labels.match(line) is not None
        for found in _candidate(facts, [Author(name=line)], "byline"):
            people = byline_people(found.value, facts, is_labelled=is_labelled)
            if people:
                yield found.changed("byline_people", people)


def _labelled(lines: Iterable[str], language: str | None) -> Iterator[str]:
    """Yield the parts of lines that begin with a word of bylines; one that is such a word goes with the next."""
    labels = prefixes(base_language(language))
    waiting = ""
    for line in lines:
        if is_unspaced_sentence(line):
            continue  # "记者从海港市获悉，…": a report begins with the word for its writer
        parts = map(_without_zone, statements(f"{waiting}{line}".strip(_BRACKETS)))
        yield from (part for part in parts if labels.match(part) or ("@" in part and _SIGNED.search(part)))
        waiting = f"{line} " if len(line) <= _MAX_LABEL_CHARS and labels.fullmatch(f"{line} ") else ""


def _without_zone(part: str) -> str:
    """Return what a line states behind a time without that time's zone: "EST by Ana Ruiz"."""
    return _ZONE.sub("", part, count=1)


def _signatures(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that are a person's name and an East Asian word for a reporter, an address aside."""
    for line in lines:
        part = _EMAIL.sub("", line).strip(_BRACKETS) if not line.isascii() else ""
        if part and is_signature(part) and not words_pattern("organizations").search(part):
            yield part


def _from_name_lines(facts: PageFacts) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield names that stand alone right under the headline or beside its date, on pages that say no "By"."""
    for text in names_beside(facts) if not facts.is_dump else ():
        line = _SLASH.sub(", ", name_beside_date(text, facts.language) or text)
        for found in _candidate(facts, [Author(name=line)], "name-line"):
            names = [author.name for author in found.value]
            if _is_all_names(line, names) and facts.lower_case_words.isdisjoint(line.lower().split()):
                yield found


def _is_all_names(line: str, names: Sequence[str]) -> bool:
    """Return whether a line holds full names and nothing else."""
    if line.endswith("...") or _DIGIT.search(line):
        return False
    kept = sum(len(name_key(name)) for name in names)
    return all(
        2 <= len(name.split()) <= 4 and name.istitle() and looks_like_name(name) for name in names
    ) and kept >= len(name_key(line))


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


def _candidate(facts: PageFacts, raw: Iterable[Author], source: str) -> Iterator[Candidate[Sequence[Author]]]:
    written = list(islice(raw, _MAX_AUTHORS))
    entries = [[_typed(one) for one in clean_authors(author, language=facts.language)] for author in written]
    cleaned = [author for entry in entries for author in entry]
    people = [
        author
        for one, entry in zip(written, entries, strict=True)
        for author in _without_body(_without_places(entry, one.name, facts.language), one)
    ]
    if people:
        candidate: Candidate[Sequence[Author]] = Candidate(written, source)
        yield candidate.changed("clean_authors", cleaned).changed("without_places", people)


def _without_places(people: Sequence[Author], written: str, language: str | None) -> Sequence[Author]:
    """Return what one entry names, without single words behind a full name: "Ana Ruiz, Lisbon"."""
    if len(people) < 2 or (" " not in people[0].name and "." not in people[0].name):
        return people
    kept: list[Author] = []
    for author in people:
        is_sure = not kept or " " in author.name or author.type == "Organization"
        if is_sure or is_single_name(author.name, kept[-1].name, written, language):
            kept.append(author)
    return kept


def _without_body(people: Sequence[Author], written: Author) -> Sequence[Author]:
    """Return what the name of one person holds, without whom that person works for: "Ana Ruiz, Example Press"."""
    if written.type != "Person" or len(people) < 2 or " " not in people[0].name or people[0].type != "Person":
        return people
    return [author for author in people if author.type != "Organization"]


def _typed(author: Author) -> Author:
    """Return an author that is an agency as an organization, whatever the page calls it."""
    if author.type != "Organization" and agencies_in(author.name):
        return replace(author, type="Organization")
    return author


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
        "`byline` (T), `name-line` (a name alone "
        "beside headline, date or text); a line right under the headline (`byline`) comes first if the page shows "
        "none of those that it names elsewhere"
    ),
    limits=(
        "a list with only the site's own names, or the name of an account, is used only if no other source has "
        'authors; in a dump, words without "By" that occur elsewhere in lower case are taken for a section; a '
        "person who is named only at the end of the text is not found; the site's own name after a person's is "
        "taken for their employer"
    ),
)
