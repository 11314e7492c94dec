"""Where to look for bylines, dates and captions: the blocks around the headline and around the body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from lxml.etree import _Element

from newsspider.fields.markup import texts_in
from newsspider.processors.authors import looks_like_name
from newsspider.processors.text import one_line

if TYPE_CHECKING:  # it asks for what stands in these regions itself
    from newsspider.fields.facts import PageFacts

_ABOVE_BLOCKS = 12  # where no headline was found: in nine of ten dumps byline and date stand nearer than this
_BELOW_BLOCKS = 4
_NO_NAME_TAGS = frozenset({"figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "button", "option", "label"})
_BLOCKS_ABOVE = 12  # headline, standfirst, picture, caption, share buttons
_BLOCKS_RIGHT_ABOVE = 4
_BLOCKS_BELOW = 3
_BLOCKS_OVER_H1 = 3  # section, kicker, date
_BLOCKS_UNDER_H1 = 8
_MAX_MARK_CHARS = 3
_MAX_LINE_CHARS = 160
# "Ana RuizMay 4, 2031", "20312 shares": two pieces of a line between which the markup has no space.
_GLUED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]|\d{5}|[^\W\d_A-Z][A-ZÀ-ÞА-ЯΑ-Ω]")
_ENDS_WORD = re.compile(r"\w\w[:.]?$")
_STARTS_WORD = re.compile(r"[A-ZÀ-ÞА-ЯΑ-Ω\d]")
_RAISED = frozenset({"sub", "sup"})  # "CO2", "4th"
_UNSEEN = frozenset({"script", "style", "noscript", "template"})
_DOT = "·"
_MAX_PIECES = 60
_MIN_STORY_WORDS = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def region_above(facts: PageFacts) -> tuple[int, int]:
    """Return the index of the headline's block and that of the body's first; equal if nothing is between."""
    body = facts.body
    if not body.chosen:
        return 0, min(_ABOVE_BLOCKS, len(body.blocks))
    first, _ = facts.main_run
    best = next(iter(facts.headline_lines), None)
    return (max(0, first - _ABOVE_BLOCKS) if best is None else min(best, first)), first


def region_below(facts: PageFacts) -> range:
    """Return the indices of the blocks right below the body."""
    body = facts.body
    if not body.chosen:
        return range(0)
    _, end = facts.main_run
    return range(end, min(len(body.blocks), end + _BELOW_BLOCKS))


def lines_around(facts: PageFacts) -> Iterator[str]:
    """Yield the short blocks around the beginning and the end of the body, as a page sets bylines and dates.

    Those right above it come first: further up other stories may stand. A picture's caption is none.
    """
    body = facts.body
    if not body.chosen:
        return
    texts, tags, first, last = body.blocks.texts, body.blocks.tags, body.chosen[0], body.chosen[-1]
    for place in (
        *range(max(0, first - _BLOCKS_RIGHT_ABOVE), first + 4),
        *range(max(0, first - _BLOCKS_ABOVE), max(0, first - _BLOCKS_RIGHT_ABOVE)),
        *range(max(0, last - 1), last + 1 + _BLOCKS_BELOW),
    ):
        if place < len(texts) and len(texts[place]) <= _MAX_LINE_CHARS and tags[place] != "figcaption":
            yield _set_apart(texts[place], body.blocks.elements[place])


def lines_under_headline(facts: PageFacts) -> Iterator[str]:
    """Yield the short blocks under and then over the last h1 before the body, else the first behind its beginning.

    What stands over it may be another story's: its date comes after the one under the headline, and what stands
    behind a short text after that.
    """
    body, h1 = facts.body, facts.headline_place
    texts = body.blocks.texts
    if h1 is not None:
        under = _reach_under(texts, h1)
        end = body.chosen[-1] if body.chosen and body.chosen[-1] > h1 else len(texts)
        within, behind = [place for place in under if place <= end], [place for place in under if place > end]
        for place in (*within, *range(h1 - 1, max(-1, h1 - 1 - _BLOCKS_OVER_H1), -1), *behind):
            if len(texts[place]) <= _MAX_LINE_CHARS and body.blocks.tags[place] != "figcaption":
                yield _set_apart(texts[place], body.blocks.elements[place])


def _reach_under(texts: Sequence[str], h1: int) -> range:
    """Return the blocks from an h1 on in which bylines and dates stand; "|" and "6" between them do not count."""
    counted = 0
    for place in range(h1, min(h1 + 2 * _BLOCKS_UNDER_H1, len(texts))):
        counted += len(texts[place]) > _MAX_MARK_CHARS
        if counted > _BLOCKS_UNDER_H1:
            return range(h1, place)
    return range(h1, min(h1 + 2 * _BLOCKS_UNDER_H1, len(texts)))


def _set_apart(text: str, element: _Element | None) -> str:
    """Return a line with a dot between what style alone sets apart: <i>Ana Ruiz</i><i>4 May 2031</i>.

    `element` holds the line, and other blocks perhaps. What stands beside the headline of another story stays
    with that.
    """
    if element is None or not len(element) or not _GLUED.search(text) or _links_story(element, text):
        return text
    whole = one_line("".join(_pieces_set_apart(element)))
    places = [place for place, char in enumerate(whole) if not char.isspace() and char != _DOT]
    key = "".join(text.replace(_DOT, "").split())
    start = "".join(whole[place] for place in places).find(key)
    return whole[places[start] : places[start + len(key) - 1] + 1] if start >= 0 else text


def _links_story(element: _Element, text: str) -> bool:
    """Return whether a link in a line leads to another story: "Ferries stay in harbour"."""
    links = (one_line("".join(link.itertext())) for link in islice(element.iter("a"), _MAX_PIECES))
    return any(
        len(link.split()) >= _MIN_STORY_WORDS and link in text and not looks_like_name(link) for link in links
    )


def _pieces_set_apart(element: _Element) -> Iterator[str]:
    last = ""  # what stands behind the last dot
    for piece, part, behind in islice(texts_in(element), _MAX_PIECES):
        if part.tag in _UNSEEN and not behind:
            continue
        is_new = not behind and part is not element and part.tag not in _RAISED
        if is_new and _ENDS_WORD.search(last) and _STARTS_WORD.match(piece):
            is_word = " " not in last.strip()  # "By" and "Ana Ruiz" are one
            yield " " if is_word else f" {_DOT} "
            last = f"{last} " if is_word else ""
        yield piece
        last += piece


def names_beside(facts: PageFacts) -> Iterator[str]:
    """Yield what stands right under the h1, beside a date under it, or right above the first paragraph.

    Subheadings and entries of lists are left out.
    """
    body, h1 = facts.body, facts.headline_place
    texts = body.blocks.texts
    if h1 is None or body.blocks.tags[h1] != "h1":
        return
    for place in range(h1 + 1, min(h1 + _BLOCKS_UNDER_H1, len(texts))):
        if body.blocks.tags[place] in _NO_NAME_TAGS:
            continue
        before, after = texts[place - 1], texts[min(place + 1, len(texts) - 1)]
        at_edge = place == h1 + 1 or len(after) > _MAX_LINE_CHARS >= len(before)
        line = (
            _set_apart(texts[place], body.blocks.elements[place]) if len(texts[place]) <= _MAX_LINE_CHARS else ""
        )
        if at_edge or any(len(text) <= _MAX_LINE_CHARS and _YEAR.search(text) for text in (before, line, after)):
            yield line or texts[place]
