"""Authors whom lines and elements of the page name: bylines, and names alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice

from newsspider.fields.authors.byline_elements import byline_elements
from newsspider.fields.authors.cleaned import author_candidates
from newsspider.fields.authors.end_names import end_names, name_for_site
from newsspider.fields.authors.lead_names import lead_names, name_behind_place
from newsspider.fields.authors.name_lines import (
    GLUED_INITIAL,
    has_family_in_capitals,
    is_name,
    may_sign_as_team,
    name_beside_date,
    names_part_of_page,
    statements,
)
from newsspider.fields.authors.signers import byline_people, is_account
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.search_regions import names_beside
from newsspider.items import Author
from newsspider.language.agencies import agencies_in, is_agency
from newsspider.language.bylines import Prefixes, byline_words, prefixes, words_pattern
from newsspider.language.places import begins_like_town, is_city_of_words
from newsspider.language.scripts import TOUCHING
from newsspider.language.tags import base_language
from newsspider.language.word_lists import word_set
from newsspider.lines.bylines import signers_of, unbracketed, without_address
from newsspider.lines.date_labels import labelled_parts
from newsspider.lines.date_lines import is_unspaced_sentence
from newsspider.lines.page_lines import is_page_line
from newsspider.lines.wording import is_any_label
from newsspider.processors.authors import looks_like_name
from newsspider.processors.headlines import name_key
from newsspider.processors.name_work import PARTICLES, before_title
from newsspider.processors.other_work import begins_other_work

_SIGNED = re.compile(r"\w,?\s{1,3}@\w{2,40}$")  # "Ana Ruiz, @anaruiz"
_BEHIND_NUMBER, _NEXT_NUMBER = re.compile(r"(?<=\d)[\s,]{1,3}(?=[^\W\d_])"), re.compile(r"\s(?=\d)")
_ZONE = re.compile(r"^(?:[AaPp]\.?[Mm]\.?\s)?(?:[A-Z]{2,5}\s)(?=[a-z])")
_COUNT = re.compile(r"(?<=[^\W\d_]{2})\s\d{1,3}(?:[.,]\d{3})?$")
_LAST_DOT = re.compile(r"[^\W\d_]{3}\.$")
_MARK = re.compile(r"[,;，；、]\s?|\.\s|\s/\s")  # "Fotos: Ben Kurz, Text: Ana Ruiz"
_DIGIT = re.compile(r"\d")
_SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")  # "Ana Ruiz/Ben Kurz"
_BARS = re.compile(r"\s[|•·/–—-]\s|,\s")
_CODE = re.compile(r"(?<=\w),?\s[(\[][A-ZÇĞİÖŞÜА-ЯІЇЄ]{2,6}[)\]](?=$|\s[·|•])")  # "Ana Ruiz / LISBON, (QNA)"
_OF_ONE = re.compile("['’]s?\\s")  # "Local News | Editor's Picks"
_MIXED = re.compile(r"(?<= )(?!Mac(?:Book|Pro)\b)(?:Mc|Mac|Fitz)(?=[A-Z][a-z]{2})")  # "Ana McDonald"
_SMALL_WORD, _MOST_SMALL_WORDS = re.compile(r"(?<!\S)[a-zß-öø-ÿа-яё]{4,}(?!\S)"), 2
_MAX_WORK_WORDS = 6  # "Escritora y columnista", "Redakteurin im Ressort Kultur"
_TOUCHING_WORD = re.compile(f"[{TOUCHING}]{{1,8}}")
_FEWEST_BUTTONS = 2  # one may be a given name as well: "Ara", "Luk"
_MAX_LABEL_CHARS = 25
_MAX_NAME_WORDS = 5  # "Anna van der Berg"
# What joins a name's words, and the languages in which it is an everyday word as well: there sections, contests
# and bodies have it too, "Copa del Rey", "Carnet de Voyage", "Table of Contents".
_EVERYDAY: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("of", "the", "and"), frozenset({"en"})),
    **dict.fromkeys(("de", "da", "do", "das", "dos"), frozenset({"es", "pt", "fr", "ca", "gl", "it", "ro", "oc"})),
    **dict.fromkeys(("la", "le", "lo", "el", "los", "du", "des"), frozenset({"es", "fr", "it", "ca", "gl", "ro"})),
    **dict.fromkeys(("di", "del", "della", "dello", "dei", "degli", "al"), frozenset({"it", "es", "ca", "gl"})),
    **dict.fromkeys(("von", "vom", "zu", "zum", "zur", "und", "dem"), frozenset({"de"})),
    **dict.fromkeys(("der", "den", "des"), frozenset({"de", "nl", "fr", "da", "nb", "no", "nn", "sv"})),
    **dict.fromkeys(("af", "av"), frozenset({"da", "nb", "no", "nn", "sv"})),
    **dict.fromkeys(("van", "ten", "ter"), frozenset({"nl", "af"})),
}
_ACCOUNT_LINE_WORDS = 2
# Words have hyphens and dots as well ("covid-19", "x-ray", "node.js"), and formats and models are short ("mp3").
_ACCOUNT = re.compile(r"(?=.{0,40}[\d_])\w{5,40}")


def is_near(authors: Sequence[Author], facts: PageFacts) -> bool:
    """Return whether an author's name stands near the headline or the text, and not in a footer alone."""
    near = " ".join(chain(facts.lines_under_headline, facts.lines_around))
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
    signed = " ".join(_labelled(facts.lines_under_headline, facts.language))
    return sorted(elements, key=lambda names: names[0] not in signed) if signed else elements


