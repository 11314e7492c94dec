"""The lines near the body that say who wrote it."""

from __future__ import annotations

from collections.abc import Sequence

from newsspider.body.types import Body
from newsspider.fields.neighbourhood.lines import is_byline, is_byline_word, is_name
from newsspider.fields.neighbourhood.zone import below, zone_above

_ABOVE_BLOCKS = 2  # above the headline: some sites put the author there


def byline_lines(body: Body, *, language: str | None = None) -> list[str]:
    """Return the lines that name the author, as written, the likeliest first.

    Lines that begin with a word of bylines ("By", "Von", "Text:") come before lines that are a name alone; a
    word that stands on a line of its own is put before the next line.
    """
    top, first = zone_above(body)
    between = range(top + 1 if body.chosen else 0, first)
    above = range(max(0, top - _ABOVE_BLOCKS), top)
    texts = body.blocks.texts
    return list(
        dict.fromkeys(
            [
                *_labelled(texts, between, language),
                *_labelled(texts, above, language),
                *_labelled(texts, below(body), language),
                *(texts[i] for i in between if is_name(texts[i])),
                *(texts[i] for i in below(body)[:1] if is_name(texts[i])),
            ]
        )
    )


def _labelled(texts: Sequence[str], indices: range, language: str | None) -> list[str]:
    found = []
    for i in indices:
        if is_byline_word(texts[i], language):
            if i + 1 in indices and len(texts[i + 1].split()) <= 8:
                found.append(f"{texts[i]} {texts[i + 1]}")
        elif is_byline(texts[i], language):
            found.append(texts[i])
    return found
