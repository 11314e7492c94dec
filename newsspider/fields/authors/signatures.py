"""Authors whom lines and elements of the page name: bylines, names alone, signatures under the headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import chain, islice

from newsspider.fields.agency.names import agencies_in
from newsspider.fields.authors.byline_elements import byline_elements
from newsspider.fields.authors.cleaned import author_candidates
from newsspider.fields.authors.name_lines import name_beside_date, statements
from newsspider.fields.authors.signers import byline_people, is_account
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.search_regions import lines_around, lines_under_headline, names_beside
from newsspider.items import Author
from newsspider.language.bylines import byline_words, names_writer, prefixes, words_pattern
from newsspider.language.calendars import is_weekday, month_number
from newsspider.language.places import is_place
from newsspider.language.scripts import TOUCHING
from newsspider.language.tags import base_language
from newsspider.lines.bylines import signers_of, without_address
from newsspider.lines.date_lines import is_date_line, is_unspaced_sentence
from newsspider.processors.author_names import PARTICLES
from newsspider.processors.authors import looks_like_name
from newsspider.processors.headlines import name_key

_SIGNED = re.compile(r"\w,?\s{1,3}@\w{2,40}$")  # "Ana Ruiz, @anaruiz"
_ZONE = re.compile(r"^(?:[AaPp]\.?[Mm]\.?\s)?(?:[A-Z]{2,5}\s)(?=[a-z])")
_LAST_DOT = re.compile(r"[^\W\d_]{3}\.$")
_BRACKETS = "()（）[]【】 "
_DIGIT = re.compile(r"\d")
_SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")  # "Ana Ruiz/Ben Kurz"
_MAX_LABEL_CHARS = 25
_ACCOUNT_LINE_WORDS = 2
# Words have hyphens and dots as well ("covid-19", "x-ray", "node.js"), and formats and models are short ("mp3").
_ACCOUNT = re.compile(r"(?=.{0,40}[\d_])\w{5,40}")
_LINES_OF_SIGNATURE = 3  # a summary and a date among them
_BLOCKS_OF_SIGNATURE = 8
_MAX_LINE_CHARS = 160
_MAX_TOLD = 20
_MAX_PIECES = 12
_BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】]{0,80})")
_TOUCHES = re.compile(f"[{TOUCHING}]")
_MIN_INFLECTED_CHARS = 4
_WORD = re.compile(r"\w{1,80}")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")


def signatures_under_headline(facts: PageFacts) -> Sequence[str]:
    """Return the lines right under the headline that begin with a word of bylines.

    What stands over the headline, behind the text or among its paragraphs may sign something else.
    """
    labels = prefixes(base_language(facts.language))
    lines = _lines_before_text(facts) if not facts.is_dump else ()
    return [line for line in lines if labels.match(line) and not words_pattern("ends").match(line)]


def _lines_before_text(facts: PageFacts) -> Sequence[str]:
    """Return the first short lines under the headline, up to the second paragraph of the text."""
    h1, body = facts.headline_place, facts.body
    if h1 is None or not body.chosen:
        return ()
    lines: list[str] = []
    paragraphs = 0
    for place in range(h1 + 1, min(h1 + 1 + _BLOCKS_OF_SIGNATURE, body.chosen[-1] + 1)):
        if len(body.blocks.texts[place]) > _MAX_LINE_CHARS:
            paragraphs += 1
        elif body.blocks.tags[place] != "figcaption":
            lines.append(facts.line_at(place))
        if paragraphs > 1 or len(lines) == _LINES_OF_SIGNATURE:
            break
    return lines


def signed_otherwise(
    facts: PageFacts, lines: Sequence[str], told: Set[str]
) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield whom a line right under the headline names as author where the page shows nobody of those `told`.

    They typed the text in or run the site: of 4 such pages 4 were by whom the line names. A line counts if it
    says who wrote, and markup or a date beside it says that it is a byline: "By Royal Appointment" names nobody.
    Without anybody told an agency alone is yielded.
    """
    labels = prefixes(base_language(facts.language))
    for line in lines:
        label = labels.match(line)
        if label is None or not names_writer(label[0]) or _shares_work(line):
            continue
        for found in author_candidates(facts, [Author(name=line)], "byline"):
            if not told:
                may_sign = all(agencies_in(author.name) for author in found.value)
            else:
                may_sign = (
                    all(_is_person(author) and _is_other(author, told) for author in found.value)
                    and _is_byline_of(line, found.value, facts)
                    and not _is_on_page(told, facts)
                )
            if may_sign:
                yield found