def authors_of_byline_lines(facts: PageFacts) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield the bylines near the body; on an HTML page those that begin as one: menus hold names too."""
    language = facts.language
    if facts.is_dump:
        yield from _dump_lines(facts, language)
        return
    lines = [*facts.lines_under_headline, *facts.lines_around]
    for line in dict.fromkeys((*map(_without_dot, _labelled(lines, language)), *_signatures(lines))):
        if name_key(line) in facts.site_keys or is_page_line(line):  # "Haber Liman", "Haberi Dinle"
            continue
        for found in author_candidates(facts, [Author(name=line)], "byline"):
            name = found.value[0].name  # agencies write theirs small as well: "Von dpa"
            if looks_like_name(name) or is_agency(name) or _is_label_and_account(line, found.value, facts):
                yield found


def authors_of_leads(facts: PageFacts) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield whom the first words of the text name: "本报讯（记者 王小明）"."""
    body = facts.body
    for names in lead_names(body.blocks.texts[place] for place in body.chosen):
        if _is_site(names, facts):
            continue
        for found in author_candidates(facts, [Author(name=names)], "byline"):
            if all(looks_like_name(author.name) or is_agency(author.name) for author in found.value):
                yield found


def _is_site(name: str, facts: PageFacts) -> bool:
    """Return whether a name is the site's own, as the page's title alone may tell: "القاهرة - بريد الميناء:"."""
    return name_key(name) in facts.own_keys or name in (facts.page.title or "")


def authors_of_ends(facts: PageFacts) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield whom the last words of the text name, or a name behind it: "（记者 王小明）", "Nguyễn Văn Hải"."""
    for names in end_names(facts):
        for found in author_candidates(facts, [Author(name=names)], "name-line"):
            if all(looks_like_name(author.name) for author in found.value):
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
        label = labels.match(line)
        is_labelled = label is not None
        if (label and _is_of_other_work(label[0])) or name_key(line) in facts.site_keys:
            continue
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
        whole = unbracketed(f"{waiting}{line}")
        parts = (
            _without_count(_without_zone(part), whole)
            for part in chain(statements(whole), _between_numbers(whole))
        )
        yield from (part for part in parts if _may_sign(part, labels))
        waiting = f"{line} " if len(line) <= _MAX_LABEL_CHARS and labels.fullmatch(f"{line} ") else ""


def _without_count(part: str, line: str) -> str:
    """Return a part of a line without the number of what the line counts behind it: "By Ana Ruiz 12 views"."""
    return part if part == line else _COUNT.sub("", part)


def _between_numbers(line: str) -> Iterator[str]:
    """Yield what stands behind a number and before the next: "4 May 2031 By Ana Ruiz 1,204 views"."""
    for number in _BEHIND_NUMBER.finditer(line):
        yield _NEXT_NUMBER.split(line[number.end() :], maxsplit=1)[0]


def _may_sign(part: str, labels: Prefixes) -> bool:
    """Return whether a part of a line is a byline, has one behind other work, or ends in an account."""
    label = labels.match(part)
    if label and _tells_of_matter(part[label.end() :]):
        return False
    if (label and not _is_of_other_work(label[0])) or (
        "@" in part and _SIGNED.search(part) and not is_page_line(part)
    ):
        return True
    return begins_other_work(part) and any(labels.match(part[mark.end() :]) for mark in _MARK.finditer(part))


def _tells_of_matter(rest: str) -> bool:
    """Return whether what stands behind a word of bylines says of whom or what the text is.

    "Interview mit der Statikerin", "Rezept aus Omas Küche", "Words with Jane Doe".
    """
    return rest.partition(" ")[0] in word_set("language/data/bylines", "matters")


def _is_of_other_work(label: str) -> bool:
    """Return whether a word of bylines names who is in charge of an article and wrote nothing: "责任编辑：".

    Each article of a Chinese site has one, while who alone is named by "Edited by" made it of an agency's report.
    """
    word = label.strip(" \t:：/／|=＝")
    is_touching = bool(word) and _TOUCHING_WORD.fullmatch(word) is not None
    return is_touching and word in word_set("language/data/bylines", "collaborators")


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
    for line in chain.from_iterable(map(_parts_of_facts, lines)):
        people = _without_employer_before(signers_of(line))
        if people and not words_pattern("organizations").search(people):
            yield without_address(line) if agencies_in(line) else people


def _parts_of_facts(line: str) -> Iterable[str]:
    """Return a line and, where it tells numbers too, what it states: "홍길동 기자 | 승인 2031.05.04".

    And what stands before the first label of a date: "홍길동 기자 입력 2031.05.04".
    """
    if line.isascii() or not _DIGIT.search(line):
        return (line,)
    beginnings = (part for kind, part in islice(labelled_parts(line), 1) if kind is None)
    return (line, *map(str.strip, statements(line)), *beginnings)


def _without_employer_before(signers: str) -> str:
    """Return signers without for whom they work, where that stands before them: "항구신문 홍길동 기자"."""
    employer, space, people = signers.partition(" ")
    is_employer = space and words_pattern("organizations").search(employer) and not agencies_in(employer)
    return people if is_employer and signers_of(people) else signers


def authors_of_name_lines(facts: PageFacts) -> Iterator[Candidate[Sequence[Author]]]:
    """Yield names that stand alone right under the headline or beside its date, on pages that say no "By"."""
    for text in map(_without_code, names_beside(facts)) if not facts.is_dump else ():
        if is_page_line(text):
            continue  # "Haberin Devamı"
        if not text.isascii() and (name := name_behind_place(text)) and not _is_site(name, facts):
            yield from author_candidates(facts, [Author(name=name)], "name-line")
            continue
        name = name_for_site(text, facts) or name_beside_date(text, facts.language)
        line = _SLASH.sub(", ", name or _without_work(text))
        if _is_no_names(line) or is_city_of_words(line) or name_key(line) in facts.site_keys:
            continue
        if names_part_of_page(line) and not may_sign_as_team(line):
            continue
        for found in author_candidates(facts, [Author(name=line)], "name-line"):
            names = [author.name for author in found.value]
            words = [word.lower() for name in names for word in _without_particles(name, facts.language)]
            if _is_all_names(line, names, facts.language) and facts.lower_case_words.isdisjoint(words):
                yield found


def _without_code(line: str) -> str:
    """Return a line without an agency's letters in brackets: "Ana Ruiz / LISBON, (QNA)"."""
    return _CODE.sub("", line) if ")" in line or "]" in line else line


