"""Whether a short line near a text is a name."""

from __future__ import annotations

import re

from newsspider.fields.agency.names import agencies_in
from newsspider.language.bylines import suffix_pattern, words_pattern
from newsspider.lines.wording import is_any_label

_MAX_NAME_LINE_CHARS = 80
_MAX_NAME_WORDS = 4
_MAX_AGENCY_LINE_CHARS = 40
_NAME_WORD = re.compile(
    r"(?:[A-ZÀ-ÞĀ-ŽΆ-ΫА-ЯЀ-ЏЄІЇҐ][\w’'.\-]{0,30}"
    r"|(?:de|da|di|del|della|van|von|der|den|ter|la|le|el|al|bin|ibn|dos|du|af|av|zu)\b)"
)
_BETWEEN_NAMES = re.compile(
    r"\s{0,3}(?:[,|·•;/]|\s[–—-]\s|\s(?:and|und|et|og|och|ja|y|e|i|и|та|ve|en|dan)\s)\s{0,3}"
)
_DIGIT = re.compile(r"\d")


def is_name(text: str) -> bool:
    """Return whether a line is nothing but names, or begins with one and goes on with a date, place or role.

    >>> is_name("Ana Ruiz"), is_name("Ana Ruiz and Ben Kurz, Lisbon"), is_name("Storm hits coast")
    (True, True, False)
    """
    if len(text) > _MAX_NAME_LINE_CHARS:
        return False
    if len(text) <= _MAX_AGENCY_LINE_CHARS and agencies_in(text):
        return True
    first = _BETWEEN_NAMES.split(text, maxsplit=1)[0]
    return _is_one_name(first) and not is_any_label(text)


def is_team(text: str) -> bool:
    """Return whether a line is the name of those who write for a site, and nothing else.

    >>> is_team("Courier Staff"), is_team("The Courier Team"), is_team("Staff"), is_team("Meet our team")
    (True, True, False, False)
    """
    words = text.split()
    return (
        2 <= len(words) <= _MAX_NAME_WORDS
        and all(_NAME_WORD.fullmatch(word) for word in words)
        and words_pattern("organizations").fullmatch(words[-1]) is not None
    )


def _is_one_name(text: str) -> bool:
    if len(text) <= 20 and not text.isascii() and suffix_pattern("").search(text):
        return True
    words = text.split()
    return (
        2 <= len(words) <= _MAX_NAME_WORDS
        and not _DIGIT.search(text)
        and not words_pattern("organizations").search(text)
        and all(_NAME_WORD.fullmatch(word) for word in words)
    )
