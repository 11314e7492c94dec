"""The lines of pictures near the body: what they show, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass

from newsspider.fields.facts import PageFacts
from newsspider.fields.search_regions import region_above, region_below
from newsspider.lines.captions import is_caption
from newsspider.lines.shapes import weighted_chars
from newsspider.lines.wording import is_label, speaks_of_business
from newsspider.processors.credits import split_credit

_CAPTION_CHARS = 40


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """A picture's line, at least one of the two present."""

    index: int  # of its block
    caption: str | None
    credit: str | None


def captions(facts: PageFacts) -> list[CaptionLine]:
    """Return the captions from the headline to the body's end, in the page's order, the main picture's first.

    A credit on a line of its own belongs to the line above, where that is no part of the body and no headline.
    """
    body = facts.body
    top, first = region_above(facts)
    chosen = set(body.chosen)
    last = region_below(facts).stop if body.chosen else first
    found: list[CaptionLine] = []
    for i in range(top + 1 if body.chosen else 0, last):
        text = body.blocks.texts[i]
        if i in chosen or not is_caption(text):
            continue
        caption, credit = split_credit(text)
        if caption is None and credit and i - 1 > top and i - 1 not in chosen:
            caption = _caption_above(body.blocks.texts[i - 1])
        found.append(CaptionLine(i, caption, credit))
    return found


def _caption_above(text: str) -> str | None:
    """Return a line above a credit as its caption where it is as long as one and no credit itself."""
    if weighted_chars(text) < _CAPTION_CHARS or is_label("controls", text) or is_label("related", text):
        return None
    return None if speaks_of_business(text) or is_caption(text) else text