def _without_work(line: str) -> str:
    """Return a full name without the work, or for whom it is done, behind a mark: "Ana Ruiz · Editor".

    "Tara Quill, Local Reporter", "TARA QUILL — STAFF WRITER", "Tara Quill - Harbour Star". A title
    with where needs no mark: "Rosa Prat Corresponsal en Roma".
    """
    name, *works = _BARS.split(line, maxsplit=1)
    if not works:
        name = before_title(line)
        return name if is_name(name) and not begins_like_town(name) else line
    if len(works[0].split()) > _MAX_WORK_WORDS or _OF_ONE.search(works[0]) or not is_name(name):
        return line
    # Behind a comma a paper may stand that the town before it is the seat of.
    kinds = ("roles",) if line.startswith(f"{name},") else ("roles", "organizations", "papers")
    is_work = any(words_pattern(kind).search(works[0]) for kind in kinds) or bool(agencies_in(works[0]))
    if begins_like_town(name):
        return line
    return (name.title() if name.isupper() else name) if is_work else line


def _is_no_names(line: str) -> bool:
    """Return whether a line is surely no full names alone: a sentence has small words that are parts of none.

    Most lines are, and to read one for names takes long: with this a tenth of the time.
    """
    if line.endswith("...") or _DIGIT.search(line) or line in word_set("processors/data/credits", "sources"):
        return True
    small = (word for word in _SMALL_WORD.findall(line) if word not in PARTICLES)
    return next(islice(small, _MOST_SMALL_WORDS, None), None) is not None


def _is_all_names(line: str, names: Sequence[str], language: str | None) -> bool:
    """Return whether a line holds full names and nothing else.

    In English capitals rather warn: "Weather WARNING".
    """
    is_any_case = base_language(language) not in ("", "en")
    if _are_buttons(line.split()):
        return False
    kept = sum(len(name_key(name)) for name in names)
    names = [GLUED_INITIAL.sub(r"\1. ", name) for name in names]
    return all(
        2 <= len(words := _without_particles(name, language)) <= len(name.split()) <= _MAX_NAME_WORDS
        and (_MIXED.sub("", " ".join(words)).istitle() or (is_any_case and has_family_in_capitals(name)))
        and looks_like_name(name)
        for name in names
    ) and kept >= len(name_key(line))


def _without_particles(name: str, language: str | None) -> Sequence[str]:
    """Return a name's words without what joins them, written small: with a capital "Das" is a family name.

    What is an everyday word of the page's language as well stays.
    """
    own = base_language(language)
    return [word for word in name.split() if word not in PARTICLES or own in _EVERYDAY.get(word, ())]


def _are_buttons(words: Sequence[str]) -> bool:
    """Return whether two of a line's words, or one that is a whole label, are buttons': "Drucken Versenden"."""
    return sum(map(is_any_label, words)) >= _FEWEST_BUTTONS or any(map(is_page_line, words))
