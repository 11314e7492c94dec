"""Cleaning of authors: a byline of any form becomes people and bodies, one each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

from newsspider.items import Author
from newsspider.processors.bylines import (
    base_language,
    byline_words,
    conjunction_pattern,
    letter_conjunction_pattern,
    prefix_pattern,
    suffix_pattern,
    words_pattern,
)
from newsspider.processors.calendars import month_number
from newsspider.processors.text import one_line, without_entities

RawAuthors: TypeAlias = (
    "str | Author | Mapping[str, object] | Iterable[str | Author | Mapping[str, object]] | None"
)

_MAX_BYLINE_CHARS = 2_000  # "500 authors" in one string; whatever is longer is a text
_MAX_ROUNDS = 4
_MAX_NAME_CHARS = 80
_MAX_NAME_WORDS = 8
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_HANDLE = re.compile(r"(?<![\w.])@\w{1,40}")
_URL = re.compile(r"(?:https?:|www\.)\S{1,2000}", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*[(（\[【<][^()（）\[\]【】<>]{0,120}[)）\]】>]\s*")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_LIST_SEPARATOR = re.compile(r"\s*[;；、•·|｜／]\s*|\s+/\s+|\s*[,，،]\s*(?:(?:and|und|et|y|og|och)\s+|و\s*)?")
_ROLE_SEPARATOR = re.compile(r"\s+[-–—―]+\s+|\s*[-–—]\s+|\s*[:：]\s+")
_PLACE = re.compile(
    r"(?<=[\w\0])\s+(?:in|IN|for|FOR|at|from|aus|für|à|pour|en|desde|para|dal|från|fra|fra|voor|uit|w|z|dla|в|из|для|у|з)\s+(?=[A-ZÀ-ÞА-ЯЄІЇ@])"
)
_LEADING_PLACE = re.compile(r"(?:in|at|from|aus|à|en|desde|dal|från|fra|voor|uit|w|v|в|из|у|з)\s+\S", re.UNICODE)
# What a name cannot begin or end with.
_EDGES = " \t\r\n\u00a0,;:|/\\-–—―•·*_~\"“”„«»'‘’‹›=+<>[](){}#!?…、，；：。।"
# "Ana Ruiz on December 9", "Ana Ruiz 12. Mai 2031", "Ana Ruiz 12/05/2031": a month beside a number, or a year.
_MONTH_AND_NUMBER = re.compile(r"([^\W\d_]{3,12})\.?\s*\d{1,4}(?!\w)|\d{1,2}\.?\s*([^\W\d_]{3,12})")
_NUMERIC_DATE = re.compile(r"\(?(?<!\d)(?:\d{4}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}:\d{2}|\d{4}年)")
_DATE_INTRODUCTION = re.compile(r"[\s,–—-]+(?:on|am|vom|le|du|el|den|dne|il|at|um)?[\s,–—-]*$", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+")
# What newsrooms number their staff by: "王小明 PK155", "王小明_NF4425".
_STAFF_NUMBER = re.compile(r"(?:(?<=[\u3040-\u30ff\u3400-\u9fff])[ _]?|^)[A-Z]{1,3}\d{2,6}$")
# A degree that is written with dots: "M.D.", "Ph.D.", "B.Sc.".
_DOTTED_DEGREE = re.compile(r"(?:[A-Z][a-z]{0,2}\.\s?){2,4}")
_DOT_BEHIND_LETTERS = re.compile(r"(?<=[A-Z]{2})\.$")  # "DVM.", but not "M.D." or "Jr."
_STATEMENT = re.compile(r"[^\W\d_]{2,20}\s?:|\d{1,2}\+?\s\w+\s\w")
_PARTICLES = frozenset((
    "al", "ap", "af", "av", "ben", "bin", "bint", "d", "da", "das", "de", "dei", "del", "della",
    "den", "der", "des", "di", "do", "dos", "du", "e", "el", "ibn", "la", "le", "lo", "los", "of",
    "san", "st", "ten", "ter", "the", "van", "vom", "von", "vd", "y", "zu", "zum", "zur", "и",
    "ибн", "و", "und", "and",
))  # fmt: skip
_NO_BEGINNINGS = frozenset(("der", "des", "of", "and", "und", "e", "y", "и", "vom", "zum", "zur"))
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,4}[a-z]{2,10}")
_ACRONYM = re.compile(r"[A-Z0-9&/.-]{2,12}|[a-z]{2,4}")


def clean_authors(value: RawAuthors, *, language: str | None = None) -> list[Author]:
    """Return the people and bodies that a byline, or a list of bylines, names: one each, in order.

    Lists are split; words such as "By", roles, places, dates, e-mail addresses, handles and names that name
    nobody ("admin") go. `language` (BCP 47) adds the language's short words ("von", "di", "y").
    `nameRaw` keeps what was written where that differs.

    >>> [author.name for author in clean_authors("By Ana Ruiz, Senior Reporter, and Reuters (@ana)")]
    ['Ana Ruiz', 'Reuters']
    """
    base = base_language(language)
    found: dict[str, Author] = {}
    for raw in _entries(value):
        for author in _people(raw, base):
            key = _same_name_key(author.name)
            if key and (key not in found or (author.url and not found[key].url)):
                found[key] = author
    return list(found.values())


def _entries(value: RawAuthors) -> Iterator[Author]:
    if value is None:
        return
    if isinstance(value, (str, Author, Mapping)):
        value = [value]
    for entry in value:
        if isinstance(entry, Author):
            yield entry
        elif isinstance(entry, str):
            yield Author(name=entry)
        elif isinstance(entry, Mapping):
            name, url = entry.get("name"), entry.get("url")
            if isinstance(name, str):
                raw, kind = entry.get("nameRaw"), entry.get("type")
                yield Author(
                    name=name,
                    nameRaw=raw if isinstance(raw, str) else None,
                    url=url if isinstance(url, str) else None,
                    type="Person" if kind == "Person" else "Organization" if kind == "Organization" else None,
                )


def _people(raw: Author, language: str) -> Iterator[Author]:
    written = one_line(raw.name[:_MAX_BYLINE_CHARS])
    names = names_in(raw.name, language=language, whole=raw.type == "Organization")
    for name in names:
        yield Author(
            name=name,
            nameRaw=raw.nameRaw or (written if written != name else None),
            url=raw.url if len(names) == 1 else None,
            type=agent_type(name, raw.type),
        )


def names_in(byline: str, *, language: str = "", whole: bool = False) -> Sequence[str]:
    """Return the names that a byline holds; `whole` says that it is one body's name and has no list in it."""
    return _names_in(byline[:_MAX_BYLINE_CHARS], language, whole)


