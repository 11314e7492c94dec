"""What a place of the page says the headline is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeadlineSource:
    """A text that a place of the page gives as the headline."""

    text: str
    rule: str
    group: str  # places that copy one text vote once
    weight: float
    key: str  # newsspider.processors.headlines.folded_key of the text
