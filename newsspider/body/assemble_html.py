"""The article as clean, safe HTML from the chosen blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import nh3

from newsspider._native import blocks_html, is_plain_html
from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.blocks.types import Blocks
from newsspider.body.assemble import layout_cells
from newsspider.body.figures import figures_between

ALLOWED_TAGS = frozenset((
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "figure", "figcaption", "img", "a",
    "table", "tr", "td", "th", "em", "strong", "sub", "sup", "pre", "code",
))  # fmt: skip
_LISTS, _ITEMS, _QUOTES = frozenset(("ul", "ol", "menu", "table")), frozenset(("li",)), frozenset(("blockquote",))
# C0, and of C1 those that are to terminals what ESC [ and its like are. The others are left: of text that was
# encoded twice they say what it was.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f\x98\x9a\x9b\x9e]")
# Of each of U+0080 to U+00BF in a text, such as "·" and "»", nh3 0.3 looks through the rest of the text: 1.3 s for
# 80,000 in 1.4 MB. Where there are many, others that no text uses (private, of the last plane) take their places.
_SLOW = re.compile("[\x80-\xbf]")
_MANY_SLOW = 2_000
_STAND_INS = {code: 0x10FF00 + code for code in range(0x80, 0xC0)}
_STOOD_FOR = {stand_in: code for code, stand_in in _STAND_INS.items()}
_OWN_TAGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6", "pre": "pre"}  # else "p"


def body_html(blocks: Blocks, chosen: Sequence[int], base_url: str | None) -> str | None:
    """Return the chosen blocks, and the figures among them, as HTML of ALLOWED_TAGS; None for a text dump.

    Links and images are absolute http(s) URLs. Neighbours in one list, table or quote share its element.
    """
    if blocks.markup is None or not chosen:
        return None
    html = "\n".join(_lines(_pieces(blocks, blocks.markup, chosen, base_url)))
    return safe_html(html) or None


def safe_html(html: str) -> str:
    """Return HTML of well-nested elements as nh3 leaves it, which is asked only where that may change anything.

    Spaces that do not break a line become plain ones; what terminals take for a command is left out.

    >>> safe_html("<p>5\xa0km</p>")
    '<p>5 km</p>'
    >>> safe_html("<p>a</p>"), safe_html('<p onclick="b()">a</p>')
    ('<p>a</p>', '<p>a</p>')
    """
    # A space that must not break the line is a matter of layout; of an apostrophe's two forms nh3 writes this one.
    html = html.replace("\xa0", " ").replace("&#x27;", "'")
    if is_plain_html(html):  # as nine of ten are, which hold no control characters then
        return html
    html = _CONTROLS.sub("", html)
    return html if is_plain_html(html) else _cleaned(html)


def _cleaned(html: str) -> str:
    """Return what nh3 leaves of HTML: in linear time, where it would take quadratic time for some characters."""
    if len(_SLOW.findall(html)) < _MANY_SLOW:
        return _cleaner().clean(html)
    return _cleaner().clean(html.translate(_STAND_INS)).translate(_STOOD_FOR)


@cache
def _cleaner() -> nh3.Cleaner:
    # All that is written here is escaped or made of constants; this is the second wall.
    return nh3.Cleaner(
        tags=set(ALLOWED_TAGS),
        attributes={"a": {"href"}, "img": {"src", "alt", "width", "height"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


class _Piece(NamedTuple):
    """A block that shares the element around it with its neighbours."""

    outer_tag: str  # "ul", "ol", "table" or "blockquote"
    outer: int  # container of the list, table or quote
    inner: int  # container of the list item or the table row; -1 in a quote
    tag: str
    html: str


def _lines(pieces: Iterable[_Piece | str]) -> Iterator[str]:
    """Yield the HTML of each element; a piece that is a string is one already."""
    held: list[_Piece] = []  # neighbours in one element
    for piece in pieces:
        if held and (isinstance(piece, str) or piece[:2] != held[0][:2]):
            yield _group(held)
            held = []
        if isinstance(piece, str):
            yield piece
        else:
            held.append(piece)
    if held:
        yield _group(held)


def _pieces(blocks: Blocks, markup: Markup, chosen: Sequence[int], base_url: str | None) -> Iterator[_Piece | str]:
    nesting = _Nesting(markup)
    layout = layout_cells(blocks, chosen)
    figures = iter(figures_between(blocks, markup, chosen, base_url))
    figure = next(figures, None)
    places, containers = markup.places, markup.containers
    inner = blocks_html(blocks.texts, places, containers.elements, chosen, base_url)
    for i, html in zip(chosen, inner, strict=True):
        while figure is not None and figure[0] <= i:
            yield figure[1]
            figure = next(figures, None)
        own = _OWN_TAGS.get(blocks.tags[i], "p")
        if containers.flags[places[i]] & _NESTED and places[i] not in layout:
            yield nesting.piece(places[i], blocks.tags[i], html) or f"<{own}>{html}</{own}>"
        else:
            yield f"<{own}>{html}</{own}>"


_IN_ITEM = int(Flag.LI)
_NESTED = int(Flag.LI | Flag.QUOTE | Flag.TABLE)


@dataclass(frozen=True, slots=True)
class _Nesting:
    """The nearest list, item and quote that containers lie in or are, as far as anybody has asked."""

    markup: Markup
    lists: dict[int, int] = field(default_factory=dict)
    items: dict[int, int] = field(default_factory=dict)
    quotes: dict[int, int] = field(default_factory=dict)

    def piece(self, place: int, tag: str, html: str) -> _Piece | None:
        """Return the piece that a block in `place` makes; None where no element around it is kept."""
        own = _OWN_TAGS.get(tag, "p")
        containers = self.markup.containers
        outer = nearest(self.markup, place, _LISTS, self.lists)
        if tag in {"td", "th"} and outer >= 0:
            return _Piece("table", outer, containers.parents[place], tag, html)
        if containers.flags[place] & _IN_ITEM and outer >= 0:
            list_tag = containers.kind_table[containers.kinds[outer]].tag
            if list_tag != "table":
                item = nearest(self.markup, place, _ITEMS, self.items)
                return _Piece("ol" if list_tag == "ol" else "ul", outer, item, own, html)
        quote = nearest(self.markup, place, _QUOTES, self.quotes)
        if quote >= 0:
            return _Piece("blockquote", quote, -1, own, html)
        return None


def nearest(markup: Markup, place: int, tags: frozenset[str], known: dict[int, int]) -> int:
    """Return the nearest container of `tags` that `place` is or lies in; -1 where there is none.

    `known` are answers that were given before: however deep a page nests, no container is passed twice.
    """
    containers = markup.containers
    passed = []
    while place >= 0 and place not in known and containers.kind_table[containers.kinds[place]].tag not in tags:
        passed.append(place)
        place = containers.parents[place]
    found = known.get(place, place)
    known.update(dict.fromkeys(passed, found))
    return found


def _group(pieces: Sequence[_Piece]) -> str:
    """Return the element that neighbours share."""
    tag = pieces[0].outer_tag
    if tag == "blockquote":
        return f"<blockquote>{''.join(map(_element, pieces))}</blockquote>"
    inner_tag = "tr" if tag == "table" else "li"
    rows = (list(row) for _, row in groupby(pieces, key=attrgetter("inner")))
    inner = "".join(f"<{inner_tag}>{_row(row)}</{inner_tag}>" for row in rows)
    return f"<{tag}>{inner}</{tag}>"


def _row(pieces: Sequence[_Piece]) -> str:
    if len(pieces) == 1 and pieces[0].tag == "p":
        return pieces[0].html
    return "".join(map(_element, pieces))


def _element(piece: _Piece) -> str:
    return f"<{piece.tag}>{piece.html}</{piece.tag}>"
