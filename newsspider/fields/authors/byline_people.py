"""Who of those that a line near the text seems to name may have signed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsspider.fields.facts import PageFacts
from newsspider.items import Author
from newsspider.processors.authors import leading_name, looks_like_name


def byline_people(people: Iterable[Author], facts: PageFacts, *, is_labelled: bool) -> list[Author]:
    """Return those who may have signed, without what the line goes on with: "Ana Ruiz archive page".

    Agencies may, and behind a word of bylines (`is_labelled`) accounts. Without one, words that the page writes
    small elsewhere, all of them, are a section: "Digital Life".
    """
    named = (replace(author, name=leading_name(author.name)) for author in people)
    return [author for author in named if _may_sign(author, facts, is_labelled=is_labelled)]


def _may_sign(author: Author, facts: PageFacts, *, is_labelled: bool) -> bool:
    words = author.name.split()
    if author.type == "Organization" or (is_labelled and len(words) == 1):
        return True
    is_section = not is_labelled and facts.lower_case_words.issuperset(author.name.lower().split())
    return looks_like_name(author.name) and not is_section
