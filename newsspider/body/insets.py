"""What stands within the text and is none of it, as its markup says: hidden messages, promotion, polls.

Captions, invitations, links to other stories and scrambled text have a module each.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from lxml.etree import _Element

from newsspider._native.markup import Flag, kind_of
from newsspider._native.values import Markup
from newsspider.blocks.types import HEADING_TAGS, Blocks
from newsspider.body.caption_blocks import caption_blocks
from newsspider.body.invitations import last_wall, sign_ups, walls_within
from newsspider.body.other_links import lines_of_page, teasers
from newsspider.body.scrambled import scrambled
from newsspider.lines.wording import is_label

_HIDDEN = int(Flag.HIDDEN)
# Alone it tells only that screen readers leave something out; what is laid over the page is out of sight, too.
_ARIA_HIDDEN = "aria-hidden"
_LAYERS = frozenset(("dialog", "modal", "popup"))
# Names of what scripts show when something happens. What readers unfold themselves has other names, and is text:
# on the corpus's pages, answers to common questions and what a wall hides.
_NOTES = frozenset((
    "alert", "alerts", "comment", "comments", "consent", "cookie", "cookies", "dialog", "email", "error", "errors",
    "feedback", "form", "forms", "loading", "login", "message", "messages", "modal", "newsletter", "notice",
    "notification", "popup", "share", "signup", "subscribe", "success", "template", "toast", "tooltip", "warning",
))  # fmt: skip
# Of 912 articles none has a block of its text in a smaller element of such a name; nine have others there.
_PROMOTION = frozenset((
    "newsletter", "newsletters", "signup", "adslot",
    # Not measured there:
    "donation", "donations", "donate", "fundraising", "spenden", "spende",
    "jwplayer", "videoplayer", "audioplayer", "sharebar", "sharedaddy", "relatedposts", "addthis",
    "outbrain", "taboola", "plista",
))  # fmt: skip
_POLLS = frozenset(("poll", "polls", "umfrage", "anketa", "ankieta", "encuesta", "sondage"))
_ASKING, _MOST_IN_POLL = frozenset(("form", "input", "button", "iframe")), 200
_MOST = 0.5  # of the text; more may be the text itself, whatever it is called
_AD = re.compile(r"(?:^|[\s_-])(?:ads?|advert[a-z]{0,10})(?:$|[\s_-])", re.IGNORECASE)
_LABEL_CHARS = 20  # of one word
_HOPED = 0.4
_UNLIKELY = 0.1  # blocks are left out anyway


def insets(blocks: Blocks, chances: Sequence[float]) -> Iterator[int]:
    """Yield the blocks that their markup tells to be no text, though they stand within it and are likely.

    `chances` are the blocks' probabilities: where elements of one kind hold more than half of the text, they are
    left to them.
    """
    markup = blocks.markup
    if markup is None:
        return
    likely = [i for i, chance in enumerate(chances) if chance > _UNLIKELY]
    flags, places = markup.containers.flags, markup.places
    hidden = [i for i in likely if flags[places[i]] & _HIDDEN]
    notes = _lie_in(markup, hidden, _NOTES, _HIDDEN) if hidden else {}
    promotion = {**_lie_in(markup, likely, _PROMOTION), **_polls(markup, likely)}
    captions, asking = caption_blocks(blocks, markup, likely), sign_ups(blocks, markup, likely)
    for kind in (_out_of_sight(markup, notes), promotion, asking, captions):
        yield from if_small(blocks, chances, kind)
    words = (i for i in likely if len(blocks.texts[i]) <= _LABEL_CHARS and " " not in blocks.texts[i])
    yield from (i for i in words if is_label("controls", blocks.texts[i]) and _is_ad(blocks.elements[i]))
    yield from (i for i in likely if blocks.tags[i] not in HEADING_TAGS and _ends_skipped(blocks.elements[i]))
    wall = last_wall(blocks, markup, [i for i in likely if chances[i] >= _HOPED])
    others = [*lines_of_page(blocks, markup, likely), *teasers(blocks, markup, likely)]
    yield from if_small(blocks, chances, [*others, *wall, *walls_within(blocks, markup, likely)])
    yield from scrambled(blocks, markup, likely)


def _lie_in(markup: Markup, likely: Sequence[int], names: frozenset[str], flags: int = 0) -> Mapping[int, int]:
    """Return the nearest container around each block that has one of the names and all of the flags itself."""
    containers = markup.containers
    meant = {kind for kind in containers.kinds_named(names) if containers.kind_table[kind].flags & flags == flags}
    if not meant:  # as on most pages
        return {}
    if not _hold_any(markup, containers.places_of(meant), likely):
        return {}
    known: dict[int, int] = {-1: -1}
    for i in likely:
        place, passed = markup.places[i], []
        while place not in known and containers.kinds[place] not in meant:
            passed.append(place)
            place = containers.parents[place]
        known.update(dict.fromkeys(passed, known.get(place, place)))
    nearest = ((i, known.get(place := markup.places[i], place)) for i in likely)
    return {i: place for i, place in nearest if place >= 0}


def _polls(markup: Markup, likely: Sequence[int]) -> Mapping[int, int]:
    """Return the boxes around blocks that are named as polls and ask readers; articles tell of polls as well."""
    around, elements = _lie_in(markup, likely, _POLLS), markup.containers.elements
    asking = {
        place
        for place in set(around.values())
        if any(one.tag in _ASKING for one in islice(elements[place].iter(), _MOST_IN_POLL))
    }
    return {i: place for i, place in around.items() if place in asking}


def _hold_any(markup: Markup, places: Sequence[int], blocks: Sequence[int]) -> bool:
    """Return whether one of the containers holds one of the blocks."""
    ends, own = markup.containers.ends, sorted(markup.places[i] for i in blocks)
    return any(bisect_left(own, place) < bisect_left(own, ends[place]) for place in places)


def if_small(blocks: Blocks, chances: Sequence[float], kind: Collection[int]) -> Collection[int]:
    """Return the blocks where they hold less than half of the text."""
    if not kind:
        return kind
    hoped = sum(chance * len(text) for chance, text in zip(chances, blocks.texts, strict=True))
    return kind if sum(chances[i] * len(blocks.texts[i]) for i in kind) <= _MOST * hoped else ()


def _out_of_sight(markup: Markup, around: Mapping[int, int]) -> list[int]:
    """Return the blocks that lie in an element, as `around` says, that no reader sees."""
    elements = markup.containers.elements
    unseen = {place: _is_out_of_sight(elements[place]) for place in set(around.values())}
    return [i for i, place in around.items() if unseen[place]]


def _is_out_of_sight(element: _Element) -> bool:
    kind = kind_of(str(element.tag), [(name, value) for name, value in element.items() if name != _ARIA_HIDDEN])
    return bool(kind.flags & _HIDDEN) or not _LAYERS.isdisjoint(kind.tokens)


def _ends_skipped(element: _Element | None) -> bool:
    """Return whether a link that skips a box leads to an element: <p id="end-of-podcasts" tabindex="-1">...</p>.

    The index tells it from a paragraph that is named after its words: only scripts and such links focus it.
    """
    if element is None or element.get("tabindex") != "-1":
        return False
    return (element.get("id") or "").startswith("end-of-")


def _is_ad(element: _Element | None) -> bool:
    parent = element.getparent() if element is not None else None
    names = (one.get("class") or "" for one in (element, parent) if one is not None)
    return any(_AD.search(name[:400]) for name in names)
