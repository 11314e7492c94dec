"""Authors whom a line right under the headline names, where the page tells machines of somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import chain, islice

from newsspider.fields.authors.byline_elements import byline_elements
from newsspider.fields.authors.cleaned import author_candidates
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.items import Author
from newsspider.language.agencies import agencies_in
from newsspider.language.bylines import names_writer, prefixes, words_pattern
from newsspider.language.calendars import is_weekday, month_number
from newsspider.language.places import begins_like_town, is_place
from newsspider.language.scripts import TOUCHING_CHAR
from newsspider.language.tags import base_language
from newsspider.lines.date_lines import is_date_line
from newsspider.processors.author_names import name_words
from newsspider.processors.authors import looks_like_name
from newsspider.processors.headlines import name_key
from newsspider.processors.name_work import PARTICLES

_LINES_OF_SIGNATURE = 3  # a summary and a date among them
_BLOCKS_OF_SIGNATURE = 8
_MAX_LINE_CHARS = 160
_MAX_TOLD = 20
_MAX_PIECES = 12
_BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】]{0,80})")
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
    facts: PageFacts, lines: Sequence[str], told: Sequence[Author]
) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield whom a line right under the headline names as author where the page tells machines of others.

    Where it shows nobody of those `told`, they typed the text in or run the site: of 4 such pages 4 were by whom
    the line names. Where the line names all of them and more people, they are not all. A line counts if it says
    who wrote, and markup or a date beside it says that it is a byline: "By Royal Appointment" names nobody.
    Without anybody told an agency alone is yielded.
    """
    labels = prefixes(base_language(facts.language))
    known = {name_key(author.name): author for author in told}
    names = {author.name for author in told}
    for line in lines:
        label = labels.match(line)
        if label is None or not names_writer(label[0]) or _shares_work(line):
            continue
        for found in author_candidates(facts, [Author(name=line)], "byline"):
            if not told:
                may_sign = all(agencies_in(author.name) for author in found.value)
            else:
                are_more = known.keys() < {name_key(author.name) for author in found.value}
                may_sign = (
                    all(_is_person(author) for author in found.value)
                    and (are_more or all(_is_other(author, names) for author in found.value))
                    and _is_byline_of(line, found.value, facts)
                    and (are_more or not _is_on_page(names, facts))
                )
            if may_sign:
                people = [known.get(name_key(author.name), author) for author in found.value]
                yield found.changed("as_told", people)


def _shares_work(line: str) -> bool:
    """Return whether brackets in a line say that somebody in it did other work: "Von Ana Ruiz (Foto)"."""
    return any(
        words_pattern(kind).search(words[1])
        for words in _BRACKET.finditer(line)
        for kind in ("collaborators", "ends")
    )


def _is_person(author: Author) -> bool:
    """Return whether an author has a person's full name, without words of what else "by" introduces."""
    is_named = _is_full_name(author) and author.name.startswith(name_words(author.name)[0])
    kinds = ("no_signers", "roles")
    return (
        is_named
        and not agencies_in(author.name)
        and not any(words_pattern(kind).search(author.name) for kind in kinds)
    )


def _is_sure_person(author: Author, facts: PageFacts) -> bool:
    """Return whether a name is a person's by its words alone: no place, no day, none that the page writes small.

    A given name may be a word, a place or a month: "Will Smith", "Paris Gil", "April Ruiz", but no word of the
    headline: "By Storm Power". A family name may too, but so end "By New May" and "By Popular Vote". What begins
    as towns and lakes do is none: "By Lake Geneva".
    """
    language = facts.language
    words = author.name.split()
    if begins_like_town(author.name):
        return False
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
    if TOUCHING_CHAR.search(name):
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
