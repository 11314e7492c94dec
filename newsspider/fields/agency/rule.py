"""The news agencies that the text came from, by its authors, meta elements, dateline and bylines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import LINKED_DATA, Each, Field
from newsspider.fields.forms import LINES
from newsspider.fields.markup import class_words, is_named
from newsspider.fields.search_regions import region_below
from newsspider.language.agencies import agencies_in, agency_behind_place, is_agency
from newsspider.language.bylines import words_pattern
from newsspider.language.scripts import TOUCHING
from newsspider.language.word_lists import word_set
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
# Without brackets, behind a dash: "Berlin - dpa - ...", "МОСКВА, 4 мая - РИА Новости. ...", "الرياض - واس : ...".
# A tatweel may stand for the dash.
_DASHED = re.compile(
    r"^(.{2,40}?)\s+[-–—ـ]\s+([^\s.–—ـ-]\S{1,19}(?:\s\S{1,19}){0,2}?)(?:\s+[-–—ـ]|\.|\s?:)\s"
    r"|^(?:[^\s.]{2,20}\.\s(?:[^.]{3,12}\.\s)?)(\S{2,20})\s+[-–—]\s"  # "Москва. 4 мая. INTERFAX.RU - ..."
)
_DASH = re.compile(r"[-–—]|\sـ\s")
# "新华社北京5月4日电（记者 ...）": the agency touches the place.
_WIRED = re.compile(
    r"^(?:据|據)?()([^\s，。,；;：:（(]{2,30}?)(?:\d{1,2}月)?\d{1,2}日(?:[上下]午|晚)?(?:电|電|讯|訊|消息)"
)
_WIRED_CHARS = 40
_CLOSING = re.compile(r"[(/\[（]([^()/\[\]（）]{2,60})[)/\]）]\.?$")
_CLOSING_CHARS = 70
_MAX_SIGNATURE_CHARS = 60
_BARS = re.compile(r"\s[|·•]\s")
_BLOCKS_ABOVE = 6  # between headline and text: standfirst, byline, source, date
_MAX_AGENCY_WORDS = 4
_MAX_NAMING = 2  # elements around a line whose names are looked at
_FIGURE_TAGS = frozenset(("figure", "figcaption"))
_LISTED = re.compile(r"\s?[,;/&+、，；]\s?|\s(?:and|und|et|y|e|en|og|och|i|и|та)\s")  # "Quelle: dpa/AFP"
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
        agencies = agencies_in(source) or agency_behind_place(source)
        before = (match and match[1]) or ""
        if match and agencies and not _is_short_for(source, before):
            place = _PLACE.match(before.strip())
            return Dateline(match[0].strip(), place[1].strip() if place else None, agencies)
    return None


def _beginning(text: str) -> re.Match[str] | None:
    """Return how a dateline begins a text; most hold none of its marks, as is found out at once."""
    match = _WIRED.match(text) if "日" in text[:_WIRED_CHARS] else None
    if match is None and _OPENS.search(text, 0, _OPENS_BEFORE_CHARS):
        match = _OPENING.match(text)
    if match is None and _DASH.search(text):
        match = _DASHED.match(text)
        source = (match[2] or match[3]) if match else ""
        return match if " " not in source or is_agency(source) else None
    return match


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


def source_above(facts: PageFacts) -> list[str]:
    """Return the agency that a line between headline and text is, or names as the source: "Source: Reuters"."""
    body, h1 = facts.body, facts.headline_place
    if h1 is None or not body.chosen or facts.is_dump:
        return []
    for place in range(h1 + 1, min(body.chosen[0], h1 + 1 + _BLOCKS_ABOVE)):
        if len(body.blocks.texts[place]) > _MAX_SIGNATURE_CHARS:
            continue
        for part in _BARS.split(facts.line_at(place)):
            label, mark, name = part.partition(":") if ":" in part else part.partition("：")
            if mark and label.strip().casefold() in word_set("language/data/bylines", "sources"):
                agencies = agencies_in(name) if any(map(_is_agency, _LISTED.split(name))) else []
            else:
                is_one = is_agency(part) and not _is_at_picture(facts, h1, place)
                agencies = agencies_in(part) if is_one else _employer(part)
            if agencies:
                return agencies
    return []


def _employer(byline: str) -> list[str]:
    """Return the agency that a byline's last person works for: "By Ana Ruiz, Associated Press Staff Writer".

    Or through which the text came: "By Ana Ruiz via Reuters".
    """
    sender = byline.partition(" via ")[2]
    if is_agency(sender):
        return agencies_in(sender)
    words = byline.split()
    end, roles = len(words), words_pattern("roles")
    while end and (words[end - 1] == "Staff" or roles.fullmatch(words[end - 1].removesuffix("s"))):
        end -= 1
    if end < len(words):
        for start in range(max(end - _MAX_AGENCY_WORDS, 1), end):
            if is_agency(name := " ".join(words[start:end])):
                return agencies_in(name)
    return []


def _is_agency(name: str) -> bool:
    """Return whether a source is an agency and not what has its name: "AA", "dpa", but no "Reuters Institute"."""
    return is_agency(name.strip()) or (len(name.split()) == 1 and bool(agencies_in(name)))


def _is_at_picture(facts: PageFacts, h1: int, place: int) -> bool:
    """Return whether a line may say who took a picture, "Reuters".

    It stands in a figure, in what is named after pictures or credits, or behind a picture below the headline.
    """
    blocks = facts.body.blocks
    element, markup = blocks.elements[place], blocks.markup
    if element is None or markup is None:
        return False
    if any(h1 < position <= place for position in markup.images.positions):
        return True
    words = class_words()
    named = words["picture"] | words["caption"] | words["credit"]
    around = (element, *islice(element.iterancestors(), _MAX_NAMING))
    return any(one.tag in _FIGURE_TAGS or is_named(one.items(), named) for one in around)


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
    found = source_above(facts)
    if found:
        yield Candidate(found, "byline")
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
    return is_signed or label.casefold() in word_set("processors/data/captions", "bare_labels")


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
