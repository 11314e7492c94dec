"""What stands at the ends of a picture's caption: arrows, notes to editors, the names that sign it."""

from __future__ import annotations

import re

from newsspider.language.places import begins_like_town, is_place
from newsspider.processors.credits import BEFORE_CREDIT, CREDIT_CHARS, LOWER_WORD, last_parts

FULL_STOPS = (".", "!", "?", "…", "。", "”", '"', "»", "“", "’")
_MAX_NAMES_CHARS = 60  # in brackets: longer ones explain what the picture shows
# "A street under water in Blumenau - Ana Ruiz/Example"
_BEHIND_DASH = re.compile(r"\s[-–—]\s([^-–—|.!?…]{2,80})$")
_DIGITS = re.compile(r"\d")
# "Ana Ruiz/EXN": a person of two words or more, and whom they work for.
NAME_AND_AGENCY = re.compile(r"[^\W\d_]\S{0,30}(?:\s\S{1,30}){1,4}\s?/\s?\S.{0,40}")
# What agencies tell those who print a picture: "ATTENTION EDITORS - THIS IMAGE WAS PROVIDED BY A THIRD PARTY."
# What a banner says stands within a sentence: "A sign reads NO SALES on the door".
_TO_EDITORS = re.compile(
    r"[\s.,;(–—-]{0,4}\b(?:ATTENTION (?:EDITORS|VISUALS)\b"
    r"|THIS (?:IMAGE|PICTURE|PHOTO) (?:HAS BEEN|WAS|IS) (?:BEING )?"
    r"(?:SUPPLIED|PROVIDED|DISTRIBUTED|TAKEN|PROCESSED)\b)"
    r"|(?:^|[.,;!?…)\]”\"(–—-][\s(–—-]{0,3})"
    r"(?:(?:FOR )?EDITORIAL USE ONLY|NO (?:RESALES?|ARCHIVES?|SALES))\b(?!\s[a-z])"
)
_EDITORS_WORDS = ("ATTENTION ", "THIS ", "EDITORIAL USE ONLY", "NO ")  # of which one is in each of these notes
_ENDS = '.!?…)]”"'  # of what stands before a note: they stay
_POINTER = re.compile(r"[▲△▶▷◀◁▼▽■□◆◇●★☞↑→←↓]\s?")  # before a caption, to the picture
_UPPER_NAME = range(2, 5)  # words of a name in capitals: "ANA RUIZ"
# Words of what stands below a picture with each first letter or all in capitals, and is no name: "GET THE MAG".
_CALLS = frozenset((
    "ALL", "AND", "BUY", "CLICK", "FOR", "FULL", "GET", "HERE", "HOW", "MORE", "NOW", "OPEN", "OUR", "OUT",
    "PHOTO", "READ", "SEE", "SHOP", "TAP", "THE", "THIS", "TO", "VIDEO", "VIEW", "WATCH", "YOU", "YOUR",
))  # fmt: skip
_FOR_PAPER = re.compile(r"[^\W\d_a-z]\S{0,30}(?:\s[^\W\d_a-z]\S{0,30}){1,3}\sfor\s(?:[Tt]he\s)?[^\W\d_a-z].{1,60}")
_MIN_SHOWN_WORDS = 4


def without_notes(line: str) -> str:
    """Return a line without the arrow before it, and without what agencies tell editors behind it."""
    arrow = _POINTER.match(line)
    line = line[arrow.end() :] if arrow else line
    told = _TO_EDITORS.search(line) if any(word in line for word in _EDITORS_WORDS) else None
    if told is None:
        return line
    return line[: told.start()] + (line[told.start()] if line[told.start()] in _ENDS else "")


def at_signature(line: str) -> tuple[str, str] | None:
    """Split "... at dawn. Ana Ruiz/Example", "... at dawn. ANA RUIZ" and "... at dawn | Ana Ruiz"."""
    for match in last_parts(line):
        part, before = match[1].strip(), line[: match.start(1)].rstrip()
        if before and is_names(part) and _is_signature(part, before):
            return before, part
    dashed = _BEHIND_DASH.search(line, max(0, len(line) - CREDIT_CHARS))
    if dashed is None or not is_names(dashed[1]) or not NAME_AND_AGENCY.fullmatch(dashed[1]):
        return None
    before = line[: dashed.start()]
    return (before, dashed[1]) if len(before.split()) >= _MIN_SHOWN_WORDS else None


def _is_signature(part: str, before: str) -> bool:
    """Return whether names behind a caption sign it: they name a paper as well, or are set off from it."""
    if before.endswith(FULL_STOPS) and (NAME_AND_AGENCY.fullmatch(part) or _FOR_PAPER.fullmatch(part)):
        return True
    words = part.split()
    if is_other_capitals(part):
        return False
    if len(words) not in _UPPER_NAME or not all(
        word.replace("-", "").replace("'", "").isalpha() for word in words
    ):
        return False
    if before.endswith("|"):
        shown = before.rstrip(BEFORE_CREDIT)
        is_told = shown.endswith(FULL_STOPS) or len(shown.split()) >= _MIN_SHOWN_WORDS  # else: "A view | Old Town"
        return is_told and all(word[0].isupper() for word in words)
    is_upper = part.isupper() and min(map(len, words)) > 1
    return is_upper and before.endswith(FULL_STOPS) and not before.isupper()


def is_other_capitals(text: str) -> bool:
    """Return whether what is written like a name is a place or what a button says.

    >>> [is_other_capitals(text) for text in ("San Marino", "NORTH BAY", "Click Here", "Ana Ruiz")]
    [True, True, True, False]
    """
    words = text.upper().split()
    return not _CALLS.isdisjoint(words) or is_place(text) or begins_like_town(text.title())


def is_names(text: str) -> bool:
    """Return whether a text may be names alone: it begins with a capital, and no common word stands in it."""
    text = text.strip()
    if not text[:1].isupper() or len(text) > _MAX_NAMES_CHARS:
        return False
    return not LOWER_WORD.search(text) and not _DIGITS.search(text)