# A page's byline is read by its rule and once more by the loader, and who wrote one page of a site wrote others:
# a third of what authors cost. What a byline holds never changes; at most some 5 MB.
@lru_cache(maxsize=4096)
def _names_in(byline: str, language: str, whole: bool) -> Sequence[str]:
    names = []
    pending = [(byline, _MAX_ROUNDS)]
    while pending:
        text, rounds = pending.pop()
        found = list(_names_once(text, language, whole=whole))
        if found == [text]:
            names.append(text)
        elif rounds:  # what one round uncovers is looked at like a byline of its own, until nothing changes
            pending.extend((name, rounds - 1) for name in reversed(found))
    return tuple(names)


def _names_once(byline: str, language: str, *, whole: bool) -> Iterator[str]:
    text = _EMAIL.sub(" ; ", _URL.sub(" ", _TAG.sub(" ", without_entities(byline))))
    text = _HANDLE.sub(" ", one_line(text.replace("\n", " ; ")))
    bare = _without_prefix(_BRACKETS.sub(" , ", text), language)
    text = _until_end(text if whole and bare[:1].islower() else bare)  # "Contributors to Example"
    segments = [text] if whole else _LIST_SEPARATOR.split(text)
    for person in segments if whole else _joined_names(segments, language):
        name = _name(person, language, whole=whole) if person else None
        if name:
            yield name


