"""Elements of a kind in the order in which a reader would look for them: from the headline on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lxml.etree import _Element

from newsspider.body.types import Body
from newsspider.fields.once import once
from newsspider.page.index import NAME_CHARS
from newsspider.processors.headlines import folded_key

# What stands in these belongs to other articles, to readers who comment, or to no article. A page builder that one
# WordPress site in three uses calls all that it sets an "elementor-widget", and Blogger its posts a "widget Blog".
_ELSEWHERE = re.compile(
    r"(?<![a-z])(?:comments?|related|recommend(?:ed|ations?)?|teasers?|cards?|sidebar"
    r"|(?<!elementor-)widget(?! Blog(?!\w))|(?<!post-)(?<!entry-)(?<!article-)footer|nav|navigation|menu"
    r"|promo|more-from|read-?more|popular|trending|carousel|slider|breadcrumbs?|disqus|reply)(?![a-z])",
    re.IGNORECASE,
)
_ELSEWHERE_TAGS = frozenset({"nav", "footer", "form", "figure", "figcaption", "blockquote", "table"})
_NO_NAME_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "li", "button", "option", "label"})
_HEADINGS = frozenset({"h2", "h3"})
_MAX_ANCESTORS = 12
_BLOCKS_ABOVE = 12  # headline, standfirst, picture, caption, share buttons
_BLOCKS_RIGHT_ABOVE = 4
_BLOCKS_BELOW = 3
_BLOCKS_OVER_H1 = 3  # section, kicker, date
_BLOCKS_UNDER_H1 = 8
_MAX_MARK_CHARS = 3
_MAX_LINE_CHARS = 160
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def from_headline_on(found: Sequence[_Element], headline: str | None) -> Sequence[_Element]:
    """Return elements that were found in document order, h1 among them, by their distance from the headline's h1.

    First those behind it, nearest first, then those before it, nearest first.
    """
    place = _headline_place(found, headline)
    ordered = [*found[place + 1 :], *reversed(found[:place])] if place >= 0 else found
    return [element for element in ordered if element.tag != "h1"]


def _headline_place(found: Sequence[_Element], headline: str | None) -> int:
    """Return where the headline's h1 stands, else the first h1, -1 without any."""
    places = [place for place, element in enumerate(found) if element.tag == "h1"]
    key = folded_key(headline or "")
    own = (place for place in places if (text := folded_key("".join(found[place].itertext()))) and text in key)
    return next(own, places[0] if places else -1)


def lines_around(body: Body) -> Iterator[str]:
    """Yield the short blocks around the beginning and the end of the body, as a page sets bylines and dates.

    Those right above it come first: further up other stories may stand.
    """
    if not body.chosen:
        return
    texts, first, last = body.blocks.texts, body.chosen[0], body.chosen[-1]
    for place in (
        *range(max(0, first - _BLOCKS_RIGHT_ABOVE), first + 4),
        *range(max(0, first - _BLOCKS_ABOVE), max(0, first - _BLOCKS_RIGHT_ABOVE)),
        *range(max(0, last - 1), last + 1 + _BLOCKS_BELOW),
    ):
        if place < len(texts) and len(texts[place]) <= _MAX_LINE_CHARS:
            yield texts[place]


def lines_under_headline(body: Body) -> Iterator[str]:
    """Yield the short blocks under and then over the last h1 before the body, else the first behind its beginning.

    What stands over it may be another story's: its date comes after the one under the headline, and what stands
    behind a short text after that.
    """
    texts, h1 = body.blocks.texts, place_of_h1(body)
    if h1 is not None:
        under = _reach_under(texts, h1)
        end = body.chosen[-1] if body.chosen and body.chosen[-1] > h1 else len(texts)
        within, behind = [place for place in under if place <= end], [place for place in under if place > end]
        for place in (*within, *range(h1 - 1, max(-1, h1 - 1 - _BLOCKS_OVER_H1), -1), *behind):
            if len(texts[place]) <= _MAX_LINE_CHARS:
                yield texts[place]


def _reach_under(texts: Sequence[str], h1: int) -> range:
    """Return the blocks from an h1 on in which bylines and dates stand; "|" and "6" between them do not count."""
    counted = 0
    for place in range(h1, min(h1 + 2 * _BLOCKS_UNDER_H1, len(texts))):
        counted += len(texts[place]) > _MAX_MARK_CHARS
        if counted > _BLOCKS_UNDER_H1:
            return range(h1, place)
    return range(h1, min(h1 + 2 * _BLOCKS_UNDER_H1, len(texts)))


def names_beside(body: Body) -> Iterator[str]:
    """Yield what stands right under the h1, beside a date under it, or right above the first paragraph.

    Subheadings and entries of lists are left out.
    """
    texts, h1 = body.blocks.texts, place_of_h1(body)
    if h1 is None or body.blocks.tags[h1] != "h1":
        return
    for place in range(h1 + 1, min(h1 + _BLOCKS_UNDER_H1, len(texts))):
        if body.blocks.tags[place] in _NO_NAME_TAGS:
            continue
        before, after = texts[place - 1], texts[min(place + 1, len(texts) - 1)]
        at_edge = place == h1 + 1 or len(after) > _MAX_LINE_CHARS >= len(before)
        if at_edge or any(len(text) <= _MAX_LINE_CHARS and _YEAR.search(text) for text in (before, after)):
            yield texts[place]


def place_of_h1(body: Body) -> int | None:
    """Return the index of the block of the last h1 before the body, else of the first behind its beginning.

    On a page without any, of the last h2 or h3 before the body.
    """
    return once(body, "headline's place", lambda: [_place_of_h1(body)])[0]


def _place_of_h1(body: Body) -> int | None:
    h1s, tags = h1_places(body), body.blocks.tags
    begin = body.chosen[0] + 2 if body.chosen else len(tags)
    if not h1s:
        return max((place for place, tag in enumerate(tags[:begin]) if tag in _HEADINGS), default=None)
    return max((place for place in h1s if place <= begin), default=h1s[0])


def h1_places(body: Body) -> Sequence[int]:
    """Return the indices of the blocks of h1 elements."""
    return once(body, "h1", lambda: _places_of("h1", body.blocks.tags))


def _places_of(tag: str, tags: Sequence[str]) -> Iterator[int]:
    place = -1
    for _ in range(tags.count(tag)):
        place = tags.index(tag, place + 1)
        yield place


def is_elsewhere(element: _Element) -> bool:
    """Return whether an element stands in a part of the page that is not about this article."""
    return any(
        ancestor.tag in _ELSEWHERE_TAGS or _is_named_so(class_of(ancestor)) for ancestor in _upwards(element)
    )


# A page's elements share their ancestors, and a site's pages their classes. What one says never changes.
@lru_cache(maxsize=1024)
def _is_named_so(name: str) -> bool:
    return _ELSEWHERE.search(name) is not None


def class_of(element: _Element) -> str:
    """Return an element's class attribute, cut where it gets long."""
    return (element.get("class") or "")[:NAME_CHARS]


def _upwards(element: _Element) -> Iterator[_Element]:
    yield element
    for number, ancestor in enumerate(element.iterancestors()):
        if ancestor.tag in ("body", "html", "main", "article") or number >= _MAX_ANCESTORS:
            return
        yield ancestor