def _shares_work(line: str) -> bool:
    """Return whether brackets in a line say that somebody in it did other work: "Von Ana Ruiz (Foto)"."""
    return any(
        words_pattern(kind).search(words[1])
        for words in _BRACKET.finditer(line)
        for kind in ("collaborators", "ends")
    )


def _is_person(author: Author) -> bool:
    """Return whether an author has a person's full name, without words of what else "by" introduces."""
    is_named = _is_full_name(author) and author.name.split()[0].casefold() not in PARTICLES
    kinds = ("no_signers", "roles")
    return (
        is_named
        and not agencies_in(author.name)
        and not any(words_pattern(kind).search(author.name) for kind in kinds)
    )


def _is_sure_person(author: Author, facts: PageFacts) -> bool:
    """Return whether a name is a person's by its words alone: no place, no day, none that the page writes small.

    A given name may be a word, a place or a month: "Will Smith", "Paris Gil", "April Ruiz", but no word of the
    headline: "By Storm Power". A family name may too, but so end "By New May" and "By Popular Vote".
    """
    language = facts.language
    words = author.name.split()
    if words[0].lower() in facts.lower_case_words.intersection((facts.headline or "").lower().split()):
        return False
    behind = [word for word in words[1:] if word.casefold() not in PARTICLES]
    return (
        facts.lower_case_words.isdisjoint(word.lower() for word in behind)
        and not any(is_place(part, language) for part in (author.name, *behind))
        and not any(month_number(word, language or "") for word in behind)
        and not any(is_weekday(word, language or "") for word in words)
    )


def _is_other(author: Author, told: Set[str]) -> bool:
    """Return whether an author shares no word with any of those told, who are written in the same script.

    Who does may be the same person: "Ana Gil" and "Ana Gil-Ruiz", "Anna Petrova" and "Анна Петрова".
    """
    words = {name_key(word) for word in _WORD.findall(author.name)}
    is_latin = _LATIN.search(author.name) is not None
    return all(
        (_LATIN.search(name) is not None) == is_latin
        and words.isdisjoint(name_key(word) for word in _WORD.findall(name))
        for name in told
    )


def _is_on_page(told: Set[str], facts: PageFacts) -> bool:
    """Return whether the end of a name, a family name perhaps, stands anywhere on the page.

    Of many names some always do: nobody types in a text for twenty others.
    """
    if len(told) > _MAX_TOLD:
        return True
    ends = re.compile("|".join(_as_written(name.rsplit(maxsplit=1)[-1]) for name in sorted(told)))
    elements = facts.page.hinted.get("author", ())[:_MAX_TOLD]
    marked = ("".join(islice(element.itertext(), _MAX_PIECES)) for element in elements)
    return any(ends.search(text) for text in chain(facts.body.blocks.texts, marked))


def _as_written(name: str) -> str:
    """Return a pattern of a name as texts write it, as a word of its own: "an old pier" is not by Kim An.

    One of four letters or more may have an ending ("Петров", "Петрова"), and East Asian ones touch what follows.
    """
    forms = "|".join(map(re.escape, sorted({name, name.upper(), name.capitalize()})))
    if _TOUCHES.search(name):
        return forms
    ending = r"\w{0,3}" if len(name) >= _MIN_INFLECTED_CHARS else ""
    return rf"(?<!\w)(?:{forms}){ending}(?!\w)"


