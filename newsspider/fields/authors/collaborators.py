"""Who worked on an article without writing it: editors, reviewers, photographers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain

from newsspider.fields.authors.name_lines import statements
from newsspider.fields.facts import PageFacts
from newsspider.fields.search_regions import lines_around, lines_under_headline
from newsspider.items import Author
from newsspider.language.bylines import conjunction_pattern
from newsspider.language.tags import base_language
from newsspider.language.word_lists import any_of, words_of

_JOINT = re.compile(r"\s{0,3}[,;/&|•·+、，]\s{0,3}")


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

    Who also stands in a line without such a word has written: "Ana Ruiz, Ben Kurz", and "Photos: Ana Ruiz".
    """
    lines = chain(lines_under_headline(facts), lines_around(facts))
    parts = [part.strip() for line in dict.fromkeys(lines) for part in statements(line)]
    labelled = {part: label.end() for part in parts if (label := _labels().match(part))}
    if not labelled:
        return ()
    # With a space before each, since a caption and the photographer's name may touch: "by the pier.Ana Ruiz".
    written = "".join(f" {part}" for part in parts if part not in labelled)
    named = {name for part, end in labelled.items() for name in _leading(part[end:], people, facts.language)}
    return [author for author in people if author.name in named and f" {author.name}" not in written]


def _leading(text: str, people: Sequence[Author], language: str | None) -> set[str]:
    """Return the names that a text begins with, joined by commas or "and"."""
    conjunction = conjunction_pattern(base_language(language))
    found: set[str] = set()
    place = 0
    while name := next((each.name for each in people if text.startswith(each.name, place)), None):
        found.add(name)
        place += len(name)
        joint = _JOINT.match(text, place) or conjunction.match(text, place)
        if joint is None:
            break
        place = joint.end()
    return found


@cache
def _labels() -> re.Pattern[str]:
    """Return what begins such a line; a single word needs a colon: "Editor Ana Ruiz" may have written."""
    every = words_of("language/data/bylines", "collaborators")
    phrases = any_of(word for word in every if " " in word)
    return re.compile(rf"\s*(?:(?:{phrases})\s+|(?:{any_of(every)})\s{{0,2}}[:：︰／/|｜＝]\s*)", re.IGNORECASE)
