"""Who of those that a line near the text seems to name may have signed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsspider.body.types import Body
from newsspider.fields.once import once
from newsspider.items import Author
from newsspider.processors.authors import leading_name, looks_like_name


def byline_people(people: Iterable[Author], body: Body, *, is_labelled: bool) -> list[Author]:
    """Return those who may have signed, without what the line goes on with: "Ana Ruiz archive page".

    Agencies may, and behind a word of bylines (`is_labelled`) accounts. Without one, words that the page writes
    small elsewhere, all of them, are a section: "Digital Life".
    """
    named = (replace(author, name=leading_name(author.name)) for author in people)
    return [author for author in named if _may_sign(author, body, is_labelled=is_labelled)]


def _may_sign(author: Author, body: Body, *, is_labelled: bool) -> bool:
    words = author.name.split()
    if author.type == "Organization" or (is_labelled and len(words) == 1):
        return True
    is_section = not is_labelled and small_words(body).issuperset(author.name.lower().split())
    return looks_like_name(author.name) and not is_section


def small_words(body: Body) -> frozenset[str]:
    """Return the words that the page writes small somewhere: a name's words are not among them, a menu's are."""
    return once(body, "small words", lambda: [_small_words(body)])[0]


def _small_words(body: Body) -> frozenset[str]:
    return frozenset(word for text in body.blocks.texts for word in text.split() if word.islower())
