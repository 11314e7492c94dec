"""What pages say that are sent in an article's place: that it is not there, or that cookies come first."""

from __future__ import annotations

import re
from functools import cache

from newsspider.language.word_lists import any_of, words_of

_WORDS = "lines/data/other_pages"
_PART = re.compile(r"[.,!?|–—。、！？｜]|\s-\s")  # no colon: "Error 404: town hall loses its site"
_MOST_OTHER_WORDS, _MAX_HEADING_CHARS = 4, 140
_QUOTES = tuple("\"'“„«»‘’「『")  # a report that tells what a banner said
_NUMBER = re.compile(r"\d{1,6}\s?")


def says_missing(heading: str) -> bool:
    """Return whether a title or heading, or a part of it, says that a page is not there and little else.

    >>> says_missing("Oups ! Page introuvable"), says_missing("Why a page not found is worth designing")
    (True, False)
    """
    folded = heading.casefold()
    if len(folded) > _MAX_HEADING_CHARS or not _phrases("missing").search(folded):  # as nearly all
        return False
    return any(
        found is not None and len(f"{part[: found.start()]} {part[found.end() :]}".split()) <= _MOST_OTHER_WORDS
        for part in _PART.split(folded)
        for found in (_phrases("missing").search(part),)
    )


def asks_for_consent(text: str) -> bool:
    """Return whether a text asks readers, for a site and its partners, whether cookies may be stored.

    >>> asks_for_consent("Wir und unsere 812 Partner nutzen Cookies."), asks_for_consent("New rules for cookies")
    (True, False)
    """
    folded = text.casefold()
    if not _phrases("stored").search(folded):  # as of nearly all
        return False
    said = _NUMBER.sub("", folded)
    return any(not said.endswith(_QUOTES, 0, found.start()) for found in _phrases("parties").finditer(said))


def speaks_of_cookies(text: str) -> bool:
    """Return whether a text names what a site stores on a reader's device.

    >>> speaks_of_cookies("Accepter les cookies"), speaks_of_cookies("The harbour is closed.")
    (True, False)
    """
    return _phrases("stored").search(text.casefold()) is not None


@cache
def _phrases(kind: str) -> re.Pattern[str]:
    return re.compile(any_of(map(str.casefold, words_of(_WORDS, kind)), ignore_case=False))