def _is_byline_of(line: str, people: Sequence[Author], facts: PageFacts) -> bool:
    """Return whether a byline's element names these people, or a date stands beside a line of people for sure."""
    marked = {name for names in byline_elements(facts) for name in names}
    if marked.issuperset(author.name for author in people):
        return True
    lines = _lines_before_text(facts)
    place = lines.index(line)
    is_dated = any(is_date_line(near, facts.language) for near in lines[max(0, place - 1) : place + 2])
    return is_dated and all(_is_sure_person(author, facts) for author in people)


def _is_full_name(author: Author) -> bool:
    return author.type == "Person" and " " in author.name and looks_like_name(author.name)


def is_near(authors: Sequence[Author], facts: PageFacts) -> bool:
    """Return whether an author's name stands near the headline or the text, and not in a footer alone."""
    near = " ".join(chain(lines_under_headline(facts), lines_around(facts)))
    return any(author.name in near for author in authors)


def authors_of_elements(facts: PageFacts) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield whom elements name that are marked as bylines."""
    elements = list(byline_elements(facts))
    for names in _labelled_first(elements, facts) if len(elements) > 1 else elements:
        yield from author_candidates(facts, [Author(name=name) for name in names], "byline-element")


def _labelled_first(elements: Sequence[Sequence[str]], facts: PageFacts) -> Sequence[Sequence[str]]:
    """Return the names of byline elements, first those that a line under the headline introduces: "By Ana Ruiz".

    A link to who took the picture may stand nearer to the headline.
    """
    signed = " ".join(_labelled(lines_under_headline(facts), facts.language))
    return sorted(elements, key=lambda names: names[0] not in signed) if signed else elements


def authors_of_byline_lines(facts: PageFacts) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield the bylines near the body; on an HTML page those that begin as one: menus hold names too."""
    language = facts.language
    if facts.is_dump:
        yield from _dump_lines(facts, language)
        return
    lines = [*lines_under_headline(facts), *lines_around(facts)]
    for line in dict.fromkeys((*map(_without_dot, _labelled(lines, language)), *_signatures(lines))):
        for found in author_candidates(facts, [Author(name=line)], "byline"):
            if looks_like_name(found.value[0].name) or _is_label_and_account(line, found.value, facts):
                yield found


def _is_label_and_account(line: str, people: Sequence[Author], facts: PageFacts) -> bool:
    """Return whether a line is a word of bylines and the name under which somebody logs in: "by harbour_fan"."""
    is_one = len(people) == 1 and len(line.split()) == _ACCOUNT_LINE_WORDS
    # "By month" leads to a list.
    return (
        is_one
        and _ACCOUNT.fullmatch(people[0].name) is not None
        and is_account(replace(people[0], type=None))
        and people[0].name not in (facts.body.text or "")
    )


def _dump_lines(facts: PageFacts, language: str | None) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield the names that a dump's bylines hold; what no word of bylines introduces is looked at closely."""
    labels = prefixes(base_language(language))
    for line in facts.byline_lines:
        is_labelled = labels.match(line) is not None
        for found in author_candidates(facts, [Author(name=line)], "byline"):
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


def _without_dot(part: str) -> str:
    """Return a line without the dot behind its last word, unless that may be short for more: "Esq.", "Inc."."""
    if not _LAST_DOT.search(part) or words_pattern("organizations").search(part):
        return part
    return part if part.rsplit(maxsplit=1)[-1] in byline_words()["credentials"]["any"] else part[:-1]


def _without_zone(part: str) -> str:
    """Return what a line states behind a time without that time's zone: "EST by Ana Ruiz"."""
    return _ZONE.sub("", part, count=1)


def _signatures(lines: Iterable[str]) -> Iterator[str]:
    """Yield whom lines of a name and an East Asian word for a reporter name, with an agency they work for."""
    for line in lines:
        people = signers_of(line)
        if people and not words_pattern("organizations").search(people):
            yield without_address(line) if agencies_in(line) else people


def authors_of_name_lines(facts: PageFacts) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield names that stand alone right under the headline or beside its date, on pages that say no "By"."""
    for text in names_beside(facts) if not facts.is_dump else ():
        line = _SLASH.sub(", ", name_beside_date(text, facts.language) or text)
        for found in author_candidates(facts, [Author(name=line)], "name-line"):
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
