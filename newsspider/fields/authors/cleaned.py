"""Candidates of authors: what one source names, cleaned to lists of authors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from newsspider.fields.authors.signers import is_single_name
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.items import Author
from newsspider.language.places import is_city_of_words
from newsspider.language.word_lists import words_of
from newsspider.processors.authors import clean_authors
from newsspider.processors.headlines import name_key

_MAX_DATELINE_CHARS = 120
_DATELINE_REST = re.compile(r"(?:,\s[^-–—\n]{2,30}|\s?\([^()\n]{2,20}\))?\s?[-–—]")  # ", Australia (dpa) -"
_OFFICE = re.compile(
    r"(?:The\s)?(?:Office|Department|Division|School|Faculty|Institute|Ministry|Bureau|Center|Centre|College)\s(?:of|for)\s"
    r"|(?:Abteilung|Referat|Stabsstelle|Pressestelle|Oficina|Departamento|Facultad|Faculdade|Ufficio|Service|Direction)\s"
    r"|(?:Press|Media|Communications?)\s(?:Office|Team)\b"
)
_MIN_NAME_WORDS = 2
_MAX_AUTHORS = 1_000  # of one list: physicists sign by the hundred


def author_candidates(
    facts: PageFacts, raw: Iterable[Author], source: str
) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield the authors whom a source names, cleaned, as one candidate; none if it names nobody."""
    written = list(islice(raw, _MAX_AUTHORS))
    entries = [clean_authors(author, language=facts.language) for author in written]
    cleaned = [author for entry in entries for author in entry]
    people = [
        author
        for one, entry in zip(written, entries, strict=True)
        for author in _without_body(_without_places(entry, one.name, facts.language), one)
    ]
    people = [
        author
        for place, author in enumerate(people)
        if not (place and (_is_city(author, people[0], facts) or _is_office(author, people[0])))
    ]
    if people:
        candidate: Candidate[Sequence[Author]] = Candidate(written, source)
        cleaned_candidate = candidate.changed("clean_authors", cleaned).changed("without_places", people)
        # A declared body's name stays whole: "The Harbour Herald & Post" on the site of the Herald & Post.
        is_body = any(author.type == "Organization" for author in written)
        named = people if is_body else [_without_site(author, facts) for author in people]
        yield cleaned_candidate.changed("without_site", named)


def _without_site(author: Author, facts: PageFacts) -> Author:
    """Return an author without the site behind the name: "Ana Ruiz Harbour Herald Staff", "Ana Ruiz HBC".

    One word may be a surname as well: it counts in capitals, or before the word for its staff.
    """
    words = author.name.split()
    unnamed = words_of("language/data/bylines", "unnamed")
    end = len(words)
    while end > _MIN_NAME_WORDS and words[end - 1].casefold() in unnamed:
        end -= 1
    for start in range(_MIN_NAME_WORDS, end):
        site = words[start:end]
        is_sure = len(site) > 1 or end < len(words) or (site[0].isupper() and not author.name.isupper())
        if is_sure and name_key(" ".join(site)) in facts.site_keys:
            return replace(author, name=" ".join(words[:start]))
    return author


def _is_office(author: Author, first: Author) -> bool:
    """Return whether an entry behind a full name is where that person works: "Office of Communications"."""
    return " " in first.name and first.type == "Person" and _OFFICE.match(author.name) is not None


def _is_city(author: Author, first: Author, facts: PageFacts) -> bool:
    """Return whether an entry behind a full name is where that person writes: "Ana Ruiz, Cape Town".

    What the text begins with in capitals before a dash is a place too: "ALICE SPRINGS - The storm".
    """
    if " " not in first.name or " " not in author.name:
        return False
    begin, name = (facts.body.text or "")[:_MAX_DATELINE_CHARS], author.name.upper()
    is_dateline = begin.startswith(name) and _DATELINE_REST.match(begin, len(name)) is not None
    return is_city_of_words(author.name) or is_dateline


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
