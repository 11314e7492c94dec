"""What is asked of the duplicate finder, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Match(StrEnum):
    """What two articles have in common, the surest first."""

    PAGE = "page"  # the address, by its key; or all but its parameters, with headline and text
    CANONICAL = "canonical"  # the address that one of them gives as its own, and some of the text
    TEXT = "text"  # all letters
    NEAR_TEXT = "near-text"  # most of the wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An article, as far as it matters whether it was seen before."""

    name: str  # by which others can refer to it: its identifier
    url: str | None = None
    canonical: str | None = None
    headline: str | None = None
    text: str | None = None
    place: str = ""  # where its page is, as JSON, for those who look for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is known of an article."""

    match: Match | None  # None: it is the first of its cluster
    original: str  # the name of that first article
    place: str = ""  # of that one
    is_longest: bool = True  # of its cluster so far
    shares_canonical: bool = False  # with an article of another text: its canonical URL is not its own
