"""The line above the headline that names its section."""

from __future__ import annotations

import re

from newsspider.body.types import Body
from newsspider.fields.facts import PageFacts
from newsspider.fields.search_regions import region_above
from newsspider.lines.date_lines import holds_date
from newsspider.lines.wording import is_any_label, speaks_of_business
from newsspider.processors.sections import clean_section

# "Home > News > Europe", "Startseite › Politik"
_TRAIL = re.compile(r"\s{0,3}[>›»→/]\s{0,3}")
_REACH_BLOCKS = 3
_MAX_WORDS = 4


def section_line(facts: PageFacts) -> str | None:
    """Return the section that a trail of breadcrumbs or a label right above the headline names, or None."""
    body = facts.body
    if not body.chosen:
        return None
    top, _ = region_above(facts)
    for i in range(top - 1, max(-1, top - 1 - _REACH_BLOCKS), -1):
        text = body.blocks.texts[i]
        steps = [step for step in map(clean_section, _TRAIL.split(text[:300])) if step]
        if len(steps) > 1 or (steps and _TRAIL.search(text)):
            return steps[-1] if steps[-1] != body.blocks.texts[top] else steps[-2] if len(steps) > 1 else None
    return clean_section(body.blocks.texts[top - 1]) if _is_kicker(body, top - 1) else None


def _is_kicker(body: Body, i: int) -> bool:
    """Return whether a block is a label on its own, and not the last line of a menu."""
    if i < 0 or not _is_label(body.blocks.texts[i]):
        return False
    stands_apart = body.blocks.layout is not None and body.blocks.layout.gaps[i] > 0
    return stands_apart or i == 0 or not _is_label(body.blocks.texts[i - 1])


def _is_label(text: str) -> bool:
    return (
        len(text) <= 30
        and len(text.split()) <= _MAX_WORDS
        and not any(map(str.isdigit, text))
        and not is_any_label(text)
        and not speaks_of_business(text)
        and not holds_date(text)
    )
