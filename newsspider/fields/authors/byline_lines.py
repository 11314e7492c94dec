"""The lines near the body that say who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsspider.fields.authors.name_lines import (
    is_name,
    may_sign,
    may_sign_as_team,
    name_beside_date,
    statements,
)
from newsspider.fields.search_regions import region_above, region_below
from newsspider.lines.bylines import is_byline, is_byline_word
from newsspider.lines.date_lines import is_date_line

if TYPE_CHECKING:
    from newsspider.fields.facts import PageFacts

_ABOVE_BLOCKS = 2  # above the headline: some sites put the author there
_INSIDE_BLOCKS = 5  # others below the standfirst
_FAR_BLOCKS = 25  # where another line was taken for the headline
_NAME_REACH_BLOCKS = 2
_MAX_PARTED_CHARS = 160


def byline_lines(facts: PageFacts) -> list[str]:
    """Return the lines that name the author, as written, the likeliest first.

    Lines that begin with a word of bylines ("By", "Von", "Text:") come before lines that are a name alone; a
    word that stands on a line of its own is put before the next line.
    """
    body, language = facts.body, facts.language
    texts = body.blocks.texts
    top, first = region_above(facts)
    between = range(top + 1 if body.chosen else 0, first)
    places = (
        between,
        range(max(0, top - _ABOVE_BLOCKS), top),
        range(first, min(first + _INSIDE_BLOCKS, facts.main_run[1])),
        region_below(facts),
        range(max(0, top - _FAR_BLOCKS), max(0, top - _ABOVE_BLOCKS)),
    )
    found = [line for place in places for line in _labelled(texts, place, language)]
    inside = [i for i in range(first, min(first + _INSIDE_BLOCKS, facts.main_run[1])) if i not in body.chosen]
    # Below a name alone that is rather a place: "Ana Ruiz", "Porto - 4 May 2031".
    found += [
        name
        for i in (*between, *inside)
        if (name := name_beside_date(texts[i], language)) and not (i - 1 in between and is_name(texts[i - 1]))
    ]
    found += [
        texts[i] for i in between if may_sign(texts[i]) and _is_beside_date_or_end(texts, i, between, language)
    ]
    found += [texts[i] for i in between[:_NAME_REACH_BLOCKS] if may_sign_as_team(texts[i])]
    found += [texts[i] for i in inside if may_sign(texts[i])]
    found += [texts[i] for i in region_below(facts)[:1] if may_sign(texts[i])]
    return list(dict.fromkeys(found))


def _is_beside_date_or_end(texts: Sequence[str], i: int, place: range, language: str | None) -> bool:
    """Return whether a line stands where names without a byline word do: below the headline, beside a date.

    Elsewhere "Related Terms" and "Latest Stories" look like names as well.
    """
    if min(i - place.start, place.stop - 1 - i) < _NAME_REACH_BLOCKS:
        return True
    near = range(max(place.start, i - _NAME_REACH_BLOCKS), min(place.stop, i + 1 + _NAME_REACH_BLOCKS))
    return any(is_date_line(texts[j], language) for j in near)


def _labelled(texts: Sequence[str], indices: range, language: str | None) -> list[str]:
    found = []
    for i in indices:
        if is_byline_word(texts[i], language):
            if i + 1 in indices and len(texts[i + 1].split()) <= 8:
                found.append(f"{texts[i]} {texts[i + 1]}")
        elif is_byline(texts[i], language):
            found.append(texts[i])
        else:
            parts = list(statements(texts[i])) if len(texts[i]) <= _MAX_PARTED_CHARS else []
            found += [part for part in parts[1:] if is_byline(part, language)]
    return found