def _joined_names(segments: list[str], language: str) -> list[str]:
    """Return the segments of a list of names, split at "and", without those that are a role or a place."""
    people: list[str] = []
    for segment in segments:
        parts = _split_at_and(segment.strip(_EDGES), language)
        if people and len(parts) > 1 and " " not in parts[0].strip() and _is_about_previous(parts[-1]):
            continue  # "Ana Ruiz, Privacy & Digital Security Expert"
        for part in parts:
            if not part:
                continue
            if people and _LEADING_PLACE.match(part):
                return people  # "Ana Ruiz, in News, Portugal, Business": what follows is no name either
            if people and _is_credential(part):
                people[-1] += f", {_DOT_BEHIND_LETTERS.sub('', part)}"
            elif not people or not _is_about_previous(part):
                people.append(part)
    return people


def _split_at_and(segment: str, language: str) -> list[str]:
    parts = conjunction_pattern(language).split(segment)
    letter = letter_conjunction_pattern(language)
    if letter is None:
        return parts
    people: list[str] = []
    for part in parts:
        sides = letter.split(part)
        person = sides[0]
        for joint, side in zip(letter.findall(part), sides[1:], strict=True):
            # "José Ortega y Gasset" is one person, "Ana Ruiz y Eva Gil" are two.
            if len(person.split()) > 1 and len(side.split()) > 1:
                people.append(person)
                person = side
            else:
                person += joint + side
        people.append(person)
    return people


def _is_credential(part: str) -> bool:
    """Return whether a segment behind a name is a degree or title of the person: "Ph.D.", "MD", "RN", "Jr."."""
    known = byline_words()["credentials"]["any"]
    return all(
        word in known or word.rstrip(".") in known or word.isdigit() or _DOTTED_DEGREE.fullmatch(word)
        for word in part.split()
    )


def _is_about_previous(part: str) -> bool:
    """Return whether a segment behind a name says what the person does, or speaks of something else.

    "Senior Reporter", "M.A. Journalism", "10+ years in the business", "Categories: Travel".
    """
    first = part.split(maxsplit=1)[0] if part else ""
    if first.endswith(".") and first in byline_words()["credentials"]["any"]:
        return True
    if words_pattern("datelines").search(part) or _STATEMENT.match(part):
        return True
    return not words_pattern("organizations").search(part) and bool(words_pattern("roles").search(part))


def _without_prefix(text: str, language: str) -> str:
    pattern = prefix_pattern(language)
    for _ in range(3):  # "Text: Von Ana Ruiz"
        match = pattern.match(text)
        if not match:
            break
        text = text[match.end() :]
    return text


def _until_end(text: str) -> str:
    """Return a byline up to where it begins to speak of something else: "Updated", "Photo by".

    A word that touches the name and with which all ends is a part of it: "海港发布".
    """
    match = words_pattern("ends").search(text)
    if match is None or (match.end() == len(text) and match.start() and text[match.start() - 1].isalpha()):
        return text
    return text[: match.start()]


def _name(part: str, language: str, *, whole: bool = False) -> str | None:
    part = _without_and(part.strip(_EDGES), language)
    bare = _without_prefix(part, language)
    part = part if whole and bare[:1].islower() else bare
    part = part if whole else _STAFF_NUMBER.sub("", _without_role(part))
    organization = whole or bool(words_pattern("organizations").search(part))
    if not organization:
        part = _without_date(_PLACE.split(f"\0 {part}")[0].removeprefix("\0")).strip()
        bare = suffix_pattern(language).sub("", part)
        part = bare if len(bare) > 1 else part  # "王文" is a name, whatever 文 says behind one
    part = part.strip(_EDGES)
    if not _LETTER.search(part) or len(part) > _MAX_NAME_CHARS or len(part.split()) > _MAX_NAME_WORDS:
        return None
    if part.casefold() in byline_words()["nobody"]["any"]:
        return None
    return None if not organization and _is_role(part) else part


