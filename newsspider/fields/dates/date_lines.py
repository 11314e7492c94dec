"""The lines near the headline that say when the text appeared and when it was changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsspider.body.types import Body
from newsspider.fields.dates.labels import Kind, labelled_parts
from newsspider.fields.facts import PageFacts
from newsspider.fields.search_regions import region_above, region_below
from newsspider.lines.date_lines import MAX_DATE_LINE_CHARS, holds_date, is_date_line

# Of 720 dumps with a known day .599 were right, and 46 wrong, with 3 blocks above the headline and 4 inside the
# text; .63 with 12 and 8, and 46 wrong as well.
_NEAR_BLOCKS = 3  # above the headline: section, kicker, date
_FAR_BLOCKS = 12  # picture, caption, share buttons, and at times another story: the last to be asked
_INSIDE_BLOCKS = 4  # below the standfirst
_FAR_INSIDE_BLOCKS = 8


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line, or part of one, that holds a date."""

    index: int  # of its block
    text: str  # as written, its label and all
    kind: Kind | None  # what its label says; None without one


def date_lines(facts: PageFacts) -> list[DateLine]:
    """Return what near the headline and right below the body holds a date, the likeliest first.

    A line with two dates ("Published 3 May, updated 4 May") is given as two.
    """
    body, language = facts.body, facts.language
    top, first = region_above(facts)
    between = range(top, min(first + _INSIDE_BLOCKS, max(first, facts.main_run[1])))
    above = range(top - 1, max(-1, top - 1 - _NEAR_BLOCKS), -1)
    found = [*_dated(body, between, language), *_dated(body, above, language)]
    found += [line for line in _dated(body, region_below(facts), language) if line.kind]
    found.sort(key=lambda line: line.kind is None)
    far = [*range(above.stop, max(-1, top - 1 - _FAR_BLOCKS), -1)]
    far += range(between.stop, min(first + _FAR_INSIDE_BLOCKS, facts.main_run[1]))
    return [*found, *_dated(body, far, language)]


def _dated(body: Body, indices: Iterable[int], language: str | None) -> Iterator[DateLine]:
    for i in indices:
        text = body.blocks.texts[i]
        if len(text) > MAX_DATE_LINE_CHARS:
            continue
        for kind, part in labelled_parts(text):
            if holds_date(part, language) if kind else is_date_line(part, language):
                yield DateLine(i, part, kind)
