"""Who worked on an article without writing it: editors, reviewers, photographers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence, Set
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from newsspider.items import Author
from newsspider.language.bylines import conjunction_pattern, picture_brackets, prefixes
from newsspider.language.first_words import FirstWords
from newsspider.language.scripts import TOUCHING_CHAR
from newsspider.language.tags import base_language
from newsspider.language.word_lists import any_of, words_of
from newsspider.processors.text import composed

if TYPE_CHECKING:
    from newsspider.fields.facts import PageFacts

_JOINT = re.compile(r"\s{0,3}[,;/&|•·・+、]\s{0,3}")
_BLANKS = re.compile(r"\s{1,3}")
_BEFORE_LABEL = tuple("|•·⋅●∙0123456789")
_BEHIND_NAME = tuple(".,;、/()[]–—-")  # before a label in a line that names somebody already
_COLON = re.compile("[:=]")


def without_collaborators(people: Sequence[Author], facts: PageFacts) -> Sequence[Author]:
    """Return those of several authors whom the page does not name for other work alone: "Edited by Ana Ruiz".

    Sites put all who worked on an article into their linked data. Where nobody else would be left, all stay.
    """
    if len(people) < 2:
        return people
    collaborators = collaborators_of(people, facts)
    return [author for author in people if author not in collaborators] or people


def collaborators_of(people: Sequence[Author], facts: PageFacts) -> Sequence[Author]:
    """Return the authors whom lines near headline and text name for other work than writing, and for nothing else.

    Who also stands in a line without such a word has written: "Ana Ruiz, Ben Kurz", and "Photos: Ana Ruiz". Bodies
    are none: an agency's pictures stand beside its reports.
    """
    lines = facts.lines_with_work
    if not lines:
        return ()
    whole = "\n".join(lines).lower()
    persons = [author for author in people if author.type != "Organization"]
    small = {_plain(author.name).lower() for author in persons}
    names = sorted((name for name in small if name in whole), key=lambda name: (-len(name), name))
    if not names:
        return ()
    named: set[str] = set()
    written: list[str] = []
    for line in lines:
        found, rest = _read(line, names, facts.language)
        named |= found
        written.append(rest)
    text = "\n".join(written)
    return [
        author for author in people if (name := _plain(author.name).lower()) in named and not _is_in(name, text)
    ]


def lines_with_work(facts: PageFacts) -> Sequence[str]:
    """Return the lines near headline and text if a word for other work than writing is in them, else none."""
    lines = dict.fromkeys(map(_plain, chain(facts.lines_under_headline, facts.lines_around)))
    # All at once: most pages have no such word.
    whole = "\n".join(lines).lower()
    if not _words().begun.may_stand_in(whole):
        return ()
    patterns = (_words().label, _words().bare_label, picture_brackets())
    return list(lines) if any(pattern.search(whole) for pattern in patterns) else ()


def _read(line: str, names: Sequence[str], language: str | None) -> tuple[Set[str], str]:
    """Return which names a line has behind words for other work, and the rest of it, both in small letters."""
    line, found = _without_brackets(line, names)
    small = line.lower()
    bare = _words().bare_label.match(small)
    if bare and (name := small[bare.end() :].strip()) in names:
        return {name}, ""
    labels = [label for label in _words().label.finditer(small) if _begins_statement(label, names)]
    rest = [small[: labels[0].start()] if labels else small]
    ends = [*(label.start() for label in labels[1:]), len(line)]
    for start, end in zip((label.end() for label in labels), ends, strict=False):
        leading, place = _leading(line[start:end], names, language)
        found |= leading
        rest.append(small[start + place : end])
    return found, " ".join(rest)


def _without_brackets(line: str, names: Sequence[str]) -> tuple[str, set[str]]:
    """Return a line without names whose bearers took the pictures, "Ben Kurz (Fotos)", and these names."""
    found: set[str] = set()
    for bracket in reversed(list(picture_brackets().finditer(line))):
        before = line[: bracket.start()].rstrip().lower()
        name = next(
            (each for each in names if before.endswith(each) and not before[: -len(each)][-1:].isalnum()), ""
        )
        if name:
            found.add(name)
            line = line[: len(before) - len(name)] + line[bracket.end() :]
    return line, found


def _begins_statement(label: re.Match[str], names: Sequence[str]) -> bool:
    """Return whether a word for other work begins what a line says of somebody, and stands for no title.

    Nothing stands before it, or a bar, a number, and behind a name any mark: "By Ben Kurz; photos by Ana Ruiz".
    With a word for the writer before it, it is of who wrote: "Text, Fotos: Ana Ruiz", "文・写真：山田太郎"; where
    that stands behind a name, it is of that: "홍길동 기자, 사진=김철수".
    """
    written = label.string[: label.start()]
    before = written.rstrip()
    while joined := _words().joined_work.search(before):
        before = before[: joined.start()].rstrip()
    if not any(map(str.isalpha, before)):
        return True
    writing = _words().joined_writing.search(before)
    if writing and not before[: writing.start()].rstrip().endswith(tuple(names)):
        return False
    names_before = any(name in written for name in names)
    touches = TOUCHING_CHAR.match(label[0]) is not None and (
        before != written or _COLON.search(before) is not None
    )
    if " " in label[0].strip() and before.endswith(tuple(names)):
        return True  # "By Ana Ruiz Edited by Ben Kurz", of two lines
    return touches or before.endswith(_BEFORE_LABEL) or (names_before and before.endswith(_BEHIND_NAME))


def _leading(text: str, names: Sequence[str], language: str | None) -> tuple[Set[str], int]:
    """Return the names that a text begins with, joined by commas or "and", and where the last of them ends."""
    conjunction = conjunction_pattern(base_language(language))
    found: set[str] = set()
    small, place, end = text.lower(), 0, 0
    while name := next((each for each in names if small.startswith(each, place)), None):
        if _goes_on(text, place + len(name), language):
            break
        found.add(name)
        end = place + len(name)
        joint = _JOINT.match(text, end) or conjunction.match(text, end)
        if joint is None and TOUCHING_CHAR.search(name):
            joint = _BLANKS.match(text, end)
        if joint is None:
            break
        place = joint.end()
    return found, end


def _goes_on(text: str, end: int, language: str | None) -> bool:
    """Return whether a name goes on at a place, and is another's: "Ana Ruiz Gil", "Ana Ruizova", "李明华"."""
    behind = text[end : end + 3]
    if TOUCHING_CHAR.match(behind):
        return TOUCHING_CHAR.match(text[end - 1]) is None or not _words().suffix.match(text, end)
    is_word = behind[:1].isspace() and behind[1:2].isupper() and behind[2:3].isalpha()
    is_next_byline = is_word and prefixes(base_language(language)).match(text[end:]) is not None
    return (is_word and not is_next_byline) or behind[:1].isalnum()