def _without_role(part: str) -> str:
    """Return a part up to the dash or colon behind which a role stands: "Ana Ruiz - Lisbon", "Ana Ruiz: Editor".

    A word for a body before it only introduces: "Association: Friends of the Coast".
    """
    heads = [head for head in _ROLE_SEPARATOR.split(part) if _LETTER.search(head)]
    if len(heads) > 1 and words_pattern("organizations").fullmatch(heads[0]):
        return heads[1]
    return heads[0] if heads else ""


def _without_date(part: str) -> str:
    """Return a part up to the first date in it."""
    cuts = [match.start() for match in _NUMERIC_DATE.finditer(part)]
    cuts += _month_cuts(part)
    return _DATE_INTRODUCTION.sub("", part[: min(cuts)] + " ") if cuts else part


def _month_cuts(part: str) -> Iterator[int]:
    """Yield where a month with a number stands; "Ruiz 3 May" holds "Ruiz 3" as well, which must not hide it."""
    match = _MONTH_AND_NUMBER.search(part)
    while match:
        if month_number(match[1] or match[2]):
            yield match.start()
        match = _MONTH_AND_NUMBER.search(part, match.start() + 1)


def _without_and(part: str, language: str) -> str:
    match = conjunction_pattern(language).match(f" {part}")
    return f" {part}"[match.end() :] if match else part


def _is_role(part: str) -> bool:
    """Return whether a part is a role alone: "Political Correspondent"; "Chris Editor" would be one as well."""
    return bool(words_pattern("roles").search(part)) and len(part.split()) <= 6


def leading_name(text: str) -> str:
    """Return the full name that a text begins with, where words follow that no name holds; else all of it.

    >>> leading_name("Ana Ruiz contributed to this report"), leading_name("Read more about us")
    ('Ana Ruiz', 'Read more about us')
    """
    words = text.split()
    end = next((place for place, word in enumerate(words) if not _is_name_word(word)), len(words))
    while end > 0 and words[end - 1][0].islower():  # "Ana Ruiz de"
        end -= 1
    return " ".join(words[:end]) if end >= 2 else text


def looks_like_name(name: str) -> bool:
    """Return whether a text has the form of a name: few words, each with a capital where its script has them.

    >>> looks_like_name("Ana de la Cruz"), looks_like_name("der Zeit voraus"), looks_like_name("山田太郎")
    (True, False, True)
    """
    words = name.split()
    if not 1 <= len(words) <= 6 or words[0] in _NO_BEGINNINGS or _until_end(name) != name:
        return False
    return all(_is_name_word(word) for word in words) and any(word[:1].isalpha() for word in words)


def _is_name_word(word: str) -> bool:
    first = next((char for char in word if char.isalpha()), "")
    return bool(first) and (not first.islower() or word.casefold().strip(".'’-") in _PARTICLES or "'" in word[:3])


def agent_type(name: str, declared: str | None) -> Literal["Person", "Organization"] | None:
    """Return whether a name is a person's or a body's: its words decide, else what the page declares."""
    if words_pattern("organizations").search(name) or _DOMAIN.fullmatch(name.casefold()):
        return "Organization"
    if declared in ("Person", "Organization"):
        return "Person" if declared == "Person" else "Organization"
    if declared and declared.endswith("Organization"):
        return "Organization"
    if _ACRONYM.fullmatch(name):
        return "Organization"
    return "Person" if 2 <= len(name.split()) <= 5 else None


def _same_name_key(name: str) -> str:
    """Return what two spellings of a name share: no case, accents, punctuation or order of words."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(sorted(_WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c)))))
