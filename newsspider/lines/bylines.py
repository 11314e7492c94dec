"""Which short lines are bylines: a word of bylines and a name, or a name and a word for its bearer's work."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cache
from itertools import chain

from newsspider.language.agencies import agencies_in, is_agency
from newsspider.language.bylines import (
    conjunction_pattern,
    letter_conjunction_pattern,
    prefixes,
    suffix_pattern,
    words_pattern,
)
from newsspider.language.scripts import HANGUL, usual_language
from newsspider.language.tags import base_language
from newsspider.language.word_lists import word_set, words_of
from newsspider.lines.captions import is_caption
from newsspider.lines.date_lines import is_unspaced_sentence
from newsspider.processors.author_names import EDGES
from newsspider.processors.authors import clean_authors, looks_like_name
from newsspider.processors.other_work import before_end_words
from newsspider.processors.text import is_small

_MAX_LABELLED_CHARS = 160
_MAX_BYLINE_WORDS = 20
_MAX_SIGNATURE_CHARS = 12  # a name of two to six characters, and 特派員, 인턴기자
_MAX_EMPLOYER_CHARS = 20
_MAX_OTHER_WORDS = 8  # "Photographs by Ben Kurz and Eva Gil, Reuters"
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.ASCII)
_ADDRESS_BETWEEN = re.compile(rf"\s{_EMAIL.pattern}\s(?=\S)", re.ASCII)
_BRACKETS = "()（）[]【】 "
_ANY_BRACKET = frozenset(_BRACKETS.strip())
_BRACKETED = re.compile(r"[(（\[][^()（）\[\]]{2,40}[)）\]]")  # "(avec AFP)"
_COMMA = re.compile("[,，、]")
_LETTER = re.compile(r"[^\W\d_]")
_PLACE = re.compile(r"(?:[^\W\d_A-Z]{1,4}\s)?[^\W\d_a-z][\w'’.-]{1,30}(?:\s[^\W\d_a-z][\w'’.-]{1,30}){0,2}")
# Where the report is from, or who reports resides: "항구=홍길동 기자", "항구·섬 주재 홍길동 기자".
_PLACE_BEFORE = re.compile(f"^[{HANGUL}]{{2,6}}(?:\\s?=\\s?|(?:[·,]\\s?[{HANGUL}]{{1,6}}){{0,4}}\\s주재\\s)")
_ASKING = ("?", "!", "？", "！", "؟")  # in an interview: "记者：..."


def is_byline(text: str, language: str | None = None, *, at_picture: bool = False) -> bool:
    """Return whether a line begins with a word of bylines and goes on with what may be a name, or with no name.

    `at_picture` says that it stands where "By Ana Ruiz, Reuters" rather tells who took a picture.

    >>> is_byline("By Ana Ruiz"), is_byline("By the way, it rains"), is_byline("Ana Ruiz")
    (True, False, False)
    >>> is_byline("By Our Own Correspondent"), is_byline("Von der Redaktion", "de")
    (True, True)
    """
    if not 4 <= len(text) <= _MAX_LABELLED_CHARS or text.endswith(_ASKING):
        return False
    text, language = unbracketed(text), _language(text, language)
    match = prefixes(language).match(text)
    if match is None or is_unspaced_sentence(text):
        return False
    rest = text[match.end() :]
    words = rest.split()
    if not _LETTER.search(rest) or len(words) > _MAX_BYLINE_WORDS:
        return False
    if is_unnamed(rest):
        return True
    names = [author.name for author in clean_authors(text, language=language)]
    if not names or (is_small(rest[0]) and len(words) > 1 and not is_agency(names[0])):
        return False
    return not is_caption(text) or (not at_picture and _is_all_names(_without_other_work(rest), names, language))


def is_unnamed(text: str) -> bool:
    """Return whether a text says of who wrote only the work: "Staff", "our own correspondent".

    Where, or even who, may follow: "our correspondent in Rome", "unserem Mitarbeiter Paul Meier".

    >>> [is_unnamed(text) for text in ("Staff", "der Redaktion", "our correspondent in Rome", "our harbour")]
    [True, True, True, False]
    """
    words = text.split()
    articles, unnamed = _words_of_work()
    is_told = False
    for place, word in enumerate(words):
        small = word.strip(EDGES).casefold()
        if small in unnamed:
            is_told = True
        elif small and small not in articles:
            return is_told and _PLACE.fullmatch(" ".join(words[place:])) is not None
    return is_told


def is_newsroom(text: str) -> bool:
    """Return whether a text is words for a work or a body's staff alone: "Staff Writer", "Da Redação".

    >>> is_newsroom("Da Redação"), is_newsroom("Team Tiger"), is_newsroom("unserem Mitarbeiter Paul Meier")
    (True, False, False)
    """
    articles, unnamed = _words_of_work()
    words = [word.strip(EDGES).casefold() for word in text.split()]
    return any(word in unnamed for word in words) and all(word in unnamed or word in articles for word in words)


@cache
def _words_of_work() -> tuple[Set[str], Set[str]]:
    """Return the small words before words for a work, and those that say one, of any language."""
    kinds = ("unnamed", "roles", "organizations")
    articles = word_set("language/data/bylines", "articles")
    return articles, frozenset(chain(*(words_of("language/data/bylines", kind) for kind in kinds))) - articles


def _without_other_work(rest: str) -> str:
    """Return a byline without who did other work, if few words say that: "Ana Ruiz. Photographs by Ben Kurz"."""
    head = before_end_words(rest)
    return head if len(rest[len(head) :].split()) <= _MAX_OTHER_WORDS else rest


def _is_all_names(rest: str, names: Sequence[str], language: str) -> bool:
    """Return whether a byline is names alone, joined by marks or "and"."""
    if not all(looks_like_name(name) or is_agency(name) for name in names):
        return False
    rest = _BRACKETED.sub(lambda match: " " if agencies_in(match[0]) else match[0], rest)
    for name in names:
        rest = rest.replace(name, " , ", 1)
    for pattern in filter(None, (conjunction_pattern(language), letter_conjunction_pattern(language))):
        rest = pattern.sub(" ", f" {rest} ")
    return _LETTER.search(rest) is None


def is_signature(text: str) -> bool:
    """Return whether a short line is a name with a word for the bearer's work behind it: a byline of East Asia.

    An address beside it and a newspaper's name behind a comma do not count. Who is spoken of politely is no
    author, but the next to speak in an interview: "山野さん".

    >>> [is_signature(text) for text in ("山野はるか記者", "홍길동 기자, 항구신문", "記者", "台風の記録")]
    [True, True, False, False]
    """
    return bool(signers_of(text))


def signers_of(text: str) -> str:
    """Return the part of a signature that names people, without for whom they work; "" if the line is none.

    >>> signers_of("항구=홍길동 기자"), signers_of("항구·섬 주재 홍길동 기자")
    ('홍길동 기자', '홍길동 기자')
    >>> signers_of("홍길동 기자, 항구신문"), signers_of("王小明记者，李明记者，海港日报"), signers_of("台風の記録")
    ('홍길동 기자', '王小明记者, 李明记者', '')
    """
    if text.isascii() or len(text) > _MAX_LABELLED_CHARS:
        return ""
    parts = [
        _PLACE_BEFORE.sub("", part.strip())
        for part in _COMMA.split(without_address(_ADDRESS_BETWEEN.sub(", ", text)))
    ]
    if len(parts) > 1 and len(parts[-1]) <= _MAX_EMPLOYER_CHARS and not _is_signer(parts[-1]):
        if not words_pattern("organizations").search(parts[-1]):
            return ""
        parts.pop()
    return ", ".join(parts) if all(map(_is_signer, parts)) else ""


def _is_signer(part: str) -> bool:
    """Return whether a part of a line is a name and a word for its bearer's work."""
    if len(part) > _MAX_SIGNATURE_CHARS or part.endswith(words_of("language/data/bylines", "honorifics")):
        return False
    bearer = suffix_pattern("").sub("", part).strip()
    return 0 < len(bearer) < len(part) and not words_pattern("organizations").fullmatch(bearer)


