"""The news agencies that the text came from, by its authors, meta elements, dateline and bylines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import LINKED_DATA, Each, Field
from newsspider.fields.forms import LINES
from newsspider.fields.search_regions import region_below
from newsspider.language.agencies import agencies_in
from newsspider.language.scripts import TOUCHING
from newsspider.language.word_lists import words_of
from newsspider.processors.credits import at_sign
from newsspider.processors.other_work import before_end_words
from newsspider.processors.text import distinct, one_line

# As in: LONDON, March 3 (Reuters) - ... | (AP) — ... | ДАМАСК, 3 марта. /ТАСС/. ... | 【共同】...
_OPENING = re.compile(
    r"^(.{0,80}?)[\s.,]{0,3}"
    rf"(?:[(（\[]([^()（）\[\]]{{2,60}})[)）\]]\.?(?=[\s\-–—:：{TOUCHING}]|$)"
    r"|/([^/()]{2,40})/\.?(?=[\s\-–—]|$)|【([^【】]{2,40})】)"
)
_OPENS = re.compile(r"[(（\[/【]")
_OPENS_BEFORE_CHARS = 90
_PLACE = re.compile(r"^([^\W\d_a-zа-яα-ω][^()/,.\d=]{1,40}?)(?=\s*(?:[,(/（.=]|$))")
# "Berlin - dpa": the agency between dashes
_DASHED = re.compile(r"^(.{2,40}?)\s+[-–—]\s+(\S{2,20})\s+[-–—]\s")
_DASH = re.compile(r"[-–—]")
_CLOSING = re.compile(r"[(/\[（]([^()/\[\]（）]{2,60})[)/\]）]\.?$")
_CLOSING_CHARS = 70
_MAX_SIGNATURE_CHARS = 60
_METAS = (
    "author", "source", "article:author", "cre", "syndication-source", "original-source", "dc.source",
    "dc.creator",
    "byl",
)  # fmt: skip
_MAX_CHARS = 200  # of a meta element that names an agency; longer ones are texts


@dataclass(frozen=True, slots=True)
class Dateline:
    """The beginning of a text that names a place, an agency, or both."""

    text: str  # as written, up to the dash
    place: str | None
    agencies: list[str]


def dateline(facts: PageFacts) -> Dateline | None:
    """Return the dateline that the body's first paragraphs begin with, or None."""
    body = facts.body
    first, end = facts.main_run
    for i in range(first, min(first + 2, end)):
        text = body.blocks.texts[i][:200]
        match = _beginning(text)
        source = next(filter(None, match.groups()[1:])) if match else ""
        agencies = agencies_in(source)
        if match and agencies and not _is_short_for(source, match[1]):
            place = _PLACE.match(match[1].strip())
            return Dateline(match[0].strip(), place[1].strip() if place else None, agencies)
    return None


def _beginning(text: str) -> re.Match[str] | None:
    """Return how a dateline begins a text; most hold none of its marks, as is found out at once."""
    match = _OPENING.match(text) if _OPENS.search(text, 0, _OPENS_BEFORE_CHARS) else None
    return match or (_DASHED.match(text) if _DASH.search(text) else None)


def _is_short_for(source: str, before: str) -> bool:
    """Return whether brackets give the letters of the words before them: "Australian Apple Panel (AAP)"."""
    initials = "".join(word[0] for word in before.split()[-len(source) :])
    return len(source) > 1 and source.isalpha() and initials == source


def dateline_agency(facts: PageFacts) -> list[str]:
    """Return the agencies that the dateline, the text's last brackets or a signature line below it name."""
    body = facts.body
    found = dateline(facts)
    agencies = list(found.agencies) if found else []
    if body.chosen:
        agencies += _closing_agencies(body.blocks.texts[facts.main_run[1] - 1])
        for i in region_below(facts)[:2]:
            text = body.blocks.texts[i]
            if len(text) <= _MAX_SIGNATURE_CHARS:
                agencies += agencies_in(text)
    return list(dict.fromkeys(agencies))


def _closing_agencies(text: str) -> list[str]:
    match = _CLOSING.search(text, max(0, len(text) - _CLOSING_CHARS))
    if match:
        return agencies_in(match[1])
    return agencies_in(text) if len(text) <= _MAX_SIGNATURE_CHARS else []


def agency(facts: PageFacts) -> Iterator[Candidate[list[str]]]:
    """Yield lists of the agencies that the page's data, its dateline or the chosen authors name, best first."""
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
    authors = facts.chosen.get("authors") or ()
    written = (before_end_words((author.nameRaw or author.name)[:_MAX_CHARS]) for author in authors if author.name)
    found = [name for byline in written for name in agencies_in(byline)]
    if found:
        yield Candidate(list(dict.fromkeys(found)), "authors")
    # Looking around the body takes longer than all the rest: worth it where nothing else is left.
    for line in facts.byline_lines if facts.is_dump else ():
        found = [] if _is_of_picture(line) else agencies_in(line)  # "© Ana Ruiz / AFP": of the picture
        if found:
            yield Candidate(found, "byline")


def _is_of_picture(line: str) -> bool:
    """Return whether a line says whose a picture is: "© Ana Ruiz / AFP", but no "Source: AFP" and no "© AFP"."""
    signed = at_sign(line)
    label = line[:_MAX_CHARS].split(maxsplit=1)[0].rstrip(":：") if line.strip() else ""
    is_signed = signed is not None and not signed[0].strip() and "/" in signed[1]
    return is_signed or label.casefold() in words_of("processors/data/captions", "bare_labels")


AGENCY = Field(
    name="agency",
    rule=agency,
    clean=(Each(one_line),),
    form=LINES,
    join=distinct,
    description="News agencies that the text came from.",
    doc_form="list of agencies' names",
    sources=(
        f"{LINKED_DATA}, `meta:*` (author, source and the like), `dateline` (T), "
        "`authors` (those that were found), `byline` (T)"
    ),
    limits="only agencies in the list that ships with the package, each under the one name that it has there",
)