def _is_in(name: str, text: str) -> bool:
    """Return whether a text has a name, perhaps with initials: "Ana M. Ruiz", "A. Ruiz".

    A caption and the photographer's name may touch: "by the pier.Ana Ruiz".
    """
    if TOUCHING_CHAR.search(name):
        return name in text
    words = [re.escape(word) for word in name.split()]
    forms = [r"\s(?:\w\.?\s)?".join(words)]
    if len(words) > 1:
        forms.append(rf"{re.escape(name[0])}\.\s?{words[-1]}")
    return re.search(rf"(?<![\w.])(?:{'|'.join(forms)})(?!\w)", text) is not None


def _plain(text: str) -> str:
    """Return a text without accents and wide forms: "José" may be signed "JOSE", "Strauß" "STRAUSS"."""
    if text.isascii():
        return text
    plain = (char for char in composed(text, "NFKD") if not unicodedata.combining(char))
    return composed("".join(plain)).replace("ß", "ss")


class _Words(NamedTuple):
    begun: FirstWords  # of what the labels and words in brackets begin with
    label: re.Pattern[str]  # what stands before whom it names
    bare_label: re.Pattern[str]  # a word for pictures that needs no colon in a line of its own: "Foto Ana Ruiz"
    joined_work: re.Pattern[str]  # other work at the end of a text, and an "and"
    joined_writing: re.Pattern[str]  # a writer's work there
    suffix: re.Pattern[str]  # what follows a name and touches it


@cache
def _words() -> _Words:
    works = _small("collaborators")
    # A single word needs a colon, unless it is cut short ("fot."): "Editor Ana Ruiz" may have written.
    phrases = any_of(word for word in works if " " in word or word.endswith("."))
    unspaced = any_of(word for word in works if TOUCHING_CHAR.search(word))
    # A bar stands behind a section as well: "Photography | Ana Ruiz".
    label = rf"(?<![\w'’-])(?:{phrases})\s+|{_any_word(works)}\s{{0,2}}[:/=]\s*|(?:{unspaced})\s{{0,2}}\|\s*"
    conjunctions = _small("conjunctions")
    spaced = any_of(word for word in conjunctions if not TOUCHING_CHAR.search(word))
    touching = any_of(word for word in conjunctions if TOUCHING_CHAR.search(word))
    joint = rf"(?:\s{{0,2}}[&+/,|•·・、-]|\s(?:{spaced})|\s?(?:{touching}))$"
    return _Words(
        FirstWords((*works, *words_of("language/data/bylines", "collaborators"))),
        re.compile(label),
        re.compile(rf"\s*{_any_word(works & _small('labels', 'processors/data/credits'))}\s+"),
        re.compile(_any_word(works) + joint),
        re.compile(_any_word((_small("prefixes") | _small("ends")) - works) + joint),
        re.compile(any_of(word for word in _small("suffixes") if TOUCHING_CHAR.search(word))),
    )


def _small(kind: str, name: str = "language/data/bylines") -> frozenset[str]:
    return frozenset(_plain(word).lower() for word in words_of(name, kind))


def _any_word(words: Iterable[str]) -> str:
    """Return the pattern of whole words; in scripts that write no spaces they touch what is before them."""
    every = list(words)
    spaced = any_of(word for word in every if not TOUCHING_CHAR.search(word))
    return rf"(?:(?<![\w'’-])(?:{spaced})|(?:{any_of(word for word in every if TOUCHING_CHAR.search(word))}))"