def unbracketed(text: str) -> str:
    """Return a line without brackets around all of it, or at one end alone; those around a part of it stay.

    >>> unbracketed("（記者王小明／台北報導）"), unbracketed("By Ana Ruiz (Reuters)")
    ('記者王小明／台北報導', 'By Ana Ruiz (Reuters)')
    """
    bare = text.strip(_BRACKETS)
    return bare if _ANY_BRACKET.isdisjoint(bare) else text.strip()


def without_address(text: str) -> str:
    """Return a line without addresses of e-mail and the brackets around it.

    >>> without_address("홍길동 기자 gildong@courier.example"), without_address("[山野はるか記者]")
    ('홍길동 기자', '山野はるか記者')
    """
    return unbracketed(_EMAIL.sub("", text) if "@" in text else text)


def is_byline_word(text: str, language: str | None = None) -> bool:
    """Return whether a line is a word of bylines alone: "By", "Von", "Author:"."""
    match = prefixes(_language(text, language)).match(text + " ") if len(text) < 20 else None
    return match is not None and match.end() >= len(text)


def _language(text: str, language: str | None) -> str:
    """Return the language in which to read a line: as given, else the one that its script is mostly used for.

    The short words of bylines count only where the language is known, since Latin ones begin names as well.
    """
    return base_language(language) if language else usual_language(text)
