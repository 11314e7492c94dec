"""One author's name, without what surrounds it in a byline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsspider.language.bylines import (
    byline_words,
    conjunction_pattern,
    prefixes,
    suffix_pattern,
    words_pattern,
)
from newsspider.language.calendars import is_weekday, month_number
from newsspider.language.scripts import KANA_AND_HAN

_MAX_NAME_CHARS = 80
_MAX_NAME_WORDS = 8
_ROLE_SEPARATOR = re.compile(r"\s+[-–—―]+\s+|\s*[-–—]\s+|\s*[:：]\s+")
_PLACE = re.compile(
    r"(?<=[\w\0])\s+(?:in|IN|for|For|FOR|at|from|aus|für|à|pour|en|desde|para|dal|från|fra|fra|voor|uit|w|z|dla|в|из|для|у|з)\s+(?=[A-ZÀ-ÞА-ЯЄІЇ@])"
)
# What a name cannot begin or end with.
EDGES = " \t\r\n\u00a0,;:|/\\-–—―•·*_~\"“”„«»'‘’‹›=+<>[](){}#!?…、，；：。।"
# "Ana Ruiz on December 9", "Ana Ruiz 12. Mai 2031", "Ana Ruiz 12/05/2031": a month beside a number, or a year.
# Whole words ("Walker 5 min read" ends in no month), or glued to a name with a capital letter: "Ana RuizMay 4".
_MONTH_AND_NUMBER = re.compile(
    r"(?:(?<![^\W\d_])|(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ]))([^\W\d_]{3,12})\.?\s*\d{1,4}(?!\w)|\d{1,2}\.?\s*([^\W\d_]{3,12})(?![^\W\d_])"
)
_NUMERIC_DATE = re.compile(r"\(?(?<!\d)(?:\d{4}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}:\d{2}|\d{4}年)")
_DATE_INTRODUCTION = re.compile(r"[\s,–—-]+(?:on|am|vom|le|du|el|den|dne|il|at|um)?[\s,–—-]*$", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
# Emoji and other pictures, with what changes or joins them: no part of any name.
_PICTURES = re.compile("[\u2190-\u2bff\u3030\u303d\ufe0f\u200d\U0001f000-\U0001faff]+")
_BEHIND_NUMBER = re.compile(r"(?<=\d)(?=\D*$)")
_MAX_ZONE_WORDS = 4  # between a date and the word that introduces a name: "10:05 am PDT by"
# What newsrooms number their staff by: "王小明 PK155", "王小明_NF4425".
_STAFF_NUMBER = re.compile(rf"(?:(?<=[{KANA_AND_HAN}])[ _]?|^)[A-Z]{{1,3}}\d{{2,6}}$")


def author_name(part: str, language: str, *, whole: bool = False) -> str | None:
    """Return the name in one part of a byline, None if it names nobody; `whole`: it is an organization's.

    >>> author_name("by Ana Ruiz in Lisbon", "en")
    'Ana Ruiz'
    """
    part = _without_and(_PICTURES.sub(" ", part).strip(EDGES), language)
    bare = without_prefix(part, language)
    part = part if whole and bare[:1].islower() else bare
    part = part if whole else _STAFF_NUMBER.sub("", _without_role(part))
    organization = whole or bool(words_pattern("organizations").search(part))
    if not organization:
        part = _without_date(_PLACE.split(f"\0 {part}")[0].removeprefix("\0"), language).strip()
        bare = suffix_pattern(language).sub("", part)
        part = bare if len(bare) > 1 else part  # "王文" is a name, whatever 文 says behind one
    part = part.strip(EDGES)
    if not _LETTER.search(part) or len(part) > _MAX_NAME_CHARS or len(part.split()) > _MAX_NAME_WORDS:
        return None
    if part.casefold() in byline_words()["nobody"]["any"]:
        return None
    return None if not organization and _is_role(part) else part


def _without_role(part: str) -> str:
    """Return a part up to the dash or colon before a role: "Ana Ruiz - Lisbon", "Ana Ruiz: Editor".

    A word for an organization before it only introduces the name: "Association: Friends of the Coast".
    """
    heads = [head for head in _ROLE_SEPARATOR.split(part) if _LETTER.search(head)]
    if len(heads) > 1 and words_pattern("organizations").fullmatch(heads[0]):
        return heads[1]
    return heads[0] if heads else ""


def _without_date(part: str, language: str) -> str:
    """Return a part up to the first date in it and its weekday, or, if nothing is left, the name behind it.

    Behind a date only what a word introduces is a name: "Monday 27 May 2031 10:05 am by Ana Ruiz".
    """
    cuts = [match.start() for match in _NUMERIC_DATE.finditer(part)]
    cuts += _month_cuts(part)
    if not cuts:
        return "" if is_weekday(part, language) else part
    words = _DATE_INTRODUCTION.sub("", part[: min(cuts)] + " ").split()
    while words and is_weekday(words[-1].strip(EDGES), language):
        words.pop()
    return " ".join(words) or _introduced(_BEHIND_NUMBER.split(part)[-1], language)


def _introduced(text: str, language: str) -> str:
    """Return what stands behind the word that introduces a name, "" without one."""
    words = text.split()
    for start in range(min(_MAX_ZONE_WORDS, len(words))):
        rest = " ".join(words[start:])
        if bare := prefixes(language).match(rest):
            return rest[bare.end() :]
    return ""


def _month_cuts(part: str) -> Iterator[int]:
    """Yield the positions of months beside numbers; matches may overlap, as in "Ruiz 3 May"."""
    match = _MONTH_AND_NUMBER.search(part)
    while match:
        if month_number(match[1] or match[2]):
            yield match.start()
        match = _MONTH_AND_NUMBER.search(part, match.start() + 1)


def _without_and(part: str, language: str) -> str:
    spaced = f" {part} "  # on both sides: the piece of a byline between two links is an "and" alone
    match = conjunction_pattern(language).match(spaced)
    return spaced[match.end() :].rstrip() if match else part


def _is_role(part: str) -> bool:
    """Return whether a part is only a role: "Political Correspondent", and alas "Chris Editor"."""
    return bool(words_pattern("roles").search(part)) and len(part.split()) <= 6


def without_prefix(text: str, language: str) -> str:
    """Return a byline without the words that introduce the name: "By", "Text:"."""
    pattern = prefixes(language)
    for _ in range(3):  # "Text: Von Ana Ruiz"
        match = pattern.match(text)
        if not match:
            break
        text = text[match.end() :]
    return text
